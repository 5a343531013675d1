import { basename, extname, posix } from "node:path";
import type { Archive, ArchiveEntry } from "../../archives/archive.ts";
import { openZip } from "../../archives/zip.ts";
import type { ContentRef } from "../../domain/content-ref.ts";
import { stopIfAborted } from "../stop-if-aborted.ts";
import type { SourceContext } from "../source.ts";
import { createFolderSpool, type FolderSpool } from "./folder-spool.ts";
import { isLitter, markerOf, type SafTree } from "./tree.ts";

type ZipEntryRef = Extract<ContentRef, { kind: "zip-entry" }>;

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
 * Spools the list of a ZIP's entries and finds the item folders in it. The archive is closed again: entries are read
 * by where they are.
 * @throws AppError archive.*, file.*, disk.full, run.cancelled
 */
export async function openZipTree(
  path: string,
  context: SourceContext,
): Promise<SafTree> {
  const archive = await openZip(path, {
    report: context.report,
    limits: { denseBytes: context.freeBytes },
  });
  const spool = createFolderSpool(context.workFolder);
  try {
    const zipPath = await spoolEntries(archive, spool, context.signal);
    const { itemCount, root } = spool.settle();
    if (itemCount > 0) reportStrays(spool, context);
    return createTree(zipPath ?? path, path, spool, itemCount, root);
  } catch (error) {
    spool.close();
    throw error;
  } finally {
    await archive.close();
  }
}

async function spoolEntries(
  archive: Archive,
  spool: FolderSpool,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { database } = spool;
  let zipPath: string | undefined;
  const insert = spool.guard(() => {
    database.exec(`
      CREATE TABLE file (path TEXT PRIMARY KEY, headerOffset INTEGER NOT NULL, method INTEGER NOT NULL,
        compressedSize INTEGER NOT NULL, size INTEGER NOT NULL, crc32 INTEGER NOT NULL, name TEXT NOT NULL)
        STRICT, WITHOUT ROWID;
      BEGIN`);
    return database.prepare("INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?)");
  });
  let folder = "";
  let marker = -1;
  for await (const entry of archive.entries()) {
    stopIfAborted(signal);
    const content = zipEntryRef(entry);
    zipPath = content.archive;
    spool.guard(() => {
      insert.run(
        entry.path,
        content.headerOffset,
        content.method,
        content.compressedSize,
        content.size,
        content.crc32,
        content.name,
      );
      // It says nothing of its folder, but `contents` may list it.
      if (isLitter(entry.path)) return;
      const parent = posix.dirname(entry.path);
      const found = markerOf(posix.basename(entry.path));
      // Entries of a folder usually follow each other: only what is new about it is written.
      if (parent !== folder || found > marker) {
        spool.add(parent === "." ? "" : parent, found);
        folder = parent;
        marker = found;
      }
    });
  }
  spool.guard(() => database.exec("COMMIT"));
  return zipPath;
}

function createTree(
  zipPath: string,
  path: string,
  spool: FolderSpool,
  itemCount: number,
  root: string,
): SafTree {
  const one = spool.database.prepare<[string], FileRow>(
    "SELECT * FROM file WHERE path = ?",
  );
  // "0" is the character after "/": the range is everything below a folder.
  const below = spool.database.prepare<[string, string], FileRow>(
    "SELECT * FROM file WHERE path > ? || '/' AND path < ? || '0' ORDER BY path",
  );
  const every = spool.database.prepare<[], FileRow>(
    "SELECT * FROM file ORDER BY path",
  );
  const reference = (row: FileRow): ContentRef => ({
    kind: "zip-entry",
    archive: zipPath,
    headerOffset: row.headerOffset,
    method: row.method === 0 ? 0 : 8,
    compressedSize: row.compressedSize,
    size: row.size,
    crc32: row.crc32,
    name: row.name,
  });
  return {
    name: basename(path, extname(path)),
    itemCount,
    root,
    itemFolders: () => spool.itemFolders(),
    read(folder) {
      const rows = folder === "" ? every.all() : below.all(folder, folder);
      const skip = folder === "" ? 0 : folder.length + 1;
      return {
        files: new Map(
          rows.map((row) => [row.path.slice(skip), reference(row)]),
        ),
        unsafe: new Map(),
      };
    },
    file(file) {
      const row = one.get(file);
      return row === undefined ? undefined : reference(row);
    },
    structureFolders: () => spool.structureFolders(),
    close: () => {
      spool.close();
    },
  };
}

function zipEntryRef(entry: ArchiveEntry): ZipEntryRef {
  if (entry.content.kind !== "zip-entry") {
    throw new Error(`The ZIP's entry ${entry.path} is kept elsewhere.`);
  }
  return entry.content;
}

function reportStrays(spool: FolderSpool, context: SourceContext): void {
  for (const folder of spool.strayFolders()) {
    context.report({
      severity: "warning",
      code: "folder.not-an-item",
      object: folder,
      message: "The folder holds files but no dublin_core.xml.",
      action: "It was left out.",
    });
  }
}
