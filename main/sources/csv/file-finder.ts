import { lstatSync } from "node:fs";
import { opendir } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import type { ContentRef } from "../../domain/content-ref.ts";
import { AppError, fromSystemError } from "../../domain/errors.ts";
import { foldName } from "../fold-name.ts";
import { relativePath } from "../relative-path.ts";

/** What a name in a sheet leads to. */
export type FoundFile =
  | {
      readonly found: true;
      /** Where its bytes are. */
      readonly content: ContentRef;
      /** What tells it from every other file. */
      readonly path: string;
      /** Name of the file without its folders. */
      readonly name: string;
      /** Set when the file is named differently; its path relative to the sheet. */
      readonly instead?: string;
    }
  | {
      readonly found: false;
      readonly code:
        "file.missing" | "file.ambiguous" | "file.unreadable" | "name.unsafe";
      readonly why: string;
    };

export interface FileFinder {
  /** Looks a name up below the sheet's folder, without following links. */
  find(written: string): Promise<FoundFile>;
  close(): void;
}

type Match = "folder" | "file" | "stem";

/**
 * Finds files beside a sheet: by the exact name, else the one that differs only in case or composed accents, else the
 * one whose name without its extension is the name given. Listings are kept on disk, so any number of files fits.
 */
export function createFileFinder(
  folder: string,
  workFolder: string,
): FileFinder {
  let index: ListingIndex | null = null;

  async function similar(
    parent: string,
    name: string,
    match: Match,
  ): Promise<readonly string[]> {
    index ??= createListingIndex(workFolder);
    return index.similar(parent, name, match);
  }

  /** One step down: the exact name or the only similar one. */
  async function step(
    parent: string,
    name: string,
    last: boolean,
  ): Promise<string | readonly string[] | { unsafe: string }> {
    const stat = lstatSync(join(parent, name), { throwIfNoEntry: false });
    if (stat?.isSymbolicLink() === true) {
      return { unsafe: "it leads over a link" };
    }
    if (last ? stat?.isFile() : stat?.isDirectory()) return name;
    const kinds: readonly Match[] = last ? ["file", "stem"] : ["folder"];
    for (const kind of kinds) {
      const names = await similar(parent, name, kind);
      if (names.length > 0) return names;
    }
    return [];
  }

  return {
    async find(written) {
      const checked = relativePath(written);
      if (!checked.safe) {
        return { found: false, code: "name.unsafe", why: checked.why };
      }
      const names = checked.path.split("/");
      const taken: string[] = [];
      let parent = folder;
      try {
        for (const [position, name] of names.entries()) {
          const next = await step(parent, name, position === names.length - 1);
          if (typeof next === "object" && "unsafe" in next) {
            return { found: false, code: "name.unsafe", why: next.unsafe };
          }
          const [first, second] = typeof next === "string" ? [next] : next;
          if (first === undefined) {
            return {
              found: false,
              code: "file.missing",
              why: "there is no such file beside the sheet",
            };
          }
          if (second !== undefined) {
            return {
              found: false,
              code: "file.ambiguous",
              why: `it may be ${first} or ${second}`,
            };
          }
          taken.push(first);
          parent = join(parent, first);
        }
      } catch (error) {
        const failure = fromSystemError(error, checked.path, "read");
        // A name too long or a folder that may not be read concerns this row alone.
        if (!(failure instanceof AppError) || failure.code === "disk.full")
          throw failure;
        return { found: false, code: "file.unreadable", why: failure.message };
      }
      const path = taken.join("/");
      const given = names.at(-1) ?? "";
      const name = taken.at(-1) ?? "";
      return {
        found: true,
        content: { kind: "file", path: parent },
        path: parent,
        // A name that is only composed differently is kept as the sheet writes it.
        name: name.normalize("NFC") === given.normalize("NFC") ? given : name,
        ...(path === written ||
        path.normalize("NFC") === written.normalize("NFC")
          ? {}
          : { instead: path }),
      };
    },
    close() {
      index?.close();
    },
  };
}

interface ListingIndex {
  similar(
    parent: string,
    name: string,
    match: Match,
  ): Promise<readonly string[]>;
  close(): void;
}

function createListingIndex(workFolder: string): ListingIndex {
  const database = new Database(join(workFolder, "sheet-files.sqlite"));
  database.pragma("journal_mode = OFF");
  database.pragma("synchronous = OFF");
  database.exec(`
    CREATE TABLE listed (parent TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE name (parent TEXT NOT NULL, folded TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
      PRIMARY KEY (parent, folded, kind, name)) STRICT, WITHOUT ROWID;
  `);
  const isListed = database.prepare<[string]>(
    "SELECT 1 FROM listed WHERE parent = ?",
  );
  const insert = database.prepare<[string, string, Match, string]>(
    "INSERT INTO name VALUES (?, ?, ?, ?)",
  );
  // Two are enough to know that the name is ambiguous.
  const select = database
    .prepare<[string, string, Match], string>(
      "SELECT name FROM name WHERE parent = ? AND folded = ? AND kind = ? ORDER BY name LIMIT 2",
    )
    .pluck();

  async function list(parent: string): Promise<void> {
    if (isListed.get(parent) !== undefined) return;
    database.exec("BEGIN");
    for await (const entry of await opendir(parent, { bufferSize: 512 })) {
      const folded = foldName(entry.name);
      if (entry.isDirectory()) {
        insert.run(parent, folded, "folder", entry.name);
      } else if (entry.isFile()) {
        insert.run(parent, folded, "file", entry.name);
        const dot = folded.lastIndexOf(".");
        if (dot > 0)
          insert.run(parent, folded.slice(0, dot), "stem", entry.name);
      }
    }
    database.prepare("INSERT INTO listed VALUES (?)").run(parent);
    database.exec("COMMIT");
  }

  return {
    async similar(parent, name, match) {
      await list(parent);
      return select.all(parent, foldName(name), match);
    },
    close() {
      database.close();
    },
  };
}
