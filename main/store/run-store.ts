import type { Database } from "better-sqlite3";
import { Value } from "typebox/value";
import type { ErrorView } from "../domain/errors.ts";
import type { Rehearsal } from "../domain/rehearsal.ts";
import type { CheckOutcome } from "../domain/run-check.ts";
import { hasWords, type RunFilter } from "../domain/run-filter.ts";
import { runRequestSchema, type RunRequest } from "../domain/run-request.ts";
import {
  noProgress,
  type ExportResult,
  type ImportResult,
  type Run,
  type RunKind,
  type RunOrigin,
  type RunProgress,
  type RunState,
} from "../domain/run.ts";
import { createDefinitionMemory, type LeftByRun } from "./definition-memory.ts";
import type { ObjectStore } from "./object-store.ts";
import { createRunNotes } from "./run-notes.ts";
import { createRunStatistics } from "./run-statistics.ts";

export type RunStore = ReturnType<typeof createRunStore>;

interface RunRow {
  readonly id: number;
  readonly uuid: string;
  readonly kind: RunKind;
  readonly origin: RunOrigin;
  readonly title: string;
  readonly state: RunState;
  readonly paused: number;
  readonly progress: string;
  readonly result: string | null;
  readonly error: string | null;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly retryOf: number | null;
}

interface ListInput {
  readonly before: number;
  readonly owner: number | null;
  readonly kind: RunKind | null;
  /** JSON. */
  readonly states: string | null;
}

const columns = `r.retry_of AS retryOf, r.id, o.uuid, r.kind, r.origin, r.title, r.state, r.paused, r.progress, r.result, r.error,
  r.created_at AS createdAt, r.started_at AS startedAt, r.finished_at AS finishedAt`;

