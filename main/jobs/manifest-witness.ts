import { createHash } from "node:crypto";
import type { ReadBackEntry } from "../archives/read-back.ts";
import { digestFact, type ManifestRule } from "../formats/package-check.ts";

/**
 * Makes a list of checksums again from the entries as they go by and compares the two by their SHA-256: when they agree,
 * every line does, and nothing of a list with a million lines had to be held.
 */
export function createManifestWitness(rule: ManifestRule) {
  const lines = createHash("sha256");
  let path: string | null = null;
  let sha256 = "";
  let base: string | null = null;
  let digest: string | null = null;
  return {
    rule,
    /** @param facts what the format of the list knows of the entry */
    entry(entry: ReadBackEntry, facts: readonly string[]): void {
      if (entry.path.endsWith("/")) return;
      base ??= entry.path.includes("/")
        ? entry.path.slice(0, entry.path.indexOf("/") + 1)
        : "";
      if (path === null && entry.path === `${base}${rule.name}`) {
        path = entry.path;
        ({ sha256 } = entry);
        return;
      }
      const below = entry.path.startsWith(base)
        ? entry.path.slice(base.length)
        : entry.path;
      if (rule.foreign === true || !rule.covers(below)) return;
      lines.update(
        `${entryDigest(rule, entry, facts)}  ${rule.toLine(below)}\n`,
      );
    },
    found: (): boolean => path !== null,
    path: (): string => path ?? "",
    readable: (): boolean => sha256 !== "",
    /** Whether it is known to agree; the lists of others are compared line by line. */
    matches: (): boolean =>
      rule.foreign !== true && (digest ??= lines.digest("hex")) === sha256,
  };
}

/** The checksum of an entry that a list has; empty when it is not known. */
export function entryDigest(
  { digest }: ManifestRule,
  entry: ReadBackEntry,
  facts: readonly string[],
): string {
  if (digest === "sha256") return entry.sha256;
  const start = digestFact(digest);
  const fact = facts.find((one) => one.startsWith(start));
  return fact === undefined ? "" : fact.slice(start.length);
}
