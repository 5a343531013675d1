import { basename, dirname, join } from "node:path";
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
  return join(exports, uuid, "owner.lock");
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

/** Name under which the archive is written; in the folder of the final name, so that renaming is one step. */
export function partPath(archive: string, uuid: string): string {
  const mark = `.${uuid.slice(0, 8)}.part`;
  // A name that is just short enough for the file system leaves no room for more.
  return Buffer.byteLength(basename(archive)) + mark.length <= 255
    ? archive + mark
    : join(dirname(archive), mark);
}
