import { afterAll, beforeAll, expect, test } from "vitest";
import type { Item } from "../../../main/domain/catalog.ts";
import type {
  Relations,
  WorkVersion,
} from "../../../main/domain/related-item.ts";
import type { ItemStanding } from "../../../main/core/item-standing.ts";
import type { ItemPage } from "../../../preload/contract.ts";
import {
  addAccount,
  startApiServer,
  type ApiServer,
} from "../../support/api-server.ts";
import {
  bundle,
  openTestCatalog,
  publicRead,
  value,
} from "../../support/catalog.ts";
import { temporaryFolder } from "../../support/holdall.ts";

const [admin, reader, keeper] = ["admin", "reader", "keeper"].map(
  (name) => `${name}@example.org`,
) as [string, string, string];
/** Stands in everything that the reader is not to be told. */
const secret = "Undisclosed";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: ApiServer;
let tokens: ReadonlyMap<string, string>;
let letter: number;
let mapped: number;
let old: number;
let newest: number;

beforeAll(async () => {
  folder = await temporaryFolder();
  const catalog = openTestCatalog(folder.path);
  const open = catalog.collection("Letters", [catalog.community("Coast")]);
  const closed = catalog.collection(`${secret} papers`, [], { policies: [] });
  const personal = {
    ...publicRead,
    group: null,
    account: keeper,
    name: secret,
  };
  const policies = [
    publicRead,
    personal,
    { ...publicRead, group: `${secret} readers` },
    { ...publicRead, group: null, account: reader, action: "WRITE" as const },
  ];
  letter = catalog.item(closed, {
    metadata: [value("dc.title", "Letter")],
    submitter: keeper,
    policies,
    bundles: [
      bundle(
        "ORIGINAL",
        [await catalog.bitstream("letter.txt", "It burns.", { policies })],
        { policies },
      ),
    ],
  }).id;
  mapped = catalog.item(open, {
    metadata: [
      value("dc.title", "Chart"),
      value("dspace.entity.type", "Person"),
    ],
    submitter: reader,
    mappedCollections: [closed],
  }).id;
  const version = (number: number, summary: string, more: object = {}) =>
    catalog.item(open, {
      metadata: [
        value("dc.title", number === 1 ? "On lamps" : `${secret} lamps`),
        value("dspace.entity.type", "Publication"),
      ],
      version: { history: "lamps", number, summary, createdAt: 1 },
      ...more,
    }).id;
  old = version(1, "First");
  newest = version(2, `${secret} changes`, {
    withdrawn: true,
    inArchive: false,
  });
  catalog.imports.relate(mapped, "isPublicationOfAuthor", newest);
  catalog.close();
  await addAccount(folder.path, admin, "--admin");
  await addAccount(folder.path, reader);
  await addAccount(folder.path, keeper);
  server = await startApiServer(folder.path);
  tokens = new Map(
    await Promise.all(
      [admin, reader, keeper].map(
        async (email) => [email, await server.logIn(email)] as const,
      ),
    ),
  );
});
afterAll(async () => {
  await server.stop();
  await folder.remove();
});

const command = <Value>(
  who: string,
  name: string,
  input: object,
): Promise<Value> =>
  server.command(tokens.get(who) ?? "", name, input) as Promise<Value>;
const load = (who: string, item: number) =>
  command<Item>(who, "items.get", { item });

test("of who submitted an item and who has rights to it, readers are told nothing but what is theirs", async () => {
  const own = [
    expect.objectContaining({ group: "Anonymous" }),
    expect.objectContaining({ account: reader }),
  ];
  const seen = await load(reader, letter);
  expect(seen.policies).toEqual(own);
  expect(seen.bundles[0]?.policies).toEqual(own);
  expect(seen.bundles[0]?.bitstreams[0]?.policies).toEqual(own);
  expect(seen.submitter).toBeNull();
  expect(JSON.stringify(seen)).not.toContain(keeper);
  expect((await load(keeper, letter)).submitter).toBe(keeper);
  expect((await load(reader, mapped)).submitter).toBe(reader);
  const whole = await load(admin, letter);
  expect(whole.policies).toHaveLength(4);
  expect(whole.bundles[0]?.bitstreams[0]?.policies).toHaveLength(4);
  expect(whole.submitter).toBe(keeper);
});

test("an item does not tell what a closed collection is called", async () => {
  const { owningCollection } = await load(reader, letter);
  expect(owningCollection).toMatchObject({ name: "", handle: null });
  expect((await load(reader, mapped)).mappedCollections).toEqual([]);
  const page = async (who: string) =>
    (
      await command<ItemPage>(who, "items.page", {
        sort: "title",
        descending: false,
        limit: 50,
      })
    ).items.map(({ title, collection }) => [title, collection]);
  expect(await page(reader)).toEqual([
    ["Chart", "Letters"],
    ["Letter", ""],
    ["On lamps", "Letters"],
  ]);
  expect(await page(admin)).toContainEqual(["Letter", `${secret} papers`]);
  expect((await load(admin, letter)).owningCollection.name).toBe(
    `${secret} papers`,
  );
  expect((await load(admin, mapped)).mappedCollections).toHaveLength(1);
});

test("what is withdrawn says nothing of itself, from wherever it is looked at", async () => {
  const looks = (who: string) =>
    Promise.all([
      load(who, newest),
      load(who, old),
      command<ItemStanding>(who, "items.standing", { item: old }),
      command<WorkVersion[]>(who, "items.versions", { item: old }),
      command<Relations>(who, "relations.of", { item: mapped }),
    ]);
  const seen = await looks(reader);
  expect(JSON.stringify(seen)).not.toContain(secret);
  // That it is there is no secret.
  expect(seen[3]).toMatchObject([
    { number: 2, summary: null, item: { id: newest, title: null } },
    { number: 1, summary: "First", item: { title: "On lamps" } },
  ]);
  expect(seen[4].items).toMatchObject([{ other: { id: newest, title: null } }]);
  const [, , standing, versions, relations] = await looks(admin);
  expect(standing.titles).toEqual([{ id: newest, title: `${secret} lamps` }]);
  expect(versions[0]).toMatchObject({
    summary: `${secret} changes`,
    item: { title: `${secret} lamps` },
  });
  expect(relations.items[0]?.other?.title).toBe(`${secret} lamps`);
});
