import type { Database } from "better-sqlite3";
import type { Item } from "../domain/catalog.ts";
import type { ItemReader } from "./item-reader.ts";
import { chosenObjects } from "./selection-reader.ts";

/**
 * Items of which, where they were chosen for some of their files alone, only these are there.
 * @param chosen ids of objects of every kind
 */
export function createChosenFiles(
  database: Database,
  items: ItemReader,
  chosen: readonly number[],
): ItemReader {
  const wanted = new Map<number, Set<number>>();
  const rows = database
    .prepare<[string], { item: number; file: number }>(
      `${chosenObjects}
       SELECT u.item_id AS item, b.id AS file FROM bitstream b JOIN bundle u ON u.id = b.bundle_id
       WHERE b.id IN (SELECT id FROM chosen) AND u.item_id NOT IN (SELECT id FROM chosen)
         AND NOT EXISTS (SELECT 1 FROM collection_item c
           WHERE c.item_id = u.item_id AND c.collection_id IN (SELECT id FROM within))`,
    )
    .iterate(JSON.stringify(chosen));
  for (const { item, file } of rows) {
    const files = wanted.get(item) ?? new Set();
    wanted.set(item, files.add(file));
  }
  if (wanted.size === 0) return items;

  const only = (item: Item): Item => {
    const files = wanted.get(item.id);
    if (files === undefined) return item;
    const bundles = item.bundles.map((bundle) => ({
      ...bundle,
      bitstreams: bundle.bitstreams.filter(({ id }) => files.has(id)),
    }));
    return {
      ...item,
      bundles: bundles.filter(({ bitstreams }) => bitstreams.length > 0),
    };
  };
  return {
    ...items,
    load: (ids, withMetadata) => items.load(ids, withMetadata).map(only),
  };
}
