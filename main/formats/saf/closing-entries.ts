import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Entry } from "../../domain/package-entry.ts";
import {
  changesName,
  manifestName,
  reportName,
  sidecarVersion,
  structureName,
} from "../../domain/saf-sidecar.ts";
import type { PackageChanges, PackageFacts } from "../format.ts";
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
  if (facts.changes !== null) {
    const changes = join(facts.workFolder, changesName);
    await pipeline(
      changesText(facts.title, facts.changes),
      createWriteStream(changes),
    );
    yield {
      ...at(changesName),
      mimeType: "application/json",
      source: { kind: "file", file: changes },
    };
  }
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
  yield* withList(head, "problems", facts.problemsFile);
}

/** What has changed as JSON text, tombstone by tombstone. */
function changesText(
  title: string,
  { base, tombstonesFile, ...counts }: PackageChanges,
): AsyncGenerator<string> {
  const head = {
    holdall: sidecarVersion,
    type: "changes",
    title,
    base:
      base === null
        ? null
        : {
            run: base.run,
            finishedAt: new Date(base.finishedAt).toISOString(),
          },
    ...counts,
  };
  return withList(head, "tombstones", tombstonesFile);
}

/** An object as JSON text, with one more member: a list of the lines of a file. */
async function* withList(
  head: object,
  name: string,
  file: string,
): AsyncGenerator<string> {
  yield `${JSON.stringify(head, null, 1).slice(0, -2)},\n "${name}": [`;
  let first = true;
  for await (const line of linesOf(file)) {
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
