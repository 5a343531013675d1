import { STATUS_CODES } from "node:http";
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../../support/api-server.ts";
import {
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
  readonly metadata: Record<string, { value: string }[]>;
  readonly _links: Record<string, { href: string }>;
}
interface Page {
  readonly _embedded: Record<string, Made[]>;
  readonly page: { readonly totalElements: number };
}
const titled = (title: string) => ({
  metadata: { "dc.title": [{ value: title }] },
});
const nowhere = "00000000-0000-4000-8000-000000000000";
const path = (uuid: string) => `/core/collections/${uuid}`;
const uriList = { "Content-Type": "text/uri-list" };

async function made(answer: Promise<Answer>): Promise<Made> {
  const { status, text, json } = await answer;
  expect(status, text).toBe(201);
  return json() as Made;
}
const make = (title = "New") =>
  made(
    world.ask(
      "R",
      "POST",
      `/core/collections?parent=${world.community}`,
      titled(title),
    ),
  );
const makeItem = (collection: string, title = "Item") =>
  made(
    world.ask(
      "R",
      "POST",
      `/core/items?owningCollection=${collection}`,
      titled(title),
    ),
  );
const get = async (role: Role, where: string): Promise<unknown> => {
  const answer = await world.ask(role, "GET", where);
  expect(answer.status, `${where}: ${answer.text}`).toBe(200);
  return answer.json();
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
const above = (status: number): Expected => ({ ...site(status), M: status });
const here = (status: number): Expected => ({ ...above(status), K: status });
const everyone = (status: number): Expected => ({
  R: status,
  M: status,
  K: status,
  S: status,
  O: status,
  A: status,
});

/** A form with one picture, and what else is wanted. */
function picture(
  content: string,
  more: { field?: string; second?: string; md5?: string } = {},
): readonly [body: Buffer, headers: Record<string, string>] {
  const part = (field: string, text: string) =>
    `--frontier\r\nContent-Disposition: form-data; name="${field}"; filename="logo.png"\r\nContent-Type: image/png\r\n\r\n${text}\r\n`;
  const body =
    part(more.field ?? "file", content) +
    (more.second === undefined ? "" : part("file", more.second)) +
    "--frontier--\r\n";
  return [
    Buffer.from(body),
    {
      "Content-Type": "multipart/form-data; boundary=frontier",
      ...(more.md5 === undefined ? {} : { "Content-MD5": more.md5 }),
    },
  ];
}
const md5 = (content: string | Buffer) =>
  createHash("md5").update(content).digest("base64");

describe("§7 and §9: who may do what", () => {
  const table: readonly (readonly [
    what: string,
    ask: (role: Role) => Promise<Answer>,
    expected: Expected,
  ])[] = [
    [
      "§9 POST ?parent=",
      (role) =>
        world.ask(
          role,
          "POST",
          `/core/collections?parent=${world.community}`,
          titled("New"),
        ),
      above(201),
    ],
    [
      "§9 POST ?parent= of somebody else",
      (role) =>
        world.ask(
          role,
          "POST",
          `/core/collections?parent=${world.top}`,
          titled("New"),
        ),
      site(201),
    ],
    [
      "§9 PUT",
      (role) => world.ask(role, "PUT", path(world.collection), titled("Same")),
      here(200),
    ],
    [
      "§9, §10 PATCH",
      (role) =>
        world.ask(role, "PATCH", path(world.collection), [
          { op: "add", path: "/metadata/dc.description/-", value: "More" },
        ]),
      here(200),
    ],
    [
      "§9 DELETE by who administers only the collection",
      (role) =>
        role === "R" || role === "M"
          ? make().then(({ uuid }) => world.ask(role, "DELETE", path(uuid)))
          : world.ask(role, "DELETE", path(world.collection)),
      above(204),
    ],
    [
      "§9 PUT of the list",
      (role) => world.ask(role, "PUT", "/core/collections", {}),
      everyone(405),
    ],
    [
      "§9 DELETE of the list",
      (role) => world.ask(role, "DELETE", "/core/collections"),
      everyone(405),
    ],
    [
      "§9 GET",
      (role) => world.ask(role, "GET", path(world.collection)),
      everyone(200),
    ],
    [
      "§9 HEAD",
      (role) => world.ask(role, "HEAD", path(world.collection)),
      everyone(200),
    ],
    [
      "§9 GET of the list",
      (role) => world.ask(role, "GET", "/core/collections"),
      everyone(200),
    ],
    [
      "§9 GET of what is not there",
      (role) => world.ask(role, "GET", path(nowhere)),
      everyone(404),
    ],
    [
      "§9 license",
      (role) => world.ask(role, "GET", `${path(world.collection)}/license`),
      everyone(200),
    ],
    [
      "§9 mappedItems",
      (role) => world.ask(role, "GET", `${path(world.collection)}/mappedItems`),
      everyone(200),
    ],
    [
      "§9 POST mappedItems",
      (role) =>
        world.ask(role, "POST", `${path(world.collection)}/mappedItems`),
      everyone(405),
    ],
    [
      "§9 parentCommunity",
      (role) =>
        world.ask(role, "GET", `${path(world.collection)}/parentCommunity`),
      everyone(200),
    ],
    [
      "§9 logo where there is none",
      (role) => world.ask(role, "GET", `${path(world.collection)}/logo`),
      everyone(204),
    ],
    [
      "§9 PUT logo",
      (role) => world.ask(role, "PUT", `${path(world.collection)}/logo`),
      everyone(405),
    ],
    [
      "§9 itemtemplate where there is none",
      (role) => world.ask(role, "GET", `${path(world.other)}/itemtemplate`),
      everyone(404),
    ],
    [
      "§9 logo of nothing",
      (role) => world.ask(role, "GET", `${path(nowhere)}/logo`),
      everyone(404),
    ],
    [
      "§9 POST logo",
      async (role) => {
        const { uuid } =
          role === "R" || role === "M"
            ? await make()
            : { uuid: world.collection };
        return world.ask(role, "POST", `${path(uuid)}/logo`, ...picture("a"));
      },
      here(201),
    ],
    [
      "§9 POST itemtemplate, §13 DELETE itemtemplates",
      async (role) => {
        const answer = await world.ask(
          role,
          "POST",
          `${path(world.collection)}/itemtemplate`,
          { ...titled("T"), inArchive: false, type: "item" },
        );
        if (answer.status === 201) {
          const { uuid } = answer.json() as Made;
          const gone = await world.ask(
            role,
            "DELETE",
            `/core/itemtemplates/${uuid}`,
          );
          expect(gone.status, gone.text).toBe(204);
        }
        return answer;
      },
      here(201),
    ],
    [
      "§4 what does not exist is told before the rights",
      (role) => world.ask(role, "PUT", path(nowhere), titled("x")),
      { ...everyone(404), A: 401 },
    ],
    [
      "§4 the rights are told before the body",
      (role) => world.ask(role, "PATCH", path(world.collection), "{"),
      here(400),
    ],
    [
      "§1.5 PATCH as a media type of its own",
      (role) =>
        world.ask(role, "PATCH", path(world.collection), [], {
          "Content-Type": "application/json-patch+json",
        }),
      here(200),
    ],
    [
      "§4 a media type nobody knows",
      (role) =>
        world.ask(role, "PATCH", path(world.collection), "[]", {
          "Content-Type": "text/html",
        }),
      here(415),
    ],
  ];
  for (const [what, ask, expected] of table)
    it.each(roles)(`${what} as %s`, async (role) => {
      const answer = await ask(role);
      expect(answer.status, answer.text).toBe(expected[role]);
    });
});

describe("§9: what becomes of it", () => {
  it("makes a collection with what a collection has", async () => {
    const collection = await make("Sea charts");
    expect(collection).toMatchObject({
      id: collection.uuid,
      name: "Sea charts",
      type: "collection",
      archivedItemsCount: 0,
      metadata: {
        "dc.title": [
          {
            value: "Sea charts",
            language: null,
            authority: null,
            confidence: -1,
            place: 0,
          },
        ],
      },
    });
    expect(await get("A", path(collection.uuid))).toEqual(collection);
    expect(
      await get("A", `${path(collection.uuid)}/parentCommunity`),
    ).toMatchObject({ uuid: world.community });
  });

  it.each([
    ["no parent", "", titled("x"), 400],
    ["a parent that is no uuid", "?parent=7", titled("x"), 400],
    ["an unknown parent", `?parent=${nowhere}`, titled("x"), 422],
    ["a parent that is no community", "?parent=COLLECTION", titled("x"), 422],
    [
      "a field nobody knows",
      "?parent=COMMUNITY",
      { metadata: { "dc.nonsense": [{ value: "x" }] } },
      422,
    ],
    [
      "a value that is no text",
      "?parent=COMMUNITY",
      { metadata: { "dc.title": [{ value: 7 }] } },
      422,
    ],
    ["no JSON", "?parent=COMMUNITY", "{", 400],
    ["nothing", "?parent=COMMUNITY", undefined, 422],
  ])("answers %s on POST", async (_what, query, body, status) => {
    const list = "/core/collections?size=1";
    const before = (await get("R", list)) as Page;
    const answer = await world.ask(
      "R",
      "POST",
      `/core/collections${query
        .replace("COLLECTION", world.collection)
        .replace("COMMUNITY", world.community)}`,
      body,
    );
    expect(answer.status, answer.text).toBe(status);
    expect(answer.json()).toMatchObject({ status });
    expect(((await get("R", list)) as Page).page).toEqual(before.page);
  });

  it.each([
    ["id", nowhere],
    ["uuid", nowhere],
    ["handle", "1/2"],
    ["type", "community"],
  ])("keeps its %s on PUT", async (name, wanted) => {
    const answer = await world.ask("R", "PUT", path(world.other), {
      ...titled("Changed"),
      [name]: wanted,
    });
    expect(answer.status, answer.text).toBe(422);
    expect(await get("R", path(world.other))).toMatchObject({
      name: "Letters",
    });
  });

  it("replaces all metadata on PUT, nulls being nothing", async () => {
    const collection = await make("Before");
    const answer = await world.ask("R", "PUT", path(collection.uuid), {
      ...collection,
      handle: null,
      metadata: {
        "dc.title": [{ value: "After", place: 7 }],
        "dc.rights": [{ value: "None", language: "en", confidence: 600 }],
      },
    });
    expect(answer.status, answer.text).toBe(200);
    const value = { language: null, authority: null, confidence: -1, place: 0 };
    expect(answer.json()).toMatchObject({ name: "After" });
    expect((answer.json() as Made).metadata).toEqual({
      "dc.title": [{ ...value, value: "After" }],
      "dc.rights": [
        { ...value, value: "None", language: "en", confidence: 600 },
      ],
    });
  });

  it("takes its items along when it goes, and unmaps those of others", async () => {
    const collection = await make("Doomed");
    const own = await makeItem(collection.uuid, "Own");
    const foreign = await makeItem(world.other, "Foreign");
    const map = (item: string, to: string) =>
      world.ask(
        "R",
        "POST",
        `/core/items/${item}/mappedCollections`,
        `${world.server.url}/api${path(to)}`,
        uriList,
      );
    expect((await map(foreign.uuid, collection.uuid)).status).toBe(204);
    expect((await map(own.uuid, world.other)).status).toBe(204);
    const template = await made(
      world.ask(
        "R",
        "POST",
        `${path(collection.uuid)}/itemtemplate`,
        titled("T"),
      ),
    );
    const logo = await made(
      world.ask("R", "POST", `${path(collection.uuid)}/logo`, ...picture("x")),
    );
    const before = (await get("R", path(world.other))) as {
      archivedItemsCount: number;
    };

    const gone = await world.ask("M", "DELETE", path(collection.uuid));
    expect(gone.status, gone.text).toBe(204);
    for (const where of [
      path(collection.uuid),
      `/core/items/${own.uuid}`,
      `/core/items/${template.uuid}`,
      `/core/itemtemplates/${template.uuid}`,
      `/core/bitstreams/${logo.uuid}`,
    ])
      expect((await world.ask("R", "GET", where)).status, where).toBe(404);
    expect((await world.ask("M", "DELETE", path(collection.uuid))).status).toBe(
      404,
    );
    expect(await get("A", `/core/items/${foreign.uuid}`)).toMatchObject({
      name: "Foreign",
    });
    const mapped = (await get(
      "A",
      `/core/items/${foreign.uuid}/mappedCollections`,
    )) as Page;
    expect(mapped.page.totalElements).toBe(0);
    expect(await get("R", path(world.other))).toMatchObject({
      archivedItemsCount: before.archivedItemsCount - 1,
    });
    // A handle that was given once never comes to mean anything else.
    const next = await make("Next");
    expect([collection.handle, own.handle]).not.toContain(next.handle);
  });

  it("is gone at once with more items than can be removed at once", async () => {
    const collection = await make("Crowded");
    const items = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        makeItem(collection.uuid, `Crowd ${String(n)}`),
      ),
    );
    const gone = await world.ask("M", "DELETE", path(collection.uuid));
    expect(gone.status, gone.text).toBe(204);
    for (const where of [
      path(collection.uuid),
      ...items.map(({ uuid }) => `/core/items/${uuid}`),
    ])
      expect((await world.ask("R", "GET", where)).status, where).toBe(404);
  });

  it("counts what is in the archive", async () => {
    const collection = await make("Counted");
    const item = await makeItem(collection.uuid);
    await makeItem(collection.uuid);
    expect(await get("A", path(collection.uuid))).toMatchObject({
      archivedItemsCount: 2,
    });
    const withdrawn = await world.ask(
      "R",
      "PATCH",
      `/core/items/${item.uuid}`,
      [{ op: "replace", path: "/withdrawn", value: true }],
    );
    expect(withdrawn.status, withdrawn.text).toBe(200);
    expect(await get("A", path(collection.uuid))).toMatchObject({
      archivedItemsCount: 1,
    });
  });

  it("has the licence of the site where it has none of its own", async () => {
    const license = (await get("A", `${path(world.collection)}/license`)) as {
      text: string;
    };
    expect(license).toMatchObject({
      custom: false,
      type: "license",
      _links: {
        self: {
          href: `${world.server.url}/api${path(world.collection)}/license`,
        },
      },
    });
    expect(license.text).toMatch(/repository/);
  });

  it("tells of a community around it only to those who may read that", async () => {
    const around = await made(
      world.ask("R", "POST", "/core/communities", titled("Behind a curtain")),
    );
    const inside = await made(
      world.ask(
        "R",
        "POST",
        `/core/collections?parent=${around.uuid}`,
        titled("Before it"),
      ),
    );
    const policies = (await get(
      "R",
      `/authz/resourcepolicies/search/resource?uuid=${around.uuid}&action=READ`,
    )) as { _embedded: { resourcepolicies: { id: number }[] } };
    for (const { id } of policies._embedded.resourcepolicies) {
      const gone = await world.ask(
        "R",
        "DELETE",
        `/authz/resourcepolicies/${String(id)}`,
      );
      expect(gone.status, gone.text).toBe(204);
    }
    const where = `${path(inside.uuid)}/parentCommunity`;
    for (const [role, status] of [
      ["A", 401],
      ["O", 403],
      ["R", 200],
    ] as const)
      expect((await world.ask(role, "GET", where)).status).toBe(status);
    expect(
      await get("A", `${path(inside.uuid)}?embed=parentCommunity`),
    ).toMatchObject({
      _embedded: { parentCommunity: null },
    });

    const community = await made(
      world.ask(
        "R",
        "POST",
        `/core/communities?parent=${world.community}`,
        titled("In the open"),
      ),
    );
    expect(
      (
        await world.ask(
          "A",
          "GET",
          `/core/communities/${world.top}/parentCommunity`,
        )
      ).status,
    ).toBe(204);
    expect(
      await get("A", `/core/communities/${community.uuid}/parentCommunity`),
    ).toMatchObject({ uuid: world.community });
  });
});

