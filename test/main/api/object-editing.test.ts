import { afterAll, beforeAll, expect, test } from "vitest";
import type { Item } from "../../../main/domain/catalog.ts";
import type { ContainerPeople } from "../../../main/domain/container-people.ts";
import type {
  HeldPolicy,
  NamedHolder,
  NamedPolicy,
} from "../../../main/domain/held-policy.ts";
import type {
  Relations,
  WorkVersion,
} from "../../../main/domain/related-item.ts";
import { startApiServer, type ApiServer } from "../../support/api-server.ts";
import {
  bundle,
  openTestCatalog,
  publicRead,
  value,
} from "../../support/catalog.ts";
import { makeApiWorld, type ApiWorld } from "../../support/api-world.ts";

let world: ApiWorld;
let server: ApiServer;
let admin: string;
let user: string;
let curator: string;
/** The two versions of one work; the first is not for everybody. */
let first: number;
let second: number;
/** An item with a file whose MIME type no format has. */
let charted: number;
beforeAll(async () => {
  world = await makeApiWorld();
  const catalog = openTestCatalog(world.data);
  const version = (number: number, summary: string | null) => ({
    metadata: [value("dc.title", "Tide table")],
    version: {
      history: "tides",
      number,
      summary,
      createdAt: 1_700_000_000_000,
    },
  });
  first = catalog.item(world.ids.open, {
    ...version(1, "Names of the observers taken out"),
    policies: [],
  }).id;
  second = catalog.item(world.ids.open, version(2, "Corrected")).id;
  const chart = await catalog.bitstream("chart.tide", "high at noon");
  charted = catalog.item(world.ids.open, {
    bundles: [
      bundle("ORIGINAL", [{ ...chart, mimeType: "application/x-tide" }]),
    ],
  }).id;
  catalog.close();
  server = await startApiServer(world.data);
  admin = await server.logIn("admin@example.org");
  user = await server.logIn("user@example.org");
  curator = await server.logIn("curator@example.org");
});
afterAll(async () => {
  await server.stop();
  await world.remove();
});

const failure = async (token: string, name: string, input: object) => {
  const answer = await server.as(token, `/api/holdall/commands/${name}`, {
    method: "POST",
    body: JSON.stringify(input),
  });
  const reply = answer.json() as { ok: boolean; error?: { code: string } };
  return reply.ok ? "none" : (reply.error?.code ?? "unknown");
};
const load = async (item: number) =>
  (await server.command(admin, "items.get", { item })) as Item;

const rights = async (...objects: number[]) =>
  (await server.command(admin, "rights.of", { objects })) as NamedPolicy[][];
const reading = {
  action: "READ",
  type: "TYPE_CUSTOM",
  name: null,
  description: null,
  startDate: null,
  endDate: null,
} as const;
const plain = (policies: readonly NamedPolicy[] = []): HeldPolicy[] =>
  policies.map(({ holder: { kind, uuid }, ...policy }) => ({
    ...policy,
    holder: { kind, uuid },
  }));
const holder = async (token: string, query: string) =>
  (await server.command(token, "rights.holders", { query })) as NamedHolder[];

