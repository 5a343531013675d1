import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { bundle, openTestCatalog, value } from "../../../support/catalog.ts";
import { temporaryFolder } from "../../../support/package-files.ts";
import { readPackage } from "../../../support/read-package.ts";
import { exportTarget, importPackage } from "../../../support/runs.ts";

let base = "";
let original: Awaited<ReturnType<typeof described>>;
const at = (name: string) => join(base, name);

beforeAll(async () => {
  const folder = temporaryFolder();
  base = folder.path;
  const catalog = openTestCatalog(at("data"));
  const community = catalog.community("Works");
  const collection = catalog.collection("Papers", [community]);
  const second = catalog.collection("Maps", [community]);
  catalog.item(collection, {
    mappedCollections: [second],
    metadata: [
      value("dc.title", 'A "quoted", title\nin two lines'),
      value("dc.title", "Ein Titel", { language: "de" }),
      value("dc.contributor.author", "Ames, Ada", {
        authority: "0000-0001",
        confidence: 600,
      }),
      value("dc.contributor.author", "Bell::Bob"),
      value("dc.subject", "=SUM(A1:A9)"),
      value("dc.subject", "Zürich; 東京"),
    ],
    bundles: [
      bundle("ORIGINAL", [
        await catalog.bitstream("a.txt", "a", { description: "The text" }),
        await catalog.bitstream("=b 100%.txt", "b", { primary: true }),
      ]),
      bundle("TEXT", [await catalog.bitstream("a.txt", "of a")]),
    ],
  });
  catalog.item(collection, { metadata: [value("local.note", "-1")] });
  catalog.item(second, {
    withdrawn: true,
    inArchive: false,
    metadata: [
      value("dc.title", "a || b"),
      value("dc.title", " blanks "),
      value("dc.title", "ends like one::x::600"),
    ],
    version: { history: "h", number: 1, summary: null, createdAt: null },
  });
  catalog.close();
  original = await described("data");
  return folder[Symbol.asyncDispose].bind(folder);
});

interface Described {
  readonly metadata: unknown;
  readonly handle: string;
  readonly bundles: readonly {
    readonly name: string;
    readonly bitstreams: readonly Record<string, unknown>[];
  }[];
  readonly mappedCollections: unknown;
}

/** What a catalog holds, as JSON packages tell it, without what tables cannot tell. */
async function described(data: string) {
  const out = at(`${data}-described.zip`);
  await exportTarget(at(data), null, out, { format: "json" });
  const { json } = await readPackage(out);
  return (json("items.json") as Described[]).map(
    ({ metadata, handle, bundles, mappedCollections }) => ({
      metadata,
      handle,
      mappedCollections,
      bundles: bundles.map(({ name, bitstreams }) => ({
        name,
        bitstreams: bitstreams.map(
          ({ description, primary, checksums, sizeBytes }) => ({
            description,
            primary,
            checksums,
            sizeBytes,
          }),
        ),
      })),
    }),
  );
}

describe("a table", () => {
  test("comes back as it was, with its files", async () => {
    await exportTarget(at("data"), null, at("1.zip"), { format: "csv" });
    const { problems } = await importPackage(at("copy"), at("1.zip"));
    expect(problems.map(({ code }) => code)).toEqual(["field.registered"]);
    expect(await described("copy")).toEqual(original);
  });

  test("is the same table again when what it brought is exported", async () => {
    await exportTarget(at("copy"), null, at("2.zip"), { format: "csv" });
    const [first, again] = [
      await readPackage(at("1.zip")),
      await readPackage(at("2.zip")),
    ];
    expect(again.text("metadata.csv")).toBe(first.text("metadata.csv"));
    expect(again.text("structure.json")).toBe(first.text("structure.json"));
  });

  test("can be imported from a folder too", async () => {
    await exportTarget(at("data"), null, at("folder"), {
      format: "csv",
      packer: "folder",
    });
    await importPackage(at("from-folder"), at("folder"));
    expect(await described("from-folder")).toEqual(original);
  });

  test("has a column for each field and language of any item, and DSpace's separators", async () => {
    await exportTarget(at("data"), null, at("3.zip"), {
      format: "csv",
      bitstreams: false,
    });
    const lines = (await readPackage(at("3.zip")))
      .text("metadata.csv")
      .split("\n");
    expect(lines[0]).toBe(
      "id,collection,handle,dc.contributor.author,dc.subject,dc.title,dc.title[de],local.note",
    );
    expect(lines[1]).toContain(
      '"Ames, Ada::0000-0001::600||Bell::Bob","=SUM(A1:A9)||Zürich; 東京"',
    );
  });

  test("has no formulas where these are not wanted", async () => {
    const { problems } = await exportTarget(at("data"), null, at("4.zip"), {
      format: "csv",
      neutraliseFormulas: true,
    });
    const { text } = await readPackage(at("4.zip"));
    expect(text("metadata.csv")).toContain("'=SUM(A1:A9)||");
    expect(text("metadata.csv")).toContain("'-1");
    expect(problems.map(({ code }) => code)).toContain("value.neutralised");
  });

  test("tells what it cannot hold, item by item", async () => {
    const { problems } = await exportTarget(at("data"), null, at("5.zip"), {
      format: "csv",
      withdrawn: true,
    });
    const lost = problems.filter(({ object }) =>
      object.startsWith("item_00003"),
    );
    expect(lost.map(({ code, object }) => [code, object])).toEqual([
      ["value.changed", "item_00003: dc.title"],
      ["value.changed", "item_00003: dc.title"],
      ["value.changed", "item_00003: dc.title"],
      ["state.left-out", "item_00003"],
      ["version.left-out", "item_00003"],
    ]);
    const { json } = await readPackage(at("5.zip"));
    const report = json("report.json") as { problems: unknown[] };
    expect(report.problems).toEqual(problems);
  });
});
