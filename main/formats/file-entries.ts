import type { Item } from "../domain/catalog.ts";
import type { Entry } from "../domain/package-entry.ts";
import type { Omission, PlannedItem } from "./format.ts";

/** The files of an item as entries, without those that are left out. */
export function fileEntries(
  item: Item,
  planned: PlannedItem,
  omitted: ReadonlyMap<number, Omission>,
): Entry[] {
  return planned.files
    .filter(({ bitstream }) => !omitted.has(bitstream.id))
    .map(({ path, bitstream: { sha256, size, crc32, mimeType } }) => ({
      path,
      mtime: item.lastModified,
      mimeType,
      source: { kind: "bitstream", sha256, size, crc32 },
    }));
}
