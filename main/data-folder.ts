import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
} from "node:fs";
import { realpath, stat, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError, fromSystemError } from "./domain/errors.ts";
import type { JobPaths } from "./jobs/protocol.ts";

/** Bytes that may still be written to the file system of a folder. */
export async function freeBytes(folder: string): Promise<number> {
  const disk = await statfs(folder);
  return disk.bavail * disk.bsize;
}

/** Bytes that may still be written to a folder's file system, and which one that is. @throws where the folder is not */
export async function diskOf(
  folder: string,
): Promise<{ free: number; device: number }> {
  const [free, { dev }] = await Promise.all([freeBytes(folder), stat(folder)]);
  return { free, device: dev };
}

/** Size of a regular file; a link to one is not one. */
export function fileSize(path: string): number | null {
  const status = lstatSync(path, { throwIfNoEntry: false });
  return status?.isFile() === true ? status.size : null;
}

/** Whether there is a folder; a link to one is not one. */
export function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** A path with no links in it. @throws AppError file.not-found, file.unreadable */
export async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    throw fromSystemError(error, path, "read");
  }
}

/** Where the catalog of a data folder is. */
export function catalogIn(dataDir: string): string {
  return join(dataDir, "catalog.sqlite");
}

/** Makes a folder with those above it. Node's own way never comes back where the system refuses to (as below /proc). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/**
 * Makes the folders of a data folder.
 * @throws AppError data-folder.unusable
 */
export function prepareDataFolder(
  dataDir: string,
): JobPaths & { logs: string; incoming: string; taken: string } {
  const folders = {
    catalog: catalogIn(dataDir),
    store: join(dataDir, "store"),
    exports: join(dataDir, "exports"),
    logs: join(dataDir, "logs"),
    incoming: join(dataDir, "incoming"),
    // What people take out to look at; made when it is needed.
    taken: join(dataDir, "taken"),
  };
  try {
    for (const folder of [
      dataDir,
      folders.store,
      folders.exports,
      folders.logs,
    ]) {
      // What is in a catalog may be confidential: other users of the machine have no business in it.
      makeFolder(folder);
    }
    accessSync(dataDir, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw new AppError(
      "data-folder.unusable",
      `The data folder ${dataDir} cannot be used.`,
      {
        object: dataDir,
        remedy:
          "Check that it is a folder you may write to, or choose another one with --data-dir or HOLDALL_DATA_DIR.",
        cause: error,
      },
    );
  }
  return folders;
}
