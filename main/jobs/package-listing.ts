import { createHash } from "node:crypto";
import {
  createReadStream,
  closeSync,
  openSync,
  readSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { setImmediate as nextTurn } from "node:timers/promises";
import { crc32 } from "node:zlib";
import SQLite from "better-sqlite3";
import type { PackageFile } from "../domain/package-file.ts";
import type { ExportPlan } from "./export-plan.ts";
import { listFolder } from "./list-folder.ts";

/** Name of the listing of a package that is a folder, beside that folder. */
const listingName = "files.sqlite";
const pageSize = 500;

/** Folder for the archives made of a package that is a folder. */
export function archivesFolder(folder: string): string {
  return join(dirname(folder), "archives");
}

/** Where the listing of a package is. */
export function listingFile(folder: string): string {
  return join(dirname(folder), listingName);
}

interface Row {
  readonly number: number;
  readonly path: string;
  readonly size: number;
  readonly crc32: number;
  readonly sha256: string;
  readonly modified: number;
  readonly label: string | null;
}

/**
 * Writes down which files a package in a folder has, in its order, with what was planned of them. It can be made again.
 * @param folder where the files are now
 */
export async function writeListing(
  file: string,
  folder: string,
  manifestFile: string,
  plan: ExportPlan,
  root: string,
): Promise<void> {
  const database = new SQLite(file);
  try {
    database.pragma("journal_mode = OFF");
    database.pragma("synchronous = OFF");
    database.exec(
      `DROP TABLE IF EXISTS file;
       CREATE TABLE file (number INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, size INTEGER NOT NULL,
         crc32 INTEGER NOT NULL, sha256 TEXT NOT NULL, modified INTEGER NOT NULL, label TEXT) STRICT;
       BEGIN`,
    );
    const add = database.prepare(
      "INSERT INTO file (path, size, crc32, sha256, modified, label) VALUES (?, ?, ?, ?, ?, ?)",
    );
    const lines = createInterface({
      input: createReadStream(manifestFile, "utf8"),
      crlfDelay: Infinity,
    });
    let count = 0;
    for await (const line of lines) {
      const path = line.slice(66);
      const at = join(folder, path);
      const { size, mtimeMs } = statSync(at);
      const planned = plan.plannedFile(`${root}/${path}`);
      add.run(
        path,
        size,
        planned?.crc32 ?? checksum(at).crc32,
        line.slice(0, 64),
        Math.round(mtimeMs),
        planned?.label ?? null,
      );
      if (++count % pageSize === 0) await nextTurn();
    }
    // A manifest does not name itself.
    const known = database.prepare<[string]>(
      "SELECT 1 FROM file WHERE path = ?",
    );
    for await (const { path, at, size, modified } of listFolder(folder))
      if (known.get(path) === undefined) {
        const sums = checksum(at);
        add.run(
          path,
          size,
          sums.crc32,
          sums.sha256,
          Math.round(modified),
          null,
        );
      }
    database.exec("COMMIT");
  } finally {
    database.close();
  }
}

function checksum(path: string): { crc32: number; sha256: string } {
  const piece = Buffer.allocUnsafe(1 << 20);
  const descriptor = openSync(path, "r");
  const hash = createHash("sha256");
  try {
    let sum = 0;
    for (;;) {
      const count = readSync(descriptor, piece);
      if (count === 0) return { crc32: sum, sha256: hash.digest("hex") };
      hash.update(piece.subarray(0, count));
      sum = crc32(piece.subarray(0, count), sum);
    }
  } finally {
    closeSync(descriptor);
  }
}

export type PackageListing = ReturnType<typeof openListing>;

/** Opens the listing of a package. @param folder where its files are */
export function openListing(folder: string) {
  const database = new SQLite(listingFile(folder), {
    readonly: true,
    fileMustExist: true,
  });
  const columns = "number, path, size, crc32, sha256, modified, label";
  const one = database.prepare<[string], Row>(
    `SELECT ${columns} FROM file WHERE path = ?`,
  );
  const all = database.prepare<[number, number], Row>(
    `SELECT ${columns} FROM file WHERE number > ? ORDER BY number LIMIT ?`,
  );
  // What begins with `folder/` lies between that and the same with the next character.
  const below = database.prepare<[string, string, number, number], Row>(
    `SELECT ${columns} FROM file WHERE path > ? AND path < ? AND number > ? ORDER BY number LIMIT ?`,
  );
  const isFolder = database
    .prepare<[string, string], number>(
      "SELECT EXISTS (SELECT 1 FROM file WHERE path > ? AND path < ?)",
    )
    .pluck();
  const toFile = (row: Row): PackageFile => ({
    path: row.path,
    at: join(folder, row.path),
    size: row.size,
    crc32: row.crc32,
    sha256: row.sha256,
    modified: row.modified,
    label:
      row.label === null ? {} : (JSON.parse(row.label) as PackageFile["label"]),
  });

  return {
    find(path: string): PackageFile | null {
      const row = one.get(path);
      return row === undefined ? null : toFile(row);
    },
    /** All files at once: for what needs them as a list. */
    all: (): PackageFile[] => all.all(0, -1).map(toFile),
    hasFolder: (path: string): boolean =>
      isFolder.get(`${path}/`, `${path}0`) === 1,
    /** The files of a folder and of those in it, or all, in the order of the package; some at a time are in memory. */
    async *files(path: string | null = null): AsyncGenerator<PackageFile> {
      for (let last = 0; ;) {
        const rows =
          path === null
            ? all.all(last, pageSize)
            : below.all(`${path}/`, `${path}0`, last, pageSize);
        for (const row of rows) yield toFile(row);
        const end = rows.at(-1);
        if (end === undefined || rows.length < pageSize) return;
        last = end.number;
        await nextTurn();
      }
    },
    close(): void {
      database.close();
    },
  };
}
