import type { Database } from "better-sqlite3";
import { setImmediate as turn } from "node:timers/promises";
import { toMatch } from "./selection-reader.ts";

/** The items a query finds. */
export interface Hits {
  readonly count: number;
  /** All of them, ascending, when they are few; null when there are many. */
  readonly few: readonly number[] | null;
  has(item: number): boolean;
  /** Ids above `after`, ascending, at most `limit`. */
  next(after: number, limit: number): readonly number[];
}

/** Up to this many hits are kept as a list. */
const fewest = 5_000;
/** Hits read in one go; other work of the thread gets its turn in between. */
const slice = 20_000;
/** Queries whose hits are kept. A person who types asks for one after the other. */
const kept = 6;

export type SearchHits = ReturnType<typeof createSearchHits>;

/**
 * Finds items by text. Many hits are kept as one bit for each id, so that a million of them take little room and can be
 * looked up while an index is walked in another order.
 */
export function createSearchHits(database: Database) {
  const find = database
    .prepare<[string, number, number], number>(
      "SELECT rowid FROM item_text WHERE item_text MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?",
    )
    .pluck();
  const largest = database
    .prepare<[], number | null>("SELECT max(id) FROM item")
    .pluck();
  const cache = new Map<string, Promise<Hits>>();

  async function search(query: string): Promise<Hits> {
    const match = toMatch(query);
    const first = find.all(match, 0, fewest + 1);
    if (first.length <= fewest) return listOf(first);
    const bits = new Uint8Array(((largest.get() ?? 0) >> 3) + 1);
    let count = 0;
    for (let part = first; part.length > 0;) {
      for (const id of part) {
        const byte = id >> 3;
        // An item that came in since is found by the next search.
        if (byte >= bits.length) continue;
        bits[byte] = (bits[byte] ?? 0) | (1 << (id & 7));
        count++;
      }
      await turn();
      part = find.all(match, part.at(-1) ?? 0, slice);
    }
    return bitsOf(bits, count);
  }

  return {
    /** @param revision of the catalog: hits of another one are not used again */
    find(query: string, revision: number): Promise<Hits> {
      const key = `${String(revision)} ${query}`;
      let found = cache.get(key);
      if (found === undefined) {
        found = search(query);
        found.catch(() => cache.delete(key));
      }
      // The one used last is the last to be forgotten.
      cache.delete(key);
      cache.set(key, found);
      for (const oldest of cache.keys()) {
        if (cache.size <= kept) break;
        cache.delete(oldest);
      }
      return found;
    },
  };
}

function listOf(few: readonly number[]): Hits {
  const set = new Set(few);
  return {
    count: few.length,
    few,
    has: (item) => set.has(item),
    next: (after, limit) => few.filter((id) => id > after).slice(0, limit),
  };
}

function bitsOf(bits: Uint8Array, count: number): Hits {
  const has = (id: number) => ((bits[id >> 3] ?? 0) & (1 << (id & 7))) !== 0;
  return {
    count,
    few: null,
    has,
    next(after, limit) {
      const ids: number[] = [];
      const end = bits.length * 8;
      for (let id = after + 1; id < end && ids.length < limit; id++) {
        if ((id & 7) === 0 && bits[id >> 3] === 0) id += 7;
        else if (has(id)) ids.push(id);
      }
      return ids;
    },
  };
}
