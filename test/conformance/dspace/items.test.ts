import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../../support/api-server.ts";
import {
  emailOf,
  roles,
  startRoleWorld,
  type Role,
  type RoleWorld,
} from "../../support/role-world.ts";

let world: RoleWorld;
beforeAll(async () => {
  world = await startRoleWorld();
});
afterAll(() => world.stop());

interface Made {
  readonly uuid: string;
  readonly handle: string;
  readonly name: string;
  readonly lastModified: string;
  readonly metadata: Record<string, { value: string }[]>;
}
interface Page {
  readonly _embedded: Record<string, Made[]>;
  readonly page: { readonly totalElements: number };
}
const titled = (title: string) => ({
  metadata: { "dc.title": [{ value: title }] },
});
const nowhere = "00000000-0000-4000-8000-000000000000";
const path = (uuid: string) => `/core/items/${uuid}`;
const uriList = { "Content-Type": "text/uri-list" };
const uri = (uuid: string, noun = "collections") =>
  `https://elsewhere.example.org/server/api/core/${noun}/${uuid}`;

async function made(answer: Promise<Answer>): Promise<Made> {
  const { status, text, json } = await answer;
  expect(status, text).toBe(201);
  return json() as Made;
}
const make = (body: unknown = titled("New"), collection = world.collection) =>
  made(
    world.ask("R", "POST", `/core/items?owningCollection=${collection}`, body),
  );
const get = async (role: Role, where: string): Promise<unknown> => {
  const answer = await world.ask(role, "GET", where);
  expect(answer.status, `${where}: ${answer.text}`).toBe(200);
  return answer.json();
};
const patch = (uuid: string, ...operations: readonly object[]) =>
  world.ask("R", "PATCH", path(uuid), operations);
const search = async (words: string): Promise<readonly string[]> => {
  const found = (await get(
    "A",
    `/discover/search/objects?query=${encodeURIComponent(words)}&dsoType=item`,
  )) as {
    _embedded: {
      searchResult: {
        _embedded: {
          objects: { _embedded: { indexableObject: { uuid: string } } }[];
        };
      };
    };
  };
  return found._embedded.searchResult._embedded.objects.map(
    (one) => one._embedded.indexableObject.uuid,
  );
};

type Expected = Readonly<Record<Role, number>>;
const site = (status: number): Expected => ({
  R: status,
  M: 403,
  K: 403,
  S: 403,
  O: 403,
  A: 401,
});
const here = (status: number): Expected => ({
  ...site(status),
  M: status,
  K: status,
});
const everyone = (status: number): Expected => ({
  R: status,
  M: status,
  K: status,
  S: status,
  O: status,
  A: status,
});

