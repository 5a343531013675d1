import { realpathSync } from "node:fs";
import { opendir } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import SQLite from "better-sqlite3";
import { openZip } from "../../archives/zip.ts";
import type { ContentRef } from "../../domain/content-ref.ts";
import { AppError, fromSystemError } from "../../domain/errors.ts";
import { isFolder, regularFile } from "../regular-file.ts";
import type { SourceContext } from "../source.ts";
import { stopIfAborted } from "../stop-if-aborted.ts";
import { packageFolder } from "./recognises-xml.ts";

/** The files of a package, wherever they are kept. Paths are below the package's root folder. */
export interface PackageFiles {
  readonly name: string;
  readonly itemCount: number;
  /** Folders of items by the numbers at their ends: the order in which the items came into their catalog. */
  itemFolders(): Iterable<string>;
  /** One file; undefined when it is not there or is not a regular file. */
  file(path: string): ContentRef | undefined;
  close(): void;
}

interface FileRow {
  headerOffset: number;
  method: number;
  compressedSize: number;
  size: number;
  crc32: number;
  name: string;
}

const page = 1000;

/**
 * Lists the files of a package in the work folder, so that any number of them fits.
 * @throws AppError archive.*, file.*, disk.full, run.cancelled
 */
export async function openPackageFiles(
  path: string,
  context: SourceContext,
): Promise<PackageFiles> {
  const spool = openSpool(context.workFolder);
  try {
    const file = isFolder(path)
      ? await listFolder(path, spool, context)
      : await listZip(path, spool, context);
    return {
      name: basename(path, extname(path)),
      itemCount: spool.itemCount(),
      itemFolders: spool.itemFolders,
      file,
      close: spool.close,
    };
  } catch (error) {
    spool.close();
    if (error instanceof SQLite.SqliteError && error.code === "SQLITE_FULL")
      throw new AppError(
        "disk.full",
        `The work folder ${context.workFolder} has no room for the list of the package's files.`,
        {
          object: context.workFolder,
          remedy: "Free some space on that disk, then run it again.",
          cause: error,
        },
      );
    throw error;
  }
}

type Spool = ReturnType<typeof openSpool>;

function openSpool(workFolder: string) {
  const database = new SQLite(join(workFolder, "xml-files.sqlite"));
  database.pragma("journal_mode = OFF");
  database.pragma("synchronous = OFF");
  database.exec(`
    CREATE TABLE file (path TEXT PRIMARY KEY, headerOffset INTEGER NOT NULL, method INTEGER NOT NULL,
      compressedSize INTEGER NOT NULL, size INTEGER NOT NULL, crc32 INTEGER NOT NULL, name TEXT NOT NULL)
      STRICT, WITHOUT ROWID;
    CREATE TABLE item (number INTEGER NOT NULL, folder TEXT NOT NULL, PRIMARY KEY (number, folder)) STRICT, WITHOUT ROWID;
    BEGIN`);
  const addFile = database.prepare(
    "INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const addItem = database.prepare("INSERT OR IGNORE INTO item VALUES (?, ?)");
  const one = database.prepare<[string], FileRow>(
    "SELECT * FROM file WHERE path = ?",
  );
  const count = database
    .prepare<[], number>("SELECT count(*) FROM item")
    .pluck();
  const next = database.prepare<
    [number, string],
    { number: number; folder: string }
  >(
    `SELECT number, folder FROM item WHERE (number, folder) > (?, ?) ORDER BY number, folder LIMIT ${String(page)}`,
  );
  return {
    addFile,
    addItem(folder: string): void {
      addItem.run(
        Number(/(\d{1,15})(?:-rev\d+)?$/u.exec(folder)?.[1] ?? 0),
        folder,
      );
    },
    row: (path: string) => one.get(path),
    commit: () => database.exec("COMMIT"),
    itemCount: () => count.get() ?? 0,
    *itemFolders(): Generator<string, undefined> {
      let last = { number: -1, folder: "" };
      for (;;) {
        const found = next.all(last.number, last.folder);
        for (const { folder } of found) yield folder;
        const end = found.at(-1);
        if (end === undefined) return;
        last = end;
      }
    },
    close(): void {
      database.close();
    },
  };
}

async function listZip(
  path: string,
  spool: Spool,
  context: SourceContext,
): Promise<PackageFiles["file"]> {
  const archive = await openZip(path, {
    report: context.report,
    limits: { denseBytes: context.freeBytes },
  });
  let zipPath = path;
  let root: string | null = null;
  try {
    for await (const { path: entry, content } of archive.entries()) {
      stopIfAborted(context.signal);
      if (content.kind !== "zip-entry")
        throw new Error(`The ZIP's entry ${entry} is kept elsewhere.`);
      zipPath = content.archive;
      const { headerOffset, method, compressedSize, size, crc32, name } =
        content;
      spool.addFile.run(
        entry,
        headerOffset,
        method,
        compressedSize,
        size,
        crc32,
        name,
      );
      const mark = /^((?:[^/]+\/){0,2})hierarchy\.xml$/u.exec(entry);
      if (mark !== null) root ??= mark[1] ?? "";
      // Below the root folder (which may be in a bag), or at the top of a package that was packed without one.
      const item = /^(?:[^/]+\/){0,2}([^/]+)\/item\.xml$/u.exec(entry)?.[1];
      if (item !== undefined) spool.addItem(item);
    }
    spool.commit();
  } finally {
    await archive.close();
  }
  const base = root ?? "";
  return (file) => {
    const row = spool.row(`${base}${file}`);
    return row === undefined
      ? undefined
      : {
          kind: "zip-entry",
          archive: zipPath,
          headerOffset: row.headerOffset,
          method: row.method === 0 ? 0 : 8,
          compressedSize: row.compressedSize,
          size: row.size,
          crc32: row.crc32,
          name: row.name,
        };
  };
}

async function listFolder(
  path: string,
  spool: Spool,
  context: SourceContext,
): Promise<PackageFiles["file"]> {
  try {
    const base = (await packageFolder(realpathSync(path))) ?? path;
    for await (const entry of await opendir(base, { bufferSize: 512 })) {
      stopIfAborted(context.signal);
      if (!entry.isDirectory()) continue;
      if (regularFile(base, `${entry.name}/item.xml`) !== undefined)
        spool.addItem(entry.name);
    }
    spool.commit();
    return (file) => regularFile(base, file);
  } catch (error) {
    throw fromSystemError(error, path, "read");
  }
}
