import type { Database } from "better-sqlite3";
import { setImmediate as turn } from "node:timers/promises";
import { createIdSet, type IdSet } from "./id-set.ts";

/** Rows read in one go; other work of the thread gets its turn in between. */
const slice = 10_000;

/** What is known of the dates of all items at one revision of the catalog. */
export interface Dates {
  /** Items without one. */
  readonly undated: IdSet;
  /** Whether nothing but items has one, so that the index counts items. */
  readonly onlyItems: boolean;
}

/**
 * Tells which items have no first value in a field. To ask each of them takes seconds of a million; here all that have
 * one are read along the index of the field, and all items along theirs, once for each revision.
 * @param first SQL: a value (alias `v`) is the first of the field
 */
export function createUndatedItems(database: Database, first: string) {
  const dated = (from: boolean) =>
    database
      .prepare<[object], [value: string, id: number]>(
        `SELECT v.value, v.object_id FROM metadata_value v WHERE ${first} AND v.value <> ''
         ${from ? "AND (v.value, v.object_id) > (@value, @id)" : ""}
         ORDER BY v.value, v.object_id LIMIT @limit`,
      )
      .raw();
  const items = (from: boolean) =>
    database
      .prepare<[object], [modified: number, id: number]>(
        `SELECT i.last_modified, i.id FROM item i WHERE i.collection_id IS NOT NULL
         ${from ? "AND (i.last_modified, i.id) > (@value, @id)" : ""}
         ORDER BY i.last_modified, i.id LIMIT @limit`,
      )
      .raw();
  const statements = {
    dated: { start: dated(false), on: dated(true) },
    items: { start: items(false), on: items(true) },
  };
  let kept: {
    readonly revision: number;
    readonly dates: Promise<Dates>;
  } | null = null;

  async function each(
    which: keyof typeof statements,
    take: (id: number) => void,
  ): Promise<void> {
    const { start, on } = statements[which];
    let rows = start.all({ limit: slice });
    for (;;) {
      for (const [, id] of rows) take(id);
      const last = rows.at(-1);
      if (rows.length < slice || last === undefined) return;
      await turn();
      rows = on.all({ limit: slice, value: last[0], id: last[1] });
    }
  }

  async function read(): Promise<Dates> {
    const undated = createIdSet();
    await each("items", (id) => undated.add(id));
    let onlyItems = true;
    await each("dated", (id) => {
      if (!undated.delete(id)) onlyItems = false;
    });
    return { undated, onlyItems };
  }

  /** Reads them, unless nothing has changed since. */
  return (revision: number): Promise<Dates> => {
    if (kept?.revision !== revision) {
      const dates = read();
      dates.catch(() => {
        if (kept?.dates === dates) kept = null;
      });
      kept = { revision, dates };
    }
    return kept.dates;
  };
}
