import { createHash } from "node:crypto";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import { contentChunks } from "../../archives/content-chunks.ts";
import type { ContentRef } from "../../domain/content-ref.ts";
import type { PackageFiles } from "../package-files.ts";
import { payloadName } from "../payload-name.ts";
import type { SourceContext } from "../source.ts";
import { stopIfAborted } from "../stop-if-aborted.ts";

/** The kinds of checksum a bag may have, the one that is compared first; digits of each. */
const kinds = [
  ["sha256", 64],
  ["sha512", 128],
  ["sha1", 40],
  ["md5", 32],
] as const;

export type DigestKind = (typeof kinds)[number][0];

/** A file of a bag, and what the bag promises of it. */
export interface PromisedFile {
  readonly path: string;
  readonly sum: string;
}

const pieceBytes = 1 << 16;
const page = 1000;
/** Longest line: a checksum, and the longest name that a ZIP can hold. */
const longestLine = 130 + 0xffff;

export type PromisedSums = NonNullable<
  Awaited<ReturnType<typeof readPromisedSums>>
>;

/** What lists name: `manifest` the payload, `tagmanifest` what is beside it. */
export type ListName = "manifest" | "tagmanifest";

/**
 * Reads the best list of checksums a bag has of its payload or of its tag files (RFC 8493 sections 2.1.3 and 2.2.1) into
 * the work folder, so that any number of lines fits.
 * @returns null when the bag has no list of a known kind
 * @throws AppError file.*, archive.*, run.cancelled
 */
export async function readPromisedSums(
  files: PackageFiles,
  listName: ListName,
  context: SourceContext,
) {
  const found = kinds.find(
    ([kind]) => files.file(`${listName}-${kind}.txt`) !== undefined,
  );
  const list = found && files.file(`${listName}-${found[0]}.txt`);
  if (found === undefined || list === undefined) return null;
  const [kind, digits] = found;
  const database = new SQLite(
    join(context.workFolder, `${listName}-sums.sqlite`),
  );
  try {
    database.pragma("journal_mode = OFF");
    database.pragma("synchronous = OFF");
    database.exec(
      "CREATE TABLE sum (path TEXT PRIMARY KEY, sum TEXT NOT NULL, seen INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID; BEGIN",
    );
    const add = database.prepare<[string, string]>(
      "INSERT OR REPLACE INTO sum (path, sum) VALUES (?, ?)",
    );
    const line = new RegExp(
      `^([0-9a-f]{${String(digits)}})[ \\t]+\\*?(.+)$`,
      "i",
    );
    for await (const text of linesOf(list)) {
      stopIfAborted(context.signal);
      const [, sum = "", path = ""] = line.exec(text) ?? [];
      const named = pathOfLine(path);
      const isPayload = named.startsWith(`${payloadName}/`);
      if (named !== "" && isPayload === (listName === "manifest"))
        add.run(named, sum.toLowerCase());
    }
    database.exec("COMMIT");
  } catch (error) {
    database.close();
    throw error;
  }
  const take = database
    .prepare<[string], string>(
      "UPDATE sum SET seen = 1 WHERE path = ? RETURNING sum",
    )
    .pluck();
  const names = database
    .prepare<[string], number>(
      "SELECT EXISTS (SELECT 1 FROM sum WHERE path = ?)",
    )
    .pluck();
  const others = database.prepare<[string, number], PromisedFile>(
    "SELECT path, sum FROM sum WHERE seen = 0 AND path > ? ORDER BY path LIMIT ?",
  );
  return {
    kind,
    /** The checksum of a file of the payload, which need not be looked at again; undefined when the list does not name it. */
    take: (path: string): string | undefined => take.get(path),
    /** Whether the list names a file. */
    names: (path: string): boolean => names.get(path) === 1,
    /** The files that nobody has taken. */
    *rest(): Generator<PromisedFile, undefined> {
      for (let after = ""; ;) {
        const found = others.all(after, page);
        yield* found;
        const last = found.at(-1);
        if (last === undefined) return;
        after = last.path;
      }
    },
    close(): void {
      database.close();
    },
  };
}

/** @throws AppError file.*, archive.* */
export async function digestOf(
  content: ContentRef,
  kind: DigestKind,
): Promise<string> {
  const sums = createHash(kind);
  for await (const piece of contentChunks(content, pieceBytes))
    sums.update(piece);
  return sums.digest("hex");
}

/** What would end a line, and the sign for that, are written as numbers. */
function pathOfLine(text: string): string {
  return text
    .replace(/^\.\//, "")
    .replace(/%(25|0[ad])/gi, (_, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    );
}

async function* linesOf(content: ContentRef): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  for await (const piece of contentChunks(content, pieceBytes)) {
    let from = 0;
    for (;;) {
      const feed = piece.indexOf(0x0a, from);
      const part = piece.subarray(from, feed < 0 ? piece.length : feed);
      if (rest.length <= longestLine) rest = Buffer.concat([rest, part]);
      if (feed < 0) break;
      yield rest.toString("utf8").replace(/\r$/u, "");
      rest = Buffer.alloc(0);
      from = feed + 1;
    }
  }
  if (rest.length > 0) yield rest.toString("utf8").replace(/\r$/u, "");
}
