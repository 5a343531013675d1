import { describe, expect, it } from "vitest";
import { Check } from "typebox/value";
import type { Item } from "../../../main/domain/catalog.ts";
import { withPlaces } from "../../../main/domain/metadata.ts";
import {
  itemSidecar,
  toMetadataDocument,
} from "../../../main/domain/saf-sidecar.ts";
import { itemText } from "../../../main/formats/item-text.ts";
import { plainJson } from "../../../main/formats/plain-json.ts";
import { value } from "../../support/catalog.ts";

const strange =
  'a "b" \\ \n\u0000\u001f\u2028\ud800 \u{1f600} \udc00é</script>';
const policy = {
  action: "READ",
  group: strange,
  account: null,
  name: null,
  description: strange,
  type: "TYPE_CUSTOM",
  startDate: "2030-01-01",
  endDate: null,
} as const;
// Neither sorted by field nor with the values of a field side by side.
const metadata = withPlaces([
  value("dc.title", strange, { language: "en" }),
  value("local.note", ""),
  {
    ...value("dc.contributor.author", "B"),
    authority: strange,
    confidence: 600,
  },
  value("dc.title", "Second"),
  value("dc.contributor", "A"),
  value("dc.contributor.author", "A", { language: strange }),
]);
const bitstream = {
  id: 7,
  uuid: "00000000-0000-4000-8000-000000000007",
  name: strange,
  description: null,
  source: strange,
  mimeType: "text/plain",
  formatName: "Text",
  size: 3,
  sha256: "0".repeat(64),
  md5: "1".repeat(32),
  crc32: 255,
  sequence: -1,
  primary: false,
  metadata,
  policies: [policy, policy],
};
const item: Item = {
  id: 1,
  uuid: "00000000-0000-4000-8000-000000000001",
  handle: "1/2",
  owningCollection: { id: 2, uuid: "c", handle: null, name: strange },
  mappedCollections: [
    { id: 3, uuid: "d", handle: "1/3", name: "D" },
    { id: 4, uuid: "e", handle: null, name: "E" },
  ],
  inArchive: true,
  withdrawn: false,
  discoverable: true,
  lastModified: 1,
  submitter: strange,
  metadata,
  bundles: [
    { id: 5, uuid: "f", name: strange, metadata, policies: [], bitstreams: [] },
    {
      id: 6,
      uuid: "g",
      name: "ORIGINAL",
      metadata: [],
      policies: [policy],
      bitstreams: [bitstream, { ...bitstream, id: 8, metadata: [] }],
    },
  ],
  policies: [policy],
  relationships: [
    {
      type: "isAuthorOf",
      side: "left",
      other: { id: 9, uuid: "h", handle: null },
      leftPlace: 0,
      rightPlace: 1,
    },
  ],
  version: {
    history: "v",
    number: 2,
    summary: strange,
    createdAt: 0,
    replacedBy: null,
  },
};

function describeItem(migrate: boolean, given: Item = item): string {
  return itemText(given, given.metadata, new Map([[7, strange]]), {
    options: { migrate },
    handlePrefix: "1",
    folderOf: () => "item_00002",
  });
}

describe("the description of an item", () => {
  it.each([false, true])(
    "is of the form that is checked without a parser (migrating: %s)",
    (migrate) => {
      expect(describeItem(migrate)).toMatch(plainJson(itemSidecar, ""));
    },
  );

  it.each([false, true])(
    "is the JSON of a sidecar as it would be written of an object (migrating: %s)",
    (migrate) => {
      const text = describeItem(migrate);
      const document: unknown = JSON.parse(text);
      expect(Check(itemSidecar, document)).toBe(true);
      expect(JSON.stringify(document)).toBe(text);
      expect(document).toMatchObject({
        name: strange,
        handle: migrate ? null : "1/2",
        submitter: strange,
        policies: [policy],
        bundles: [
          { name: strange },
          {
            bitstreams: [
              { file: strange, name: strange, policies: [policy, policy] },
              { file: null, metadata: {} },
            ],
          },
        ],
      });
      expect("uuid" in (document as object)).toBe(!migrate);
      expect("version" in (document as object)).toBe(!migrate);
    },
  );

  it("has every value under its field, fields sorted by name", () => {
    const document = JSON.parse(describeItem(false)) as { metadata: object };
    expect(JSON.stringify(document.metadata)).toBe(
      JSON.stringify(toMetadataDocument(metadata)),
    );
    expect(Object.keys(document.metadata)).toEqual([
      "dc.contributor",
      "dc.contributor.author",
      "dc.title",
      "local.note",
    ]);
  });

  it("is whole for an item that has nothing", () => {
    const text = describeItem(false, {
      ...item,
      metadata: [],
      bundles: [],
      policies: [],
      mappedCollections: [],
      relationships: [],
    });
    expect(JSON.stringify(JSON.parse(text))).toBe(text);
    expect(Check(itemSidecar, JSON.parse(text))).toBe(true);
  });
});
