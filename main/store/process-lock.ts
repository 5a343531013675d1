import { existsSync, rmSync } from "node:fs";
import SQLite from "better-sqlite3";
import { AppError } from "../domain/errors.ts";

export interface ProcessLock {
  /** Gives it up and leaves its file for whoever takes it next. */
  release(): void;
  /** Gives it up for good: its file goes, too. */
  remove(): void;
}

/**
 * A lock that the operating system gives up when the process that holds it ends, however it ends. An exclusively locked
 * SQLite file is the only such lock that works alike on every platform without a native module of its own.
 * @param file path of the lock file; made when it does not exist
 * @returns null when another process (or another lock in this one) holds it
 * @throws AppError file.unwritable where this process may only read the file
 */
export function takeProcessLock(file: string): ProcessLock | null {
  const database = new SQLite(file, { timeout: 0 });
  try {
    database.pragma("journal_mode = MEMORY");
    // Of a file that may only be read SQLite takes a lock that others can take, too, without a word: only who writes has it alone.
    database.exec("BEGIN EXCLUSIVE; PRAGMA user_version = 1");
  } catch (error) {
    database.close();
    if (!(error instanceof SQLite.SqliteError)) throw error;
    if (error.code.startsWith("SQLITE_BUSY")) return null;
    if (error.code.startsWith("SQLITE_READONLY"))
      throw new AppError(
        "file.unwritable",
        `${file} cannot be written (${error.code}).`,
        {
          object: file,
          remedy: "Check the permissions of the file and its folder.",
          cause: error,
        },
      );
    throw error;
  }
  // Who had it has just removed it: what is locked has no name any more, so others could lock another file beside it.
  if (!existsSync(file)) {
    database.close();
    return takeProcessLock(file);
  }
  return {
    release() {
      database.close();
    },
    remove() {
      // While it is held nobody else can have taken it; where open files cannot be removed it must be given up first.
      const removed = tryToRemove(file);
      database.close();
      if (!removed) tryToRemove(file);
    },
  };
}

function tryToRemove(file: string): boolean {
  try {
    rmSync(file, { force: true });
    return true;
  } catch {
    return false;
  }
}
