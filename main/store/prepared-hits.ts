import type { Database } from "better-sqlite3";
import { createIdReader } from "./id-reader.ts";
import { unpackHits } from "./packed-hits.ts";
import { createTextChanges } from "./text-changes.ts";

export type PreparedHits = ReturnType<typeof createPreparedHits>;

/** Hits as one bit for each id. */
export interface BitHits {
  readonly bits: Uint8Array;
  readonly count: number;
  /** The last change that is in them. */
  readonly settled: number;
}

/**
 * Hits that are kept in the catalog, with what has changed since: items whose text changed are taken out, and looked for
 * anew in an index of just these.
 */
export function createPreparedHits(database: Database) {
  const changes = createTextChanges(database);
  const kept = database.prepare<
    [string],
    { settled: number; count: number; hits: Buffer }
  >("SELECT settled, count, hits FROM prepared_hits WHERE phrase = ?");
  const findChanged = database
    .prepare<[string], Buffer>(
      "SELECT CAST(json_group_array(rowid) AS BLOB) FROM item_text_changed WHERE item_text_changed MATCH ?",
    )
    .pluck();
  const largest = database
    .prepare<[], number | null>("SELECT max(id) FROM item")
    .pluck();
  const idsIn = createIdReader();

  /** Items that changed, each with its last change, as far as they have been read. */
  const changed = new Map<number, number>();
  let settledAt = -1;
  let readTo = 0;
  const readChanges = (): void => {
    const settled = changes.settled() ?? 0;
    if (settled !== settledAt) {
      // Those that have been forgotten are in all that is kept.
      for (const [item, change] of changed)
        if (change <= settled) changed.delete(item);
      settledAt = settled;
      readTo = Math.max(readTo, settled);
    }
    for (const [id, item] of changes.after(readTo)) {
      changed.set(item, id);
      readTo = id;
    }
  };

  const find = database.transaction((phrase: string): BitHits | null => {
    const row = kept.get(phrase);
    if (row === undefined) return null;
    readChanges();
    const found = idsIn(findChanged.get(phrase));
    const bits = unpackHits(
      row.hits,
      Math.max(largest.get() ?? 0, found.at(-1) ?? 0),
    );
    let { count } = row;
    for (const id of changed.keys()) {
      const byte = bits[id >> 3] ?? 0;
      const bit = 1 << (id & 7);
      if ((byte & bit) === 0) continue;
      bits[id >> 3] = byte & ~bit;
      count--;
    }
    // All of them have changed, so that none has a bit any more.
    for (const id of found) {
      bits[id >> 3] = (bits[id >> 3] ?? 0) | (1 << (id & 7));
      count++;
    }
    return { bits, count, settled: Math.max(row.settled, readTo) };
  });

  return {
    /** @returns null where the hits of a query of the full-text index are not kept */
    find: (phrase: string): BitHits | null => find(phrase),
  };
}
