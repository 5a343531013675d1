import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import SQLite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ItemDraft, Policy } from "../../../main/domain/catalog.ts";
import { migrations } from "../../../main/store/migrations/index.ts";
import {
  createCatalog,
  openSnapshot,
  type Catalog,
} from "../../../main/store/catalog.ts";
import { openAccess } from "../../../main/store/container-store.ts";
import { toMatch } from "../../../main/store/typed-match.ts";
import { whileNobodyWrites } from "../../../main/store/while-nobody-writes.ts";
import { temporaryFolder } from "../../support/holdall.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let catalog: Catalog;
let file: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  file = join(folder.path, "catalog.sqlite");
  catalog = createCatalog(file);
});
afterEach(async () => {
  catalog.close();
  await folder.remove();
});

function makeCollection(name: string): number {
  const community = catalog.containers.createCommunity({
    parent: null,
    name: "Coast",
    metadata: [],
    policies: [],
  });
  return catalog.containers.createCollection({
    parents: [community.id],
    name,
    metadata: [],
    policies: openAccess,
    license: null,
    template: null,
  }).id;
}

function draft(
  collection: number,
  title: string,
  change: Partial<ItemDraft> = {},
): ItemDraft {
  return {
    owningCollection: collection,
    mappedCollections: [],
    inArchive: true,
    withdrawn: false,
    discoverable: true,
    lastModified: 1_700_000_000_000,
    submitter: null,
    metadata: [
      {
        schema: "dc",
        element: "title",
        qualifier: null,
        language: null,
        value: title,
      },
    ],
    bundles: [],
    policies: [],
    ...change,
  };
}

function search(query: string): string[] {
  const snapshot = openSnapshot(file);
  try {
    const ids = [...snapshot.selection.items({ kind: "query", query }, false)];
    return snapshot.items
      .load(ids, true)
      .map((item) => item.metadata[0]?.value ?? "");
  } finally {
    snapshot.close();
  }
}

