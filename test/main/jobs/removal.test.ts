import { join } from "node:path";
import SQLite from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { compose } from "../../../main/compose.ts";
import { readConfig } from "../../../main/config.ts";
import { localAdministrator } from "../../../main/core/access.ts";
import { createRemoval } from "../../../main/jobs/removal.ts";
import {
  bundle,
  openTestCatalog,
  publicRead,
  value,
  type TestCatalog,
} from "../../support/catalog.ts";
import { temporaryFolder } from "../../support/holdall.ts";

const many = 130;
const slice = { skip: 0, limit: 9, descending: false };
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
let catalog: TestCatalog;
let top: number;
let doomed: number;
let kept: number;
let items: ReturnType<TestCatalog["item"]>[];
let other: ReturnType<TestCatalog["item"]>;
beforeEach(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  catalog = openTestCatalog(data);
  top = catalog.community("Top");
  doomed = catalog.collection("Doomed", [top], { template: [] });
  kept = catalog.collection("Kept", [top]);
  const file = await catalog.bitstream("a.txt", "Shared by all");
  const held = { bundles: [bundle("ORIGINAL", [file, file])] };
  items = catalog.together(() =>
    Array.from({ length: many }, (_, n) =>
      catalog.item(doomed, {
        metadata: [value("dc.title", `Doomed ${String(n)}`)],
        mappedCollections: n % 10 === 0 ? [kept] : [],
        ...held,
      }),
    ),
  );
  other = catalog.item(kept, {
    metadata: [value("dc.title", "Kept")],
    mappedCollections: [doomed],
    ...held,
  });
});
afterEach(async () => {
  catalog.close();
  await folder.remove();
});

