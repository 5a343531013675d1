import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import SQLite, { type Database } from "better-sqlite3";
import type { Departure } from "../store/item-digests.ts";

/**
 * The file in which runs remember what they packed: beside the folder of exports, since it outlives the archives.
 * @param name uuid of the definition, or of the run itself
 */
export function memoryFile(exports: string, name: string): string {
  return join(dirname(exports), "memory", `${name}.sqlite`);
}

/** Removes a memory. */
export function forgetMemory(exports: string, name: string): void {
  for (const suffix of ["", "-wal", "-shm", "-journal"])
    rmSync(memoryFile(exports, name) + suffix, { force: true });
}

/** Whether a memory cannot be read because it is none, or broken. */
export function isSpoilt(error: unknown): boolean {
  return (
    error instanceof SQLite.SqliteError &&
    /^SQLITE_(NOTADB|CORRUPT)/u.test(error.code)
  );
}

/** An item as a run has left it behind. */
export interface RememberedItem {
  readonly id: number;
  readonly uuid: string;
  readonly handle: string | null;
  /** Empty when something of it could not be packed. */
  readonly digest: Buffer;
}

/** An item that was part of the last export and is not part of this one. */
export interface DepartedItem {
  readonly id: number;
  readonly uuid: string;
  readonly handle: string | null;
  readonly reason: Departure;
}

export type RunMemoryFile = ReturnType<typeof openRunMemory>;

/**
 * What the runs of a definition have packed: a row for each state of an item, from the run that packed it to the run
 * before the one that packed another state or none. A run thus takes as much room as there are changes, and what any of
 * them held can still be told when its archive is gone.
 *
 * The worker of a run writes here just before it ends; whether that counts says the catalog alone, in the transaction
 * in which the run succeeds. What runs without success have written is undone when the file is opened again.
 * @param known the last run that counts; 0 for none
 */
export function openRunMemory(file: string, known: number) {
  const database: Database = new SQLite(file);
  database.pragma("journal_mode = DELETE");
  database.pragma("synchronous = FULL");
  database.exec(`
    CREATE TABLE IF NOT EXISTS item (item_id INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER,
      uuid TEXT NOT NULL, handle TEXT, digest BLOB NOT NULL, PRIMARY KEY (item_id, since)) STRICT, WITHOUT ROWID;
    -- Items of which something could not be packed.
    CREATE INDEX IF NOT EXISTS item_incomplete ON item(since) WHERE digest = x'';
    CREATE TABLE IF NOT EXISTS run (id INTEGER PRIMARY KEY) STRICT;`);
  const undo = database.transaction(() => {
    const last = database
      .prepare<[], number | null>("SELECT max(id) FROM run")
      .pluck()
      .get();
    if (last == null || last <= known) return;
    database.prepare("DELETE FROM item WHERE since > ?").run(known);
    database.prepare("UPDATE item SET until = NULL WHERE until > ?").run(known);
    database.prepare("DELETE FROM run WHERE id > ?").run(known);
  });
  undo.immediate();
  const current = database
    .prepare<[string], [number, Buffer]>(
      `SELECT item_id, digest FROM item WHERE until IS NULL AND item_id IN (SELECT value FROM json_each(?))`,
    )
    .raw();

  return {
    /** The digests of those of some items that are remembered, by id. */
    digests: (ids: readonly number[]): Map<number, Buffer> =>
      new Map(current.all(JSON.stringify(ids))),

    /**
     * Keeps what a plan found to be new and gone as the state after a run.
     * @param planFile file of the plan, in which nobody writes meanwhile
     */
    keep(run: number, planFile: string): void {
      database.prepare("ATTACH ? AS plan").run(planFile);
      try {
        database
          .transaction(() => {
            for (const sql of [
              `UPDATE item SET until = @run WHERE until IS NULL
                 AND item_id IN (SELECT item_id FROM plan.change UNION ALL SELECT item_id FROM plan.departed)`,
              `INSERT INTO item SELECT item_id, @run, NULL, uuid, handle, digest FROM plan.change`,
            ])
              database.prepare(sql).run({ run });
            database.prepare("INSERT INTO run VALUES (?)").run(run);
          })
          .immediate();
      } finally {
        database.exec("DETACH plan");
      }
    },
    /** Notes which items of the plan are remembered although they are not part of it. */
    findDeparted(planFile: string, note: (item: RememberedItem) => void): void {
      database.prepare("ATTACH ? AS plan").run(planFile);
      try {
        for (const item of database
          .prepare<[], RememberedItem>(
            `SELECT item_id AS id, uuid, handle, digest FROM item
             WHERE until IS NULL AND item_id NOT IN (SELECT item_id FROM plan.selected) ORDER BY item_id`,
          )
          .iterate())
          note(item);
      } finally {
        database.exec("DETACH plan");
      }
    },
    close(): void {
      database.close();
    },
  };
}
