import type { Database, Statement } from "better-sqlite3";
import { compareText } from "../domain/compare-text.ts";
import { createDateWalk } from "./date-walk.ts";
import type { Position, Step } from "./item-position.ts";

export type ItemSort = "title" | "modified" | "id" | "issued" | "accessioned";

/** Whether items are sorted by a date among their metadata; those without one have the key "". */
export function isDateSort(sort: ItemSort): sort is "issued" | "accessioned" {
  return sort === "issued" || sort === "accessioned";
}

export interface ItemOrder {
  readonly sort: ItemSort;
  readonly descending: boolean;
}

/** Which items: of these collections (owned or mapped), or with null of the whole catalog. */
export type ItemSpace = readonly number[] | null;

export type ItemWalk = ReturnType<typeof createItemWalk>;

type Row = [key: string | number, id: number];
/** An order that columns of items have. */
type IndexedOrder = ItemOrder & {
  readonly sort: Exclude<ItemSort, "issued" | "accessioned">;
};
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
  const dates = {
    issued: createDateWalk(database, "issued"),
    accessioned: createDateWalk(database, "accessioned"),
  };
  const keys = database
    .prepare<[string], [id: number, title: string, modified: number]>(
      `SELECT id, sort_title, last_modified FROM item WHERE id IN (SELECT value FROM json_each(?))`,
    )
    .raw();
  const prepared = new Map<string, Statement<unknown[], Row>>();

  function statement(
    source: Source,
    { sort, descending }: IndexedOrder,
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
           ORDER BY ${sort === "id" ? `${id} ${way}` : `${key} ${way}, i.id ${way}`} LIMIT @limit OFFSET @passOver`,
        )
        .raw();
      prepared.set(name, found);
    }
    return found;
  }

  const read = (
    source: Source,
    collection: number | null,
    order: IndexedOrder,
    after: Position | null,
    limit: number,
    passOver = 0,
  ): Position[] =>
    statement(source, order, after !== null)
      .all({
        limit,
        passOver,
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

  /** Those that are in one of the collections. */
  const inside = (
    positions: readonly Position[],
    space: readonly number[],
  ): readonly Position[] => {
    const mine = new Set(
      belongs.all(
        JSON.stringify(positions.map(({ id }) => id)),
        JSON.stringify(space),
      ),
    );
    return positions.filter(({ id }) => mine.has(id));
  };

  const hasMapped = database
    .prepare<[number], number>(
      "SELECT 1 FROM collection_item WHERE collection_id = +? AND owning = 0 LIMIT 1",
    )
    .pluck();
  /** The one index that has a space in an order, and whose items they are; null where it takes several. */
  const onlySource = (
    space: ItemSpace,
    sort: IndexedOrder["sort"],
  ): [source: Source, collection: number | null] | null => {
    if (space === null) return ["catalog", null];
    const [collection] = space;
    if (collection === undefined || space.length > 1) return null;
    if (sort === "id") return ["members", collection];
    return hasMapped.get(collection) === undefined
      ? ["owned", collection]
      : null;
  };

  return {
    /**
     * Where one gets to with so many steps; null where there are fewer. SQLite passes over the others along the index,
     * which takes a fraction of reading them.
     * @returns undefined where no one index has the order, so that it has to be walked
     */
    async leap(
      revision: number,
      space: ItemSpace,
      { sort, descending }: ItemOrder,
    ): Promise<
      ((after: Position | null, steps: number) => Position | null) | undefined
    > {
      if (isDateSort(sort))
        return space === null
          ? dates[sort].leap(revision, descending)
          : undefined;
      const only = onlySource(space, sort);
      return only === null
        ? undefined
        : (after, steps) =>
            read(...only, { sort, descending }, after, 1, steps - 1)[0] ?? null;
    },

    /**
     * The next positions in the order.
     * @param revision of the catalog
     */
    async next(
      revision: number,
      space: ItemSpace,
      order: ItemOrder,
      after: Position | null,
      limit: number,
    ): Promise<Step> {
      const { sort } = order;
      if (!isDateSort(sort))
        return nextIndexed(space, { ...order, sort }, after, limit);
      const step = await dates[sort].next(
        revision,
        order.descending,
        after,
        limit,
      );
      return space === null
        ? step
        : { ...step, positions: inside(step.positions, space) };
    },

    /** Positions of some items, in the order. */
    order(ids: readonly number[], order: ItemOrder): Position[] {
      const { sort } = order;
      // What is sought by its id is there.
      if (sort === "id")
        return ids
          .map((id) => ({ id, key: id }))
          .sort((one, other) => comparePositions(one, other, order));
      const list = JSON.stringify(ids);
      const found: Position[] = isDateSort(sort)
        ? dates[sort].keysOf(list)
        : keys.all(list).map(([id, title, modified]) => ({
            id,
            key: { title, modified, id }[sort],
          }));
      return found.sort((one, other) => comparePositions(one, other, order));
    },
  };

  function nextIndexed(
    space: ItemSpace,
    order: IndexedOrder,
    after: Position | null,
    limit: number,
  ): Step {
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
    return { positions: inside(all, space), end };
  }
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
    difference = compareText(one.key, other.key);
  else difference = Number(one.key) - Number(other.key);
  if (difference === 0) difference = one.id - other.id;
  return descending ? -difference : difference;
}
