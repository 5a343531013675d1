import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Entry } from "../../domain/package-entry.ts";
import {
  manifestName,
  reportName,
  sidecarVersion,
  structureName,
} from "../../domain/saf-sidecar.ts";
import type { PackageFacts } from "../format.ts";
import { structureEntries } from "../structure-entries.ts";

/** What follows the items in the root folder: logos, `collection.json`, `report.json`, then the manifest over all (saf.md section 23). */
export async function* closingEntries(
  facts: PackageFacts,
): AsyncGenerator<Entry> {
  const at = (name: string) => ({
    path: `${facts.root}/${name}`,
    mtime: facts.lastModified,
  });
  yield* structureEntries(facts, structureName);
  const report = join(facts.workFolder, reportName);
  await pipeline(reportText(facts), createWriteStream(report));
  yield {
    ...at(reportName),
    mimeType: "application/json",
    source: { kind: "file", file: report },
  };
  yield {
    ...at(manifestName),
    mimeType: "text/plain",
    source: { kind: "file", file: facts.manifestFile },
  };
}

/** The report as JSON text, problem by problem. */
async function* reportText(facts: PackageFacts): AsyncGenerator<string> {
  const head = {
    holdall: sidecarVersion,
    type: "report",
    title: facts.title,
    format: "DSpace Simple Archive Format",
    mode: facts.options.migrate ? "migrate" : "exact",
    withBitstreams: facts.options.bitstreams,
    ...(facts.volume === null ? {} : { volume: facts.volume }),
    items: { planned: facts.itemsPlanned, packed: facts.items },
    files: {
      planned: facts.filesPlanned,
      packed: facts.files,
      bytes: facts.bytes,
    },
    withdrawnItemsLeftOut: facts.withdrawnLeftOut,
    unfinishedItemsLeftOut: facts.unfinishedLeftOut,
    ...(facts.items === 0
      ? {
          note: "There was no item to pack; the package holds the description of its collections only.",
        }
      : {}),
  };
  yield `${JSON.stringify(head, null, 1).slice(0, -2)},\n "problems": [`;
  let first = true;
  for await (const line of linesOf(facts.problemsFile)) {
    yield `${first ? "" : ","}\n  ${line}`;
    first = false;
  }
  yield first ? "]\n}\n" : "\n ]\n}\n";
}

/** Lines that are not empty. Only line feeds end them: JSON may hold every other separator as it is. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = "";
  for await (const text of createReadStream(file, { encoding: "utf8" })) {
    const lines = `${rest}${String(text)}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") yield line;
  }
  if (rest !== "") yield rest;
}
