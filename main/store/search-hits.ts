import type { Database } from "better-sqlite3";
import { setImmediate as turn } from "node:timers/promises";
import type { SearchExpression } from "../domain/search-query.ts";
import type { FindingRoom } from "./finding-room.ts";
import { createIdReader } from "./id-reader.ts";
import { createItemSearch } from "./item-search.ts";
import { createPreparedHits } from "./prepared-hits.ts";
import { matchOf } from "./search-match.ts";
import { stillAsked } from "./still-asked.ts";
import { toMatch } from "./typed-match.ts";

/** The items a query finds. */
export interface Hits {
  readonly count: number;
  /** Room they take, about. */
  readonly bytes: number;
  /** All of them, ascending, when they are few; null when there are many. */
  readonly few: readonly number[] | null;
  /** The query of the full-text index that finds just these; null when there is none. */
  readonly match: string | null;
  has(item: number): boolean;
  /** The same, faster where very many items are looked at. */
  lookup(): (item: number) => boolean;
  /** How many of them fit. */
  countOf(fits: (item: number) => boolean): number;
  /** Ids above `after`, ascending, at most `limit`. */
  next(after: number, limit: number): readonly number[];
}

/** Up to this many hits are kept as a list. */
const fewest = 5_000;
/** Items whose values are looked at in one go. */
const examined = 1_000;

export type SearchHits = ReturnType<typeof createSearchHits>;

/**
 * Finds items by text. Many hits are kept as one bit for each id, so that a million of them take little room and can be
 * looked up while an index is walked in another order.
 */
