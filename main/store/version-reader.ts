import type { Database } from "better-sqlite3";
import type { ItemVersionPorts } from "../core/item-versions.ts";

interface Row {
  readonly number: number;
  readonly summary: string | null;
  readonly createdAt: number | null;
  readonly id: number;
  readonly uuid: string;
  readonly handle: string | null;
}

/** Reads the versions of works. */
export function createVersionReader(
  database: Database,
): Pick<ItemVersionPorts, "versionsOf"> {
  const rows = database.prepare<[number], Row>(
    `SELECT v.number, v.summary, v.created_at AS createdAt, o.id, o.uuid, h.handle
     FROM item_version own JOIN item_version v ON v.history = own.history
     JOIN object o ON o.id = v.item_id LEFT JOIN handle h ON h.object_id = v.item_id
     WHERE own.item_id = ? ORDER BY v.number DESC LIMIT 1000`,
  );
  return {
    versionsOf: (item) =>
      rows.all(item).map(({ number, summary, createdAt, ...other }) => ({
        number,
        summary,
        createdAt,
        item: other,
      })),
  };
}
