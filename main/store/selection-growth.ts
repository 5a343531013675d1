import type { Database } from "better-sqlite3";
import type { GrownSelection } from "../domain/run.ts";

/** Which items `i` belong to a selection, whatever state they are in. */
export interface SelectionCondition {
  readonly sql: string;
  readonly parameter: string | number;
}

/**
 * Finds what a selection grows by: items that are linked to its items, and older versions of all of them. What was
 * found is kept in a temporary table, not in memory.
 */
export function createSelectionGrowth(database: Database) {
  /** What the table holds. */
  let reached: string | null = null;

  function begin(): void {
    database.exec(
      `CREATE TEMP TABLE IF NOT EXISTS reached (id INTEGER PRIMARY KEY, level INTEGER NOT NULL) STRICT;
       CREATE INDEX IF NOT EXISTS temp.reached_level ON reached(level);
       DELETE FROM reached`,
    );
  }

  function fill(
    selection: GrownSelection,
    growth: NonNullable<GrownSelection["growth"]>,
    chosen: SelectionCondition,
  ): void {
    begin();
    const archived = `i.collection_id IS NOT NULL AND (i.in_archive = 1 AND i.withdrawn = 0
      ${growth.withdrawn ? "OR i.withdrawn = 1" : ""})`;
    // Whoever names an older version by itself means just that.
    const named =
      growth.versions &&
      (selection.kind === "items" || selection.kind === "objects")
        ? "OR i.id IN (SELECT item_id FROM item_version)"
        : "";
    database
      .prepare(
        `INSERT INTO reached SELECT i.id, 0 FROM item i WHERE ${chosen.sql} AND (${archived} ${named})`,
      )
      .run(chosen.parameter);
    const step = database.prepare<[number, number, number]>(
      `INSERT OR IGNORE INTO reached
         SELECT i.id, ? FROM (
           SELECT l.right_id AS id FROM reached r CROSS JOIN relationship l ON l.left_id = r.id WHERE r.level = ?
           UNION SELECT l.left_id FROM reached r CROSS JOIN relationship l ON l.right_id = r.id WHERE r.level = ?) o
         JOIN item i ON i.id = o.id WHERE ${archived}`,
    );
    for (let level = 1; level <= growth.links; level++) {
      if (step.run(level, level - 1, level - 1).changes === 0) break;
    }
    if (growth.versions) {
      database.exec(
        `INSERT OR IGNORE INTO reached
           SELECT o.item_id, -1 FROM reached r CROSS JOIN item_version v ON v.item_id = r.id
             JOIN item_version o ON o.history = v.history AND o.number < v.number
             JOIN item i ON i.id = o.item_id WHERE i.collection_id IS NOT NULL`,
      );
    }
  }

  return {
    /** Which items a selection has with all that it grows by. The catalog must not change between two calls. */
    reach(
      selection: GrownSelection,
      growth: NonNullable<GrownSelection["growth"]>,
      chosen: SelectionCondition,
    ): SelectionCondition {
      const key = JSON.stringify(selection);
      if (reached !== key) {
        reached = null;
        fill(selection, growth, chosen);
        reached = key;
      }
      return {
        sql: "? = 1 AND i.id IN (SELECT id FROM reached)",
        parameter: 1,
      };
    },
  };
}
