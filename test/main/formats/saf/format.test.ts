import { writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Bitstream, Item } from "../../../../main/domain/catalog.ts";
import { withPlaces } from "../../../../main/domain/metadata.ts";
import type { Problem } from "../../../../main/domain/run.ts";
import { formats } from "../../../../main/formats/index.ts";
import { saf } from "../../../../main/formats/saf/index.ts";
import { publicRead, value } from "../../../support/catalog.ts";
import {
  formatContext,
  nothingPackaged,
} from "../../../support/format-context.ts";
import { exactOptions } from "../../../support/runs.ts";
import { temporaryFolder } from "../../../support/package-files.ts";

const context = formatContext();

const bitstream = (id: number, name: string): Bitstream => ({
  id,
  uuid: `00000000-0000-4000-8000-00000000000${id}`,
  name,
  description: null,
  source: null,
  mimeType: "text/plain",
  formatName: "Text",
  size: 1,
  sha256: "0".repeat(64),
  md5: "0".repeat(32),
  crc32: 0,
  sequence: id,
  primary: false,
  metadata: [],
  policies: [publicRead],
});

const item: Item = {
  id: 1,
  uuid: "00000000-0000-4000-8000-000000000009",
  handle: "123456789/1",
  owningCollection: {
    id: 2,
    uuid: "00000000-0000-4000-8000-00000000000a",
    handle: "123456789/2",
    name: "C",
  },
  mappedCollections: [],
  inArchive: true,
  withdrawn: false,
  discoverable: true,
  lastModified: 0,
  submitter: null,
  metadata: [],
  bundles: [
    {
      id: 3,
      uuid: "00000000-0000-4000-8000-00000000000b",
      name: "ORIGINAL",
      bitstreams: [bitstream(4, "a.txt"), bitstream(5, "b\u2028.txt")],
      metadata: [],
      policies: [],
    },
  ],
  policies: [publicRead],
  relationships: [],
};

function textsOf(one: Item, omitted = new Map<number, never>()) {
  const planned = saf.planItem(one, 1, context);
  const { entries, problems } = saf.itemEntries(one, planned, omitted, context);
  const texts = Object.fromEntries(
    entries.flatMap(({ path, source }) =>
      source.kind === "bytes"
        ? [[path, Buffer.from(source.bytes).toString("utf8")]]
        : [],
    ),
  );
  return { texts, problems, entries };
}

describe.each(formats.map((format) => [format.id, format] as const))(
  "the format %s",
  (_id, format) => {
    it("says the same of the same item twice, and plans it without its metadata unless it needs them", () => {
      const planned = format.planItem(item, 7, context);
      expect(format.planItem(structuredClone(item), 7, context)).toEqual(
        planned,
      );
      const whole = { ...item, metadata: withPlaces([value("dc.title", "t")]) };
      if (!format.plansWithMetadata)
        expect(format.planItem(whole, 7, context)).toEqual(planned);
      const [one, two] = [item, structuredClone(item)].map((each) =>
        format.itemEntries(each, planned, new Map(), context),
      );
      expect(one).toEqual(two);
    });

    it("packs every file it planned, and everything else it said it would make", () => {
      const planned = format.planItem(item, 1, context);
      const { entries } = format.itemEntries(item, planned, new Map(), context);
      const paths = entries.map(({ path }) => path);
      for (const { path } of planned.files) expect(paths).toContain(path);
      for (const path of planned.made) expect(paths).toContain(path);
      for (const path of paths)
        expect(path.startsWith(`${planned.folder}/`)).toBe(true);
    });
  },
);

describe("SAF", () => {
  it("writes well-formed XML even for fields that no registry would take", () => {
    const { texts } = textsOf({
      ...item,
      metadata: withPlaces([
        {
          ...value("dc.x", "text"),
          element: 'a\u0001"<b',
          qualifier: "c\ud800",
        },
        { ...value("dc.x", "text"), schema: "s\u0000\ufffe" },
      ]),
    });
    expect(texts["r/item_00001/dublin_core.xml"]).toContain(
      `<dcvalue element="a&quot;&lt;b" qualifier="c\ufffd">text<`,
    );
    expect(texts["r/item_00001/metadata_s_.xml"]).toContain(
      `<dublin_core schema="s">`,
    );
  });

  it("leaves values of the schema relation to the sidecar, and says so", () => {
    const { texts, problems } = textsOf({
      ...item,
      metadata: withPlaces([value("relation.isPartOf", "x")]),
    });
    expect(Object.keys(texts).join()).not.toContain("metadata_");
    expect(texts["r/item_00001/_holdall-item.json"]).toContain(
      `"relation.isPartOf"`,
    );
    expect(problems).toMatchObject([
      { code: "value.relation", object: "item_00001/relation.isPartOf" },
      { code: "name.changed" },
    ]);
  });

  it("keeps each problem on one line, whatever separators a name has", () => {
    const { problems } = textsOf(item);
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems)).not.toMatch(/[\u2028\u2029]/);
    expect(problems[0]?.message).toContain(String.raw`b\u2028.txt`);
  });

  it("copies every problem into the report, line by line", async () => {
    await using folder = temporaryFolder();
    const problems: Problem[] = Array.from({ length: 3000 }, (_, n) => ({
      severity: "note",
      code: "x.y",
      object: `item ${n}`,
      message: `A separator \u2028, another \u2029, and \u0085: ${"\u00e4".repeat(n % 90)}`,
      action: "None.",
    }));
    const problemsFile = join(folder.path, "problems");
    const report = async () => {
      for await (const { path, source } of saf.closingEntries({
        root: "r",
        options: exactOptions,
        title: "T",
        asked: null,
        volume: null,
        changes: null,
        items: 1,
        itemsPlanned: 1,
        files: 0,
        filesPlanned: 0,
        bytes: 0,
        withdrawnLeftOut: 0,
        unfinishedLeftOut: 0,
        lastModified: 0,
        communities: [],
        collections: [],
        workFolder: folder.path,
        manifestFile: problemsFile,
        problemsFile,
        ...nothingPackaged,
      })) {
        if (path === "r/report.json" && source.kind === "file")
          return JSON.parse(await readFile(source.file, "utf8")) as {
            problems: unknown;
          };
      }
      throw new Error("there is no report");
    };
    writeFileSync(problemsFile, "");
    expect((await report()).problems).toEqual([]);
    writeFileSync(
      problemsFile,
      problems.map((problem) => `${JSON.stringify(problem)}\n`).join(""),
    );
    expect((await report()).problems).toEqual(problems);
  });
});
