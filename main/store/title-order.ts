import type { Database } from "better-sqlite3";
import { setImmediate as turn } from "node:timers/promises";
import { compareText } from "../domain/compare-text.ts";
import { createIdReader } from "./id-reader.ts";
import type { Position, Step } from "./item-position.ts";
import { createTextChanges } from "./text-changes.ts";

/** Items read in one go; other work of the thread gets its turn in between. */
const slice = 20_000;
/** With more items that have moved the order is read anew. */
const mostMoved = 5_000;

export type TitleOrder = ReturnType<typeof createTitleOrder>;

/** An item that has moved since the order was read: it stands before the item that has this rank. */
interface Moved {
  readonly key: string;
  readonly id: number;
  readonly rank: number;
}

/**
 * All items by their titles, as nothing but ids: to walk along them and look for hits takes a fraction of what it takes
 * along an index. It is read once; what changes is put in between. Only where hits are kept, for there changes are noted.
 */
export function createTitleOrder(database: Database) {
  const changes = createTextChanges(database);
  const idsIn = createIdReader(false);
  const part = (from: string) =>
    database
      .prepare<[object], Buffer>(
        `SELECT CAST(json_group_array(id) AS BLOB) FROM (SELECT id FROM item
         WHERE collection_id IS NOT NULL ${from} ORDER BY sort_title, id LIMIT ${String(slice)})`,
      )
      .pluck();
  const firstPart = part("");
  const nextPart = part("AND (sort_title, id) > (@key, @id)");
  const keyOf = database
    .prepare<[number], string>(
      "SELECT sort_title FROM item WHERE id = ? AND collection_id IS NOT NULL",
    )
    .pluck();

  /** Null while it is not known. */
  let order: Uint32Array | null = null;
  let reading = false;
  let readTo = 0;
  const moved = new Set<number>();
  let between: Moved[] = [];

  interface Part {
    readonly ids: Uint32Array;
    readonly last: number;
    readonly end: Position | null;
  }
  const readPart = database.transaction((after: Position | null): Part => {
    const ids = idsIn(after === null ? firstPart.get({}) : nextPart.get(after));
    const id = ids.at(-1);
    return {
      ids,
      last: changes.last(),
      end: id === undefined ? null : { id, key: keyOf.get(id) ?? "" },
    };
  });

  /** What moves meanwhile is noted, so it does not matter where it is met, or how often. */
  async function read(): Promise<void> {
    let found = new Uint32Array(slice);
    let count = 0;
    let from = 0;
    let begun = false;
    for (let after: Position | null = null; ;) {
      const { ids, last, end }: Part = readPart(after);
      if (!begun) from = last;
      begun = true;
      if (count + ids.length > found.length) {
        const more = new Uint32Array(found.length * 2);
        more.set(found);
        found = more;
      }
      found.set(ids, count);
      count += ids.length;
      if (ids.length < slice) break;
      after = end;
      await turn();
    }
    order = found.slice(0, count);
    readTo = from;
    moved.clear();
    between = [];
  }

  const compare = (
    one: Omit<Moved, "rank">,
    other: Omit<Moved, "rank">,
  ): number => compareText(one.key, other.key) || one.id - other.id;

  /** How many come before a place; null where an item is not what it was. */
  function rankOf(ids: Uint32Array, place: Omit<Moved, "rank">): number | null {
    let low = 0;
    let high = ids.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      let at = middle;
      while (at < high && moved.has(ids[at] ?? 0)) at++;
      if (at === high) {
        high = middle;
        continue;
      }
      const id = ids[at] ?? 0;
      const key = keyOf.get(id);
      if (key === undefined) return null;
      if (compare({ key, id }, place) < 0) low = at + 1;
      else high = middle;
    }
    return low;
  }

  /** Puts what has changed where it belongs now. @returns whether that could be done */
  function follow(ids: Uint32Array): boolean {
    const settled = changes.settled();
    if (settled === null || settled > readTo) return false;
    const fresh = new Set<number>();
    for (const [change, item] of changes.after(readTo)) {
      readTo = change;
      fresh.add(item);
    }
    if (fresh.size === 0) return true;
    for (const item of fresh) moved.add(item);
    if (moved.size > mostMoved) return false;
    between = between.filter(({ id }) => !fresh.has(id));
    for (const id of fresh) {
      const key = keyOf.get(id);
      if (key === undefined) continue;
      const rank = rankOf(ids, { key, id });
      if (rank === null) return false;
      between.push({ key, id, rank });
    }
    between.sort(compare);
    return true;
  }

  /** Ids that fit, from a place on, upwards. */
  function* upwards(
    ids: Uint32Array,
    rank: number,
    after: Omit<Moved, "rank"> | null,
    has: (id: number) => boolean,
  ): Generator<number> {
    let next = between.findIndex(
      (one) => after === null || compare(one, after) > 0,
    );
    if (next < 0) next = between.length;
    for (let at = rank; ; at++) {
      for (; (between[next]?.rank ?? Infinity) <= at; next++) {
        const { id = 0 } = between[next] ?? {};
        if (has(id)) yield id;
      }
      if (at >= ids.length) return;
      const id = ids[at] ?? 0;
      if (has(id) && !moved.has(id) && id !== after?.id) yield id;
    }
  }

  /** The same downwards. */
  function* downwards(
    ids: Uint32Array,
    rank: number,
    after: Omit<Moved, "rank"> | null,
    has: (id: number) => boolean,
  ): Generator<number> {
    let next = between.findLastIndex(
      (one) => after === null || compare(one, after) < 0,
    );
    for (let at = rank; ; at--) {
      for (; (between[next]?.rank ?? -1) >= at; next--) {
        const { id = 0 } = between[next] ?? {};
        if (has(id)) yield id;
      }
      if (at === 0) return;
      const id = ids[at - 1] ?? 0;
      if (has(id) && !moved.has(id)) yield id;
    }
  }

  const find = database.transaction(
    (
      ids: Uint32Array,
      descending: boolean,
      from: Position | null,
      limit: number,
      has: (id: number) => boolean,
    ): Step | null => {
      if (!follow(ids)) return null;
      const after = from === null ? null : { ...from, key: String(from.key) };
      const rank =
        after === null ? (descending ? ids.length : 0) : rankOf(ids, after);
      if (rank === null) return null;
      const positions: Position[] = [];
      const found = (descending ? downwards : upwards)(ids, rank, after, has);
      for (const id of found) {
        const key = keyOf.get(id);
        if (key !== undefined) positions.push({ key, id });
        if (positions.length >= limit)
          return { positions, end: positions.at(-1) ?? null };
      }
      return { positions, end: null };
    },
  );

  return {
    /** Whether it is known; if not, it is read in the background. */
    isReady(): boolean {
      if (order !== null) return true;
      if (!reading && changes.settled() !== null) {
        reading = true;
        read().then(
          () => (reading = false),
          () => (reading = false),
        );
      }
      return false;
    },
    /**
     * The next positions of items that fit.
     * @param limit at least 1
     * @returns null where the order must be read anew
     */
    next(
      descending: boolean,
      after: Position | null,
      limit: number,
      has: (id: number) => boolean,
    ): Step | null {
      const step =
        order === null ? null : find(order, descending, after, limit, has);
      if (step === null) order = null;
      return step;
    },
  };
}
