import type { Database } from "better-sqlite3";
import type { ItemRecord } from "../core/item-record.ts";
import { createPackedItems, unpackItems } from "./packed-items.ts";

export type ItemRecords = ReturnType<typeof createItemRecords>;

/** Reads items as they are listed, with their own metadata only. */
export function createItemRecords(database: Database) {
  const packed = createPackedItems(database);
  return {
    one: (id: number): ItemRecord | null =>
      unpackItems(packed([id]))[0] ?? null,
    /** Those of the ids that are items, in their order. */
    all: (ids: readonly number[]): readonly ItemRecord[] =>
      unpackItems(packed(ids)),
    /** The same for another thread: see `unpackItems`. */
    packed,
  };
}