/** How many rows of each table there are. */
function rows(): Record<string, number> {
  const database = new SQLite(join(data, "catalog.sqlite"), {
    readonly: true,
  });
  try {
    const count = (table: string) =>
      Number(
        database.prepare(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0,
      );
    return Object.fromEntries(
      [
        "object",
        "collection",
        "item",
        "bundle",
        "bitstream",
        "metadata_value",
        "resource_policy",
        "collection_item",
        "item_text",
        "handle",
        "removal",
      ].map((table) => [table, count(table)]),
    );
  } finally {
    database.close();
  }
}

async function cleared(): Promise<void> {
  while (catalog.remover.isPending())
    await new Promise((resolve) => setTimeout(resolve, 10));
}

/** Nothing of what was removed can be found, and all of the rest can. */
async function expectGone(): Promise<void> {
  for (const { id, uuid, handle } of items) {
    expect(catalog.objects.byUuid(uuid)).toBeNull();
    expect(catalog.objects.find(handle)).toBeNull();
    expect(catalog.objects.find(String(id))).toBeNull();
    expect(catalog.objects.kind(id)).toBeNull();
    for (const held of catalog.browse.bundles(id, slice, null).ids)
      expect(catalog.objects.kind(held)).toBeNull();
  }
  expect(catalog.objects.kind(doomed)).toBeNull();
  const byTitle = { sort: "title", descending: false } as const;
  for (const query of [null, "doomed", "kept"]) {
    const all = await catalog.finding.ids(
      { collections: null, query },
      byTitle,
      0,
      1000,
      null,
    );
    expect(all.ids, String(query)).toEqual(
      query === "doomed" ? [] : [other.id],
    );
  }
  expect(
    (
      await catalog.finding.ids(
        { collections: [kept], query: null },
        byTitle,
        0,
        1000,
        null,
      )
    ).ids,
  ).toEqual([other.id]);
  expect(catalog.summary.counts()).toMatchObject({ items: 1 });
  expect(catalog.objects.byUuid(other.uuid)).not.toBeNull();
}

it("finds nothing any more from the first moment, and leaves no row in the end", async () => {
  const before = rows();
  const removal = createRemoval(join(data, "catalog.sqlite"), (error) => {
    throw error;
  });
  try {
    expect(catalog.remover.isSmall("collection", doomed)).toBe(false);
    await removal.remove("collection", doomed);
    await expectGone();
    await cleared();
    await expectGone();
  } finally {
    await removal.close();
  }
  const after = rows();
  expect(after).toMatchObject({
    collection: 1,
    item: 1,
    bundle: 1,
    bitstream: 2,
    collection_item: 1,
    item_text: 1,
    removal: 0,
    // Given once, never given again.
    handle: before["handle"],
  });
  // The collection, its template, and of each item itself, its bundle and two bitstreams.
  expect(after["object"]).toBe((before["object"] ?? 0) - 2 - many * 4);
});

it("removes small things the same way at once", () => {
  const small = catalog.collection("Small", [top], { template: [] });
  const before = rows();
  catalog.item(small, { mappedCollections: [kept] });
  expect(catalog.remover.isSmall("collection", small)).toBe(true);
  catalog.together(() => {
    catalog.remover.remove("collection", small);
  });
  const after = rows();
  expect(after["item"]).toBe((before["item"] ?? 0) - 1);
  expect(after["object"]).toBe((before["object"] ?? 0) - 2);
  expect(after["collection_item"]).toBe(before["collection_item"]);
});

it("takes a community with all below, but not a collection that has a home elsewhere", () => {
  const sub = catalog.community("Sub", { parent: top });
  const deep = catalog.community("Deep", { parent: sub });
  const inside = catalog.collection("Inside", [deep]);
  const shared = catalog.collection("Shared", [deep, top]);
  const item = catalog.item(shared);
  catalog.together(() => {
    catalog.remover.remove("community", sub);
  });
  for (const id of [sub, deep, inside])
    expect(catalog.objects.kind(id)).toBeNull();
  expect(catalog.objects.kind(shared)).toBe("collection");
  expect(catalog.objects.kind(item.id)).toBe("item");
});

it("goes on at the next start", async () => {
  catalog.together(() => {
    catalog.remover.unlink("collection", doomed);
  });
  catalog.together(() => catalog.remover.clear(10));
  await expectGone();
  expect(rows()).toMatchObject({ item: many - 10 + 1, removal: many - 10 });
  const application = await compose(
    readConfig({ dataDir: data }, { HOLDALL_LOG: "silent" }),
  );
  try {
    await cleared();
  } finally {
    await application.close();
  }
  expect(rows()).toMatchObject({ item: 1, removal: 0 });
  await expectGone();
});

it("removes many files that are asked for by name on the thread too, or none of them", async () => {
  const held = items.map(({ id }) => {
    const [own = 0] = catalog.browse.bundles(id, slice, null).ids;
    const [first = 0] = catalog.browse.bitstreams(own, slice, null).ids;
    return first;
  });
  const uuids = held.map((id) => catalog.objects.uuidOf(id) ?? "");
  const modified = () =>
    catalog.browse
      .records("item", [items[0]?.id ?? 0])
      .map(({ lastModified }) => lastModified);
  const before = modified();
  const application = await compose(
    readConfig({ dataDir: data }, { HOLDALL_LOG: "silent" }),
  );
  const { bitstreams } = application.api;
  try {
    await expect(
      bitstreams.removeMany(localAdministrator, () => [
        ...uuids,
        items[0]?.uuid ?? "",
      ]),
    ).rejects.toMatchObject({ code: "object.not-found" });
    expect(rows()["bitstream"]).toBe(2 * (many + 1));
    await bitstreams.removeMany(localAdministrator, () => uuids);
  } finally {
    await application.close();
  }
  expect(rows()).toMatchObject({ bitstream: many + 2, bundle: many + 1 });
  for (const id of held) expect(catalog.objects.kind(id)).toBeNull();
  expect(modified()).not.toEqual(before);
});

it("gives what was removed its uuid and handle again when it comes back at once", () => {
  const [first] = items;
  if (first === undefined) throw new Error("no item");
  catalog.together(() => {
    catalog.remover.unlink("collection", doomed);
  });
  const back = catalog.item(kept, { uuid: first.uuid, handle: first.handle });
  expect(catalog.objects.byUuid(first.uuid)?.id).toBe(back.id);
  while (catalog.together(() => catalog.remover.clear(50)) > 0);
  expect(catalog.objects.find(first.handle)?.id).toBe(back.id);
  expect(catalog.reader.load([back.id], true)).toHaveLength(1);
});

it("keeps count of what collections hold", () => {
  const counted = () => {
    const database = new SQLite(join(data, "catalog.sqlite"), {
      readonly: true,
    });
    try {
      return database
        .prepare<[], { id: number; items: number; held: number }>(
          `SELECT id, items, (SELECT count(*) FROM collection_item WHERE collection_id = c.id) AS held FROM collection c`,
        )
        .all();
    } finally {
      database.close();
    }
  };
  const expectCounts = (expected: Readonly<Record<number, number>>) => {
    for (const { id, items: count, held } of counted()) {
      expect(count).toBe(held);
      expect(count, String(id)).toBe(expected[id]);
    }
  };
  const { itemEditor } = catalog;
  expectCounts({ [doomed]: many + 1, [kept]: many / 10 + 1 });
  catalog.together(() => {
    itemEditor.unmap(other.id, doomed);
    itemEditor.map(other.id, doomed);
    itemEditor.map(other.id, doomed);
  });
  expectCounts({ [doomed]: many + 1, [kept]: many / 10 + 1 });
  catalog.together(() => {
    itemEditor.move(other.id, kept, doomed);
  });
  expectCounts({ [doomed]: many + 1, [kept]: many / 10 });
  const [first] = items;
  catalog.together(() => {
    catalog.remover.remove("item", first?.id ?? 0);
  });
  expectCounts({ [doomed]: many, [kept]: many / 10 - 1 });
  catalog.together(() => {
    catalog.remover.unlink("collection", doomed);
  });
  expectCounts({ [kept]: 0 });
});

it("refuses an item for a collection that has just gone", () => {
  catalog.together(() => {
    catalog.remover.unlink("collection", doomed);
  });
  expect(() => catalog.item(doomed)).toThrow(
    expect.objectContaining({ code: "collection.not-found" }) as Error,
  );
});

it("undoes all of it when it cannot be done", () => {
  const before = rows();
  expect(() =>
    catalog.together(() => {
      catalog.remover.unlink("collection", doomed);
      throw new Error("power cut");
    }),
  ).toThrow("power cut");
  expect(rows()).toEqual(before);
  expect(catalog.objects.kind(doomed)).toBe("collection");
});

it("keeps the files that others refer to, and lets go of those nobody does", async () => {
  const alone = await catalog.bitstream("b.txt", "Only here", {
    policies: [publicRead],
  });
  const lonely = catalog.item(kept, { bundles: [bundle("ORIGINAL", [alone])] });
  catalog.together(() => {
    catalog.remover.unlink("collection", doomed);
    catalog.remover.remove("item", lonely.id);
  });
  while (catalog.together(() => catalog.remover.clear(50)) > 0);
  const result = await catalog.store.removeUnreferenced(
    catalog.summary.isReferenced,
    { graceMs: 0 },
  );
  expect(result.files).toBe(1);
  const [left] = [...catalog.summary.contents()];
  expect(left && catalog.store.has(left.sha256)).toBe(true);
});
