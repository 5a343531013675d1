import type { Database } from "better-sqlite3";
import type { ItemRecord } from "../core/item-record.ts";
import { createMetadataTexts } from "./metadata-texts.ts";

export type ItemRecords = ReturnType<typeof createItemRecords>;

/** Reads items as they are listed, with their own metadata only. */
export function createItemRecords(database: Database) {
  const textsOf = createMetadataTexts(database);
  const rows = database.prepare<
    [number],
    Omit<
      ItemRecord,
      "kind" | "texts" | "inArchive" | "discoverable" | "withdrawn"
    > & {
      inArchive: number;
      discoverable: number;
      withdrawn: number;
    }
  >(
    `SELECT i.id, o.uuid, h.handle, i.in_archive AS inArchive, i.discoverable, i.withdrawn,
       i.last_modified AS lastModified
     FROM item i JOIN object o ON o.id = i.id LEFT JOIN handle h ON h.object_id = i.id WHERE i.id = +?`,
  );
  const one = (id: number): ItemRecord | null => {
    const row = rows.get(id);
    return row === undefined
      ? null
      : {
          kind: "item",
          id,
          uuid: row.uuid,
          handle: row.handle,
          inArchive: row.inArchive === 1,
          discoverable: row.discoverable === 1,
          withdrawn: row.withdrawn === 1,
          lastModified: row.lastModified,
          texts: textsOf(id),
        };
  };
  /** One state of the catalog for all that is read, and one lock. */
  const inOneRead = database.transaction((ids: readonly number[]) =>
    ids.flatMap((id) => one(id) ?? []),
  );

  return {
    one,
    /** Those of the ids that are items, in their order. */
    all: (ids: readonly number[]): readonly ItemRecord[] => inOneRead(ids),
  };
}
