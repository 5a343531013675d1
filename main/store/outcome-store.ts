import type { Database } from "better-sqlite3";

export type OutcomeStore = ReturnType<typeof createOutcomeStore>;

/** What waits to be told to a webhook. */
export interface WaitingNotice {
  readonly id: number;
  readonly uuid: string;
  readonly payload: string;
  readonly attempts: number;
  readonly nextAt: number;
}

/** Whether a notice is for the webhook of @definition, or for that of the installation. */
const ofWebhook = `CASE WHEN @definition IS NULL THEN json_extract(payload, '$.webhook') IS NULL
  ELSE json_extract(payload, '$.webhook') = 'definition' AND json_extract(payload, '$.definition.id') = @definition END`;

/** What has ended and was not told yet, what keeps failing, and what a webhook is still to be told. */
export function createOutcomeStore(database: Database) {
  const untoldRuns = database
    .prepare<[], number>(
      "SELECT id FROM run WHERE told_at IS NULL AND finished_at IS NOT NULL ORDER BY id",
    )
    .pluck();
  const untoldDeliveries = database
    .prepare<[], number>(
      "SELECT id FROM delivery WHERE told_at IS NULL AND finished_at IS NOT NULL ORDER BY id",
    )
    .pluck();
  const tellRun = database.prepare(
    "UPDATE run SET told_at = ? WHERE id = ? AND told_at IS NULL",
  );
  const tellDelivery = database.prepare(
    "UPDATE delivery SET told_at = ? WHERE id = ? AND told_at IS NULL",
  );
  const problemCodes = database
    .prepare<[number], string>(
      "SELECT DISTINCT code FROM run_problem WHERE run_id = ? AND severity <> 'note' ORDER BY code LIMIT 20",
    )
    .pluck();
  const failing = database
    .prepare<[string], string>("SELECT cause FROM failing WHERE subject = ?")
    .pluck();
  const setFailing = database.prepare(
    `INSERT INTO failing VALUES (@subject, @cause, @now, 1) ON CONFLICT (subject) DO UPDATE SET
       times = CASE WHEN cause = @cause THEN times + 1 ELSE 1 END,
       since = CASE WHEN cause = @cause THEN since ELSE @now END, cause = @cause`,
  );
  const clearFailing = database.prepare(
    "DELETE FROM failing WHERE subject = ?",
  );
  const addNotice = database.prepare(
    "INSERT INTO notice (uuid, payload, next_at) VALUES (?, ?, ?)",
  );
  const waiting = database.prepare<[], WaitingNotice>(
    "SELECT id, uuid, payload, attempts, next_at AS nextAt FROM notice WHERE next_at IS NOT NULL ORDER BY next_at LIMIT 100",
  );
  const notices = database.prepare<
    { limit: number; definition: number | null },
    {
      uuid: string;
      event: string;
      title: string | null;
      at: string | null;
      attempts: number;
      arrivedAt: number | null;
      nextAt: number | null;
      error: string | null;
    }
  >(
    `SELECT uuid, json_extract(payload, '$.event') AS event, json_extract(payload, '$.run.title') AS title,
       json_extract(payload, '$.at') AS at, attempts, arrived_at AS arrivedAt, next_at AS nextAt, error
     FROM notice WHERE ${ofWebhook} ORDER BY id DESC LIMIT @limit`,
  );
  const claim = database.prepare(
    "UPDATE notice SET next_at = ?, attempts = attempts + 1 WHERE id = ? AND next_at = ?",
  );
  const postpone = database.prepare(
    "UPDATE notice SET next_at = ? WHERE id = ? AND next_at = ?",
  );
  const arrived = database.prepare(
    "UPDATE notice SET next_at = NULL, arrived_at = ?, error = NULL WHERE id = ?",
  );
  const again = database.prepare(
    "UPDATE notice SET next_at = ?, error = ? WHERE id = ?",
  );
  const forget = database.prepare(
    "DELETE FROM notice WHERE next_at IS NULL AND id NOT IN (SELECT id FROM notice ORDER BY id DESC LIMIT 1000)",
  );
  const drop = database.prepare<{ definition: number | null }>(
    `DELETE FROM notice WHERE ${ofWebhook}`,
  );

  return {
    untoldRuns: (): number[] => untoldRuns.all(),
    untoldDeliveries: (): number[] => untoldDeliveries.all(),
    /** False when somebody else has told it. */
    tellRun: (run: number, now: number): boolean =>
      tellRun.run(now, run).changes === 1,
    tellDelivery: (delivery: number, now: number): boolean =>
      tellDelivery.run(now, delivery).changes === 1,
    /** Kinds of problems of a run that are more than notes. */
    problemCodes: (run: number): string[] => problemCodes.all(run),
    failing: (subject: string): string | null => failing.get(subject) ?? null,
    /** @param cause null: it does not fail any more */
    setFailing(subject: string, cause: string | null, now: number): void {
      if (cause === null) clearFailing.run(subject);
      else setFailing.run({ subject, cause, now });
    },
    addNotice(uuid: string, payload: string, now: number): void {
      addNotice.run(uuid, payload, now);
      forget.run();
    },
    waiting: (): WaitingNotice[] => waiting.all(),
    /** What one webhook was told or is to be told, the newest first. @param definition null: that of the installation */
    notices: (limit: number, definition: number | null) =>
      notices.all({ limit, definition }).map(({ title, at, ...notice }) => ({
        ...notice,
        title: title ?? "",
        at: at === null ? null : Date.parse(at),
      })),
    /** Takes a notice for one attempt; false when somebody else has. @param until when it is free again */
    claim: ({ id, nextAt }: WaitingNotice, until: number): boolean =>
      claim.run(until, id, nextAt).changes === 1,
    /** Leaves a notice for later, unless somebody else has taken it. */
    postpone: ({ id, nextAt }: WaitingNotice, until: number): void =>
      void postpone.run(until, id, nextAt),
    arrived: (id: number, now: number): void => void arrived.run(now, id),
    /** @param nextAt null: it is given up */
    again: (id: number, nextAt: number | null, error: string): void =>
      void again.run(nextAt, error, id),
    /** Forgets what one webhook was told or is to be told. */
    dropNotices: (definition: number | null): void =>
      void drop.run({ definition }),
  };
}
