import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { csvSource } from "../../../../main/sources/csv/index.ts";
import { sources } from "../../../../main/sources/index.ts";
import {
  at,
  filesOf,
  problemLines,
  readSource,
  valuesOf,
} from "../../../support/read-source.ts";

const folder = resolve(
  import.meta.dirname,
  "../../../../../shared/data/us-states",
);

describe.skipIf(!existsSync(folder))(
  "the collection of US states (skipped where ../shared/data/us-states is absent)",
  () => {
    const sheet = (name: string) => join(folder, name);

    it.each([
      "AAA_batch-metadata.csv",
      "AAA_batch-metadata_8859.csv",
      "AAA_batch-metadata-language.csv",
    ])("gives 56 items, each with its PDF, from %s", async (name) => {
      const recognised = [];
      for (const source of sources)
        if (await source.recognises(sheet(name))) recognised.push(source.id);
      expect(recognised).toEqual(["csv"]);
      const read = await readSource(csvSource, sheet(name));
      expect(read.total).toBe(56);
      expect(read.items).toHaveLength(56);
      expect(read.refused).toEqual([]);
      const names = new Set<string>();
      for (const item of read.items) {
        const [[file, bytes], ...others] = Object.entries(filesOf(item)) as [
          [string, string],
          ...[string, string][],
        ];
        expect(others).toEqual([]);
        const pdf = file.slice("ORIGINAL/".length);
        names.add(pdf);
        expect(bytes).toBe(readFileSync(join(folder, pdf), "latin1"));
      }
      expect(names.size).toBe(56);
    });

    it("keeps every value as it is", async () => {
      const { items, problems } = await readSource(
        csvSource,
        sheet("AAA_batch-metadata.csv"),
      );
      expect(problems).toEqual([]);
      expect(items.slice(1, 3).map(valuesOf)).toEqual([
        [
          "dc.title=Alaska",
          "dc.contributor=Sean Parnell",
          "dc.date.issued=12/3/59",
          "dc.description=the last frontier",
          "dc.format.extent=626,932",
        ],
        [
          "dc.title=American Samoa",
          "dc.contributor=Togiola Tulafono",
          "dc.description=None",
          "dc.format.extent=73.97 years",
        ],
      ]);
      expect(items[42]?.key).toBe("row:44");
      expect(valuesOf(at(items, 42))).toContain("dc.contributor=Luis Fortuño");
    });

    it("reads the Latin-1 sheet, and says that it guessed", async () => {
      const { items, problems } = await readSource(
        csvSource,
        sheet("AAA_batch-metadata_8859.csv"),
      );
      expect(problemLines(problems)).toEqual([
        "warning sheet.encoding AAA_batch-metadata_8859.csv AAA_batch-metadata_8859.csv",
      ]);
      expect(valuesOf(at(items, 2))[0]).toBe("dc.title=American Samøæ");
      expect(valuesOf(at(items, 42))).toContain("dc.contributor=Luis Fortuño");
    });

    it("takes the language of a heading and the same file only once", async () => {
      const { items, problems } = await readSource(
        csvSource,
        sheet("AAA_batch-metadata-language.csv"),
      );
      expect(items.map((item) => valuesOf(item)[0]).slice(0, 3)).toEqual([
        "dc.title[en]=Alabama",
        "dc.title[en]=Alaska",
        "dc.title[en]=American Samøæ",
      ]);
      expect(new Set(problems.map(({ code }) => code))).toEqual(
        new Set(["name.changed"]),
      );
    });
  },
);
