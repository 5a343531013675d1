import type { Database } from "better-sqlite3";
import type { Position, Step } from "./item-position.ts";

/** Comes after every id. */
const beyondAll = Number.MAX_SAFE_INTEGER;

/**
 * Walks all items by the first value of dc.date.issued or dc.date.accessioned, along the index that this field has.
 * Items without one have the key "" and so come first, or last where the order descends.
 */
export function createDateWalk(
  database: Database,
  qualifier: "issued" | "accessioned",
) {
  const field = database
    .prepare<[string], number>(
      `SELECT f.id FROM metadata_field f JOIN metadata_schema s ON s.id = f.schema_id
       WHERE s.prefix = 'dc' AND f.element = 'date' AND f.qualifier = ?`,
    )
    .pluck()
    .get(qualifier);
  // As the index says it, so that SQLite sees that the index fits.
  const first = `v.field_id = ${String(field ?? 0)} AND v.place = 0`;
  const dated = (descending: boolean, from: boolean) => {
    const way = descending ? "DESC" : "ASC";
    return database
      .prepare<[object], [key: string, id: number]>(
        `SELECT v.value, v.object_id FROM metadata_value v
         WHERE ${first} AND v.value <> '' ${from ? `AND (v.value, v.object_id) ${descending ? "<" : ">"} (@key, @id)` : ""}
         ORDER BY v.value ${way}, v.object_id ${way} LIMIT @limit`,
      )
      .raw();
  };
  const own = database
    .prepare<[string], number>(
      "SELECT id FROM item WHERE id IN (SELECT value FROM json_each(?)) AND collection_id IS NOT NULL",
    )
    .pluck();
  const undated = (descending: boolean) =>
    database
      .prepare<[object], [id: number, dated: number]>(
        `SELECT i.id, EXISTS (SELECT 1 FROM metadata_value v WHERE v.object_id = i.id AND ${first} AND v.value <> '')
         FROM item i WHERE i.collection_id IS NOT NULL AND i.id ${descending ? "<" : ">"} @id
         ORDER BY i.id ${descending ? "DESC" : "ASC"} LIMIT @limit`,
      )
      .raw();
  const ways = [false, true] as const;
  const [up, down] = ways.map((descending) => ({
    start: dated(descending, false),
    on: dated(descending, true),
    undated: undated(descending),
  }));
  const keys = database.prepare<[string], Position>(
    `SELECT i.id, coalesce((SELECT v.value FROM metadata_value v WHERE v.object_id = i.id AND ${first}), '') AS key
     FROM item i WHERE i.id IN (SELECT value FROM json_each(?))`,
  );

  return {
    next(descending: boolean, after: Position | null, limit: number): Step {
      const statements = descending ? down : up;
      if (statements === undefined) throw new Error("unreachable");
      const inUndated =
        after === null
          ? !descending
          : after.key === "" && (descending || after.id !== beyondAll);
      if (inUndated) {
        const rows = statements.undated.all({
          limit,
          id: after?.id ?? 0,
        });
        const last = rows.at(-1);
        return {
          positions: rows.flatMap(([id, isDated]) =>
            isDated === 1 ? [] : [{ key: "", id }],
          ),
          end:
            rows.length === limit && last !== undefined
              ? { key: "", id: last[0] }
              : descending
                ? null
                : { key: "", id: beyondAll },
        };
      }
      const rows =
        after === null || after.key === ""
          ? statements.start.all({ limit })
          : statements.on.all({ limit, key: after.key, id: after.id });
      const items = new Set(own.all(JSON.stringify(rows.map(([, id]) => id))));
      const last = rows.at(-1);
      return {
        positions: rows.flatMap(([key, id]) =>
          items.has(id) ? [{ key, id }] : [],
        ),
        end:
          rows.length === limit && last !== undefined
            ? { key: last[0], id: last[1] }
            : descending
              ? { key: "", id: beyondAll }
              : null,
      };
    },
    /** @param ids as a JSON array */
    keysOf: (ids: string): Position[] => keys.all(ids),
  };
}
