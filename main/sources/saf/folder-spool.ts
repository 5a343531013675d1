import { join } from "node:path";
import Database from "better-sqlite3";
import { AppError } from "../../domain/errors.ts";
import { naturalKey } from "./natural-key.ts";
import type { Marker } from "./tree.ts";

/** The folders of a package, kept on disk so that any number of them fits; tells which are items. */
export interface FolderSpool {
  readonly database: Database.Database;
  /** Takes note of a folder that holds files; the highest marker given for it counts. */
  add(folder: string, marker: Marker): void;
  /** Finds the item folders once all folders are known. Returns what the tree tells of itself. */
  settle(): { readonly itemCount: number; readonly root: string };
  /** Item folders in natural order. */
  itemFolders(): Iterable<string>;
  /** The folder around the items, or the topmost folders of a package without items. */
  structureFolders(): string[];
  /** Topmost folders that hold files but neither are nor hold items. */
  strayFolders(): Iterable<string>;
  /** Runs a step, turning a full disk into the product's error. */
  guard<T>(step: () => T): T;
  close(): void;
}

const page = 1000;

interface FolderRow {
  key: Buffer;
  path: string;
  marker: number;
}

/** Begins a spool in the work folder. The file is left there for the caller to remove. */
export function createFolderSpool(workFolder: string): FolderSpool {
  const file = join(workFolder, "saf-folders.sqlite");
  const guard = <T>(step: () => T): T => {
    try {
      return step();
    } catch (error) {
      if (
        error instanceof Database.SqliteError &&
        /^SQLITE_(FULL|IOERR)/u.test(error.code)
      ) {
        throw new AppError(
          "disk.full",
          `The work folder ${workFolder} has no room for the list of the package's files.`,
          {
            object: workFolder,
            remedy: "Free some space on that disk, then run it again.",
            cause: error,
          },
        );
      }
      throw error;
    }
  };
  const database = guard(() => {
    const opened = new Database(file);
    // The spool is thrown away after the run: nothing has to survive a crash.
    opened.pragma("journal_mode = OFF");
    opened.pragma("synchronous = OFF");
    opened.exec(`
      CREATE TABLE folder (key BLOB PRIMARY KEY, path TEXT NOT NULL, marker INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE INDEX marked ON folder (key) WHERE marker > 0;
      CREATE TABLE item (natural TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (natural, path)) STRICT, WITHOUT ROWID;
      CREATE TABLE stray (path TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    `);
    return opened;
  });

  const insert = database.prepare<[Buffer, string, number]>(
    "INSERT INTO folder VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET marker = max(marker, excluded.marker)",
  );
  const after = database.prepare<[Buffer], FolderRow>(
    `SELECT key, path, marker FROM folder WHERE key > ? ORDER BY key LIMIT ${page}`,
  );
  const itself = database.prepare<[], FolderRow>(
    "SELECT key, path, marker FROM folder WHERE key = x''",
  );
  const below = database
    .prepare<[Buffer, Buffer, number], number>(
      "SELECT EXISTS (SELECT 1 FROM folder WHERE key > ? AND key < ? AND marker > 0 AND marker >= ?)",
    )
    .pluck();
  const insertItem = database.prepare<[string, string]>(
    "INSERT INTO item VALUES (?, ?)",
  );
  const insertStray = database.prepare<[string]>(
    "INSERT INTO stray VALUES (?)",
  );

  let settled: { itemCount: number; root: string } | null = null;

  function* rows(): Generator<FolderRow> {
    yield* itself.all();
    let last: Buffer = Buffer.alloc(0);
    for (;;) {
      const found = after.all(last);
      yield* found;
      const end = found.at(-1);
      if (end === undefined) return;
      last = end.key;
    }
  }

  const anyBelow = (key: Buffer, marker: Marker): boolean =>
    below.get(key, endOf(key), marker) === 1;

  return {
    database,
    guard,
    add(folder, marker) {
      insert.run(orderKey(folder), folder, marker);
    },
    settle() {
      return guard(() => {
        database.exec("BEGIN");
        let count = 0;
        let item: Buffer | null = null;
        let stray: Buffer | null = null;
        let root: string[] | null = null;
        for (const row of rows()) {
          if (isWithin(row.key, item)) continue;
          if (row.marker === 2 || (row.marker === 1 && !anyBelow(row.key, 2))) {
            item = row.key;
            count++;
            insertItem.run(naturalKey(row.path), row.path);
            root = sharedFolder(root, row.path);
          } else if (
            row.marker === 0 &&
            row.path !== "" &&
            !isWithin(row.key, stray) &&
            !anyBelow(row.key, 1)
          ) {
            stray = row.key;
            insertStray.run(row.path);
          }
        }
        database.exec("COMMIT");
        settled = { itemCount: count, root: (root ?? []).join("/") };
        return settled;
      });
    },
    *itemFolders() {
      const next = database.prepare<
        [string, string],
        { natural: string; path: string }
      >(
        `SELECT natural, path FROM item WHERE (natural, path) > (?, ?) ORDER BY natural, path LIMIT ${page}`,
      );
      // A package that is itself an item has the empty path, which no path is less than.
      if (
        database.prepare("SELECT 1 FROM item WHERE path = ''").get() !==
        undefined
      ) {
        yield "";
      }
      let last = { natural: "", path: "" };
      for (;;) {
        const found = next.all(last.natural, last.path);
        for (const row of found) yield row.path;
        const end = found.at(-1);
        if (end === undefined) return;
        last = end;
      }
    },
    structureFolders() {
      if (settled !== null && settled.itemCount > 0)
        return [...new Set([settled.root, ""])];
      return database
        .prepare<[], string>(
          "SELECT path FROM folder WHERE instr(path, '/') = 0 ORDER BY path LIMIT 50",
        )
        .pluck()
        .all();
    },
    *strayFolders() {
      const next = database.prepare<[string], { path: string }>(
        `SELECT path FROM stray WHERE path > ? ORDER BY path LIMIT ${page}`,
      );
      let last = "";
      for (;;) {
        const found = next.all(last);
        for (const row of found) yield row.path;
        const end = found.at(-1);
        if (end === undefined) return;
        last = end.path;
      }
    },
    close() {
      database.close();
    },
  };
}

/** Sorts a folder directly before everything in it; NUL, because no name can hold one. */
function orderKey(folder: string): Buffer {
  return folder === ""
    ? Buffer.alloc(0)
    : Buffer.from(`${folder.replaceAll("/", "\0")}\0`, "utf8");
}

/** The first key after everything in a folder. */
function endOf(key: Buffer): Buffer {
  if (key.length === 0) return Buffer.from([0xff]);
  const end = Buffer.from(key);
  end[end.length - 1] = 1;
  return end;
}

function isWithin(key: Buffer, folder: Buffer | null): boolean {
  return (
    folder !== null &&
    key.length >= folder.length &&
    key.subarray(0, folder.length).equals(folder)
  );
}

function sharedFolder(shared: string[] | null, path: string): string[] {
  const parents = path.split("/").slice(0, -1);
  if (shared === null) return parents;
  let length = 0;
  while (length < shared.length && shared[length] === parents[length]) length++;
  return shared.slice(0, length);
}