describe("§9: logos", () => {
  const send = (uuid: string, ...form: ReturnType<typeof picture>) =>
    world.ask("R", "POST", `${path(uuid)}/logo`, ...form);

  it("keeps a picture", async () => {
    const { uuid } = await make();
    const logo = await made(send(uuid, ...picture("pixels")));
    expect(logo).toMatchObject({
      type: "bitstream",
      name: "logo.png",
      sizeBytes: 6,
      bundleName: null,
      checkSum: {
        checkSumAlgorithm: "MD5",
        value: createHash("md5").update("pixels").digest("hex"),
      },
    });
    expect(await get("A", `${path(uuid)}/logo`)).toEqual(logo);
    const content = await world.ask(
      "A",
      "GET",
      `/core/bitstreams/${logo.uuid}/content`,
    );
    expect(content.text).toBe("pixels");
    expect(content.headers["content-type"]).toContain("image/png");
    const again = await send(uuid, ...picture("more"));
    expect(again.status, again.text).toBe(422);
  });

  it.each([
    ["no file", picture("x", { field: "other" }), 422],
    ["a wrong checksum", picture("x", { md5: md5("y") }), 412],
    ["the checksum of the file", picture("x", { md5: md5("x") }), 201],
    [
      "the checksum of the body",
      picture("x", { md5: md5(picture("x")[0]) }),
      201,
    ],
    [
      "two files, of which the first counts",
      picture("x", { second: "z" }),
      201,
    ],
    [
      "something that is no form",
      [Buffer.from("{}"), { "Content-Type": "application/json" }] as const,
      415,
    ],
  ])("answers %s", async (_what, form, status) => {
    const { uuid } = await make();
    const [body, headers] = form;
    const answer = await send(uuid, body, headers);
    expect(answer.status, answer.text).toBe(status);
    const kept = await world.ask("R", "GET", `${path(uuid)}/logo`);
    expect(kept.status).toBe(status === 201 ? 200 : 204);
    if (status === 201) expect(kept.json()).toMatchObject({ sizeBytes: 1 });
  });

  it("goes with its bitstream, and makes room for another", async () => {
    const held = `${path(world.collection)}/logo`;
    let logo = (await get("K", held)) as Made;
    for (const role of ["A", "O", "S"] as const)
      expect(
        (await world.ask(role, "DELETE", `/core/bitstreams/${logo.uuid}`))
          .status,
        role,
      ).toBe(here(204)[role]);
    for (const role of ["K", "M", "R"] as const) {
      const where = `/core/bitstreams/${logo.uuid}`;
      const gone = await world.ask(role, "DELETE", where);
      expect(gone.status, gone.text).toBe(204);
      expect((await world.ask(role, "DELETE", where)).status).toBe(404);
      expect((await world.ask("A", "GET", held)).status).toBe(204);
      logo = await made(world.ask(role, "POST", held, ...picture(role)));
    }
  });

  it("belongs to communities too", async () => {
    const community = await made(
      world.ask("R", "POST", "/core/communities", titled("Pictured")),
    );
    const where = `/core/communities/${community.uuid}/logo`;
    const logo = await made(world.ask("R", "POST", where, ...picture("x")));
    expect(await get("A", where)).toEqual(logo);
  });

  it("is replaced and removed where a community has it", async () => {
    const community = await made(
      world.ask("R", "POST", "/core/communities", titled("Pictured again")),
    );
    const where = `/core/communities/${community.uuid}/logo`;
    const put = (...form: ReturnType<typeof picture>) =>
      world.ask("R", "PUT", where, ...form);
    expect((await put(...picture("x"))).status).toBe(422);
    expect((await world.ask("R", "DELETE", where)).status).toBe(422);

    const first = await made(world.ask("R", "POST", where, ...picture("x")));
    for (const [form, status] of [
      [picture("yy", { md5: md5("x") }), 412],
      [picture("yy", { field: "other" }), 422],
    ] as const) {
      const refused = await put(...form);
      expect(refused.status, refused.text).toBe(status);
      expect(refused.json()).toMatchObject({
        status,
        error: STATUS_CODES[status],
      });
      expect(await get("A", where)).toEqual(first);
    }
    const second = await made(put(...picture("yy", { md5: md5("yy") })));
    expect(second).toMatchObject({ sizeBytes: 2, type: "bitstream" });
    expect(await get("A", where)).toEqual(second);
    const old = `/core/bitstreams/${first.uuid}`;
    expect((await world.ask("R", "GET", old)).status).toBe(404);

    expect((await world.ask("R", "DELETE", where)).status).toBe(204);
    expect((await world.ask("A", "GET", where)).status).toBe(204);
    expect((await world.ask("R", "DELETE", where)).status).toBe(422);
    expect(
      (await world.ask("R", "DELETE", `/core/communities/${nowhere}/logo`))
        .status,
    ).toBe(404);
  });
});