describe("§7 and §11: who may do what", () => {
  const table: readonly (readonly [
    what: string,
    ask: (role: Role) => Promise<Answer>,
    expected: Expected,
  ])[] = [
    [
      "§11 POST ?owningCollection=",
      (role) =>
        world.ask(
          role,
          "POST",
          `/core/items?owningCollection=${world.collection}`,
          titled("New"),
        ),
      site(201),
    ],
    [
      "§11 GET of the list",
      (role) => world.ask(role, "GET", "/core/items"),
      site(200),
    ],
    [
      "§11 GET",
      (role) => world.ask(role, "GET", path(world.item)),
      everyone(200),
    ],
    [
      "§11 GET of what is not there",
      (role) => world.ask(role, "GET", path(nowhere)),
      everyone(404),
    ],
    [
      "§11 PUT",
      (role) => world.ask(role, "PUT", path(world.item), titled("Same")),
      here(200),
    ],
    [
      "§11 PUT of what is not there",
      (role) => world.ask(role, "PUT", path(nowhere), titled("x")),
      { ...everyone(404), A: 401 },
    ],
    [
      "§10 PATCH",
      (role) =>
        world.ask(role, "PATCH", path(world.item), [
          { op: "add", path: "/metadata/dc.subject/-", value: "x" },
        ]),
      here(200),
    ],
    [
      "§10 withdraw and take back",
      async (role) => {
        const set = (value: boolean) =>
          world.ask(role, "PATCH", path(world.item), [
            { op: "replace", path: "/withdrawn", value },
          ]);
        await set(true);
        return set(false);
      },
      here(200),
    ],
    [
      "§11 DELETE",
      async (role) => {
        const { uuid } = await make();
        return world.ask(role, "DELETE", path(uuid));
      },
      here(204),
    ],
    [
      "§11 PUT owningCollection of somebody else",
      async (role) => {
        const { uuid } = await make();
        return world.ask(
          role,
          "PUT",
          `${path(uuid)}/owningCollection`,
          uri(world.other),
          uriList,
        );
      },
      site(200),
    ],
    [
      "§11 POST mappedCollections",
      async (role) => {
        const { uuid } = await make(titled("Foreign"), world.other);
        return world.ask(
          role,
          "POST",
          `${path(uuid)}/mappedCollections`,
          uri(world.collection),
          uriList,
        );
      },
      // Exports of the collection would bring what only those may read who administer the item.
      site(204),
    ],
    [
      "§11 POST mappedCollections of somebody else",
      (role) =>
        world.ask(
          role,
          "POST",
          `${path(world.item)}/mappedCollections`,
          uri(world.other),
          uriList,
        ),
      site(204),
    ],
    [
      "§11 DELETE mappedCollections",
      async (role) => {
        const { uuid } = await make(titled("Foreign"), world.other);
        return world.ask(
          role,
          "DELETE",
          `${path(uuid)}/mappedCollections/${world.collection}`,
        );
      },
      here(204),
    ],
    ...[
      "bundles",
      "owningCollection",
      "mappedCollections",
      "relationships",
      "accessStatus",
      "identifiers",
    ].map(
      (name) =>
        [
          `§11 ${name}`,
          (role: Role) => world.ask(role, "GET", `${path(world.item)}/${name}`),
          everyone(200),
        ] as const,
    ),
    ...["templateItemOf", "thumbnail", "version"].map(
      (name) =>
        [
          `§11 ${name}`,
          (role: Role) => world.ask(role, "GET", `${path(world.item)}/${name}`),
          everyone(204),
        ] as const,
    ),
    [
      "§4 the rights are told before the body",
      (role) => world.ask(role, "PATCH", path(world.item), "{"),
      here(400),
    ],
  ];
  for (const [what, ask, expected] of table)
    it.each(roles)(`${what} as %s`, async (role) => {
      const answer = await ask(role);
      expect(answer.status, answer.text).toBe(expected[role]);
    });
});

describe("§11: POST", () => {
  it("makes an item that is in the archive, and found within a second", async () => {
    const item = await make({
      name: "Ignored beside a title",
      inArchive: true,
      discoverable: true,
      withdrawn: false,
      id: null,
      handle: null,
      type: "item",
      metadata: {
        "dc.title": [{ value: "Fog signal", language: "en" }],
        "dc.contributor.author": [
          { value: "Fyr, Eva" },
          { value: "Ness, Ole" },
        ],
        "dspace.entity.type": [{ value: "Publication" }],
      },
    });
    expect(item).toMatchObject({
      id: item.uuid,
      name: "Fog signal",
      inArchive: true,
      discoverable: true,
      withdrawn: false,
      entityType: "Publication",
      type: "item",
    });
    expect(item.handle).toMatch(/^\d+\/\d+$/);
    expect(Date.parse(item.lastModified)).not.toBeNaN();
    expect(item.metadata["dc.contributor.author"]).toMatchObject([
      { value: "Fyr, Eva", place: 0 },
      { value: "Ness, Ole", place: 1 },
    ]);
    expect(await get("A", path(item.uuid))).toEqual(item);
    expect(await get("A", `${path(item.uuid)}/owningCollection`)).toMatchObject(
      { uuid: world.collection },
    );
    expect(await search("fog signal")).toEqual([item.uuid]);
  });

  it("hides one that is not discoverable from searches only", async () => {
    const item = await make({ ...titled("Unfindable"), discoverable: false });
    expect(item).toMatchObject({ discoverable: false });
    expect(await search("unfindable")).toEqual([]);
    expect(await get("A", path(item.uuid))).toMatchObject({
      name: "Unfindable",
    });
  });

  it.each([
    ["no collection", "", titled("x"), 400],
    ["an unknown collection", `?owningCollection=${nowhere}`, titled("x"), 400],
    ["a collection that is no uuid", "?owningCollection=7", titled("x"), 400],
    ["a community", "?owningCollection=COMMUNITY", titled("x"), 400],
    [
      "inArchive false",
      "?owningCollection=COLLECTION",
      { ...titled("x"), inArchive: false },
      400,
    ],
    [
      "withdrawn",
      "?owningCollection=COLLECTION",
      { ...titled("x"), withdrawn: true },
      422,
    ],
    [
      "a flag that is a text",
      "?owningCollection=COLLECTION",
      { ...titled("x"), discoverable: "yes" },
      422,
    ],
    ["no JSON", "?owningCollection=COLLECTION", "{", 422],
    ["a list", "?owningCollection=COLLECTION", [], 422],
    [
      "a field nobody knows",
      "?owningCollection=COLLECTION",
      { metadata: { "dc.title": [{ value: "x" }], "dc.nonsense": ["x"] } },
      422,
    ],
  ])("answers %s", async (_what, query, body, status) => {
    const count = async () =>
      ((await get("R", "/core/items?size=1")) as Page).page;
    const before = await count();
    const answer = await world.ask(
      "R",
      "POST",
      `/core/items${query
        .replace("COLLECTION", world.collection)
        .replace("COMMUNITY", world.community)}`,
      body,
    );
    expect(answer.status, answer.text).toBe(status);
    expect(answer.json()).toMatchObject({ status });
    expect(await count()).toEqual(before);
  });
});

