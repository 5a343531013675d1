import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { itemsName, packageStructureName } from "../../domain/json-package.ts";
import type { Entry } from "../../domain/package-entry.ts";
import { manifestName } from "../../domain/saf-sidecar.ts";
import type { PackageFacts } from "../format.ts";
import { omittedPaths } from "../omitted-files.ts";
import { reportEntries } from "../report-entries.ts";
import { structureEntries } from "../structure-entries.ts";
import { jsonText } from "./item-text.ts";

/** What follows the files: the items, the structure around them, the report, the checksums of all. */
export async function* closingEntries(
  facts: PackageFacts,
): AsyncGenerator<Entry> {
  const items = join(facts.workFolder, itemsName);
  await pipeline(itemLines(facts), createWriteStream(items));
  yield {
    path: `${facts.root}/${itemsName}`,
    mtime: facts.lastModified,
    mimeType: "application/json",
    source: { kind: "file", file: items },
  };
  yield* structureEntries(facts, packageStructureName);
  yield* reportEntries(facts, "JSON");
  yield {
    path: `${facts.root}/${manifestName}`,
    mtime: facts.lastModified,
    mimeType: "text/plain",
    source: { kind: "file", file: facts.manifestFile },
  };
}

/** An array with one element a line, so that it can be read by lines too. */
async function* itemLines(facts: PackageFacts): AsyncGenerator<string> {
  const omitted = await omittedPaths(facts);
  let first = true;
  yield "[";
  try {
    for await (const { item, planned } of facts.packagedItems()) {
      yield `${first ? "" : ","}\n${jsonText(item, planned, omitted, facts.context)}`;
      first = false;
    }
  } finally {
    omitted.close();
  }
  yield "\n]\n";
}
