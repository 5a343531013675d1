import type { Database } from "better-sqlite3";
import type { Position, Step } from "./item-position.ts";
import { createUndatedItems, type Dates } from "./undated-items.ts";

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
         ORDER BY v.value ${way}, v.object_id ${way} LIMIT @limit OFFSET @passOver`,
      )
      .raw();
  };
  const own = database
    .prepare<[string], number>(
      "SELECT id FROM item WHERE id IN (SELECT value FROM json_each(?)) AND collection_id IS NOT NULL",
    )
    .pluck();
  const ways = [false, true] as const;
  const [up, down] = ways.map((descending) => ({
    start: dated(descending, false),
    on: dated(descending, true),
  }));
  const keys = database.prepare<[string], Position>(
    `SELECT i.id, coalesce((SELECT v.value FROM metadata_value v WHERE v.object_id = i.id AND ${first}), '') AS key
     FROM item i WHERE i.id IN (SELECT value FROM json_each(?))`,
  );
  const datesAt = createUndatedItems(database, first);

  /** Along the index, whatever has these dates. */
  const indexed = (
    descending: boolean,
    after: Position | null,
    limit: number,
    passOver = 0,
  ): readonly [key: string, id: number][] => {
    const statements = descending ? down : up;
    if (statements === undefined) throw new Error("unreachable");
    return after === null || after.key === ""
      ? statements.start.all({ limit, passOver })
      : statements.on.all({ limit, passOver, key: after.key, id: after.id });
  };
  const isUndated = (descending: boolean, after: Position | null): boolean =>
    after === null
      ? !descending
      : after.key === "" && (descending || after.id !== beyondAll);
  const undatedFrom = (
    { undated }: Dates,
    descending: boolean,
    after: Position | null,
    limit: number,
  ): readonly number[] =>
    descending
      ? undated.below(after?.id ?? beyondAll, limit)
      : undated.above(after?.id ?? 0, limit);

  return {
    /** @param revision of the catalog */
    async next(
      revision: number,
      descending: boolean,
      after: Position | null,
      limit: number,
    ): Promise<Step> {
      if (isUndated(descending, after)) {
        const ids = undatedFrom(
          await datesAt(revision),
          descending,
          after,
          limit,
        );
        const last = ids.at(-1);
        return {
          positions: ids.map((id) => ({ key: "", id })),
          end:
            ids.length === limit && last !== undefined
              ? { key: "", id: last }
              : descending
                ? null
                : { key: "", id: beyondAll },
        };
      }
      const rows = indexed(descending, after, limit);
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

    /**
     * Goes so many steps at once; null where there are fewer.
     * @returns undefined where things that are no items have dates, so that the steps have to be looked at
     */
    async leap(
      revision: number,
      descending: boolean,
    ): Promise<
      ((after: Position | null, steps: number) => Position | null) | undefined
    > {
      const dates = await datesAt(revision);
      if (!dates.onlyItems) return undefined;
      const toUndated = (
        after: Position | null,
        steps: number,
      ): Position | null => {
        const ids = undatedFrom(dates, descending, after, steps);
        const last = ids.at(-1);
        if (ids.length === steps && last !== undefined)
          return { key: "", id: last };
        return descending ? null : toDated(null, steps - ids.length);
      };
      const toDated = (
        after: Position | null,
        steps: number,
      ): Position | null => {
        const [row] = indexed(descending, after, 1, steps - 1);
        if (row !== undefined) return { key: row[0], id: row[1] };
        return descending
          ? toUndated(null, steps - indexed(descending, after, steps).length)
          : null;
      };
      return (after, steps) =>
        (isUndated(descending, after) ? toUndated : toDated)(after, steps);
    },
    /** @param ids as a JSON array */
    keysOf: (ids: string): Position[] => keys.all(ids),
  };
}
