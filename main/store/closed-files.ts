import type { Database } from "better-sqlite3";
import type { ClosedFile } from "../domain/catalog.ts";

export type ClosedFiles = ReturnType<typeof createClosedFiles>;

/** The day from which everybody may read bitstream `b`: empty when they may already, null when none is known. */
export const opensOn = `(SELECT min(CASE WHEN p.start_date > @today THEN p.start_date ELSE '' END)
  FROM resource_policy p WHERE p.object_id = b.id AND p.action = 'READ'
    AND p.group_id = (SELECT id FROM account_group WHERE name = 'Anonymous')
    AND (p.end_date IS NULL OR p.end_date >= @today))`;

/** Finds files that not everybody may read. */
export function createClosedFiles(database: Database) {
  const ofItems = database.prepare<
    [{ items: string; today: string }],
    ClosedFile
  >(
    `SELECT item, bitstream, opens FROM
       (SELECT u.item_id AS item, b.id AS bitstream, ${opensOn} AS opens
        FROM bundle u JOIN bitstream b ON b.bundle_id = u.id
        WHERE u.item_id IN (SELECT value FROM json_each(@items)))
     WHERE opens IS NULL OR opens <> '' ORDER BY item, bitstream`,
  );
  return {
    /**
     * Files of some items, few enough to be held.
     * @param today day for which embargoes are judged, `YYYY-MM-DD`
     */
    ofItems: (items: readonly number[], today: string): ClosedFile[] =>
      ofItems.all({ items: JSON.stringify(items), today }),
  };
}