describe("§16: /pid/find", () => {
  it("tells only those of an item who may read it", async () => {
    const item = await make(titled("Secret"));
    const policies = (await get(
      "R",
      `/authz/resourcepolicies/search/resource?uuid=${item.uuid}`,
    )) as { _embedded: { resourcepolicies: { id: number }[] } };
    for (const { id } of policies._embedded.resourcepolicies)
      await world.ask("R", "DELETE", `/authz/resourcepolicies/${String(id)}`);
    for (const id of [item.uuid, item.handle]) {
      const status = async (role: Role) =>
        (await world.ask(role, "GET", `/pid/find?id=${id}`)).status;
      expect(await status("A"), id).toBe(404);
      expect(await status("O"), id).toBe(404);
      expect(await status("K"), id).toBe(302);
    }
  });
});

describe("§11: PUT and DELETE", () => {
  it("replaces all metadata, and what is searched with it", async () => {
    const item = await make({
      metadata: {
        "dc.title": [{ value: "Aldebaran" }],
        "dc.subject": [{ value: "Stars" }],
      },
    });
    const answer = await world.ask("K", "PUT", path(item.uuid), {
      ...item,
      metadata: { "dc.title": [{ value: "Betelgeuse" }] },
    });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.json()).toMatchObject({
      uuid: item.uuid,
      name: "Betelgeuse",
      handle: item.handle,
    });
    expect(Object.keys((answer.json() as Made).metadata)).toEqual(["dc.title"]);
    expect(await search("betelgeuse")).toEqual([item.uuid]);
    expect(await search("aldebaran")).toEqual([]);
    expect(await search("stars")).toEqual([]);
  });

  it.each([
    ["id", nowhere],
    ["uuid", nowhere],
    ["handle", "1/2"],
    ["type", "collection"],
  ])("keeps its %s", async (name, wanted) => {
    const answer = await world.ask("R", "PUT", path(world.item), {
      ...titled("Changed"),
      [name]: wanted,
    });
    expect(answer.status, answer.text).toBe(422);
  });

  it("takes the flags that are sent, and leaves the others", async () => {
    const item = await make(titled("Sirius"));
    const put = async (flags: object, seen: object) => {
      const body = { ...titled("Sirius"), ...flags };
      const answer = await world.ask("R", "PUT", path(item.uuid), body);
      expect(answer.status, answer.text).toBe(200);
      expect(answer.json()).toMatchObject(seen);
    };
    const open = { withdrawn: false, inArchive: true, discoverable: true };
    await put({}, open);
    await put({ discoverable: false }, { ...open, discoverable: false });
    expect(await search("sirius")).toEqual([]);
    await put(
      { withdrawn: true, discoverable: null },
      { withdrawn: true, inArchive: false, discoverable: false },
    );
    await put({ withdrawn: false, discoverable: true }, open);
    expect(await search("sirius")).toEqual([item.uuid]);
    const wrong = await world.ask("R", "PUT", path(item.uuid), {
      ...titled("Sirius"),
      withdrawn: "yes",
    });
    expect(wrong.status, wrong.text).toBe(422);
  });

  it("takes no text that ends before its end", async () => {
    const item = await make(titled("Vega"));
    const torn = { value: "Ve\u0000ga" };
    const answers = [
      await world.ask("R", "PUT", path(item.uuid), {
        metadata: { "dc.title": [torn] },
      }),
      await patch(item.uuid, {
        op: "add",
        path: "/metadata/dc.subject/-",
        value: torn,
      }),
      await patch(item.uuid, {
        op: "replace",
        path: "/metadata/dc.title/0/language",
        value: "e\u0000n",
      }),
    ];
    for (const { status, text } of answers) expect(status, text).toBe(422);
    expect(await get("R", path(item.uuid))).toEqual(item);
  });

  it("changes nothing when one field of many is unknown", async () => {
    const item = await make(titled("Whole"));
    const answer = await world.ask("R", "PUT", path(item.uuid), {
      metadata: {
        "dc.title": [{ value: "Half" }],
        "dc.nonsense": [{ value: "x" }],
      },
    });
    expect(answer.status, answer.text).toBe(422);
    expect(await get("R", path(item.uuid))).toEqual(item);
    expect(await search("whole")).toEqual([item.uuid]);
  });

  it("is gone after DELETE, from searches too", async () => {
    const item = await make(titled("Ephemeral"));
    expect(await search("ephemeral")).toEqual([item.uuid]);
    expect((await world.ask("K", "DELETE", path(item.uuid))).status).toBe(204);
    expect((await world.ask("K", "DELETE", path(item.uuid))).status).toBe(404);
    expect((await world.ask("R", "GET", path(item.uuid))).status).toBe(404);
    expect(await search("ephemeral")).toEqual([]);
  });
});

