import { afterAll, beforeAll, expect, test } from "vitest";
import type { Item } from "../../../main/domain/catalog.ts";
import { fieldName } from "../../../main/domain/metadata.ts";
import type {
  ContainerStanding,
  ContainerView,
  MetadataFields,
} from "../../../preload/contract.ts";
import { startApiServer, type ApiServer } from "../../support/api-server.ts";
import { makeApiWorld, type ApiWorld } from "../../support/api-world.ts";

let world: ApiWorld;
let server: ApiServer;
let admin: string;
let user: string;
let curator: string;
beforeAll(async () => {
  world = await makeApiWorld();
  server = await startApiServer(world.data);
  admin = await server.logIn("admin@example.org");
  user = await server.logIn("user@example.org");
  curator = await server.logIn("curator@example.org");
});
afterAll(async () => {
  await server.stop();
  await world.remove();
});

const value = (text: string, language: string | null = null) => ({
  value: text,
  language,
  authority: null,
  confidence: -1,
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
const fields = async (item: number): Promise<MetadataFields> => {
  const all: Record<string, MetadataFields[string][number][]> = {};
  for (const one of (await load(item)).metadata)
    (all[fieldName(one)] ??= []).push({
      value: one.value,
      language: one.language,
      authority: one.authority,
      confidence: one.confidence,
    });
  return all;
};
const container = async (token: string, id: number | null) =>
  (await server.command(token, "containers.get", {
    container: id,
  })) as ContainerStanding;
const idOf = async (uuid: string) => {
  const all = [
    ...((await server.command(admin, "communities.list")) as ContainerView[]),
    ...((await server.command(admin, "collections.list")) as ContainerView[]),
  ];
  return all.find((one) => one.uuid === uuid)?.id ?? 0;
};
async function upload(...files: (readonly [string, string])[]) {
  const form = new FormData();
  files.forEach(([name, content], place) => {
    form.append("files", new Blob([content]), `${String(place)}/${name}`);
  });
  const response = await fetch(`${server.url}/api/holdall/uploads`, {
    method: "POST",
    headers: { authorization: `Bearer ${admin}` },
    body: form,
  });
  const { id } = (await response.json()) as { id: string };
  return `upload:${id}`;
}

test("replaces metadata whole or not at all, and only as it was seen", async () => {
  const item = world.items.plan.id;
  const before = await fields(item);
  const after = {
    ...before,
    "dc.title": [value("Plan of the tower", "en"), value("Plano", "pt_BR")],
    "dc.subject": [value("Lighthouses")],
  };
  const revise = { item, expected: before, metadata: after };
  expect(await failure(user, "items.revise", revise)).toBe("access.denied");
  await server.command(admin, "items.revise", revise);
  expect(await fields(item)).toEqual(after);
  expect(await failure(admin, "items.revise", revise)).toBe("object.changed");
  expect(
    await failure(admin, "items.revise", {
      item,
      expected: after,
      metadata: { ...after, "dc.nonsense.field": [value("x")] },
    }),
  ).toBe("field.not-registered");
  expect(
    await failure(admin, "items.revise", {
      item,
      expected: after,
      metadata: { ...after, "dc.title": [value("")] },
    }),
  ).toBe("input.invalid");
  expect(await fields(item)).toEqual(after);
  const page = (await server.command(admin, "items.page", {
    query: "lighthouses plano",
    sort: "title",
    descending: false,
    limit: 10,
  })) as { items: { id: number }[] };
  expect(page.items.map(({ id }) => id)).toEqual([item]);
  await server.command(admin, "items.revise", {
    item,
    expected: after,
    metadata: before,
  });
  expect(await fields(item)).toEqual(before);
});

test("withdraws, takes back, moves and removes an item for those who administer it", async () => {
  const item = world.items.curated.id;
  const withdrawn = { item, state: "withdrawn", value: true };
  expect(await failure(user, "items.set-state", withdrawn)).toBe(
    "access.denied",
  );
  await server.command(curator, "items.set-state", withdrawn);
  expect((await load(item)).withdrawn).toBe(true);
  await server.command(curator, "items.set-state", {
    ...withdrawn,
    value: false,
  });
  expect((await load(item)).withdrawn).toBe(false);
  const move = { item, collection: world.ids.open };
  expect(await failure(curator, "items.move", move)).toBe("access.denied");
  expect(await server.command(curator, "collections.accepting")).toEqual([
    world.ids.curated,
  ]);
  await server.command(admin, "items.move", move);
  expect((await load(item)).owningCollection.id).toBe(world.ids.open);
  expect(await failure(curator, "items.remove", { item })).toBe(
    "access.denied",
  );
  await server.command(admin, "items.remove", { item });
  expect(await failure(admin, "items.get", { item })).toBe("item.not-found");
});

test("makes an item with its files, all of it or nothing", async () => {
  const collection = world.ids.open;
  const metadata = { "dc.title": [value("A new letter")] };
  const count = async () => (await container(admin, collection)).holds?.items;
  const had = await count();
  const create = async (given: object) => ({
    collection,
    metadata,
    files: [await upload(["a.txt", "one"], ["a.txt", "two"])],
    ...given,
  });
  const { item } = (await server.command(
    admin,
    "items.create",
    await create({}),
  )) as { item: number };
  const made = await load(item);
  expect(made.metadata).toMatchObject([{ value: "A new letter" }]);
  expect(
    made.bundles.map(({ name, bitstreams }) => [
      name,
      bitstreams.map((file) => [file.name, file.size]),
    ]),
  ).toEqual([
    [
      "ORIGINAL",
      [
        ["a.txt", 3],
        ["a.txt", 3],
      ],
    ],
  ]);
  await server.command(admin, "items.add-files", {
    item,
    files: [await upload(["b.png", "three"])],
  });
  const [bundle] = (await load(item)).bundles;
  expect(bundle?.bitstreams.map((file) => file.name)).toEqual([
    "a.txt",
    "a.txt",
    "b.png",
  ]);
  const last = bundle?.bitstreams[2]?.id ?? 0;
  await server.command(admin, "files.remove", { bitstream: last });
  expect((await load(item)).bundles[0]?.bitstreams).toHaveLength(2);
  expect(
    await failure(
      admin,
      "items.create",
      await create({ metadata: { "dc.no.field": [value("x")] } }),
    ),
  ).toBe("field.not-registered");
  // A path of the server's own disk is not for those who ask from elsewhere.
  expect(
    await failure(
      admin,
      "items.create",
      await create({ files: ["/etc/hostname"] }),
    ),
  ).toBe("access.denied");
  expect(await failure(curator, "items.create", await create({}))).toBe(
    "access.denied",
  );
  expect(await count()).toBe((had ?? 0) + 1);
});

test("makes, changes and removes communities and collections where that is allowed", async () => {
  expect((await container(admin, null)).may).toMatchObject({
    addCommunity: true,
    change: false,
  });
  expect(Object.values((await container(user, null)).may)).not.toContain(true);
  const top = { kind: "community", parent: null } as const;
  const named = (name: string) => ({ "dc.title": [value(name)] });
  expect(
    await failure(user, "containers.create", { ...top, metadata: named("X") }),
  ).toBe("access.denied");
  const { uuid } = (await server.command(admin, "containers.create", {
    ...top,
    metadata: named("Archive"),
  })) as { uuid: string };
  const community = await idOf(uuid);
  const made = (await server.command(admin, "containers.create", {
    kind: "collection",
    parent: community,
    metadata: named("Letters"),
  })) as { uuid: string };
  const collection = await idOf(made.uuid);
  const change = {
    container: collection,
    expected: named("Letters"),
    metadata: {
      ...named("Letters of keepers"),
      "dc.description.abstract": [value("What they wrote")],
    },
  };
  await server.command(admin, "containers.revise", change);
  expect(await failure(admin, "containers.revise", change)).toBe(
    "object.changed",
  );
  const [listed] = (
    (await server.command(admin, "collections.list")) as ContainerView[]
  ).filter(({ id }) => id === collection);
  expect(listed?.name).toBe("Letters of keepers");

  for (const content of ["first", "second"]) {
    await server.command(admin, "containers.set-logo", {
      container: collection,
      file: await upload(["logo.png", content]),
    });
    const { logo } = await container(admin, collection);
    const { path } = (await server.command(admin, "files.link", {
      bitstream: logo,
      as: "show",
    })) as { path: string };
    expect((await server.ask(path)).text).toBe(content);
  }
  await server.command(admin, "containers.set-logo", {
    container: collection,
    file: null,
  });
  expect((await container(admin, collection)).logo).toBeNull();

  await server.command(admin, "items.create", {
    collection,
    metadata: named("A letter"),
    files: [await upload(["a.txt", "12345"])],
  });
  expect((await container(admin, community)).holds).toEqual({
    communities: 0,
    collections: 1,
    items: 1,
    files: 1,
    bytes: 5,
  });
  expect(
    await failure(user, "containers.remove", { container: community }),
  ).toBe("access.denied");
  await server.command(admin, "containers.remove", { container: community });
  expect(
    await failure(admin, "containers.get", { container: collection }),
  ).toBe("object.not-found");
});