describe("§9, §13: templates of items", () => {
  const template = (uuid: string) => `${path(uuid)}/itemtemplate`;

  it("is made once, read, changed and removed", async () => {
    const { uuid } = await make();
    const one = await made(
      world.ask("R", "POST", template(uuid), {
        ...titled("Untitled plan"),
        inArchive: false,
        discoverable: false,
        withdrawn: false,
        type: "item",
      }),
    );
    expect(one).toMatchObject({
      uuid: one.uuid,
      handle: null,
      inArchive: false,
      discoverable: false,
      withdrawn: false,
      type: "item",
      metadata: { "dc.title": [{ value: "Untitled plan" }] },
    });
    expect(await get("A", template(uuid))).toMatchObject({ uuid: one.uuid });
    expect(
      await get("R", `/core/items/${one.uuid}/templateItemOf`),
    ).toMatchObject({ uuid });
    const second = await world.ask("R", "POST", template(uuid), titled("x"));
    expect(second.status, second.text).toBe(422);

    const own = `/core/itemtemplates/${one.uuid}`;
    expect(one._links["self"]?.href).toBe(`${world.server.url}/api${own}`);
    const patched = await world.ask("R", "PATCH", own, [
      {
        op: "add",
        path: "/metadata/dc.language.iso/-",
        value: { value: "en" },
      },
    ]);
    expect(patched.status, patched.text).toBe(200);
    expect(patched.json()).toMatchObject({
      uuid: one.uuid,
      metadata: {
        "dc.title": [{ value: "Untitled plan" }],
        "dc.language.iso": [{ value: "en" }],
      },
    });
    expect((await world.ask("R", "DELETE", own)).status).toBe(204);
    expect((await world.ask("R", "DELETE", own)).status).toBe(404);
    expect((await world.ask("R", "GET", own)).status).toBe(404);
    expect((await world.ask("R", "GET", template(uuid))).status).toBe(404);
  });

  it.each(["inArchive", "discoverable", "withdrawn"])(
    "is not %s",
    async (flag) => {
      const { uuid } = await make();
      const body = { ...titled("x"), [flag]: true };
      const answer = await world.ask("R", "POST", template(uuid), body);
      expect(answer.status, answer.text).toBe(422);
      expect((await world.ask("R", "GET", template(uuid))).status).toBe(404);
    },
  );

  it("is for who administers the collection", async () => {
    const one = await made(
      world.ask("K", "POST", template(world.collection), titled("x")),
    );
    const own = `/core/itemtemplates/${one.uuid}`;
    for (const role of roles) {
      const expected = here(200)[role];
      for (const [method, body] of [["GET"], ["PATCH", []]] as const) {
        const answer = await world.ask(role, method, own, body);
        expect(answer.status, `${method} as ${role}`).toBe(expected);
      }
    }
    for (const role of ["A", "O", "S", "K"] as const)
      expect((await world.ask(role, "DELETE", own)).status).toBe(
        here(204)[role],
      );
    for (const [method, body] of [
      ["GET"],
      ["PATCH", []],
      ["DELETE"],
    ] as const) {
      const where = `/core/itemtemplates/${nowhere}`;
      const answer = await world.ask("R", method, where, body);
      expect(answer.status, method).toBe(404);
    }
    expect((await world.ask("R", "GET", "/core/itemtemplates")).status).toBe(
      405,
    );
  });

  it("are not exported by themselves", async () => {
    const { uuid } = await make();
    const one = await made(world.ask("R", "POST", template(uuid), titled("x")));
    for (const where of [
      `/core/items/${one.uuid}/exportToZip`,
      `/category/exportToZip/${one.uuid}/exportToZip`,
    ]) {
      expect((await world.ask("R", "GET", where)).status).toBe(404);
      expect((await world.ask("R", "POST", `${where}/create`)).status).toBe(
        404,
      );
    }
  });

  it("takes metadata and nothing else in a patch", async () => {
    const { uuid } = await make();
    const one = await made(world.ask("R", "POST", template(uuid), titled("x")));
    for (const operation of [
      { op: "replace", path: "/withdrawn", value: true },
      { op: "replace", path: "/discoverable", value: true },
      { op: "replace", path: "/name", value: "x" },
    ]) {
      const answer = await world.ask(
        "R",
        "PATCH",
        `/core/itemtemplates/${one.uuid}`,
        [operation],
      );
      expect(answer.status, answer.text).toBe(422);
    }
  });
});
