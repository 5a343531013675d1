import SQLite from "better-sqlite3";
import { entryContent } from "../archives/entry-content.ts";
import type { ReadBackEntry } from "../archives/read-back.ts";
import type { Fault } from "../formats/package-check.ts";

/**
 * Compares the entries of an archive with its manifest line by line and names every difference. The lines are kept in a
 * temporary database on disk, since a manifest can have millions of them.
 * @param manifestPath path of the manifest inside the archive; its lines are relative to its folder
 */
export async function compareWithManifest(
  archive: string,
  manifestPath: string,
  batches: AsyncIterable<readonly ReadBackEntry[]>,
  report: (fault: Fault) => void,
): Promise<void> {
  // An empty name is SQLite's way to ask for a database that is deleted when it is closed.
  const lines = new SQLite("");
  try {
    lines.exec(
      "PRAGMA journal_mode = OFF; CREATE TABLE line (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL) STRICT, WITHOUT ROWID; BEGIN",
    );
    const add = lines.prepare("INSERT OR IGNORE INTO line VALUES (?, ?)");
    const given = lines
      .prepare<[string], string>("SELECT sha256 FROM line WHERE path = ?")
      .pluck();
    const take = lines
      .prepare<[string], string>(
        "DELETE FROM line WHERE path = ? RETURNING sha256",
      )
      .pluck();
    const base = manifestPath.slice(0, manifestPath.lastIndexOf("/") + 1);
    await readLines(
      archive,
      manifestPath,
      (sha256, below) => {
        const path = `${base}${below}`;
        if (add.run(path, sha256).changes === 1) return;
        report({
          severity: "error",
          object: path,
          message:
            given.get(path) === sha256
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
        if (expected === undefined) {
          report({
            severity: "error",
            object: entry.path,
            message: "The manifest does not name this entry.",
          });
        } else if (entry.sha256 !== "" && expected !== entry.sha256) {
          report({
            severity: "error",
            object: entry.path,
            message: `Its SHA-256 is ${entry.sha256}; the manifest says ${expected}.`,
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

async function readLines(
  archive: string,
  manifestPath: string,
  take: (sha256: string, path: string) => void,
  report: (fault: Fault) => void,
): Promise<void> {
  let number = 0;
  for await (const line of linesOf(entryContent(archive, manifestPath))) {
    number++;
    const match = /^([0-9a-f]{64}) [ *](.+)$/.exec(line);
    if (match === null) {
      report({
        severity: "error",
        object: manifestPath,
        message: `Line ${String(number)} is not a checksum and a path.`,
      });
    } else {
      take(match[1] ?? "", match[2] ?? "");
    }
  }
}

/** Longest line: a checksum, and the longest name that a ZIP can hold. */
const longestLine = 66 + 0xffff;

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
