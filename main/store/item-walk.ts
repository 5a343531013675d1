import type { Database, Statement } from "better-sqlite3";

export type ItemSort = "title" | "modified" | "id";

/** Where an item stands in an order: its sort key and, among equal ones, its id. */
export interface Position {
  readonly key: string | number;
  readonly id: number;
}

export interface ItemOrder {
  readonly sort: ItemSort;
  readonly descending: boolean;
}

/** Which items: of these collections (owned or mapped), or with null of the whole catalog. */
export type ItemSpace = readonly number[] | null;

export type ItemWalk = ReturnType<typeof createItemWalk>;

type Row = [key: string | number, id: number];
type Source = "catalog" | "owned" | "mapped" | "members";

/** Beyond this number of collections the catalog's own index is walked and what does not belong is skipped. */
const manyCollections = 64;

const keyColumns = {
  title: "i.sort_title",
  modified: "i.last_modified",
  id: "i.id",
} as const;

/** Walks items in an order, from any position on, along an index: the depth does not matter. */
export function createItemWalk(database: Database) {
  const prepared = new Map<string, Statement<unknown[], Row>>();

  function statement(
    source: Source,
    { sort, descending }: ItemOrder,
    from: boolean,
  ): Statement<unknown[], Row> {
    const name = `${source} ${sort} ${String(descending)} ${String(from)}`;
    let found = prepared.get(name);
    if (found === undefined) {
      const way = descending ? "DESC" : "ASC";
      const beyond = descending ? "<" : ">";
      const key = keyColumns[sort];
      const conditions = {
        catalog: ["i.collection_id IS NOT NULL"],
        owned: ["i.collection_id = @collection"],
        mapped: [
          "i.id IN (SELECT item_id FROM collection_item WHERE collection_id = @collection AND owning = 0)",
        ],
        members: ["m.collection_id = @collection"],
      }[source];
      const id = source === "members" ? "m.item_id" : "i.id";
      if (from) {
        conditions.push(
          sort === "id"
            ? `${id} ${beyond} @id`
            : `(${key}, i.id) ${beyond} (@key, @id)`,
        );
      }
      found = database
        .prepare<unknown[], Row>(
          `SELECT ${sort === "id" ? id : key}, ${id} FROM ${source === "members" ? "collection_item m" : "item i"}
           WHERE ${conditions.join(" AND ")}
           ORDER BY ${sort === "id" ? `${id} ${way}` : `${key} ${way}, i.id ${way}`} LIMIT @limit`,
        )
        .raw();
      prepared.set(name, found);
    }
    return found;
  }

  const read = (
    source: Source,
    collection: number | null,
    order: ItemOrder,
    after: Position | null,
    limit: number,
  ): Position[] =>
    statement(source, order, after !== null)
      .all({
        limit,
        ...(collection === null ? {} : { collection }),
        ...(after === null
          ? {}
          : {
              id: after.id,
              ...(order.sort === "id" ? {} : { key: after.key }),
            }),
      })
      .map(([key, id]) => ({ key, id }));

  const belongs = database
    .prepare<[string, string], number>(
      `SELECT DISTINCT item_id FROM collection_item WHERE item_id IN (SELECT value FROM json_each(?))
       AND collection_id IN (SELECT value FROM json_each(?))`,
    )
    .pluck();

  return {
    /**
     * The next positions in the order.
     * @returns `end` is where the next call goes on; null when there is nothing more
     */
    next(
      space: ItemSpace,
      order: ItemOrder,
      after: Position | null,
      limit: number,
    ): {
      readonly positions: readonly Position[];
      readonly end: Position | null;
    } {
      if (space !== null && space.length <= manyCollections) {
        const streams = space.flatMap((collection) =>
          order.sort === "id"
            ? [read("members", collection, order, after, limit)]
            : [
                read("owned", collection, order, after, limit),
                read("mapped", collection, order, after, limit),
              ],
        );
        const positions = merge(streams, order).slice(0, limit);
        const full = streams.some((stream) => stream.length === limit);
        return {
          positions,
          end:
            full || positions.length === limit
              ? (positions.at(-1) ?? null)
              : null,
        };
      }
      const all = read("catalog", null, order, after, limit);
      const end = all.length === limit ? (all.at(-1) ?? null) : null;
      if (space === null) return { positions: all, end };
      const mine = new Set(
        belongs.all(
          JSON.stringify(all.map(({ id }) => id)),
          JSON.stringify(space),
        ),
      );
      return { positions: all.filter(({ id }) => mine.has(id)), end };
    },
  };
}

/** One ordered list of several, each item once. */
function merge(
  streams: readonly (readonly Position[])[],
  order: ItemOrder,
): Position[] {
  const filled = streams.filter((stream) => stream.length > 0);
  const [only] = filled;
  if (filled.length <= 1) return only === undefined ? [] : [...only];
  const seen = new Set<number>();
  return filled
    .flat()
    .filter(({ id }) => !seen.has(id) && seen.add(id))
    .sort((one, other) => comparePositions(one, other, order));
}

/** Negative when `one` comes first. Text is compared byte by byte, as SQLite does. */
export function comparePositions(
  one: Position,
  other: Position,
  { descending }: ItemOrder,
): number {
  let difference: number;
  if (typeof one.key === "string" && typeof other.key === "string")
    difference =
      one.key === other.key
        ? 0
        : Buffer.compare(Buffer.from(one.key), Buffer.from(other.key));
  else difference = Number(one.key) - Number(other.key);
  if (difference === 0) difference = one.id - other.id;
  return descending ? -difference : difference;
}