describe("the catalog", () => {
  it("numbers its migrations from 1 without a gap", () => {
    expect(migrations.map((migration) => migration.version)).toEqual(
      migrations.map((_, index) => index + 1),
    );
  });

  it("knows the standard registry of DSpace", () => {
    const database = new SQLite(file, { readonly: true });
    const count = (sql: string) => database.prepare(sql).pluck().get();
    expect(
      count(
        "SELECT count(*) FROM metadata_field f JOIN metadata_schema s ON s.id = f.schema_id WHERE s.prefix = 'dc'",
      ),
    ).toBe(103);
    expect(
      count(
        "SELECT mime_type FROM bitstream_format f JOIN bitstream_format_extension e ON e.format_id = f.id WHERE e.extension = 'pdf'",
      ),
    ).toBe("application/pdf");
    expect(
      count(
        "SELECT count(*) FROM relationship_type WHERE leftward = 'isAuthorOfPublication' AND right_type = 'Person'",
      ),
    ).toBe(1);
    database.close();
  });

  it("has one sequence of ids over all objects, and uuid and handle for each", () => {
    const collection = makeCollection("Gauges");
    const first = catalog.items.create(draft(collection, "One"));
    const second = catalog.items.create(draft(collection, "Two"));
    expect(new Set([collection, first.id, second.id]).size).toBe(3);
    expect(catalog.objects.find(first.uuid)).toEqual({
      id: first.id,
      kind: "item",
    });
    expect(catalog.objects.find(first.handle)).toEqual({
      id: first.id,
      kind: "item",
    });
    expect(
      catalog.objects.find(`https://hdl.handle.net/${first.handle}`),
    ).toEqual({ id: first.id, kind: "item" });
    expect(catalog.objects.find(String(collection))).toEqual({
      id: collection,
      kind: "collection",
    });
  });

  it("stores the whole of an item or nothing", () => {
    const collection = makeCollection("Gauges");
    const first = catalog.items.create(
      draft(collection, "One", { handle: "123456789/77" }),
    );
    const before = catalog.summary.counts();
    const bundle = {
      name: "ORIGINAL",
      bitstreams: [],
      metadata: [],
      policies: [],
    };
    expect(() =>
      catalog.items.create(
        draft(collection, "Two", { bundles: [bundle], handle: "123456789/77" }),
      ),
    ).toThrow("belongs to another item");
    expect(() =>
      catalog.items.create(
        draft(collection, "Two", {
          bundles: [{ ...bundle, uuid: first.uuid }],
        }),
      ),
    ).toThrow("belongs to another object");
    expect(() =>
      catalog.items.create(draft(collection, "Two"), () => {
        throw new Error("alongside");
      }),
    ).toThrow("alongside");
    expect(catalog.summary.counts()).toEqual(before);
    expect(catalog.summary.integrityFaults()).toEqual([]);
    expect(search("two")).toEqual([]);
  });

  it("registers a field that is not registered, once", () => {
    const collection = makeCollection("Gauges");
    const value = {
      schema: "tide",
      element: "datum",
      qualifier: "height",
      language: null,
      value: "4.2",
    };
    expect(
      catalog.items.create(draft(collection, "One", { metadata: [value] }))
        .fieldsAdded,
    ).toEqual(["tide.datum.height"]);
    expect(
      catalog.items.create(draft(collection, "Two", { metadata: [value] }))
        .fieldsAdded,
    ).toEqual([]);
  });

  it("finds by words, beginnings of words and phrases over all metadata, without case and diacritics", () => {
    const collection = makeCollection("Gauges");
    catalog.items.create(draft(collection, "Pegelstände in Þorlákshöfn"));
    catalog.items.create(
      draft(collection, "Tidal range of the Bay", {
        metadata: [
          {
            schema: "dc",
            element: "title",
            qualifier: null,
            language: null,
            value: "Tidal range of the Bay",
          },
          {
            schema: "dc",
            element: "contributor",
            qualifier: "author",
            language: null,
            value: "Ångström, Élise",
          },
        ],
      }),
    );
    expect(search("PEGELSTANDE")).toHaveLength(1);
    expect(search("pegel")).toHaveLength(1);
    expect(search("angstrom eli")).toEqual(search("tidal range"));
    expect(search('"range of the"')).toHaveLength(1);
    expect(search('"of range"')).toHaveLength(0);
    expect(search("tidal pegel")).toHaveLength(0);
  });

  it.each([
    '"',
    "a OR",
    "NEAR(",
    "title:x",
    "*",
    "^",
    "x AND NOT",
    "\u0000",
    "-",
    "()",
    "💧",
  ])("takes %j for words, never for a query language", (query) => {
    expect(() => search(query)).not.toThrow();
    expect(typeof toMatch(query)).toBe("string");
  });

  it("leaves withdrawn items out of a selection unless they are asked for", () => {
    const collection = makeCollection("Gauges");
    catalog.items.create(draft(collection, "Kept"));
    catalog.items.create(
      draft(collection, "Gone", { withdrawn: true, inArchive: false }),
    );
    const snapshot = openSnapshot(file);
    const count = (withdrawn: boolean) =>
      [
        ...snapshot.selection.items(
          { kind: "collection", id: collection },
          withdrawn,
        ),
      ].length;
    expect([count(false), count(true)]).toEqual([1, 2]);
    expect(
      snapshot.selection.withdrawn({ kind: "collection", id: collection }),
    ).toBe(1);
    snapshot.close();
  });

  it("shows a snapshot that does not move while others write", () => {
    const collection = makeCollection("Gauges");
    catalog.items.create(draft(collection, "One"));
    const snapshot = openSnapshot(file);
    catalog.items.create(draft(collection, "Two"));
    expect([...snapshot.selection.items({ kind: "site" }, false)]).toHaveLength(
      1,
    );
    const later = openSnapshot(file);
    expect([...later.selection.items({ kind: "site" }, false)]).toHaveLength(2);
    expect(later.revision).toBeGreaterThan(snapshot.revision);
    snapshot.close();
    later.close();
  });

  it("lets nobody write while snapshots are opened together", async () => {
    const other = createCatalog(file, 0);
    await whileNobodyWrites(file, async () => {
      expect(() =>
        other.containers.createCommunity({
          parent: null,
          name: "x",
          metadata: [],
          policies: [],
        }),
      ).toThrow(/busy|locked/);
      await pause(1);
    });
    expect(
      other.containers.createCommunity({
        parent: null,
        name: "x",
        metadata: [],
        policies: [],
      }).id,
    ).toBeGreaterThan(0);
    other.close();
  });

  it("makes the groups and the people that policies name, without widening access", () => {
    const collection = makeCollection("Gauges");
    const policy = (who: Partial<Policy>): Policy => ({
      action: "READ",
      group: null,
      account: null,
      name: null,
      description: null,
      type: null,
      startDate: null,
      endDate: null,
      ...who,
    });
    const item = catalog.items.create(
      draft(collection, "One", {
        policies: [
          policy({ group: "Staff", startDate: "2030-01-01" }),
          policy({ account: "ana@example.org" }),
        ],
      }),
    );
    const snapshot = openSnapshot(file);
    expect(snapshot.items.policies(item.id)).toEqual([
      policy({ group: "Staff", startDate: "2030-01-01" }),
      policy({ account: "ana@example.org" }),
    ]);
    snapshot.close();
    expect(catalog.accounts.find("ana@example.org")).toMatchObject({
      canLogIn: false,
      admin: false,
    });
  });
});