test("replaces the rights of several objects, all or none, and only as they were seen", async () => {
  const item = world.items.plan.id;
  const { bundles } = await load(item);
  const file = bundles[0]?.bitstreams[0]?.id ?? 0;
  const [ofItem, ofFile] = await rights(item, file);
  expect(ofItem).toMatchObject([
    { action: "READ", holder: { kind: "group", name: "Anonymous" } },
  ]);
  const [somebody] = await holder(curator, "user@");
  expect(somebody).toMatchObject({
    kind: "account",
    name: "user@example.org",
  });
  const later = "2999-01-01";
  const embargo = plain(ofItem).map((one) => ({
    ...one,
    startDate: later,
    name: "Until the book is out",
  }));
  const reader: HeldPolicy = {
    ...reading,
    holder: { kind: "account", uuid: somebody?.uuid ?? "" },
  };
  const change = {
    changes: [
      {
        object: item,
        expected: plain(ofItem),
        policies: [...embargo, reader],
      },
      { object: file, expected: plain(ofFile), policies: embargo },
    ],
  };
  for (const token of [user, curator]) {
    expect(await failure(token, "rights.of", { objects: [item] })).toBe(
      "access.denied",
    );
    expect(await failure(token, "rights.revise", change)).toBe("access.denied");
  }
  expect(await failure(user, "rights.holders", { query: "" })).toBe(
    "access.denied",
  );
  await server.command(admin, "rights.revise", change);
  expect((await load(item)).policies).toMatchObject([
    { group: "Anonymous", startDate: later, name: "Until the book is out" },
    { account: "user@example.org", startDate: null },
  ]);
  // Nobody but those who may sees it now.
  await server.command(user, "items.get", { item });
  expect(await failure(curator, "items.get", { item })).not.toBe("none");

  // The second object is not as it was seen: nothing is done to the first.
  const [now] = await rights(item);
  expect(
    await failure(admin, "rights.revise", {
      changes: [
        { object: item, expected: plain(now), policies: [] },
        { object: file, expected: plain(ofFile), policies: [] },
      ],
    }),
  ).toBe("object.changed");
  expect(await rights(item)).toEqual([now]);
  for (const wrong of [
    { ...reader, startDate: "2020-02-30" },
    { ...reader, startDate: "2020-02-02", endDate: "2020-02-01" },
    { ...reader, holder: { kind: "group", uuid: reader.holder.uuid } },
  ])
    expect(
      await failure(admin, "rights.revise", {
        changes: [{ object: item, expected: plain(now), policies: [wrong] }],
      }),
    ).toBe("request.impossible");
  expect(await rights(item)).toEqual([now]);
  const [ofFileNow] = await rights(file);
  await server.command(admin, "rights.revise", {
    changes: [
      { object: item, expected: plain(now), policies: plain(ofItem) },
      { object: file, expected: plain(ofFileNow), policies: plain(ofFile) },
    ],
  });
  expect(await rights(item, file)).toEqual([ofItem, ofFile]);
});

test("the rights of no more objects than are answered at once can be asked for and replaced", async () => {
  const catalog = openTestCatalog(world.data);
  const full = catalog.together(() =>
    Array.from(
      { length: 21 },
      () =>
        catalog.item(world.ids.open, {
          policies: Array.from({ length: 500 }, (_, number) => ({
            ...publicRead,
            name: String(number),
          })),
        }).id,
    ),
  );
  catalog.close();
  const [one = 0] = full;
  expect(await failure(admin, "rights.of", { objects: [one, one] })).toBe(
    "input.invalid",
  );
  expect(await failure(admin, "rights.of", { objects: full })).toBe(
    "request.too-large",
  );
  const [expected] = await rights(one);
  expect(expected).toHaveLength(500);
  const before = plain(expected);
  for (const side of ["expected", "policies"])
    expect(
      await failure(admin, "rights.revise", {
        changes: full.map((object) => ({
          object,
          expected: [],
          policies: [],
          [side]: before.map((policy) => ({ ...policy, name: null })),
        })),
      }),
    ).toBe("request.too-large");
  // All but the first get other terms; the first stays as it is, at another place.
  const after = [
    ...before
      .slice(1)
      .map((policy) => ({ ...policy, startDate: "2999-01-01" })),
    ...before.slice(0, 1),
  ];
  await server.command(admin, "rights.revise", {
    changes: [{ object: one, expected: before, policies: after }],
  });
  const sorted = (policies: readonly HeldPolicy[]) =>
    policies.map((policy) => JSON.stringify(policy)).sort();
  expect(sorted(plain((await rights(one))[0]))).toEqual(
    sorted(plain(after as NamedPolicy[])),
  );
});

