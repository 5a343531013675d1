import { mkdirSync } from "node:fs";
import { fromSystemError } from "../domain/errors.ts";

/**
 * Makes a folder, and those above it, unless it is there.
 * @throws AppError disk.full, file.unwritable
 */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw fromSystemError(error, folder, "write");
  }
}
