import SQLite from "better-sqlite3";
import { setTimeout as pause } from "node:timers/promises";
import { AppError } from "../domain/errors.ts";

/** Whether something failed only because somebody else was writing. */
export function isBusy(error: unknown): boolean {
  return error instanceof AppError
    ? error.code === "catalog.busy"
    : error instanceof SQLite.SqliteError &&
        error.code.startsWith("SQLITE_BUSY");
}

/** How long a write may wait for other writers, in milliseconds. */
const patience = 60_000;

/**
 * Writes to the catalog from the main thread, which must not wait inside SQLite while another thread or process writes:
 * the connection gives up at once and the write is tried again a little later.
 * @throws what `write` throws, SQLITE_BUSY too when it lasts longer than a minute
 */
export async function patiently<Result>(write: () => Result): Promise<Result> {
  const until = performance.now() + patience;
  for (let wait = 2; ; wait = Math.min(wait * 2, 50)) {
    try {
      return write();
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error;
    }
    await pause(wait);
  }
}