test("what new files of a collection may be read by is changed by who administers it", async () => {
  const collection = world.ids.curated;
  const before = (
    (await server.command(curator, "rights.of", {
      objects: [collection],
    })) as NamedPolicy[][]
  )[0];
  const [everybody] = await holder(curator, "Anonymous");
  const standard: HeldPolicy = {
    action: "DEFAULT_BITSTREAM_READ",
    holder: { kind: "group", uuid: everybody?.uuid ?? "" },
    type: null,
    name: null,
    description: null,
    startDate: null,
    endDate: null,
  };
  await server.command(curator, "rights.revise", {
    changes: [
      {
        object: collection,
        expected: plain(before),
        policies: [...plain(before), standard],
      },
    ],
  });
  const answer = await server.as(
    curator,
    `/api/core/collections/${world.collections.curated}/defaultAccessConditions`,
  );
  // The dialect tells the same: the one there was before, and the new one.
  expect(answer.json()).toMatchObject({
    page: {
      totalElements:
        1 +
        plain(before).filter(({ action }) => action === standard.action).length,
    },
  });
});

async function upload(name: string, content: string) {
  const form = new FormData();
  form.append("files", new Blob([content]), `0/${name}`);
  const response = await fetch(`${server.url}/api/holdall/uploads`, {
    method: "POST",
    headers: { authorization: `Bearer ${admin}` },
    body: form,
  });
  const { id } = (await response.json()) as { id: string };
  return `upload:${id}`;
}

test("files are described, ordered, taken to other bundles, and replaced", async () => {
  const item = world.items.plan.id;
  const bundles = async () =>
    (await load(item)).bundles.map(({ name, bitstreams }) => [
      name,
      bitstreams.map((file) => `${file.name ?? ""}${file.primary ? " *" : ""}`),
    ]);
  const [original, license] = (await load(item)).bundles;
  const [plan, page, secret] = original?.bitstreams ?? [];
  expect(await bundles()).toEqual([
    ["ORIGINAL", ["Übersicht “A”.txt *", "page.html", "secret.txt"]],
    ["LICENSE", ["license.txt"]],
  ]);
  const bitstream = page?.id ?? 0;
  const place = (bundle: number | undefined, at: number | null) => ({
    bitstream,
    bundle: bundle ?? 0,
    place: at,
  });
  expect(await failure(user, "files.place", place(original?.id, 0))).toBe(
    "access.denied",
  );
  await server.command(admin, "files.place", place(original?.id, 0));
  expect((await bundles())[0]).toEqual([
    "ORIGINAL",
    ["page.html", "Übersicht “A”.txt *", "secret.txt"],
  ]);
  await server.command(admin, "bundles.set-primary", {
    bundle: original?.id,
    bitstream,
  });
  await server.command(admin, "files.place", place(license?.id, 0));
  expect(await bundles()).toEqual([
    ["ORIGINAL", ["Übersicht “A”.txt", "secret.txt"]],
    ["LICENSE", ["page.html", "license.txt"]],
  ]);
  await server.command(admin, "files.place", place(original?.id, null));
  expect((await bundles())[0]).toEqual([
    "ORIGINAL",
    ["Übersicht “A”.txt", "secret.txt", "page.html"],
  ]);
  // A file stays with its item.
  await server.command(admin, "bundles.create", {
    item: world.items.hidden.id,
    name: "ORIGINAL",
  });
  const [elsewhere] = (await load(world.items.hidden.id)).bundles;
  expect(await failure(admin, "files.place", place(elsewhere?.id, null))).toBe(
    "request.impossible",
  );
  await server.command(admin, "bundles.set-primary", {
    bundle: original?.id,
    bitstream: plan?.id,
  });
  await server.command(admin, "bundles.set-primary", {
    bundle: original?.id,
    bitstream: secret?.id,
  });
  await server.command(admin, "bundles.set-primary", {
    bundle: original?.id,
    bitstream: null,
  });
  expect((await bundles())[0]).toEqual([
    "ORIGINAL",
    ["Übersicht “A”.txt", "secret.txt", "page.html"],
  ]);

  const formats = (await server.command(admin, "formats.list")) as {
    name: string;
    mimeType: string;
  }[];
  const xml = formats.find(({ mimeType }) => mimeType === "text/xml");
  const revise = {
    bitstream,
    expected: {
      name: "page.html",
      description: null,
      format: page?.formatName,
    },
    file: {
      name: "page.xml",
      description: "What was on the page",
      format: xml?.name,
    },
  };
  expect(await failure(user, "files.revise", revise)).toBe("access.denied");
  await server.command(admin, "files.revise", revise);
  expect(await failure(admin, "files.revise", revise)).toBe("object.changed");
  expect(
    await failure(admin, "files.revise", {
      ...revise,
      expected: revise.file,
      file: { ...revise.file, name: "lost.xml", format: "Nonsense" },
    }),
  ).toBe("request.impossible");
  const found = async () =>
    (await load(item)).bundles
      .flatMap(({ bitstreams }) => bitstreams)
      .find(({ id }) => id === bitstream);
  expect(await found()).toMatchObject({
    name: "page.xml",
    description: "What was on the page",
    mimeType: "text/xml",
  });

  const policies = await rights(bitstream);
  const replace = async (name: string, words: string): Promise<object> =>
    (await server.command(admin, "files.replace", {
      bitstream,
      file: await upload(name, words),
      rename: true,
    })) as object;
  // What was in it before comes back, with its name and format, unless it was replaced again; and once.
  const first = await replace("photo.png", "some bytes");
  expect(await found()).toMatchObject({ name: "photo.png", size: 10 });
  expect(await failure(user, "files.put-back", first)).toBe("access.denied");
  const second = await replace("scan.png", "other bytes");
  expect(await failure(admin, "files.put-back", first)).toBe("object.changed");
  await server.command(admin, "files.put-back", second);
  await server.command(admin, "files.put-back", first);
  expect(await found()).toMatchObject({
    name: "page.xml",
    description: "What was on the page",
    mimeType: "text/xml",
    sha256: page?.sha256,
    md5: page?.md5,
    crc32: page?.crc32,
    size: page?.size,
  });
  expect(await failure(admin, "files.put-back", first)).toBe(
    "object.not-found",
  );
  await replace("scan.png", "other bytes");
  expect(await found()).toMatchObject({
    uuid: page?.uuid,
    name: "scan.png",
    description: "What was on the page",
    mimeType: "image/png",
    size: 11,
  });
  expect(await rights(bitstream)).toEqual(policies);
  const { path } = (await server.command(admin, "files.link", {
    bitstream,
    as: "show",
  })) as { path: string };
  expect((await server.ask(path)).text).toBe("other bytes");
  await server.command(admin, "items.add-files", {
    item,
    bundle: license?.id,
    files: [await upload("terms.txt", "More terms")],
  });
  expect((await bundles())[1]).toEqual([
    "LICENSE",
    ["license.txt", "terms.txt"],
  ]);
  expect(
    await failure(admin, "items.add-files", {
      item,
      bundle: elsewhere?.id,
      files: [await upload("lost.txt", "Nowhere")],
    }),
  ).toBe("object.not-found");
  await server.command(admin, "bundles.remove", { bundle: license?.id });
  expect((await bundles()).map(([name]) => name)).toEqual(["ORIGINAL"]);
});

