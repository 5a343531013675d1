import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { packageStructureName } from "../../domain/json-package.ts";
import type { Entry } from "../../domain/package-entry.ts";
import { manifestName } from "../../domain/saf-sidecar.ts";
import { sheetName } from "../../domain/sheet-package.ts";
import type { PackageFacts } from "../format.ts";
import { linesOf } from "../lines-of.ts";
import { omittedPaths } from "../omitted-files.ts";
import { reportEntries } from "../report-entries.ts";
import { structureEntries } from "../structure-entries.ts";
import { csvRow } from "./row.ts";

/** What follows the files: the table, the structure around the items, the report, the checksums of all. */
export async function* closingEntries(
  facts: PackageFacts,
): AsyncGenerator<Entry> {
  const sheet = join(facts.workFolder, sheetName);
  const rows = join(facts.workFolder, "rows.ndjson");
  const headings = new Set<string>();
  await pipeline(rowLines(facts, headings), createWriteStream(rows));
  await pipeline(
    sheetText(rows, orderHeadings(headings)),
    createWriteStream(sheet),
  );
  await rm(rows);
  yield {
    path: `${facts.root}/${sheetName}`,
    mtime: facts.lastModified,
    mimeType: "text/csv",
    source: { kind: "file", file: sheet },
  };
  yield* structureEntries(facts, packageStructureName);
  yield* reportEntries(facts, "CSV");
  yield {
    path: `${facts.root}/${manifestName}`,
    mtime: facts.lastModified,
    mimeType: "text/plain",
    source: { kind: "file", file: facts.manifestFile },
  };
}

/** Rows as they come, a line each: which columns there are is known only after the last item. */
async function* rowLines(
  facts: PackageFacts,
  headings: Set<string>,
): AsyncGenerator<string> {
  const omitted = await omittedPaths(facts);
  try {
    for await (const { item, planned } of facts.packagedItems()) {
      const row = csvRow(item, planned, omitted, facts.context);
      for (const heading of row.keys()) headings.add(heading);
      yield `${JSON.stringify([...row])}\n`;
    }
  } finally {
    omitted.close();
  }
}

const leading = ["id", "collection", "handle", "filename"];

/** What names the item first, then its fields by name. */
function orderHeadings(headings: ReadonlySet<string>): readonly string[] {
  return [
    ...leading.slice(0, 2),
    ...leading.slice(2).filter((heading) => headings.has(heading)),
    ...[...headings].filter((heading) => !leading.includes(heading)).sort(),
  ];
}

async function* sheetText(
  rows: string,
  headings: readonly string[],
): AsyncGenerator<string> {
  yield `${headings.map(cellText).join(",")}\n`;
  for await (const line of linesOf(rows)) {
    const row = new Map(JSON.parse(line) as [string, string][]);
    yield `${headings.map((heading) => cellText(row.get(heading) ?? "")).join(",")}\n`;
  }
}

/** A cell with quotes wherever a reader might take it for something else. */
function cellText(cell: string): string {
  return /^[\w.:/[\]-]*$/.test(cell) ? cell : `"${cell.replaceAll('"', '""')}"`;
}
