import type { Database } from "better-sqlite3";
import type { RunMemory } from "../domain/run-request.ts";

/** What an export leaves for the next run of its definition. */
export interface LeftByRun {
  readonly basis: string;
  readonly revision: number | null;
  /** Whether it has found nothing to pack, so that what was left by the one before goes on counting. */
  readonly empty: boolean;
}

/** What definitions know of their last successful run; nothing of it concerns runs without a definition. */
export function createDefinitionMemory(database: Database) {
  const remember = database.prepare(
    `INSERT INTO definition_memory SELECT d.definition_id, d.run_id, o.uuid, @basis, @revision, @now
     FROM definition_run d JOIN object o ON o.id = d.run_id WHERE d.run_id = @id
     ON CONFLICT (definition_id) DO UPDATE SET run_id = excluded.run_id, run_uuid = excluded.run_uuid,
       basis = excluded.basis, revision = excluded.revision, finished_at = excluded.finished_at`,
  );
  const seeAgain = database.prepare(
    `UPDATE definition_memory SET revision = ?
     WHERE definition_id = (SELECT definition_id FROM definition_run WHERE run_id = ?)`,
  );
  const forget = database.prepare(
    "DELETE FROM definition_memory WHERE run_id = ?",
  );
  const rememberBefore = database.prepare(
    `UPDATE definition_memory SET run_id = @run, run_uuid = @uuid, basis = @basis, revision = @revision,
       finished_at = @finishedAt WHERE run_id = @id`,
  );

  return {
    /** @param now milliseconds since 1970 */
    keep(
      run: number,
      { basis, revision, empty }: LeftByRun,
      now: number,
    ): void {
      if (empty) seeAgain.run(revision, run);
      else remember.run({ id: run, now, basis, revision });
    },
    /** Forgets what a run has left. @param base what was known before it; null for nothing */
    takeBack(run: number, base: RunMemory["base"]): void {
      if (base === null) forget.run(run);
      else rememberBefore.run({ ...base, id: run });
    },
  };
}