/** Runs with their state, log and problems. Only the runner changes a run's state. */
export function createRunStore(database: Database, objects: ObjectStore) {
  const { countProblems, ...notes } = createRunNotes(database);
  const memory = createDefinitionMemory(database);
  const insert = database.prepare(
    `INSERT INTO run (id, kind, origin, title, state, owner_id, request, progress, created_at, target_id, target_second,
       retry_of)
     VALUES (?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?)`,
  );
  const lastSecond = database
    .prepare<[number], number | null>(
      "SELECT max(target_second) FROM run WHERE target_id = ?",
    )
    .pluck();
  const byTarget = database.prepare<[number], RunRow & { second: number }>(
    `SELECT ${columns}, r.target_second AS second FROM run r JOIN object o ON o.id = r.id
     WHERE r.target_id = ? ORDER BY r.target_second`,
  );
  const byTargetSecond = database.prepare<
    [number, number],
    RunRow & { second: number }
  >(
    `SELECT ${columns}, r.target_second AS second FROM run r JOIN object o ON o.id = r.id
     WHERE r.target_id = ? AND r.target_second = ?`,
  );
  const secondOf = database
    .prepare<[number], number | null>(
      "SELECT target_second FROM run WHERE id = ?",
    )
    .pluck();
  const ownerOf = database
    .prepare<[number], number | null>("SELECT owner_id FROM run WHERE id = ?")
    .pluck();
  const byId = database.prepare<[number], RunRow>(
    `SELECT ${columns} FROM run r JOIN object o ON o.id = r.id WHERE r.id = ?`,
  );
  const newestFirst = (condition: string) =>
    database.prepare<[ListInput], { id: number; title: string }>(
      `SELECT id, title FROM run WHERE id < @before ${condition} AND (@kind IS NULL OR kind = @kind)
         AND (@states IS NULL OR state IN (SELECT value FROM json_each(@states))) ORDER BY id DESC`,
    );
  const everybodys = newestFirst("");
  const own = newestFirst("AND owner_id = @owner");
  const unfinished = database.prepare<[], RunRow>(
    `SELECT ${columns} FROM run r JOIN object o ON o.id = r.id WHERE r.state IN ('queued', 'processing') ORDER BY r.id`,
  );
  const anyProcessing = database
    .prepare<[], number>(
      "SELECT EXISTS (SELECT 1 FROM run WHERE state = 'processing')",
    )
    .pluck();
  const idByUuid = database
    .prepare<[string], number>(
      "SELECT r.id FROM run r JOIN object o ON o.id = r.id WHERE o.uuid = ?",
    )
    .pluck();
  const requestOf = database
    .prepare<[number], string>("SELECT request FROM run WHERE id = ?")
    .pluck();
  const remove = database.prepare(
    "DELETE FROM object WHERE id = ? AND id IN (SELECT id FROM run WHERE state NOT IN ('queued', 'processing'))",
  );
  const start = database.prepare(
    "UPDATE run SET state = 'processing', started_at = ? WHERE id = ? AND state = 'queued' AND paused = 0",
  );
  const setPaused = database.prepare(
    "UPDATE run SET paused = ? WHERE id = ? AND state IN ('queued', 'processing')",
  );
  const requeue = database.prepare(
    "UPDATE run SET state = 'queued' WHERE id = ? AND state = 'processing'",
  );
  const setProgress = database.prepare(
    "UPDATE run SET progress = ? WHERE id = ?",
  );
  const finish = database.prepare(
    "UPDATE run SET state = ?, result = ?, error = ?, progress = ?, finished_at = ?, paused = 0 WHERE id = ?",
  );
  const retract = database.prepare(
    "UPDATE run SET state = 'cancelled', result = NULL, error = ?, finished_at = ? WHERE id = ? AND state IN ('done', 'done-with-problems')",
  );
  const setRehearsal = database.prepare(
    "UPDATE run SET result = json_set(result, '$.rehearsal', json(?)) WHERE id = ? AND result IS NOT NULL",
  );
  const setCheck = database.prepare(
    "UPDATE run SET result = json_set(result, '$.check', json(?)) WHERE id = ? AND result IS NOT NULL",
  );
  const toRun = ({ paused, ...row }: RunRow): Run => ({
    ...row,
    ...(paused === 1 ? { paused: true } : {}),
    progress: {
      ...noProgress,
      ...(JSON.parse(row.progress) as Partial<RunProgress>),
    },
    result:
      row.result === null
        ? null
        : (JSON.parse(row.result) as ExportResult | ImportResult),
    error: row.error === null ? null : (JSON.parse(row.error) as ErrorView),
    problems: countProblems(row.id),
  });

  /** The second an export of an object is known by: now, or the next one that no other export of it has. */
  const freeSecond = (target: number): number =>
    Math.max(Math.floor(Date.now() / 1000), (lastSecond.get(target) ?? 0) + 1);

  return {
    ...notes,
    ...createRunStatistics(database),
    create: (
      kind: RunKind,
      title: string,
      request: RunRequest,
      owner: number | null,
      origin: RunOrigin = "holdall",
      retryOf: number | null = null,
    ): number =>
      database
        .transaction(() => {
          const { id } = objects.add("run");
          const target = targetOf(request);
          insert.run(
            id,
            kind,
            origin,
            title,
            owner,
            JSON.stringify(request),
            JSON.stringify(noProgress),
            Date.now(),
            target,
            target === null ? null : freeSecond(target),
            retryOf,
          );
          return id;
        })
        .immediate(),
    get(id: number): Run | null {
      const row = byId.get(id);
      return row === undefined ? null : toRun(row);
    },
    idOf: (uuid: string): number | null => idByUuid.get(uuid) ?? null,
    /** Newest first, at most `limit`, older than run `before`. */
    list(
      limit: number,
      before = Number.MAX_SAFE_INTEGER,
      owner: number | null = null,
      { kind, states, words }: RunFilter = {},
    ): Run[] {
      const found: number[] = [];
      for (const { id, title } of (owner === null ? everybodys : own).iterate({
        before,
        owner,
        kind: kind ?? null,
        states: states === undefined ? null : JSON.stringify(states),
      })) {
        if (words !== undefined && !hasWords(title, words)) continue;
        found.push(id);
        if (found.length === limit) break;
      }
      return found.flatMap((id) => this.get(id) ?? []);
    },
    owner: (id: number): number | null => ownerOf.get(id) ?? null,
    /** Exports of one object, oldest first, each with the second (since 1970) it is known by. */
    exportsOf: (target: number): { run: Run; second: number }[] =>
      byTarget.all(target).map(({ second, ...row }) => ({
        run: toRun(row),
        second,
      })),
    exportAt(target: number, second: number): Run | null {
      const row = byTargetSecond.get(target, second);
      if (row === undefined) return null;
      const { second: _second, ...found } = row;
      return toRun(found);
    },
    /** The second by which an export of one object is known; null for other runs. */
    second: (id: number): number | null => secondOf.get(id) ?? null,
    unfinished: (): Run[] => unfinished.all().map(toRun),
    /** Whether any process is at a run, or has died at one that nobody has taken up yet. */
    isProcessing: (): boolean => anyProcessing.get() === 1,
    /** @throws Error when what was kept is not a request this version knows */
    request(id: number): RunRequest {
      return Value.Parse(
        runRequestSchema,
        JSON.parse(requestOf.get(id) ?? "null"),
      );
    },
    /** Forgets a run that has ended; false when it has not. */
    remove: (id: number): boolean => remove.run(id).changes > 0,
    /** False when the run is not queued (any more). */
    start: (id: number): boolean => start.run(Date.now(), id).changes === 1,
    requeue: (id: number): boolean => requeue.run(id).changes === 1,
    /** False when the run has ended. */
    setPaused: (id: number, paused: boolean): boolean =>
      setPaused.run(paused ? 1 : 0, id).changes === 1,
    setProgress: (id: number, progress: RunProgress): void =>
      void setProgress.run(JSON.stringify(progress), id),
    finish(
      id: number,
      state: RunState,
      outcome: {
        result?: ExportResult | ImportResult | null;
        error?: ErrorView | null;
        progress: RunProgress;
        /** What an export leaves for the next run of its definition; counts together with its state. */
        remembered?: LeftByRun | null;
      },
    ): void {
      const now = Date.now();
      const remembered = outcome.remembered ?? null;
      database
        .transaction(() => {
          finish.run(
            state,
            outcome.result == null ? null : JSON.stringify(outcome.result),
            outcome.error == null ? null : JSON.stringify(outcome.error),
            JSON.stringify(outcome.progress),
            now,
            id,
          );
          if (remembered !== null) memory.keep(id, remembered, now);
        })
        .immediate();
    },
    /**
     * Takes back the success of a run, and what it has left for the next run of its definition.
     * @returns false when it has not succeeded
     */
    retract(id: number, error: ErrorView): boolean {
      return database
        .transaction(() => {
          if (retract.run(JSON.stringify(error), Date.now(), id).changes === 0)
            return false;
          const request = this.request(id);
          memory.takeBack(
            id,
            request.kind === "export" ? (request.memory?.base ?? null) : null,
          );
          return true;
        })
        .immediate();
    },
    /** Adds to the result of an export what came of importing its package again. */
    setRehearsal: (id: number, rehearsal: Rehearsal): void =>
      void setRehearsal.run(JSON.stringify(rehearsal), id),
    /** Adds to the result of an export what came of reading its package again. */
    setCheck: (id: number, outcome: CheckOutcome): void =>
      void setCheck.run(JSON.stringify(outcome), id),
  };
}

/** The one object that a run exports; null when it is several, or an import. */
function targetOf(request: RunRequest): number | null {
  if (request.kind !== "export") return null;
  const { selection } = request;
  switch (selection.kind) {
    case "community":
    case "collection":
      return selection.id;
    case "items":
      return selection.ids.length === 1 ? (selection.ids[0] ?? null) : null;
    default:
      return null;
  }
}