export function createSearchHits(
  database: Database,
  { slice, keptBytes }: Pick<FindingRoom, "slice" | "keptBytes">,
) {
  const find = database
    .prepare<[string, number, number], number>(
      "SELECT rowid FROM item_text WHERE item_text MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?",
    )
    .pluck();
  // As the bytes of one JSON array: to make a value of each id takes longer than to find it.
  const findPart = database
    .prepare<[string, number, number], Buffer>(
      `SELECT CAST(json_group_array(id) AS BLOB) FROM (SELECT rowid AS id FROM item_text WHERE item_text MATCH ? AND rowid > ?
       ORDER BY rowid LIMIT ?)`,
    )
    .pluck();
  const findAll = database
    .prepare<[string], Buffer>(
      "SELECT CAST(json_group_array(rowid) AS BLOB) FROM item_text WHERE item_text MATCH ?",
    )
    .pluck();
  const allItems = database
    .prepare<[number, number], number>(
      "SELECT id FROM item WHERE id > ? AND collection_id IS NOT NULL ORDER BY id LIMIT ?",
    )
    .pluck();
  // A word of the title says more than one of a name, and that more than one of an abstract.
  const best = database
    .prepare<[string], number>(
      "SELECT rowid FROM item_text WHERE item_text MATCH ? ORDER BY bm25(item_text, 10.0, 4.0, 1.0), rowid",
    )
    .pluck();
  const largest = database
    .prepare<[], number | null>("SELECT max(id) FROM item")
    .pluck();
  const items = createItemSearch(database);
  const prepared = createPreparedHits(database);
  const idsIn = createIdReader();
  // Where all are read in one go there is nothing to be won by reading a few first.
  const inOneGo = slice > fewest * 1_000;
  const cache = new Map<string, { hits: Promise<Hits>; bytes: number }>();

  /** What a query of the full-text index finds, in slices. */
  function* found(match: string, size: number): Iterable<readonly number[]> {
    if (inOneGo) {
      const ids = Array.from(idsIn(findAll.get(match)));
      for (let start = 0; start < ids.length; start += size)
        yield ids.slice(start, start + size);
      return;
    }
    let part: readonly number[] = find.all(match, 0, fewest);
    for (let asked = fewest; ; asked = slice) {
      for (let start = 0; start < part.length; start += size)
        yield part.length <= size ? part : part.slice(start, start + size);
      if (part.length < asked) return;
      part = Array.from(idsIn(findPart.get(match, part.at(-1) ?? 0, slice)));
    }
  }

  /** All that a query of the full-text index finds. */
  function foundAtOnce(match: string): Hits {
    const text = findAll.get(match);
    const ids = idsIn(text);
    return ids.length <= fewest
      ? listOf(Array.from(ids), match)
      : bitsOf(setBits(ids), ids.length, match);
  }

  const setBits = (ids: Uint32Array): Uint8Array => {
    const bits = new Uint8Array(
      (Math.max(largest.get() ?? 0, ids.at(-1) ?? 0) >> 3) + 1,
    );
    for (const id of ids)
      bits[id >> 3] = (bits[id >> 3] ?? 0) | (1 << (id & 7));
    return bits;
  };

  function* everything(): Iterable<readonly number[]> {
    for (let after = 0; ;) {
      const part = allItems.all(after, examined);
      yield part;
      if (part.length < examined) return;
      after = part.at(-1) ?? 0;
    }
  }

  async function gather(
    parts: Iterable<readonly number[]>,
    match: string | null,
  ): Promise<Hits> {
    let list: number[] = [];
    let bits: Uint8Array | null = null;
    let count = 0;
    for (const part of parts) {
      count += part.length;
      if (bits === null && count <= fewest) list = list.concat(part);
      else {
        bits ??= new Uint8Array(((largest.get() ?? 0) >> 3) + 1);
        for (const ids of [list, part])
          for (const id of ids) {
            const byte = id >> 3;
            // An item that came in since is found by the next search.
            if (byte < bits.length)
              bits[byte] = (bits[byte] ?? 0) | (1 << (id & 7));
            else count--;
          }
        list = [];
      }
      await turn();
      stillAsked.check();
    }
    return bits === null ? listOf(list, match) : bitsOf(bits, count, match);
  }

  async function search(
    expression: SearchExpression,
    query: string | null,
    revision: number,
  ): Promise<Hits> {
    // Words of any field cannot be looked up by item, so all of their items are found before.
    const words = new Map<string, Hits>();
    for (const term of items.wordsOf(expression)) {
      const { query: phrase } = matchOf(term);
      if (phrase !== null)
        words.set(items.nameOf(term), await hitsOfPhrase(phrase, revision));
    }
    const fits = items.filter(expression, words);
    const candidates = query === null ? everything() : found(query, examined);
    return gather(
      (function* () {
        for (const part of candidates) yield fits(part);
      })(),
      null,
    );
  }

  async function hitsOfMatch(match: string): Promise<Hits> {
    const kept = prepared.find(match);
    if (kept !== null) return bitsOf(kept.bits, kept.count, match);
    return inOneGo ? foundAtOnce(match) : gather(found(match, slice), match);
  }
  const hitsOfPhrase = (phrase: string, revision: number): Promise<Hits> =>
    remember(`${String(revision)} ${phrase}`, () => hitsOfMatch(phrase));

  function remember(key: string, make: () => Promise<Hits>): Promise<Hits> {
    let known = cache.get(key);
    if (known === undefined) {
      const entry = { hits: make(), bytes: 0 };
      known = entry;
      entry.hits.then(
        ({ bytes }) => {
          entry.bytes = bytes;
          forget();
        },
        () => cache.delete(key),
      );
    }
    // The one used last is the last to be forgotten.
    cache.delete(key);
    cache.set(key, known);
    return known.hits;
  }

  function forget(): void {
    let bytes = 0;
    for (const entry of cache.values()) bytes += entry.bytes;
    for (const [key, entry] of cache) {
      if (bytes <= keptBytes) return;
      cache.delete(key);
      bytes -= entry.bytes;
    }
  }

  return {
    /**
     * What a person typed.
     * @param revision of the catalog: hits of another one are not used again
     */
    find: (query: string, revision: number): Promise<Hits> =>
      hitsOfPhrase(toMatch(query), revision),
    /** The same for an expression. */
    matching(expression: SearchExpression, revision: number): Promise<Hits> {
      const { query, exact } = matchOf(expression);
      return query !== null && exact
        ? hitsOfPhrase(query, revision)
        : remember(`${String(revision)} ${JSON.stringify(expression)}`, () =>
            search(expression, query, revision),
          );
    },
    /** Hits, the best first; null when nothing tells better from worse. */
    ranked: ({ match }: Hits): readonly number[] | null =>
      match === null ? null : best.all(match),
  };
}

function listOf(few: readonly number[], match: string | null): Hits {
  const set = new Set(few);
  return {
    count: few.length,
    // Each is in a list and in a set.
    bytes: 1000 + few.length * 50,
    few,
    match,
    has: (item) => set.has(item),
    lookup: () => hasBit(bitsFor(few)),
    countOf: (fits) => few.filter(fits).length,
    next: (after, limit) => few.filter((id) => id > after).slice(0, limit),
  };
}

/** Tells of an id whether it has its bit. */
export const hasBit =
  (bits: Uint8Array) =>
  (id: number): boolean =>
    ((bits[id >> 3] ?? 0) & (1 << (id & 7))) !== 0;

function bitsFor(ids: readonly number[]): Uint8Array {
  const bits = new Uint8Array(((ids.at(-1) ?? 0) >> 3) + 1);
  for (const id of ids) bits[id >> 3] = (bits[id >> 3] ?? 0) | (1 << (id & 7));
  return bits;
}

function bitsOf(bits: Uint8Array, count: number, match: string | null): Hits {
  const has = hasBit(bits);
  return {
    count,
    bytes: bits.length,
    few: null,
    match,
    has,
    lookup: () => has,
    countOf(fits) {
      let found = 0;
      for (let at = 0; at < bits.length; at++) {
        const some = bits[at] ?? 0;
        if (some === 0) continue;
        for (let bit = 0; bit < 8; bit++)
          if ((some & (1 << bit)) !== 0 && fits(at * 8 + bit)) found++;
      }
      return found;
    },
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
