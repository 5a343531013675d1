import type { Database } from "better-sqlite3";
import type { DeliveryState, Receipt } from "../domain/delivery.ts";
import type {
  DefinitionTarget,
  DeliveryRecord,
  DeliveryRecordState,
} from "../domain/delivery-record.ts";
import type { ErrorView } from "../domain/errors.ts";

export type DeliveryStore = ReturnType<typeof createDeliveryStore>;

/** A target to be kept; without an id it is new. */
export type TargetDraft = Omit<DefinitionTarget, "id"> & {
  readonly id: number | null;
};

/** A delivery that is to be made or gone on with. */
export interface OpenDelivery {
  readonly id: number;
  readonly run: number;
  /** Null for a target that only this run was sent to. */
  readonly definition: number | null;
  readonly target: number;
  readonly transport: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly resume: DeliveryState | null;
}

interface RecordRow extends Omit<
  DeliveryRecord,
  "receipt" | "error" | "progress"
> {
  readonly receipt: string | null;
  readonly error: string | null;
}

const recordColumns =
  "id, run_id AS run, transport, summary, state, receipt, error, started_at AS startedAt, finished_at AS finishedAt";

/** Where saved exports are delivered to, and what became of it. */
export function createDeliveryStore(database: Database) {
  const targets = database.prepare<
    [number],
    Omit<DefinitionTarget, "settings" | "bound"> & {
      settings: string;
      bound: number;
    }
  >(
    `SELECT id, transport, settings, summary,
       EXISTS (SELECT 1 FROM easydb_export e WHERE e.definition_id = t.definition_id) AS bound
     FROM definition_target t WHERE definition_id = ? ORDER BY position`,
  );
  const insertTarget = database.prepare(
    "INSERT INTO definition_target (definition_id, position, transport, settings, summary) VALUES (?, ?, ?, ?, ?)",
  );
  const changeTarget = database.prepare(
    "UPDATE definition_target SET position = ?, transport = ?, settings = ?, summary = ? WHERE id = ? AND definition_id = ?",
  );
  const removeTarget = database.prepare(
    "DELETE FROM definition_target WHERE id = ?",
  );
  const prepareDeliveries = database.prepare(
    `INSERT INTO delivery (run_id, target_id, transport, summary, state)
     SELECT ?, id, transport, summary, 'waiting' FROM definition_target WHERE definition_id = ? ORDER BY position`,
  );
  const insertRunTarget = database.prepare(
    "INSERT INTO definition_target (run_id, position, transport, settings, summary) VALUES (?, 0, ?, ?, ?)",
  );
  const targetsOfRun = database.prepare<
    [number],
    { id: number; transport: string }
  >("SELECT id, transport FROM definition_target WHERE run_id = ?");
  const add = database.prepare(
    `INSERT INTO delivery (run_id, target_id, transport, summary, state)
     SELECT @run, id, transport, summary, 'waiting' FROM definition_target t WHERE id = @target
       AND coalesce(t.run_id, @run) = @run
       AND NOT EXISTS (SELECT 1 FROM easydb_export e WHERE e.definition_id = t.definition_id)
       AND NOT EXISTS (SELECT 1 FROM delivery WHERE run_id = @run AND target_id = @target
         AND state IN ('waiting', 'delivering'))`,
  );
  const ofRun = database.prepare<[number], RecordRow>(
    `SELECT ${recordColumns} FROM delivery WHERE run_id = ? ORDER BY id`,
  );
  const kindOf = database
    .prepare<[number], string>(
      "SELECT transport FROM definition_target WHERE id = ?",
    )
    .pluck();
  const statesOf = database.prepare<
    [number],
    { target: number | null; state: DeliveryRecordState }
  >(
    "SELECT target_id AS target, state FROM delivery WHERE run_id = ? ORDER BY id",
  );
  const byId = database.prepare<[number], RecordRow>(
    `SELECT ${recordColumns} FROM delivery WHERE id = ?`,
  );
  const targetOf = database
    .prepare<[number], number | null>(
      "SELECT target_id FROM delivery WHERE id = ?",
    )
    .pluck();
  const open = database.prepare<
    [],
    Omit<OpenDelivery, "settings" | "resume"> & {
      settings: string;
      resume: string | null;
    }
  >(
    `SELECT d.id, d.run_id AS run, t.definition_id AS definition, t.id AS target, t.transport, t.settings, d.resume
     FROM delivery d JOIN definition_target t ON t.id = d.target_id JOIN run r ON r.id = d.run_id
     WHERE d.state IN ('waiting', 'delivering') AND r.state IN ('done', 'done-with-problems')
       AND json_extract(r.result, '$.path') <> '' ORDER BY d.id`,
  );
  const unfinishedOf = database.prepare<
    [{ definition: number | null; run: number | null }],
    Omit<OpenDelivery, "settings" | "resume"> & {
      settings: string;
      resume: string | null;
    }
  >(
    `SELECT d.id, d.run_id AS run, t.definition_id AS definition, t.id AS target, t.transport, t.settings, d.resume
     FROM delivery d JOIN definition_target t ON t.id = d.target_id
     WHERE d.state IN ('waiting', 'delivering', 'failed') AND (d.resume IS NOT NULL OR d.state = 'delivering')
       AND (t.definition_id = @definition OR d.run_id = @run) ORDER BY d.id`,
  );
  const resumeOf = database
    .prepare<[number], string | null>(
      "SELECT resume FROM delivery WHERE id = ?",
    )
    .pluck();
  const failedAt = database.prepare<
    [],
    { definition: string; summary: string; count: number }
  >(
    `SELECT f.name AS definition, d.summary, count(*) AS count FROM delivery d
     JOIN definition_target t ON t.id = d.target_id JOIN definition f ON f.id = t.definition_id
     WHERE d.state = 'failed' GROUP BY t.id ORDER BY t.id`,
  );
  const skip = database.prepare(
    `UPDATE delivery SET state = 'skipped', finished_at = ? WHERE state IN ('waiting', 'delivering')
     AND (target_id IS NULL OR EXISTS (SELECT 1 FROM run r WHERE r.id = run_id
       AND (r.state IN ('failed', 'cancelled') OR (r.state = 'done' AND json_extract(r.result, '$.path') = ''))))`,
  );
  const stop = database.prepare(
    "UPDATE delivery SET state = 'skipped', finished_at = ? WHERE id = ? AND state IN ('waiting', 'delivering')",
  );
  const openOf = database
    .prepare<[number], number>(
      "SELECT id FROM delivery WHERE run_id = ? AND state IN ('waiting', 'delivering') ORDER BY state = 'delivering'",
    )
    .pluck();
  const begin = database.prepare(
    "UPDATE delivery SET state = 'delivering', error = NULL, started_at = coalesce(started_at, ?) WHERE id = ? AND state IN ('waiting', 'delivering')",
  );
  const saveState = database.prepare(
    "UPDATE delivery SET resume = ? WHERE id = ?",
  );
  const finish = database.prepare(
    "UPDATE delivery SET state = ?, receipt = ?, error = ?, finished_at = ? WHERE id = ?",
  );
  const again = database.prepare(
    "UPDATE delivery SET state = 'waiting', finished_at = NULL, told_at = NULL WHERE id = ? AND state = 'failed' AND target_id IS NOT NULL",
  );
  const unfinished = database
    .prepare<[number], number>(
      "SELECT EXISTS (SELECT 1 FROM delivery WHERE run_id = ? AND state IN ('waiting', 'delivering', 'failed'))",
    )
    .pluck();

  const toRecord = (row: RecordRow): DeliveryRecord => ({
    ...row,
    progress: null,
    receipt: row.receipt === null ? null : (JSON.parse(row.receipt) as Receipt),
    error: row.error === null ? null : (JSON.parse(row.error) as ErrorView),
  });
  const settingsOf = (text: string) =>
    JSON.parse(text) as Readonly<Record<string, unknown>>;
  const list = (definition: number): DefinitionTarget[] =>
    targets.all(definition).map(({ bound, settings, ...target }) => ({
      ...target,
      settings: settingsOf(settings),
      ...(bound === 1 ? { bound: true } : {}),
    }));

  return {
    targets: list,
    /** Id of the transport of a target; null when there is no such target. */
    kindOf: (target: number): string | null => kindOf.get(target) ?? null,
    /**
     * Replaces the targets of a definition. Drafts with an id of one of its targets change it.
     * @returns the ids of the drafts in their order, and of the targets that are gone
     */
    setTargets(
      definition: number,
      drafts: readonly TargetDraft[],
    ): {
      readonly ids: readonly number[];
      readonly removed: readonly number[];
    } {
      const before = list(definition).map(({ id }) => id);
      const ids = drafts.map(
        ({ id, transport, settings, summary }, position) => {
          const text = JSON.stringify(settings);
          if (id === null)
            return Number(
              insertTarget.run(definition, position, transport, text, summary)
                .lastInsertRowid,
            );
          changeTarget.run(position, transport, text, summary, id, definition);
          return id;
        },
      );
      const removed = before.filter((id) => !ids.includes(id));
      for (const id of removed) removeTarget.run(id);
      return { ids, removed };
    },
    /** Notes that a run is to be delivered to every target of its definition. */
    prepare: (run: number, definition: number): void =>
      void prepareDeliveries.run(run, definition),
    /** Keeps a target that belongs to one run alone. @returns its id */
    addRunTarget: (
      run: number,
      { transport, settings, summary }: Omit<TargetDraft, "id">,
    ): number =>
      Number(
        insertRunTarget.run(run, transport, JSON.stringify(settings), summary)
          .lastInsertRowid,
      ),
    /** Targets that belong to a run alone. */
    targetsOfRun: (run: number): { id: number; transport: string }[] =>
      targetsOfRun.all(run),
    /**
     * Notes that a run is to be delivered to one more target, or once more. Targets of easydb's dialect take only what was
     * made for them, and those of a run only that run.
     * @returns the delivery; null when there is no such target for the run, or it is on its way there
     */
    add(run: number, target: number): number | null {
      const { changes, lastInsertRowid } = add.run({ run, target });
      return changes === 0 ? null : Number(lastInsertRowid);
    },
    /** How far each delivery of a run is, by the id of its target. */
    statesOf: (
      run: number,
    ): { target: number | null; state: DeliveryRecordState }[] =>
      statesOf.all(run),
    ofRun: (run: number): DeliveryRecord[] => ofRun.all(run).map(toRecord),
    get(id: number): DeliveryRecord | null {
      const row = byId.get(id);
      return row === undefined ? null : toRecord(row);
    },
    /** The target a delivery is to; null when that is gone. */
    targetOf: (id: number): number | null => targetOf.get(id) ?? null,
    /** What can be delivered now. */
    open: (): OpenDelivery[] =>
      open.all().map((row) => ({
        ...row,
        settings: settingsOf(row.settings),
        resume:
          row.resume === null
            ? null
            : (JSON.parse(row.resume) as DeliveryState),
      })),
    /**
     * Deliveries that may have left something unfinished at their targets.
     * @param of a definition, or a run
     */
    unfinishedOf: (
      of: { readonly definition: number } | { readonly run: number },
    ): OpenDelivery[] =>
      unfinishedOf.all({ definition: null, run: null, ...of }).map((row) => ({
        ...row,
        settings: settingsOf(row.settings),
        resume: null,
      })),
    /** What a transport needs to go on. */
    resume(id: number): DeliveryState | null {
      const text = resumeOf.get(id) ?? null;
      return text === null ? null : (JSON.parse(text) as DeliveryState);
    },
    /** Targets that saved exports could not be delivered to, and how many of their archives wait for it. */
    failedAt: (): { definition: string; summary: string; count: number }[] =>
      failedAt.all(),
    /** Gives up deliveries of runs that have failed or had nothing to pack, and to targets that are gone. */
    skip: (now: number): void => void skip.run(now),
    /** Those of a run that have not ended, the ones that have not begun first. */
    openOf: (run: number): number[] => openOf.all(run),
    /** Gives up one that has not ended. */
    stop: (id: number, now: number): void => void stop.run(now, id),
    begin: (id: number, now: number): boolean =>
      begin.run(now, id).changes === 1,
    saveState: (id: number, state: DeliveryState): void =>
      void saveState.run(JSON.stringify(state), id),
    finish: (
      id: number,
      state: Extract<DeliveryRecordState, "done" | "failed">,
      outcome: { receipt?: Receipt; error?: ErrorView },
      now: number,
    ): void =>
      void finish.run(
        state,
        outcome.receipt === undefined ? null : JSON.stringify(outcome.receipt),
        outcome.error === undefined ? null : JSON.stringify(outcome.error),
        now,
        id,
      ),
    /** False when it has not failed, or its target is gone. */
    again: (id: number): boolean => again.run(id).changes === 1,
    /** Whether a run's archive is still wanted by a target. */
    wanted: (run: number): boolean => unfinished.get(run) === 1,
  };
}
