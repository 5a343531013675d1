import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readContentSync } from "../../main/archives/read-content.ts";
import type { Problem } from "../../main/domain/run.ts";
import type {
  RefusedItem,
  Source,
  SourceItem,
  SourceOptions,
  SourceStructure,
} from "../../main/sources/source.ts";

/** Everything a source tells. */
export interface ReadSource {
  readonly total: number | null;
  readonly structure: SourceStructure | null;
  readonly all: readonly (SourceItem | RefusedItem)[];
  readonly items: readonly SourceItem[];
  readonly refused: readonly string[];
  readonly problems: readonly Problem[];
}

/** Opens a source and reads it to its end. */
export async function readSource(
  source: Source,
  path: string,
  options: SourceOptions = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<ReadSource> {
  const workFolder = mkdtempSync(join(tmpdir(), "holdall-work-"));
  mkdirSync(workFolder, { recursive: true });
  const problems: Problem[] = [];
  const all: (SourceItem | RefusedItem)[] = [];
  try {
    const opened = await source.open(path, {
      report: (problem) => problems.push(problem),
      workFolder,
      freeBytes: Infinity,
      signal,
      options,
    });
    try {
      for await (const item of opened.items()) all.push(item);
      const { total, structure } = opened;
      const items = all.filter((item) => item.refused === undefined);
      const refused = all
        .filter((item) => item.refused === true)
        .map((item) => item.key);
      return { total, structure, all, items, refused, problems };
    } finally {
      await opened.close();
    }
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
}

/** Files of an item as `bundle/name = content`. */
export function filesOf(item: SourceItem): Record<string, string> {
  return Object.fromEntries(
    item.bundles.flatMap((bundle) =>
      bundle.bitstreams.map((bitstream) => [
        `${bundle.name}/${bitstream.name ?? "(no name)"}`,
        readContentSync(bitstream.content, 1e9).toString("latin1"),
      ]),
    ),
  );
}

/** The item at a place of a list; fails the test when there is none. */
export function at<T>(list: readonly T[], index: number): T {
  const found = list.at(index);
  if (found === undefined) throw new Error(`There is no element ${index}.`);
  return found;
}

/** Values of an item as `schema.element.qualifier[language]=value`. */
export function valuesOf(item: SourceItem): string[] {
  return item.metadata.map(
    ({ schema, element, qualifier, language, value }) =>
      `${schema}.${element}${qualifier === null ? "" : `.${qualifier}`}${language === null ? "" : `[${language}]`}=${value}`,
  );
}

/** Problems as `severity code object file:line`. */
export function problemLines(problems: readonly Problem[]): string[] {
  return problems.map(
    ({ severity, code, object, file, line }) =>
      `${severity} ${code} ${object}${file === undefined ? "" : ` ${file}`}${line === undefined ? "" : `:${line}`}`,
  );
}