describe("§10: withdrawing and hiding", () => {
  it("withdraws and takes back", async () => {
    const item = await make(titled("Recalled"));
    const gone = await patch(item.uuid, {
      op: "replace",
      path: "/withdrawn",
      value: true,
    });
    expect(gone.status, gone.text).toBe(200);
    expect(gone.json()).toMatchObject({
      id: item.uuid,
      type: "item",
      withdrawn: true,
      inArchive: false,
    });
    expect(await get("A", path(item.uuid))).toMatchObject({
      withdrawn: true,
      metadata: {},
      name: null,
    });
    expect(await get("K", path(item.uuid))).toMatchObject({
      name: "Recalled",
    });
    expect(await search("recalled")).toEqual([]);
    const back = await patch(item.uuid, {
      op: "replace",
      path: "/withdrawn",
      value: false,
    });
    expect(back.json()).toMatchObject({ withdrawn: false, inArchive: true });
    expect(await search("recalled")).toEqual([item.uuid]);
  });

  it("hides and shows, with metadata in the same patch", async () => {
    const item = await make(titled("Shy"));
    const answer = await patch(
      item.uuid,
      { op: "replace", path: "/discoverable", value: false },
      { op: "replace", path: "/metadata/dc.title/0/value", value: "Timid" },
    );
    expect(answer.status, answer.text).toBe(200);
    expect(answer.json()).toMatchObject({ discoverable: false, name: "Timid" });
    expect(await search("timid")).toEqual([]);
    await patch(item.uuid, {
      op: "replace",
      path: "/discoverable",
      value: true,
    });
    expect(await search("timid")).toEqual([item.uuid]);
  });

  it.each([
    [[{ op: "replace", path: "/withdrawn", value: "perhaps" }], 422],
    [[{ op: "replace", path: "/withdrawn" }], 422],
    [[{ op: "add", path: "/withdrawn", value: true }], 422],
    [[{ op: "remove", path: "/discoverable" }], 422],
    [[{ op: "replace", path: "/inArchive", value: false }], 422],
    [[{ op: "replace", path: "/handle", value: "1/2" }], 422],
    [[{ op: "test", path: "/withdrawn", value: true }], 422],
    [[{ op: "shake", path: "/withdrawn", value: true }], 422],
    [[{ path: "/withdrawn", value: true }], 400],
    [[{ op: "replace", value: true }], 400],
    [[7], 400],
    [{ op: "replace", path: "/withdrawn", value: true }, 400],
    ["{", 400],
    [undefined, 400],
    [
      [
        { op: "replace", path: "/withdrawn", value: true },
        { op: "remove", path: "/metadata/dc.rights" },
      ],
      422,
    ],
    [
      [
        { op: "add", path: "/metadata/dc.rights/-", value: "x" },
        { op: "add", path: "/metadata/dc.nonsense/-", value: "x" },
      ],
      422,
    ],
  ])("answers %j with %i and changes nothing", async (body, status) => {
    const before = await get("R", path(world.item));
    const answer = await world.ask("R", "PATCH", path(world.item), body);
    expect(answer.status, answer.text).toBe(status);
    expect(await get("R", path(world.item))).toEqual(before);
  });
});

