import { closeSync, fstatSync, openSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { AppError, fromSystemError } from "../domain/errors.ts";

/** An archive as it is open for reading. */
export interface ArchiveFile {
  /** Absolute path. */
  readonly path: string;
  readonly descriptor: number;
  readonly size: number;
  close(): void;
}

/**
 * Opens a regular file.
 * @throws AppError archive.not-recognised (not a file), file.not-found, file.unreadable
 */
export function openArchiveFile(path: string): ArchiveFile {
  const absolute = resolve(path);
  let descriptor: number;
  try {
    // Asked before it is opened: opening a named pipe would wait for ever.
    if (!statSync(absolute).isFile()) {
      throw new AppError(
        "archive.not-recognised",
        `${absolute} is not a file.`,
        { object: absolute },
      );
    }
    descriptor = openSync(absolute, "r");
  } catch (error) {
    throw fromSystemError(error, absolute, "read");
  }
  let open = true;
  return {
    path: absolute,
    descriptor,
    size: fstatSync(descriptor).size,
    close() {
      if (open) closeSync(descriptor);
      open = false;
    },
  };
}
