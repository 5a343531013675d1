import { join } from "node:path";
import type { Item } from "../domain/catalog.ts";
import type { Problem } from "../domain/run.ts";
import type { Omission, PackageFacts, PlannedItem } from "./format.ts";
import { linesOf } from "./lines-of.ts";
import { openPathSpool } from "./path-spool.ts";

/** In one line: problems are kept one a line, and some readers end them at separators that JSON leaves as they are. */
export function inOneLine(text: string): string {
  return text.replace(/[\u2028\u2029]/g, (separator) =>
    separator === "\u2028" ? "\\u2028" : "\\u2029",
  );
}

/** Says of each planned file that is left out why it is not there. */
export function omissionProblems(
  planned: PlannedItem,
  omitted: ReadonlyMap<number, Omission>,
  root: string,
): Problem[] {
  return planned.files.flatMap(({ path, bitstream }) => {
    const omission = omitted.get(bitstream.id);
    if (omission === undefined) return [];
    return {
      severity: omission.severity,
      code: omission.code,
      object: inOneLine(path.slice(root.length + 1)),
      message: omission.message,
      action: "The file was left out; the rest of the item is packed.",
    };
  });
}

/** Paths below the root folder. */
export interface OmittedPaths {
  has(path: string): boolean;
}

/**
 * The files that were left out, as the problems of the package tell, in a file of the work folder: where restricted
 * files stay at home there may be millions of them.
 */
export async function omittedPaths(
  facts: Pick<PackageFacts, "problemsFile" | "options" | "workFolder">,
): Promise<OmittedPaths & { close(): void }> {
  // Restricted files that are packed are marked with the same code.
  const omissions = new Set(["bitstream.missing", "bitstream.damaged"]);
  if (facts.options.restricted === "leave-out")
    omissions.add("bitstream.restricted");
  const paths = openPathSpool(join(facts.workFolder, "omitted.sqlite"));
  try {
    for await (const line of linesOf(facts.problemsFile)) {
      // Most lines are about something else and need not be parsed.
      if (!line.includes('"code":"bitstream.')) continue;
      const { code, object } = JSON.parse(line) as Problem;
      if (omissions.has(code)) paths.add(object);
    }
  } catch (error) {
    paths.close();
    throw error;
  }
  return paths;
}

/** Paths below the root folder of the files of an item that are packed, by the bitstreams' ids, in package order. */
export function packedFiles(
  planned: PlannedItem,
  isOmitted: (path: string, id: number) => boolean,
  root: string,
): Map<number, string> {
  const files = new Map<number, string>();
  for (const { path, bitstream } of planned.files) {
    const below = path.slice(root.length + 1);
    if (!isOmitted(below, bitstream.id)) files.set(bitstream.id, below);
  }
  return files;
}

/** Whether an item has anything that only its files' policies or its own can tell. */
export function hasRestrictions(item: Item): boolean {
  const restricted = (policies: Item["policies"]) =>
    policies.length === 0 ||
    policies.some(
      (policy) =>
        policy.action !== "READ" ||
        policy.group !== "Anonymous" ||
        policy.startDate !== null ||
        policy.endDate !== null,
    );
  return (
    restricted(item.policies) ||
    item.bundles.some(
      (bundle) =>
        (bundle.policies.length > 0 && restricted(bundle.policies)) ||
        bundle.bitstreams.some(({ policies }) => restricted(policies)),
    )
  );
}
