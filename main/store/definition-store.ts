import type { Database } from "better-sqlite3";
import { Value } from "typebox/value";
import { AppError } from "../domain/errors.ts";
import {
  exportPlanSchema,
  retentionSchema,
  schedulesSchema,
  type DefinitionMemory,
  type DefinitionRun,
  type DefinitionSettings,
  type ExportDefinition,
} from "../domain/export-definition.ts";
import type { ObjectStore } from "./object-store.ts";

export type DefinitionStore = ReturnType<typeof createDefinitionStore>;

interface DefinitionRow extends Omit<
  ExportDefinition,
  "plan" | "schedules" | "retention"
> {
  readonly plan: string;
  readonly schedules: string;
  readonly retention: string;
}

const columns = `d.id, o.uuid, d.owner_id AS owner, d.name, d.plan, d.schedules, d.time_zone AS timeZone, d.retention,
  d.version, d.created_at AS createdAt, d.updated_at AS updatedAt, d.next_due AS nextDue, d.last_problem AS lastProblem,
  (SELECT max(run_id) FROM definition_run WHERE definition_id = d.id) AS lastRun`;
// Crossed, or SQLite goes through all objects while it has no statistics of the few definitions.
const from = "FROM definition d CROSS JOIN object o ON o.id = d.id";
const runColumns = `p.run_id AS run, r.state, r.finished_at AS finishedAt, p.due_at AS dueAt, p.pinned, p.expired_at AS expiredAt,
  coalesce(json_extract(r.result, '$.path') = '', 0) AS empty`;

interface DefinitionRunRow extends Omit<DefinitionRun, "pinned" | "empty"> {
  readonly pinned: number;
  readonly empty: number;
}

