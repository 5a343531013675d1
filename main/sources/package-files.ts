import { realpathSync } from "node:fs";
import { opendir } from "node:fs/promises";
import { basename, extname, join, sep } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import SQLite from "better-sqlite3";
import { openZip } from "../archives/zip.ts";
import type { ContentRef } from "../domain/content-ref.ts";
import { AppError, fromSystemError } from "../domain/errors.ts";
import { findPackageFolder } from "./find-package-folder.ts";
import { isFolder, regularFile } from "./regular-file.ts";
import type { SourceContext } from "./source.ts";
import { stopIfAborted } from "./stop-if-aborted.ts";

/** The files of a package that is described by one file, wherever they are kept. */
export interface PackageFiles {
  /** Name of the folder or of the archive without its extension. */
  readonly name: string;
  /** A file by its path below the folder of the describing file; undefined when there is no such file. */
  file(path: string): ContentRef | undefined;
  /** The reverse; null for what is no file of the package. */
  pathOf(content: ContentRef): string | null;
  /** Paths of all files below the folder of the describing file; links are none. @throws AppError file.unreadable */
  paths(): AsyncIterable<string>;
  close(): void;
}

const pathsAtATime = 1000;

interface FileRow {
  path: string;
  headerOffset: number;
  method: number;
  compressedSize: number;
  size: number;
  crc32: number;
  name: string;
}

/**
 * Lists the files of a package in the work folder, so that any number of them fits.
 * @param mark name of the describing file
 * @throws AppError archive.*, file.*, disk.full, run.cancelled
 */
export async function openPackageFiles(
  path: string,
  mark: string,
  context: SourceContext,
): Promise<PackageFiles> {
  const name = basename(path, extname(path));
  if (isFolder(path)) {
    try {
      const base = await findPackageFolder(realpathSync(path), [mark]);
      if (base === null) throw notThere(path, mark);
      return {
        name,
        file: (file) => regularFile(base, file),
        pathOf: (content) =>
          content.kind === "file" && content.path.startsWith(base + sep)
            ? content.path.slice(base.length + 1).replaceAll(sep, "/")
            : null,
        paths: () => pathsBelow(base),
        close: () => undefined,
      };
    } catch (error) {
      throw fromSystemError(error, path, "read");
    }
  }
  const database = new SQLite(
    join(context.workFolder, `files-of-${mark}.sqlite`),
  );
  try {
    return { name, ...(await listZip(path, mark, database, context)) };
  } catch (error) {
    database.close();
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

async function listZip(
  path: string,
  mark: string,
  database: SQLite.Database,
  context: SourceContext,
): Promise<Omit<PackageFiles, "name">> {
  database.pragma("journal_mode = OFF");
  database.pragma("synchronous = OFF");
  database.exec(`
    CREATE TABLE file (path TEXT PRIMARY KEY, headerOffset INTEGER NOT NULL, method INTEGER NOT NULL,
      compressedSize INTEGER NOT NULL, size INTEGER NOT NULL, crc32 INTEGER NOT NULL, name TEXT NOT NULL)
      STRICT, WITHOUT ROWID;
    BEGIN`);
  const add = database.prepare(
    "INSERT INTO file VALUES (@path, @headerOffset, @method, @compressedSize, @size, @crc32, @name)",
  );
  const one = database.prepare<[string], FileRow>(
    "SELECT * FROM file WHERE path = ?",
  );
  const others = database
    .prepare<[string, number], string>(
      "SELECT path FROM file WHERE path > ? ORDER BY path LIMIT ?",
    )
    .pluck();
  const archive = await openZip(path, {
    report: context.report,
    limits: { denseBytes: context.freeBytes },
  });
  let zipPath = path;
  let base: string | null = null;
  try {
    for await (const { path: entry, content } of archive.entries()) {
      stopIfAborted(context.signal);
      if (content.kind !== "zip-entry")
        throw new Error(`The ZIP's entry ${entry} is kept elsewhere.`);
      zipPath = content.archive;
      const { headerOffset, method, compressedSize, size, crc32, name } =
        content;
      const row = { headerOffset, method, compressedSize, size, crc32, name };
      add.run({ path: entry, ...row });
      if (entry !== mark && !entry.endsWith(`/${mark}`)) continue;
      // A file of the package may have the same name; the one that describes it is above all others.
      const folder = entry.slice(0, entry.length - mark.length);
      if (base === null || depth(folder) < depth(base)) base = folder;
    }
    database.exec("COMMIT");
  } finally {
    await archive.close();
  }
  if (base === null) throw notThere(path, mark);
  const root = base;
  return {
    file(file) {
      const row = one.get(`${root}${file}`);
      if (row === undefined) return undefined;
      const { headerOffset, compressedSize, size, crc32, name } = row;
      return {
        kind: "zip-entry",
        archive: zipPath,
        headerOffset,
        method: row.method === 0 ? 0 : 8,
        compressedSize,
        size,
        crc32,
        name,
      };
    },
    pathOf: (content) =>
      content.kind === "zip-entry" && content.name.startsWith(root)
        ? content.name.slice(root.length)
        : null,
    async *paths() {
      // What begins with the folder comes in one piece.
      for (let last = root; ;) {
        const found = others.all(last, pathsAtATime);
        for (const path of found) {
          if (!path.startsWith(root)) return;
          yield path.slice(root.length);
        }
        const end = found.at(-1);
        if (end === undefined) return;
        last = end;
        await nextTurn();
      }
    },
    close: () => {
      database.close();
    },
  };
}

async function* pathsBelow(base: string, folder = ""): AsyncGenerator<string> {
  try {
    const listing = await opendir(join(base, folder), { bufferSize: 512 });
    for await (const entry of listing) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) yield* pathsBelow(base, path);
      else if (entry.isFile()) yield path;
    }
  } catch (error) {
    throw fromSystemError(error, join(base, folder), "read");
  }
}

function depth(folder: string): number {
  return folder.split("/").length;
}

function notThere(path: string, mark: string): AppError {
  return new AppError(
    "archive.not-recognised",
    `${path} is no package of this kind: it has no ${mark}.`,
    { object: path },
  );
}
