import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { crc32 } from "node:zlib";
import type { ExportRequest } from "../domain/run-request.ts";

/** Folder of a run inside the exports folder. */
export function runFolder(exports: string, uuid: string): string {
  return join(exports, uuid);
}

/** Folder for what a run needs only while it runs. */
export function workFolder(exports: string, uuid: string): string {
  return join(exports, uuid, "work");
}

/** File by which other processes see that the process that owns a run is alive. */
export function lockFile(exports: string, uuid: string): string {
  return join(exports, `run-${uuid}.lock`);
}

/** File by which other processes see that the process that owns a delivery is alive. */
export function deliveryLockFile(exports: string, delivery: number): string {
  return join(exports, `delivery-${String(delivery)}.lock`);
}

/** Where the finished archive of a run will be. */
export function archivePath(
  exports: string,
  uuid: string,
  request: ExportRequest,
  extension: string,
): string {
  return (
    request.out ?? join(runFolder(exports, uuid), `${request.root}${extension}`)
  );
}

/**
 * Where a volume of an archive will be: its number stands before the extension.
 * @param number from 1
 */
export function volumePath(
  archive: string,
  extension: string,
  number: number,
): string {
  const base =
    extension !== "" && archive.endsWith(extension)
      ? archive.slice(0, -extension.length)
      : archive;
  return `${base}.${String(number)}${extension}`;
}

/** Name under which the archive is written; in the folder of the final name, so that renaming is one step. */
export function partPath(archive: string, uuid: string): string {
  const mark = partMark(uuid);
  // A name that is just short enough for the file system leaves no room for more.
  return Buffer.byteLength(basename(archive)) + mark.length <= 255
    ? archive + mark
    : join(
        dirname(archive),
        `.${crc32(basename(archive)).toString(16)}${mark}`,
      );
}

/** How the names of all files end that a run has not finished. */
function partMark(uuid: string): string {
  return `.${uuid.slice(0, 8)}.part`;
}

/** Everything beside an archive that a run has not finished: its own part files, one for each volume. */
export function partsBeside(archive: string, uuid: string): string[] {
  const folder = dirname(archive);
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(partMark(uuid)))
      .map((name) => join(folder, name));
  } catch {
    // A folder that is not there any more holds nothing.
    return [];
  }
}