test("files that were just added are taken back, a bundle only where nothing else has come into it", async () => {
  const bundles = async () =>
    (await load(charted)).bundles.map(({ name, bitstreams }) => [
      name,
      bitstreams.length,
    ]);
  const before = await bundles();
  const { bundle } = (await server.command(admin, "bundles.create", {
    item: charted,
    name: "DRAFTS",
  })) as { bundle: number };
  const added = (await server.command(admin, "items.add-files", {
    item: charted,
    bundle,
    files: [await upload("a.txt", "a"), await upload("b.txt", "b")],
  })) as { files: number[]; bundle: number | null };
  expect(added).toMatchObject({
    files: [expect.any(Number), expect.any(Number)],
    bundle: null,
  });
  const empty = { files: [], bundle };
  expect(await failure(admin, "files.take-back", empty)).toBe("object.changed");
  expect(await bundles()).toEqual([...before, ["DRAFTS", 2]]);
  await server.command(admin, "files.take-back", added);
  expect(await bundles()).toEqual([...before, ["DRAFTS", 0]]);
  await server.command(admin, "files.take-back", empty);
  expect(await bundles()).toEqual(before);
});

test("a file gets back what it was, unless somebody has changed that since", async () => {
  const found = async () => (await load(charted)).bundles[0]?.bitstreams[0];
  const before = await found();
  expect(before).toMatchObject({ mimeType: "application/x-tide" });
  const bitstream = before?.id ?? 0;
  const replace = async (rename: boolean) =>
    (await server.command(admin, "files.replace", {
      bitstream,
      file: await upload("chart.png", "low at noon"),
      rename,
    })) as object;
  const revise = async (change: object): Promise<void> => {
    const now = await found();
    const facts = {
      name: now?.name ?? null,
      description: now?.description ?? null,
      format: now?.formatName,
    };
    await server.command(admin, "files.revise", {
      bitstream,
      expected: facts,
      file: { ...facts, ...change },
    });
  };
  const first = await replace(true);
  expect(await found()).toMatchObject({ mimeType: "image/png" });
  await revise({ name: "tides.png" });
  expect(await failure(admin, "files.put-back", first)).toBe("object.changed");
  expect(await found()).toMatchObject({ name: "tides.png", size: 11 });
  await revise({ name: "chart.png", format: "Unknown" });
  expect(await failure(admin, "files.put-back", first)).toBe("object.changed");
  await revise({ format: "PNG" });
  await server.command(admin, "files.put-back", first);
  expect(await found()).toEqual(before);
  // A name that stayed is nothing to take back.
  const second = await replace(false);
  await revise({ name: "noon.tide" });
  await server.command(admin, "files.put-back", second);
  expect(await found()).toEqual({ ...before, name: "noon.tide" });
});

