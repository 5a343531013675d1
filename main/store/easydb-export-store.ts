import type { Database } from "better-sqlite3";
import type { EasydbDraft, EasydbRecord } from "../core/easydb-export.ts";

export type EasydbExportStore = ReturnType<typeof createEasydbExportStore>;

interface Row extends Omit<
  EasydbRecord,
  "search" | "settings" | "named" | "automatic" | "transports"
> {
  readonly transports: string;
  readonly search: string;
  readonly settings: string;
  readonly named: number;
  readonly automatic: number;
}

const columns = `definition_id AS definition, type, search, settings, named, version, passkey, updated_at AS updatedAt,
  run_id AS run, automatic, launch_at AS launchAt, transports, last_transport AS lastTransport`;

/** What the easydb dialect alone says of definitions. */
export function createEasydbExportStore(database: Database) {
  const insert = database.prepare(
    `INSERT INTO easydb_export (definition_id, type, search, settings, named, version, passkey, updated_at, launch_at)
     VALUES (@definition, @type, @search, @settings, @named, 1, @passkey, @now, @launchAt)`,
  );
  const change = database.prepare(
    `UPDATE easydb_export SET type = @type, search = @search, settings = @settings, named = @named, version = version + 1,
       updated_at = @now, run_id = NULL, automatic = 0, launch_at = NULL WHERE definition_id = @definition`,
  );
  const rename = database.prepare(
    "UPDATE definition SET name = ? WHERE id = ?",
  );
  const one = database.prepare<[number], Row>(
    `SELECT ${columns} FROM easydb_export WHERE definition_id = ?`,
  );
  const ofOwner = database
    .prepare<[number], number>(
      "SELECT e.definition_id FROM easydb_export e JOIN definition d ON d.id = e.definition_id WHERE d.owner_id = ? ORDER BY e.definition_id DESC",
    )
    .pluck();
  const toLaunch = database
    .prepare<[], number>(
      "SELECT definition_id FROM easydb_export WHERE launch_at IS NOT NULL",
    )
    .pluck();
  const start = database.prepare(
    "UPDATE easydb_export SET run_id = ?, automatic = 0, launch_at = NULL WHERE definition_id = ?",
  );
  const noteRun = database.prepare(
    "INSERT INTO easydb_run SELECT ?, version FROM easydb_export WHERE definition_id = ?",
  );
  const setTransports = database.prepare(
    `UPDATE easydb_export SET transports = @list, last_transport = max(last_transport, @last)
     WHERE definition_id = @definition`,
  );
  const setAutomatic = database.prepare(
    "UPDATE easydb_export SET automatic = ? WHERE definition_id = ?",
  );
  const versionOf = database
    .prepare<[number], number>(
      "SELECT version FROM easydb_run WHERE run_id = ?",
    )
    .pluck();

  const parameters = (draft: EasydbDraft) => ({
    type: draft.type,
    search: JSON.stringify(draft.search),
    settings: JSON.stringify(draft.settings),
    named: Number(draft.name !== null),
  });
  const read = (row: Row): EasydbRecord => ({
    ...row,
    search: JSON.parse(row.search) as EasydbRecord["search"],
    settings: JSON.parse(row.settings) as EasydbRecord["settings"],
    named: row.named === 1,
    transports: JSON.parse(row.transports) as EasydbRecord["transports"],
    automatic: row.automatic === 1,
  });

  return {
    add: (
      definition: number,
      draft: EasydbDraft,
      name: string,
      passkey: string,
      now: number,
      launchAt: number | null,
    ): void => {
      insert.run({ definition, passkey, now, launchAt, ...parameters(draft) });
      rename.run(name, definition);
    },
    /** Keeps other settings; what it shows of earlier runs goes. */
    change: (definition: number, draft: EasydbDraft, now: number): void =>
      void change.run({ definition, now, ...parameters(draft) }),
    get(definition: number): EasydbRecord | null {
      const row = one.get(definition);
      return row === undefined ? null : read(row);
    },
    /** Newest first. */
    ofOwner: (owner: number): number[] => ofOwner.all(owner),
    /** Those that are still to run by themselves once. */
    toLaunch: (): number[] => toLaunch.all(),
    /** Notes that a run of a definition was queued; nothing when it is none of this dialect. */
    started(definition: number, run: number): void {
      if (start.run(run, definition).changes === 1)
        noteRun.run(run, definition);
    },
    setTransports: (
      definition: number,
      transports: EasydbRecord["transports"],
    ): void =>
      void setTransports.run({
        definition,
        list: JSON.stringify(transports),
        last: Math.max(0, ...transports.map(({ id }) => id)),
      }),
    setAutomatic: (definition: number, automatic: boolean): void =>
      void setAutomatic.run(Number(automatic), definition),
    versionOf: (run: number): number | null => versionOf.get(run) ?? null,
  };
}