/** Exports that are run again and again, and which runs they have had. */
export function createDefinitionStore(
  database: Database,
  objects: ObjectStore,
) {
  const insert = database.prepare(
    `INSERT INTO definition (id, owner_id, name, plan, schedules, time_zone, retention, version, created_at, updated_at, next_due)
     VALUES (@id, @owner, @name, @plan, @schedules, @timeZone, @retention, 1, @now, @now, @nextDue)`,
  );
  const change = database.prepare(
    `UPDATE definition SET name = @name, plan = @plan, schedules = @schedules, time_zone = @timeZone,
       retention = @retention, next_due = @nextDue, last_problem = NULL, version = version + 1, updated_at = @now
     WHERE id = @id AND version = @version`,
  );
  const byId = database.prepare<[number], DefinitionRow>(
    `SELECT ${columns} ${from} WHERE d.id = ?`,
  );
  const all = database.prepare<[], DefinitionRow>(
    `SELECT ${columns} ${from} ORDER BY d.id`,
  );
  const scheduled = database.prepare<
    [],
    DefinitionRow & { lastDue: number | null }
  >(
    `SELECT ${columns}, d.last_due AS lastDue ${from} WHERE d.schedules <> '[]'`,
  );
  const named = database
    .prepare<[number, string], number>(
      "SELECT id FROM definition WHERE coalesce(owner_id, 0) = ? AND name = ?",
    )
    .pluck();
  const removeObject = database.prepare(
    "DELETE FROM object WHERE id = ? AND kind = 'definition'",
  );
  const setDue = database.prepare(
    "UPDATE definition SET next_due = ?, last_due = ? WHERE id = ? AND next_due IS ?",
  );
  const setProblem = database.prepare(
    "UPDATE definition SET last_problem = ? WHERE id = ?",
  );
  const insertRun = database.prepare(
    "INSERT INTO definition_run (run_id, definition_id, due_at) VALUES (?, ?, ?)",
  );
  const runs = database.prepare<[number], DefinitionRunRow>(
    `SELECT ${runColumns} FROM definition_run p JOIN run r ON r.id = p.run_id WHERE p.definition_id = ? ORDER BY p.run_id DESC`,
  );
  const ofRun = database.prepare<
    [number],
    DefinitionRunRow & { definition: number }
  >(
    `SELECT ${runColumns}, p.definition_id AS definition FROM definition_run p JOIN run r ON r.id = p.run_id WHERE p.run_id = ?`,
  );
  const pin = database.prepare(
    "UPDATE definition_run SET pinned = ? WHERE run_id = ?",
  );
  const expire = database.prepare(
    "UPDATE definition_run SET expired_at = ? WHERE run_id = ? AND expired_at IS NULL",
  );

  const memory = database.prepare<[number], DefinitionMemory>(
    `SELECT run_id AS run, run_uuid AS uuid, basis, revision, finished_at AS finishedAt FROM definition_memory
     WHERE definition_id = ?`,
  );

  const read = (row: DefinitionRow): ExportDefinition => ({
    id: row.id,
    uuid: row.uuid,
    owner: row.owner,
    name: row.name,
    plan: Value.Parse(exportPlanSchema, JSON.parse(row.plan)),
    schedules: Value.Parse(schedulesSchema, JSON.parse(row.schedules)),
    timeZone: row.timeZone,
    retention: Value.Parse(retentionSchema, JSON.parse(row.retention)),
    version: row.version,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    nextDue: row.nextDue,
    lastRun: row.lastRun,
    lastProblem: row.lastProblem,
  });
  const readRun = ({
    pinned,
    empty,
    ...row
  }: DefinitionRunRow): DefinitionRun => ({
    ...row,
    pinned: pinned === 1,
    empty: empty === 1,
  });
  const parameters = (settings: DefinitionSettings) => ({
    name: settings.name,
    plan: JSON.stringify(settings.plan),
    schedules: JSON.stringify(settings.schedules),
    timeZone: settings.timeZone,
    retention: JSON.stringify(settings.retention),
    nextDue: settings.nextDue,
  });
  const requireFree = (
    owner: number | null,
    name: string,
    self: number | null,
  ) => {
    const taken = named.get(owner ?? 0, name);
    if (taken !== undefined && taken !== self) {
      throw new AppError(
        "definition.name-taken",
        `There is a saved export called "${name}" already.`,
        { object: name, remedy: "Give it another name." },
      );
    }
  };
  const get = (id: number): ExportDefinition | null => {
    const row = byId.get(id);
    return row === undefined ? null : read(row);
  };

  return {
    /** @throws AppError definition.name-taken */
    create: (
      owner: number | null,
      settings: DefinitionSettings,
      now: number,
    ): number =>
      database
        .transaction(() => {
          requireFree(owner, settings.name, null);
          const { id } = objects.add("definition");
          insert.run({ id, owner, now, ...parameters(settings) });
          return id;
        })
        .immediate(),
    /** @throws AppError definition.changed, definition.name-taken */
    change(
      { id, owner, version }: ExportDefinition,
      settings: DefinitionSettings,
      now: number,
    ): void {
      database
        .transaction(() => {
          requireFree(owner, settings.name, id);
          const { changes } = change.run({
            id,
            version,
            now,
            ...parameters(settings),
          });
          if (changes === 0) {
            throw new AppError(
              "definition.changed",
              "Somebody else has changed this saved export meanwhile.",
              { object: settings.name, remedy: "Look at it again." },
            );
          }
        })
        .immediate();
    },
    get,
    list: (): ExportDefinition[] => all.all().map(read),
    /** Those with schedules, each with the time it was due last. */
    scheduled: (): (ExportDefinition & { lastDue: number | null })[] =>
      scheduled.all().map((row) => ({ ...read(row), lastDue: row.lastDue })),
    remove: (id: number): boolean => removeObject.run(id).changes === 1,
    /**
     * Sets when a definition is due next, unless somebody else has done so.
     * @param was the time it was due so far
     */
    setDue: (
      id: number,
      was: number | null,
      next: number | null,
      last: number | null,
    ): boolean => setDue.run(next, last, id, was).changes === 1,
    setProblem: (id: number, problem: string | null): void =>
      void setProblem.run(problem, id),
    addRun: (definition: number, run: number, dueAt: number | null): void =>
      void insertRun.run(run, definition, dueAt),
    /** Newest first. */
    runs: (definition: number): DefinitionRun[] =>
      runs.all(definition).map(readRun),
    ofRun(run: number): (DefinitionRun & { definition: number }) | null {
      const row = ofRun.get(run);
      return row === undefined
        ? null
        : { ...readRun(row), definition: row.definition };
    },
    /** What its last successful run has left behind; null before the first. */
    memory: (definition: number): DefinitionMemory | null =>
      memory.get(definition) ?? null,
    pin: (run: number, pinned: boolean): boolean =>
      pin.run(Number(pinned), run).changes === 1,
    expire: (run: number, now: number): boolean =>
      expire.run(now, run).changes === 1,
  };
}
