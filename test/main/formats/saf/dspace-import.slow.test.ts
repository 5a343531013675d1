import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Bitstream, Item } from "../../../../main/domain/catalog.ts";
import { openSnapshot } from "../../../../main/store/catalog.ts";
import {
  hasJava,
  readLikeDspace,
  type DspaceItem,
} from "../../../support/dspace-reader.ts";
import {
  makeHostilePackages,
  type HostilePackages,
} from "../../../support/hostile-packages.ts";

/** What a value can be after XML and DSpace's importer, said in other words than the exporter's. */
function afterImport(text: string): string {
  return (
    text
      .toWellFormed()
      // XML has no form feeds and vertical tabs; they part words.
      .replaceAll(/[\v\f]/g, " ")
      .replaceAll(
        /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu,
        "",
      )
      .replaceAll(/^[\t\n\r ]+|[\t\n\r ]+$/g, "")
  );
}

function onOneLine(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .trim();
}

describe.runIf(hasJava)("DSpace's importer", () => {
  let packages: HostilePackages;
  let read: readonly DspaceItem[];
  let items: readonly Item[];

  beforeAll(async () => {
    packages = await makeHostilePackages();
    read = readLikeDspace(packages.exact.out);
    items = load(packages.data);
  });
  afterAll(() => packages.remove());

  it("takes every folder of the root for an item, and nothing else", () => {
    expect(read.map(({ folder }) => folder)).toEqual(
      items.map((_, n) => `item_${String(n + 1).padStart(5, "0")}`),
    );
  });

  it("reads all metadata, except what XML and its own trimming cannot hold", () => {
    expect.assertions(items.length + 1);
    let values = 0;
    for (const [n, item] of items.entries()) {
      const expected = item.metadata
        .filter(({ authority }) => authority?.startsWith("virtual::") !== true)
        .map(({ schema, element, qualifier, language, value }) => ({
          schema,
          element,
          qualifier,
          language: afterImport(language ?? ""),
          value: afterImport(value),
        }))
        .filter(({ value }) => value !== "");
      values += expected.length;
      expect(byField(read[n]?.metadata ?? [])).toEqual(byField(expected));
    }
    expect(values).toBeGreaterThan(60);
  });

  it("reads every file with its bytes, bundle, primary flag and description", () => {
    for (const [n, item] of items.entries()) {
      const expected = item.bundles.flatMap((bundle) =>
        bundle.bitstreams.map((bitstream) => ({
          bundle: onOneLine(bundle.name) || "ORIGINAL",
          primary: bitstream.primary,
          sha256: bitstream.sha256,
          description: onOneLine(bitstream.description ?? "") || null,
        })),
      );
      expect(
        read[n]?.bitstreams.map(({ bundle, primary, sha256, description }) => ({
          bundle,
          primary,
          sha256,
          description,
        })),
      ).toEqual(expected);
    }
    const plain = items.findIndex(
      ({ uuid }) => uuid === packages.made.items.plain.uuid,
    );
    expect(read[plain]?.bitstreams.map(({ name }) => name)).toEqual(
      items[plain]?.bundles.flatMap(({ bitstreams }) =>
        bitstreams.map(({ name }) => name),
      ),
    );
  });

  it("closes exactly the files that one group may read", () => {
    for (const [n, item] of items.entries()) {
      for (const [m, { policies }] of bitstreamsOf(item).entries()) {
        const [policy] = policies;
        const says =
          policies.length === 1 &&
          policy?.group === "Staff" &&
          policy.startDate === null;
        expect(read[n]?.bitstreams[m]?.permissions).toBe(
          says ? "READ Staff" : null,
        );
      }
    }
  });

  it("reads the iiif options", () => {
    const found = read.flatMap(({ bitstreams }) =>
      bitstreams.filter(({ iiifLabel }) => iiifLabel !== null),
    );
    expect(found).toMatchObject([
      {
        name: "page.jpg",
        iiifLabel: "Page 1",
        iiifToc: "Chapter 1|||Part 2",
        iiifWidth: "1200",
        iiifHeight: "1600",
      },
    ]);
  });

  it("puts items into their collections, with their handles", () => {
    for (const [n, item] of items.entries()) {
      expect(read[n]?.handle).toBe(item.handle);
      expect(read[n]?.collections).toEqual(
        [item.owningCollection, ...item.mappedCollections].map(
          ({ handle }) => handle,
        ),
      );
    }
  });

  it("finds the other end of every relationship", () => {
    const uuids = new Map(
      read.map(({ folder }, n) => [folder, items[n]?.uuid ?? ""]),
    );
    for (const [n, item] of items.entries()) {
      const expected = item.relationships
        .filter(({ side }) => side === "left")
        .map(({ type, other }) => `relation.${type} ${other.uuid}`);
      const found = read[n]?.relationships?.map((line) => {
        const [relation, target = ""] = line.split(/\s+/);
        const folder = target.replace(/^folderName:/, "");
        return `${relation} ${uuids.get(folder)}`;
      });
      expect(found ?? []).toEqual(expected);
    }
  });

  it("gives new handles to what migrates, and reads the rest alike", async () => {
    const migrated = readLikeDspace(
      (await packages.pack({ migrate: true, verify: false })).out,
    );
    expect(migrated.map(({ handle }) => handle)).toEqual(items.map(() => null));
    expect(migrated.map(({ bitstreams }) => bitstreams)).toEqual(
      read.map(({ bitstreams }) => bitstreams),
    );
    expect(migrated.map(({ relationships }) => relationships)).toEqual(
      read.map(({ relationships }) => relationships),
    );
    const server =
      /^(?:date\.accessioned|date\.available|description\.provenance|format\.extent|format\.mimetype)$/;
    for (const { metadata } of migrated) {
      for (const { element, qualifier, value } of metadata) {
        expect(`${element}.${qualifier}`).not.toMatch(server);
        expect(value).not.toContain("hdl.handle.net/123456789/");
      }
    }
  });

  it("reads items without files when they were left out", async () => {
    const bare = readLikeDspace(
      (await packages.pack({ bitstreams: false, verify: false })).out,
    );
    expect(bare.flatMap(({ bitstreams }) => bitstreams)).toEqual([]);
    expect(bare.map(({ metadata }) => metadata)).toEqual(
      read.map(({ metadata }) => metadata),
    );
  });

  it("reads a community with several collections from one root", async () => {
    const site = readLikeDspace(
      (await packages.pack({ verify: false }, null)).out,
    );
    expect(site).toEqual(read);
  });
});

function bitstreamsOf(item: Item): Bitstream[] {
  return item.bundles.flatMap(({ bitstreams }) => bitstreams);
}

/** Values of a field in their order, fields in any. */
function byField(values: DspaceItem["metadata"]) {
  const fields = new Map<string, { language: string; value: string }[]>();
  for (const { schema, element, qualifier, language, value } of values) {
    const field = JSON.stringify([schema, element, qualifier]);
    fields.set(field, [...(fields.get(field) ?? []), { language, value }]);
  }
  return fields;
}

function load(data: string): Item[] {
  const snapshot = openSnapshot(join(data, "catalog.sqlite"));
  try {
    return snapshot.items.load(
      [...snapshot.selection.items({ kind: "site" }, true)],
      true,
    );
  } finally {
    snapshot.close();
  }
}
