import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { safSource } from "../../../../main/sources/saf/index.ts";
import {
  temporaryFolder,
  writeFolder,
  type PackageFiles,
} from "../../../support/package-files.ts";
import { problemLines, readSource } from "../../../support/read-source.ts";

async function read(files: PackageFiles) {
  await using temporary = temporaryFolder();
  return await readSource(
    safSource,
    writeFolder(join(temporary.path, "in"), files),
  );
}

const empty = "<dublin_core/>";
const uuid = "0C8F5A1E-5ad7-4d50-a2f4-0b1ad0d8a111";

describe("handle", () => {
  it.each([
    ["123456789/7\n", "123456789/7"],
    ["\ufeff 20.500.12345/a.b-1 \r\nmore\r\n", "20.500.12345/a.b-1"],
  ])("is the first line of %j", async (handle, expected) => {
    const { items, problems } = await read({
      "1/dublin_core.xml": empty,
      "1/handle": handle,
    });
    expect(items[0]?.handle).toBe(expected);
    expect(problems).toEqual([]);
  });

  it.each(["", "\n123/4", "no handle", "a b/c"])(
    "is not %j",
    async (handle) => {
      const { items, problems } = await read({
        "1/dublin_core.xml": empty,
        "1/handle": handle,
      });
      expect(items[0]).not.toHaveProperty("handle");
      expect(problemLines(problems)).toEqual([
        "warning handle.invalid 1 1/handle:1",
      ]);
    },
  );
});

describe("collections", () => {
  it("lists handles and uuids, the owner first, once each", async () => {
    const { items, problems } = await read({
      "1/dublin_core.xml": empty,
      "1/collections": `123/4\r\n${uuid}\r\n123/4\r\n`,
    });
    expect(items[0]?.collections).toEqual(["123/4", uuid.toLowerCase()]);
    expect(problems).toEqual([]);
  });

  it("reports null and blank lines", async () => {
    const { items, problems } = await read({
      "1/dublin_core.xml": empty,
      "1/collections": "null\n123/4\n\nwhat is this\n",
    });
    expect(items[0]?.collections).toEqual(["123/4"]);
    expect(problemLines(problems)).toEqual([
      "warning collection.invalid 1 1/collections:1",
      "warning collection.invalid 1 1/collections:3",
      "warning collection.invalid 1 1/collections:4",
    ]);
  });
});

describe("relationships", () => {
  it("come from both files, once each, with folder names as keys", async () => {
    const { items, problems } = await read({
      "collection_a/1/dublin_core.xml": empty,
      "collection_a/1/metadata_relation.xml":
        '<dublin_core schema="relation"><dcvalue element="isAuthorOfPublication">123/4</dcvalue></dublin_core>',
      "collection_a/1/relationships": `relation.isAuthorOfPublication 123/4
relation.isAuthorOfPublication folderName:2

relation.isOrgUnitOfPerson  dc.title:Some Institute
relation.isProjectOf ${uuid}
isAuthorOf 5
`,
      "collection_b/1/dublin_core.xml": empty,
    });
    expect(items[0]?.relationships).toEqual([
      { type: "isAuthorOfPublication", target: "123/4" },
      { type: "isAuthorOfPublication", target: "folderName:collection_a/2" },
      { type: "isOrgUnitOfPerson", target: "dc.title:Some Institute" },
      { type: "isProjectOf", target: uuid },
    ]);
    expect(problemLines(problems)).toEqual([
      "warning relationship.invalid collection_a/1 collection_a/1/relationships:6",
    ]);
  });
});

describe("an item", () => {
  it("is plain when nothing says otherwise", async () => {
    const { items } = await read({
      "1/dublin_core.xml": empty,
      "1/metadata_zz.xml":
        '<dublin_core schema="zz"><dcvalue element="a">2</dcvalue></dublin_core>',
      "1/metadata_aa.xml":
        '<dublin_core><dcvalue element="a">1</dcvalue></dublin_core>',
    });
    expect(items).toEqual([
      {
        key: "1",
        collections: [],
        inArchive: true,
        withdrawn: false,
        discoverable: true,
        submitter: null,
        metadata: [
          {
            schema: "aa",
            element: "a",
            qualifier: null,
            language: null,
            value: "1",
          },
          {
            schema: "zz",
            element: "a",
            qualifier: null,
            language: null,
            value: "2",
          },
        ],
        bundles: [],
        policies: [],
        relationships: [],
      },
    ]);
  });

  it("is refused alone: its neighbours are read", async () => {
    const { items, refused, problems } = await read({
      "1/dublin_core.xml": empty,
      "2/dublin_core.xml": "<dublin_core>",
      "3/dublin_core.xml": empty,
      "3/metadata_x.xml": "<!DOCTYPE x>\n<dublin_core/>",
      "4/dublin_core.xml": empty,
    });
    expect(items.map(({ key }) => key)).toEqual(["1", "4"]);
    expect(refused).toEqual(["2", "3"]);
    expect(problemLines(problems)).toEqual([
      "error xml.invalid 2 2/dublin_core.xml:1",
      "error xml.doctype 3 3/metadata_x.xml:1",
    ]);
  });
});