describe("§11: collections of an item", () => {
  const owner = (item: string, body: string, headers = uriList) =>
    world.ask("R", "PUT", `${path(item)}/owningCollection`, body, headers);
  const map = (item: string, body: string) =>
    world.ask("R", "POST", `${path(item)}/mappedCollections`, body, uriList);
  const unmap = (item: string, collection: string) =>
    world.ask("R", "DELETE", `${path(item)}/mappedCollections/${collection}`);
  const mapped = async (item: string) =>
    ((await get("A", `${path(item)}/mappedCollections`)) as Page)._embedded[
      "mappedCollections"
    ]?.map(({ uuid }) => uuid);

  it("moves", async () => {
    const item = await make(titled("Mover"));
    const count = async (uuid: string) =>
      (
        (await get("R", `/core/collections/${uuid}`)) as {
          archivedItemsCount: number;
        }
      ).archivedItemsCount;
    const before = [await count(world.collection), await count(world.other)];
    const answer = await owner(item.uuid, `# there\r\n${uri(world.other)}\r\n`);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.json()).toMatchObject({
      uuid: world.other,
      type: "collection",
    });
    expect(await get("A", `${path(item.uuid)}/owningCollection`)).toMatchObject(
      { uuid: world.other },
    );
    expect([await count(world.collection), await count(world.other)]).toEqual([
      (before[0] ?? 0) - 1,
      (before[1] ?? 0) + 1,
    ]);
    const again = await owner(item.uuid, uri(world.other));
    expect(again.status, again.text).toBe(400);
  });

  it("owns what was mapped to it when that moves there", async () => {
    const item = await make();
    expect((await map(item.uuid, uri(world.other))).status).toBe(204);
    expect((await owner(item.uuid, uri(world.other))).status).toBe(200);
    expect(await mapped(item.uuid)).toEqual([]);
    const there = (await get(
      "R",
      `/core/collections/${world.other}/mappedItems?size=100`,
    )) as Page;
    expect(
      there._embedded["mappedItems"]?.map(({ uuid }) => uuid),
    ).not.toContain(item.uuid);
  });

  it.each([
    ["an unknown collection", () => uri(nowhere), 422],
    ["a community", () => uri(world.community, "communities"), 422],
    ["an item that says it is a collection", () => uri(world.item), 422],
    ["two collections", () => `${uri(world.other)}\n${uri(world.other)}`, 422],
    ["nothing", () => "", 422],
    ["no URI", () => "collection 7", 422],
  ])("does not move to %s", async (_what, body, status) => {
    const answer = await owner(world.item, body());
    expect(answer.status, answer.text).toBe(status);
    expect(
      await get("A", `${path(world.item)}/owningCollection`),
    ).toMatchObject({ uuid: world.collection });
  });

  it("does not take JSON for a list of URIs", async () => {
    const answer = await owner(world.item, "[]", {
      "Content-Type": "application/json",
    });
    expect(answer.status, answer.text).toBe(415);
  });

  it("maps, again without effect, and unmaps", async () => {
    const item = await make(titled("Mapped"));
    expect((await map(item.uuid, uri(world.other))).status).toBe(204);
    expect((await map(item.uuid, uri(world.other))).status).toBe(204);
    expect(await mapped(item.uuid)).toEqual([world.other]);
    const there = (await get(
      "A",
      `/core/collections/${world.other}/mappedItems?size=100`,
    )) as Page;
    expect(there._embedded["mappedItems"]?.map(({ uuid }) => uuid)).toContain(
      item.uuid,
    );
    expect((await unmap(item.uuid, world.other)).status).toBe(204);
    expect((await unmap(item.uuid, world.other)).status).toBe(204);
    expect(await mapped(item.uuid)).toEqual([]);
  });

  it.each([
    ["its owner", () => uri(world.collection), 422],
    ["an unknown collection", () => uri(nowhere), 422],
    [
      "one of two that is unknown",
      () => `${uri(world.other)}\n${uri(nowhere)}`,
      422,
    ],
  ])("does not map to %s", async (_what, body, status) => {
    const item = await make();
    const answer = await map(item.uuid, body());
    expect(answer.status, answer.text).toBe(status);
    expect(await mapped(item.uuid)).toEqual([]);
  });

  it("does not unmap from its owner or from nothing", async () => {
    expect((await unmap(world.item, world.collection)).status).toBe(422);
    expect((await unmap(world.item, nowhere)).status).toBe(422);
    expect((await unmap(nowhere, world.other)).status).toBe(404);
  });

  it("leaves templates where they are", async () => {
    const collection = await made(
      world.ask(
        "R",
        "POST",
        `/core/collections?parent=${world.community}`,
        titled("With a template"),
      ),
    );
    const template = await made(
      world.ask(
        "R",
        "POST",
        `/core/collections/${collection.uuid}/itemtemplate`,
        titled("Template"),
      ),
    );
    for (const answer of [
      await map(template.uuid, uri(world.other)),
      await unmap(template.uuid, world.other),
      await owner(template.uuid, uri(world.other)),
      await world.ask("R", "PUT", path(template.uuid), titled("x")),
      await patch(template.uuid),
      await world.ask("R", "DELETE", path(template.uuid)),
    ])
      expect(answer.status, answer.text).toBe(405);
    expect(await search("template")).toEqual([]);
  });
});

