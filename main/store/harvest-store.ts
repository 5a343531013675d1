import type { Database } from "better-sqlite3";
import type {
  HarvestPorts,
  HarvestSettings,
} from "../core/harvest-settings.ts";

/** From where collections are harvested. What writes is to be called in a transaction. */
export function createHarvestStore(
  database: Database,
): Omit<HarvestPorts, "find" | "write"> {
  const find = database.prepare<[number], HarvestSettings>(
    `SELECT type, oai_source AS source, oai_set AS "set", metadata_config AS format, status, message,
       started_at AS startedAt, harvested_at AS harvestedAt
     FROM harvest WHERE collection_id = ?`,
  );
  const remove = database.prepare(
    "DELETE FROM harvest WHERE collection_id = ?",
  );
  const insert = database.prepare(
    "INSERT INTO harvest (collection_id, type, oai_source, oai_set, metadata_config, status) VALUES (?, ?, ?, ?, ?, 'READY')",
  );
  const update = database.prepare(
    "UPDATE harvest SET type = ? WHERE collection_id = ?",
  );
  return {
    harvest: (collection) => find.get(collection) ?? null,
    setHarvest(collection, draft) {
      const old = find.get(collection);
      if (
        draft !== null &&
        old?.source === draft.source &&
        old.set === draft.set &&
        old.format === draft.format
      ) {
        // The same source: what has been harvested from it counts on.
        update.run(draft.type, collection);
        return;
      }
      remove.run(collection);
      if (draft !== null)
        insert.run(
          collection,
          draft.type,
          draft.source,
          draft.set,
          draft.format,
        );
    },
  };
}
