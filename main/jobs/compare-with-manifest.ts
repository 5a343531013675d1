import SQLite from "better-sqlite3";
import { entryContent } from "../archives/entry-content.ts";
import type { ReadBackEntry } from "../archives/read-back.ts";
import type { Fault, ManifestRule } from "../formats/package-check.ts";
import { entryDigest } from "./manifest-witness.ts";

/** A list of checksums in an archive. */
export interface PackedManifest {
  readonly archive: string;
  /** Path of the list inside the archive; its lines are relative to its folder. */
  readonly path: string;
  readonly rule: ManifestRule;
}

/**
 * Compares the entries of an archive with its manifest line by line and names every difference. The lines are kept in a
 * temporary database on disk, since a manifest can have millions of them.
 * @param factsOf what the format of the list knows of an entry
 */
export async function compareWithManifest(
  manifest: PackedManifest,
  batches: AsyncIterable<readonly ReadBackEntry[]>,
  factsOf: (facts: readonly string[]) => readonly string[],
  report: (fault: Fault) => void,
): Promise<void> {
  const { path: manifestPath, rule } = manifest;
  // An empty name is SQLite's way to ask for a database that is deleted when it is closed.
  const lines = new SQLite("");
  try {
    lines.exec(
      "PRAGMA journal_mode = OFF; CREATE TABLE line (path TEXT PRIMARY KEY, digest TEXT NOT NULL) STRICT, WITHOUT ROWID; BEGIN",
    );
    const add = lines.prepare("INSERT OR IGNORE INTO line VALUES (?, ?)");
    const given = lines
      .prepare<[string], string>("SELECT digest FROM line WHERE path = ?")
      .pluck();
    const take = lines
      .prepare<[string], string>(
        "DELETE FROM line WHERE path = ? RETURNING digest",
      )
      .pluck();
    const base = manifestPath.slice(0, manifestPath.lastIndexOf("/") + 1);
    await readLines(
      manifest,
      (digest, line) => {
        const path = `${base}${rule.fromLine(line)}`;
        if (add.run(path, digest).changes === 1) return;
        report({
          severity: "error",
          object: path,
          message:
            given.get(path) === digest
              ? "The manifest names this entry twice."
              : "The manifest names this entry twice, with different checksums.",
        });
      },
      report,
    );
    for await (const batch of batches) {
      for (const entry of batch) {
        if (entry.path === manifestPath || entry.path.endsWith("/")) continue;
        const expected = take.get(entry.path);
        const below = entry.path.startsWith(base)
          ? entry.path.slice(base.length)
          : entry.path;
        const digest = entryDigest(rule, entry, factsOf(entry.facts));
        if (expected === undefined) {
          if (!rule.complete || !rule.covers(below)) continue;
          report({
            severity: "error",
            object: entry.path,
            message: "The manifest does not name this entry.",
          });
        } else if (digest !== "" && expected !== digest) {
          report({
            severity: "error",
            object: entry.path,
            message: `Its ${digestNames[rule.digest]} is ${digest}; the manifest says ${expected}.`,
          });
        }
      }
    }
    for (const path of lines
      .prepare<[], string>("SELECT path FROM line ORDER BY path")
      .pluck()
      .iterate()) {
      report({
        severity: "error",
        object: path,
        message: "The manifest names this entry, but it is missing.",
      });
    }
  } finally {
    lines.close();
  }
}

const digestNames = {
  sha256: "SHA-256",
  sha512: "SHA-512",
  sha1: "SHA-1",
  md5: "MD5",
} as const;
const linePatterns = {
  sha256: /^([0-9a-fA-F]{64})(?: [ *]|[ \t]+\*?)(.+)$/,
  sha512: /^([0-9a-fA-F]{128})(?: [ *]|[ \t]+\*?)(.+)$/,
  sha1: /^([0-9a-fA-F]{40})(?: [ *]|[ \t]+\*?)(.+)$/,
  md5: /^([0-9a-fA-F]{32})(?: [ *]|[ \t]+\*?)(.+)$/,
} as const;

async function readLines(
  { archive, path: manifestPath, rule }: PackedManifest,
  take: (digest: string, path: string) => void,
  report: (fault: Fault) => void,
): Promise<void> {
  let number = 0;
  for await (const line of linesOf(entryContent(archive, manifestPath))) {
    number++;
    const match = linePatterns[rule.digest].exec(line);
    if (match === null) {
      report({
        severity: "error",
        object: manifestPath,
        message: `Line ${String(number)} is not a checksum and a path.`,
      });
    } else {
      take((match[1] ?? "").toLowerCase(), match[2] ?? "");
    }
  }
}

/** Longest line: a checksum, and the longest name that a ZIP can hold. */
const longestLine = 130 + 0xffff;

/**
 * Lines without their ends. Only line feeds end them, since a path may hold every other separator; a line that is too
 * long is cut, and then is no line of a manifest.
 */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    let from = 0;
    for (;;) {
      const feed = chunk.indexOf(0x0a, from);
      const piece = chunk.subarray(from, feed < 0 ? chunk.length : feed);
      if (rest.length <= longestLine) rest = Buffer.concat([rest, piece]);
      if (feed < 0) break;
      yield lineText(rest);
      rest = Buffer.alloc(0);
      from = feed + 1;
    }
  }
  if (rest.length > 0) yield lineText(rest);
}

function lineText(bytes: Buffer): string {
  return bytes.length > longestLine + 1
    ? ""
    : bytes.toString("utf8").replace(/\r$/u, "");
}
