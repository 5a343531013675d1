import type { Database } from "better-sqlite3";
import type { ItemState } from "../store/item-digests.ts";
import type { DepartedItem } from "./run-memory.ts";

/** How many items of each kind an export found, compared with what is remembered. */
export interface ChangeCounts {
  readonly created: number;
  readonly changed: number;
  readonly deleted: number;
  readonly withdrawn: number;
  readonly left: number;
}

const page = 500;

export type PlanChanges = ReturnType<typeof createPlanChanges>;

/** The part of a plan that says what is new in it, compared with what earlier runs have packed. */
export function createPlanChanges(database: Database, readonly: boolean) {
  if (!readonly)
    database.exec(`
      CREATE TABLE IF NOT EXISTS selected (item_id INTEGER PRIMARY KEY) STRICT;
      CREATE TABLE IF NOT EXISTS change (n INTEGER PRIMARY KEY, item_id INTEGER NOT NULL UNIQUE, kind TEXT NOT NULL,
        uuid TEXT NOT NULL, handle TEXT, digest BLOB NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS departed (item_id INTEGER PRIMARY KEY, uuid TEXT NOT NULL, handle TEXT,
        reason TEXT NOT NULL) STRICT;`);
  return {
    /** Throws away what was found before. */
    write() {
      database.exec(
        "DELETE FROM selected; DELETE FROM change; DELETE FROM departed;",
      );
      const select = database.prepare(
        "INSERT OR IGNORE INTO selected VALUES (?)",
      );
      const change = database.prepare(
        "INSERT OR IGNORE INTO change (item_id, kind, uuid, handle, digest) VALUES (?, ?, ?, ?, ?)",
      );
      const depart = database.prepare(
        "INSERT INTO departed VALUES (?, ?, ?, ?)",
      );
      return {
        begin: (): void => void database.exec("BEGIN"),
        commit: (): void => void database.exec("COMMIT"),
        /** An item of the selection, new, changed, or the same as before. */
        add({ id, uuid, handle, digest }: ItemState, before: Buffer | null) {
          select.run(id);
          if (before?.equals(digest) !== true)
            change.run(
              id,
              before === null ? "created" : "changed",
              uuid,
              handle,
              digest,
            );
        },
        depart: ({ id, uuid, handle, reason }: DepartedItem): void =>
          void depart.run(id, uuid, handle, reason),
      };
    },
    /** New and changed items in the order of the selection. */
    *items(): Generator<number, undefined> {
      const next = database
        .prepare<[number, number], [number, number]>(
          "SELECT n, item_id FROM change WHERE n > ? AND kind <> 'incomplete' ORDER BY n LIMIT ?",
        )
        .raw();
      // Page by page: while a statement is being read from, nothing can be written over the same connection.
      for (let after = 0; ;) {
        const rows = next.all(after, page);
        for (const [n, id] of rows) {
          after = n;
          yield id;
        }
        if (rows.length < page) return;
      }
    },
    counts(): ChangeCounts {
      const counts = {
        created: 0,
        changed: 0,
        deleted: 0,
        withdrawn: 0,
        left: 0,
      };
      for (const { kind, count } of database
        .prepare<[], { kind: keyof ChangeCounts; count: number }>(
          `SELECT kind, count(*) AS count FROM change WHERE kind <> 'incomplete' GROUP BY kind
           UNION ALL SELECT reason, count(*) FROM departed GROUP BY reason`,
        )
        .iterate())
        counts[kind] = count;
      return counts;
    },
    departed: (): Iterable<Omit<DepartedItem, "id">> =>
      database
        .prepare<[], Omit<DepartedItem, "id">>(
          "SELECT uuid, handle, reason FROM departed ORDER BY item_id",
        )
        .iterate(),
    /**
     * Items one of whose files could not be packed are to be packed again.
     * @param files paths of such files in the package
     * @returns how many items it are
     */
    markIncomplete(
      files: Iterable<string>,
      load: (ids: readonly number[]) => readonly ItemState[],
    ): number {
      database.exec(
        "CREATE TEMP TABLE IF NOT EXISTS lost (path TEXT PRIMARY KEY) STRICT, WITHOUT ROWID; DELETE FROM lost;",
      );
      const add = database.prepare("INSERT OR IGNORE INTO lost VALUES (?)");
      for (const file of files) add.run(file);
      const ids = database
        .prepare<[], number>(
          `SELECT DISTINCT i.item_id FROM file f JOIN item i ON i.n = f.n WHERE f.path IN (SELECT path FROM temp.lost)`,
        )
        .pluck()
        .all();
      const mark = database.prepare(
        `INSERT INTO change (item_id, kind, uuid, handle, digest) VALUES (?, 'incomplete', ?, ?, x'')
         ON CONFLICT (item_id) DO UPDATE SET digest = x''`,
      );
      for (let at = 0; at < ids.length; at += page)
        for (const { id, uuid, handle } of load(ids.slice(at, at + page)))
          mark.run(id, uuid, handle);
      return ids.length;
    },
  };
}
