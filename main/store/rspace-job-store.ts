import type { Database } from "better-sqlite3";
import type { RspaceRecord } from "../core/rspace-exports.ts";

export type RspaceJobStore = ReturnType<typeof createRspaceJobStore>;

const columns =
  "run_id AS run, account_id AS account, archive, server, percent, expired_at AS expiredAt";

/** What RSpace's dialect alone says of runs. What writes is to be called in a transaction. */
export function createRspaceJobStore(database: Database) {
  const insert = database.prepare(
    "INSERT INTO rspace_job (run_id, account_id, archive, server) VALUES (?, ?, ?, ?)",
  );
  const byRun = database.prepare<[number], RspaceRecord>(
    `SELECT ${columns} FROM rspace_job WHERE run_id = ?`,
  );
  const byArchive = database.prepare<[string], RspaceRecord>(
    `SELECT ${columns} FROM rspace_job WHERE archive = ?`,
  );
  const running = database
    .prepare<[number], number>(
      `SELECT EXISTS (SELECT 1 FROM run r JOIN rspace_job j ON j.run_id = r.id
         WHERE r.state IN ('queued', 'processing') AND j.account_id = ?)`,
    )
    .pluck();
  const keepPercent = database.prepare(
    "UPDATE rspace_job SET percent = max(percent, ?) WHERE run_id = ?",
  );
  const finishedBefore = database
    .prepare<[number], number>(
      `SELECT j.run_id FROM rspace_job j JOIN run r ON r.id = j.run_id
       WHERE j.expired_at IS NULL AND r.finished_at <= ? AND r.state IN ('done', 'done-with-problems')`,
    )
    .pluck();
  const expire = database.prepare(
    "UPDATE rspace_job SET expired_at = ? WHERE run_id = ? AND expired_at IS NULL",
  );

  return {
    add: (
      run: number,
      account: number,
      archive: string,
      server: string,
    ): void => void insert.run(run, account, archive, server),
    get: (run: number): RspaceRecord | null => byRun.get(run) ?? null,
    byArchive: (name: string): RspaceRecord | null =>
      byArchive.get(name) ?? null,
    /** Whether an export of the account has not ended. */
    isRunning: (account: number): boolean => running.get(account) === 1,
    keepPercent: (run: number, percent: number): void =>
      void keepPercent.run(percent, run),
    /** Runs with an archive that ended at a time or before it, in milliseconds since 1970. */
    finishedBefore: (time: number): number[] => finishedBefore.all(time),
    /** Notes that the archive of a run is gone; false when that was known. */
    expire: (run: number, now: number): boolean =>
      expire.run(now, run).changes === 1,
  };
}
