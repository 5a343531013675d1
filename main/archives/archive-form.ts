import { closeSync, openSync, readSync, statSync } from "node:fs";
import { fromSystemError } from "../domain/errors.ts";

/** What a package is kept in. */
export type ArchiveForm = "folder" | "tar" | "tar.gz" | "tar.bz2" | "zip";

/**
 * Tells what a package is kept in by its first bytes. Whatever is nothing else is taken for a ZIP, whose reader says
 * what is wrong with it.
 * @throws AppError file.not-found, file.unreadable
 */
export function archiveForm(path: string): ArchiveForm {
  try {
    const found = statSync(path);
    if (found.isDirectory()) return "folder";
    // Opening a named pipe would wait for ever.
    if (!found.isFile()) return "zip";
    const start = Buffer.alloc(512);
    const descriptor = openSync(path, "r");
    try {
      readSync(descriptor, start, 0, start.length, 0);
    } finally {
      closeSync(descriptor);
    }
    if (start[0] === 0x1f && start[1] === 0x8b) return "tar.gz";
    if (start.toString("latin1", 0, 3) === "BZh") return "tar.bz2";
    return start.toString("latin1", 257, 262) === "ustar" ? "tar" : "zip";
  } catch (error) {
    throw fromSystemError(error, path, "read");
  }
}