const text = (words: string) => ({
  value: words,
  language: null,
  authority: null,
  confidence: -1,
});
const related = async (token: string, item: number) =>
  (await server.command(token, "relations.of", { item })) as Relations;

test("items are related, ordered and parted by who administers one of them", async () => {
  const entity = async (title: string, type: string, collection: number) => {
    const { item } = (await server.command(admin, "items.create", {
      collection,
      files: [],
      metadata: {
        "dc.title": [text(title)],
        "dspace.entity.type": [text(type)],
      },
    })) as { item: number };
    const everybody = (await holder(admin, "Anonymous")).map((one) => ({
      ...reading,
      holder: { kind: one.kind, uuid: one.uuid },
    }));
    await server.command(admin, "rights.revise", {
      changes: [{ object: item, expected: [], policies: everybody }],
    });
    return item;
  };
  const { open, curated } = world.ids;
  const paper = await entity("On lamps", "Publication", curated);
  const eva = await entity("Fyr, Eva", "Person", open);
  const ole = await entity("Ness, Ole", "Person", open);
  const { kinds } = await related(curator, paper);
  const author = kinds.find(
    ({ name, otherType }) =>
      name === "isAuthorOfPublication" && otherType === "Person",
  );
  const adding = (other: number, item = paper) => ({
    item,
    type: author?.type,
    side: author?.side,
    other,
  });
  expect(await failure(user, "relations.add", adding(eva))).toBe(
    "access.denied",
  );
  const add = async (other: number) =>
    (await server.command(curator, "relations.add", adding(other))) as {
      relation: number;
    };
  await add(eva);
  const { relation } = await add(ole);
  for (const wrong of [adding(eva), adding(paper), adding(world.items.plan.id)])
    expect(await failure(curator, "relations.add", wrong)).toBe(
      "request.impossible",
    );
  // What nobody may read cannot be named.
  expect(
    await failure(curator, "relations.add", adding(world.items.closed.id)),
  ).toBe("access.denied");
  const titles = async () =>
    (await related(curator, paper)).items.map(({ other }) => other?.title);
  expect(await titles()).toEqual(["Fyr, Eva", "Ness, Ole"]);
  await server.command(curator, "relations.place", {
    item: paper,
    relation,
    place: 0,
  });
  expect(await titles()).toEqual(["Ness, Ole", "Fyr, Eva"]);
  expect(await related(curator, paper)).toMatchObject({
    next: null,
    total: 2,
    counts: [{ type: author?.type, side: author?.side, count: 2 }],
  });
  expect(
    (await load(paper)).relationships.map(({ other }) => other.id),
  ).toEqual([ole, eva]);
  expect(await related(user, eva)).toMatchObject({
    total: 1,
    items: [{ kind: { side: "right" }, other: { title: "On lamps" } }],
  });
  // Who may not read one of them is told that it is there, and nothing that it could be known by.
  await server.command(admin, "rights.revise", {
    changes: [
      {
        object: ole,
        expected: plain((await rights(ole))[0]),
        policies: [],
      },
    ],
  });
  expect(
    (await related(curator, paper)).items.map(({ other }) => other?.title),
  ).toEqual([undefined, "Fyr, Eva"]);
  expect((await related(user, paper)).total).toBe(2);
  const known = (await server.command(user, "items.get", {
    item: paper,
  })) as Item;
  expect(known.relationships.map(({ other }) => other.id)).toEqual([eva]);
  const { uuid } = await load(paper);
  const linked = (
    await server.as(user, `/api/core/items/${uuid}/relationships`)
  ).json() as {
    page: { totalElements: number };
    _embedded: { relationships: { _links: object }[] };
  };
  expect(linked.page.totalElements).toBe(2);
  expect(
    linked._embedded.relationships.map(
      ({ _links }) => "leftItem" in _links && "rightItem" in _links,
    ),
  ).toEqual(expect.arrayContaining([false, true]));

  const removal = { item: ole, relation };
  expect(await failure(curator, "relations.remove", removal)).toBe(
    "access.denied",
  );
  await server.command(curator, "relations.remove", {
    item: paper,
    relation,
  });
  expect(await titles()).toEqual(["Fyr, Eva"]);
  expect(await failure(admin, "relations.remove", removal)).toBe(
    "object.not-found",
  );
});

