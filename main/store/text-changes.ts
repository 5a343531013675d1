import type { Database } from "better-sqlite3";

export type TextChanges = ReturnType<typeof createTextChanges>;

/** What is noted of items whose text changed since hits were kept. To be read in one transaction with what it is for. */
export function createTextChanges(database: Database) {
  const last = database
    .prepare<[], number | null>("SELECT max(id) FROM text_change")
    .pluck();
  const settled = database
    .prepare<[], number>("SELECT settled FROM hits_preparation")
    .pluck();
  const after = database
    .prepare<[number], [id: number, item: number]>(
      "SELECT id, item_id FROM text_change WHERE id > ? ORDER BY id",
    )
    .raw();
  return {
    /** The change up to which all are forgotten, since what is kept has them; null where nothing is kept. */
    settled: (): number | null => settled.get() ?? null,
    /** The last change there is. */
    last: (): number => Math.max(last.get() ?? 0, settled.get() ?? 0),
    /** Changes after one, in their order. */
    after: (change: number): readonly [id: number, item: number][] =>
      after.all(change),
  };
}
