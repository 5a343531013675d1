import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Entry } from "../domain/package-entry.ts";
import {
  changesName,
  reportName,
  sidecarVersion,
} from "../domain/saf-sidecar.ts";
import type { PackageChanges, PackageFacts } from "./format.ts";
import { linesOf } from "./lines-of.ts";

/**
 * The report of a package: what it holds, and everything that was left out, changed or could not be held, item by item.
 * Where the export goes on from an earlier one, what has changed since follows it.
 * @param format what the package is, in words
 */
export async function* reportEntries(
  facts: PackageFacts,
  format: string,
): AsyncGenerator<Entry> {
  yield await entry(facts, reportName, reportText(facts, format));
  if (facts.changes === null) return;
  const { title, changes } = facts;
  yield await entry(facts, changesName, changesText(title, changes));
}

async function entry(
  facts: PackageFacts,
  name: string,
  text: AsyncGenerator<string>,
): Promise<Entry> {
  const file = join(facts.workFolder, name);
  await pipeline(text, createWriteStream(file));
  return {
    path: `${facts.root}/${name}`,
    mtime: facts.lastModified,
    mimeType: "application/json",
    source: { kind: "file", file },
  };
}

/** The report as JSON text, problem by problem. */
function reportText(
  facts: PackageFacts,
  format: string,
): AsyncGenerator<string> {
  const head = {
    holdall: sidecarVersion,
    type: "report",
    title: facts.title,
    format,
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
  return withList(head, "problems", facts.problemsFile);
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