test("an item is not related to itself", async () => {
  const { item } = (await server.command(admin, "items.create", {
    collection: world.ids.open,
    files: [],
    metadata: {
      "dc.title": [text("Harbour board")],
      "dspace.entity.type": [text("OrgUnit")],
    },
  })) as { item: number };
  const [kind] = (await related(admin, item)).kinds;
  const answer = await server.as(admin, "/api/holdall/commands/relations.add", {
    method: "POST",
    body: JSON.stringify({
      item,
      type: kind?.type,
      side: kind?.side,
      other: item,
    }),
  });
  expect(answer.json()).toMatchObject({
    ok: false,
    error: {
      code: "request.impossible",
      message: "An item cannot be related to itself.",
    },
  });
});

test("versions of a work are listed, the newest first, and named as far as they may be read", async () => {
  const versions = async (token: string, item: number) =>
    (await server.command(token, "items.versions", { item })) as WorkVersion[];
  expect(await versions(user, world.items.plan.id)).toEqual([]);
  const both = [
    { number: 2, summary: "Corrected", item: { id: second } },
    {
      number: 1,
      summary: "Names of the observers taken out",
      createdAt: 1_700_000_000_000,
      item: { id: first },
    },
  ];
  expect(await versions(admin, first)).toMatchObject(both);
  expect(await versions(admin, second)).toMatchObject(both);
  // That there is another one is told, but nothing that it could be known by.
  expect(await versions(user, second)).toMatchObject([
    { number: 2, item: { id: second, title: "Tide table" } },
    { number: 1, summary: null, createdAt: null, item: null },
  ]);
});