describe("§11: what hangs on an item", () => {
  it("names its handle", async () => {
    const item = await make();
    expect(await get("A", `${path(item.uuid)}/identifiers`)).toMatchObject({
      identifiers: [
        { value: `https://hdl.handle.net/${item.handle}`, type: "identifier" },
      ],
      type: "identifiers",
    });
  });

  it("says that there is nothing but metadata", async () => {
    expect(await get("A", `${path(world.item)}/accessStatus`)).toMatchObject({
      status: "metadata.only",
      type: "accessStatus",
    });
  });

  it("has an empty page of relationships where it has none", async () => {
    expect(await get("A", `${path(world.item)}/relationships`)).toMatchObject({
      _embedded: { relationships: [] },
      page: { totalElements: 0 },
    });
    for (const where of ["relationships", "relationshiptypes"])
      for (const id of ["0", "x", "999999999"])
        expect(
          (await world.ask("R", "GET", `/core/${where}/${id}`)).status,
        ).toBe(404);
    expect(await get("A", "/core/relationshiptypes/1")).toMatchObject({
      id: 1,
      type: "relationshiptype",
    });
  });

  it("tells who submitted it to who administers it", async () => {
    const item = await make();
    const where = `${path(item.uuid)}/submitter`;
    expect(await get("K", where)).toMatchObject({
      email: emailOf("R"),
      type: "eperson",
    });
    for (const role of ["S", "O", "A"] as const)
      expect((await world.ask(role, "GET", where)).status).toBe(204);
    expect(
      (await world.ask("R", "GET", `${path(world.item)}/submitter`)).status,
    ).toBe(204);
  });
});
