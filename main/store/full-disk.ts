import SQLite from "better-sqlite3";
import { AppError } from "../domain/errors.ts";

/**
 * What SQLite says of a disk without room, in whichever of its files, as the product's error; other errors are returned
 * unchanged.
 * @param folder where these files are
 */
export function asFullDisk(error: unknown, folder: string): unknown {
  if (!(error instanceof SQLite.SqliteError)) return error;
  if (!error.code.startsWith("SQLITE_FULL")) return error;
  return new AppError(
    "disk.full",
    `The disk is full: ${folder} could not be written.`,
    {
      object: folder,
      remedy: "Free some space on that disk.",
      cause: error,
    },
  );
}