test("groups of a collection are made, filled and removed by who administers it", async () => {
  const container = world.ids.curated;
  const people = async () =>
    (await server.command(curator, "people.of", {
      container,
    })) as ContainerPeople[];
  expect(await failure(user, "people.of", { container })).toBe("access.denied");
  expect(
    (await people()).map(({ role, group, mayMake }) => [role, group, mayMake]),
  ).toEqual([
    // Who administers a collection is said by those who administer what is around it.
    ["adminGroup", null, false],
    ["submittersGroup", null, true],
    ["reviewer", null, true],
    ["editor", null, true],
    ["finaleditor", null, true],
    ["itemReadGroup", null, true],
    ["bitstreamReadGroup", null, true],
  ]);
  const place = { container, role: "submittersGroup" };
  const [somebody] = await holder(curator, "user@");
  const member = { kind: somebody?.kind, uuid: somebody?.uuid };
  expect(await failure(curator, "people.add", { ...place, member })).toBe(
    "request.impossible",
  );
  expect(
    await failure(curator, "people.make-group", {
      container,
      role: "adminGroup",
    }),
  ).toBe("access.denied");
  expect(await failure(user, "people.make-group", place)).toBe("access.denied");
  await server.command(curator, "people.make-group", place);
  expect(await failure(curator, "people.make-group", place)).toBe(
    "group.exists",
  );
  expect(await failure(user, "people.add", { ...place, member })).toBe(
    "access.denied",
  );
  await server.command(curator, "people.add", { ...place, member });
  expect((await people())[1]?.group).toMatchObject({
    members: [{ kind: "account", name: "user@example.org" }],
    total: 1,
  });
  // To be in the group is to be allowed what it is for.
  expect(await server.command(user, "collections.accepting")).toEqual([
    container,
  ]);
  await server.command(curator, "people.take", { ...place, member });
  expect((await people())[1]?.group?.members).toEqual([]);
  await server.command(curator, "people.remove-group", place);
  expect((await people())[1]?.group).toBeNull();
  expect(await server.command(user, "collections.accepting")).toEqual([]);
  expect(
    await failure(admin, "people.make-group", {
      container: world.ids.top,
      role: "submittersGroup",
    }),
  ).toBe("request.impossible");
});

test("what was sent for one file is let go once it is taken in", async () => {
  const file = await upload("lamp.png", "a lamp");
  const input = { container: world.ids.open, file };
  await server.command(admin, "containers.set-logo", input);
  expect(await failure(admin, "containers.set-logo", input)).toBe(
    "upload.not-found",
  );
});

test("new items start from the template of their collection, which is replaced as it was seen", async () => {
  const collection = world.ids.curated;
  const words = (value: string) => [
    { value, language: null, authority: null, confidence: -1 },
  ];
  const get = async () =>
    server.command(curator, "templates.get", { collection });
  expect(await get()).toEqual({});
  const change = {
    collection,
    expected: {},
    metadata: {
      "dc.publisher": words("The harbour"),
      "dc.title": words("No title yet"),
    },
  };
  expect(await failure(user, "templates.get", { collection })).toBe(
    "access.denied",
  );
  expect(await failure(user, "templates.revise", change)).toBe("access.denied");
  expect(
    await failure(curator, "templates.revise", {
      ...change,
      metadata: { "dc.no.field": words("x") },
    }),
  ).toBe("field.not-registered");
  await server.command(curator, "templates.revise", change);
  expect(await failure(curator, "templates.revise", change)).toBe(
    "object.changed",
  );
  expect(await get()).toMatchObject(change.metadata);
  const { item } = (await server.command(admin, "items.create", {
    collection,
    metadata: { "dc.title": words("A new chart") },
    files: [],
  })) as { item: number };
  expect(
    (await load(item)).metadata.map(({ element, value }) => [element, value]),
  ).toEqual([
    ["publisher", "The harbour"],
    ["title", "A new chart"],
  ]);
  await server.command(curator, "templates.revise", {
    collection,
    expected: change.metadata,
    metadata: {},
  });
  expect(await get()).toEqual({});
});

test("the licence of a collection is replaced as it was seen, or taken away", async () => {
  const collection = world.ids.curated;
  const get = async () =>
    (await server.command(curator, "licenses.get", { collection })) as {
      license: string | null;
    };
  const { license: expected } = await get();
  const change = { collection, expected, license: "Ask first." };
  expect(await failure(user, "licenses.get", { collection })).toBe(
    "access.denied",
  );
  expect(await failure(user, "licenses.revise", change)).toBe("access.denied");
  await server.command(curator, "licenses.revise", change);
  expect(await failure(curator, "licenses.revise", change)).toBe(
    "object.changed",
  );
  const told = await server.as(
    admin,
    `/api/core/collections/${world.collections.curated}/license`,
  );
  expect(told.json()).toMatchObject({ text: "Ask first." });
  await server.command(curator, "licenses.revise", {
    collection,
    expected: "Ask first.",
    license: null,
  });
  expect(await get()).toEqual({ license: null });
});
