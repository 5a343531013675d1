import SQLite from "better-sqlite3";

export interface ProcessLock {
  release(): void;
}

/**
 * A lock that the operating system gives up when the process that holds it ends, however it ends. An exclusively locked
 * SQLite file is the only such lock that works alike on every platform without a native module of its own.
 * @param file path of the lock file; made when it does not exist, left in place when released
 * @returns null when another process (or another lock in this one) holds it
 */
export function takeProcessLock(file: string): ProcessLock | null {
  const database = new SQLite(file, { timeout: 0 });
  try {
    database.pragma("journal_mode = MEMORY");
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (
      error instanceof SQLite.SqliteError &&
      error.code.startsWith("SQLITE_BUSY")
    )
      return null;
    throw error;
  }
  return {
    release() {
      database.close();
    },
  };
}
