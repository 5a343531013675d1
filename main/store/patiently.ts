import SQLite from "better-sqlite3";
import { setTimeout as pause } from "node:timers/promises";

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
      const busy =
        error instanceof SQLite.SqliteError &&
        error.code.startsWith("SQLITE_BUSY");
      if (!busy || performance.now() > until) throw error;
    }
    await pause(wait);
  }
}
