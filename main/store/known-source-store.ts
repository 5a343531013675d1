import type { Database } from "better-sqlite3";
import { Value } from "typebox/value";
import {
  sourceSettingsSchema,
  type KnownSource,
  type SourceSettings,
} from "../domain/known-source.ts";
import type { RunState } from "../domain/run.ts";

interface SourceRow {
  readonly id: number;
  readonly name: string;
  readonly kind: string;
  readonly settings: string;
  readonly createdAt: number;
  readonly run: number | null;
  readonly state: RunState | null;
  readonly finishedAt: number | null;
}

const selectSource = `SELECT s.id, s.name, s.kind, s.settings, s.created_at AS createdAt, r.id AS run, r.state,
    r.finished_at AS finishedAt
  FROM source s LEFT JOIN run r ON r.id = (SELECT max(run_id) FROM source_run WHERE source_id = s.id)`;

/** What is imported from again and again, and which runs have done so. */
export function createKnownSourceStore(database: Database) {
  const all = database.prepare<[], SourceRow>(
    `${selectSource} ORDER BY s.name COLLATE NOCASE, s.id`,
  );
  const byId = database.prepare<[number], SourceRow>(
    `${selectSource} WHERE s.id = ?`,
  );
  const named = database
    .prepare<[string], number>("SELECT id FROM source WHERE name = ?")
    .pluck();
  const insert = database.prepare(
    "INSERT INTO source (name, kind, settings, created_at) VALUES (?, ?, ?, ?)",
  );
  const update = database.prepare(
    "UPDATE source SET name = ?, kind = ?, settings = ? WHERE id = ?",
  );
  const remove = database.prepare("DELETE FROM source WHERE id = ?");
  const link = database.prepare(
    "INSERT OR REPLACE INTO source_run (run_id, source_id) VALUES (?, ?)",
  );
  const runs = database
    .prepare<[number, number], number>(
      "SELECT run_id FROM source_run WHERE source_id = ? ORDER BY run_id DESC LIMIT ?",
    )
    .pluck();

  const read = ({
    run,
    state,
    finishedAt,
    settings,
    ...row
  }: SourceRow): KnownSource => ({
    ...row,
    ...Value.Parse(sourceSettingsSchema, JSON.parse(settings)),
    lastRun: run === null || state === null ? null : { run, state, finishedAt },
  });

  return {
    list: (): KnownSource[] => all.all().map(read),
    get(id: number): KnownSource | null {
      const row = byId.get(id);
      return row === undefined ? null : read(row);
    },
    named: (name: string): number | null => named.get(name) ?? null,
    add: (
      name: string,
      kind: string,
      settings: SourceSettings,
      now: number,
    ): number =>
      Number(
        insert.run(name, kind, JSON.stringify(settings), now).lastInsertRowid,
      ),
    change: (
      id: number,
      name: string,
      kind: string,
      settings: SourceSettings,
    ): void => void update.run(name, kind, JSON.stringify(settings), id),
    /** Its runs stay. */
    remove: (id: number): void => void remove.run(id),
    /** Notes that a run imports from a source. */
    link: (run: number, source: number): void => void link.run(run, source),
    /** Newest first. */
    runs: (source: number, limit: number): number[] => runs.all(source, limit),
  };
}
