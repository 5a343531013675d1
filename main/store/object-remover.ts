import type { Database } from "better-sqlite3";
import type { ObjectStore } from "./object-store.ts";

export type ObjectRemover = ReturnType<typeof createObjectRemover>;

/** Kinds of object that can be removed with all that is in them. */
export type RemovedKind =
  "community" | "collection" | "item" | "bundle" | "bitstream";

/**
 * Removes objects with everything in them. Handles are kept so that nothing else ever gets them; files stay in the store
 * until the next cleaning finds that nothing refers to them.
 */
export function createObjectRemover(
  database: Database,
  objects: Pick<ObjectStore, "bumpRevision">,
) {
  database.exec(
    "CREATE TEMP TABLE doomed (id INTEGER PRIMARY KEY, kind TEXT NOT NULL) STRICT",
  );
  const doomed = (kind: string) =>
    `(SELECT id FROM doomed WHERE kind = '${kind}')`;
  const mark = database.prepare<[number, string]>(
    "INSERT INTO doomed VALUES (?, ?)",
  );
  const marking = [
    `INSERT INTO doomed
       WITH RECURSIVE tree(id) AS (
         SELECT id FROM doomed WHERE kind = 'community'
         UNION SELECT c.id FROM community c JOIN tree t ON c.parent_id = t.id)
       SELECT id, 'community' FROM tree WHERE id NOT IN (SELECT id FROM doomed)`,
    // A collection that is in another community too stays there.
    `INSERT INTO doomed SELECT DISTINCT l.collection_id, 'collection' FROM collection_community l
       WHERE l.community_id IN ${doomed("community")}
       AND NOT EXISTS (SELECT 1 FROM collection_community o WHERE o.collection_id = l.collection_id
         AND o.community_id NOT IN ${doomed("community")})`,
    `INSERT INTO doomed SELECT id, 'item' FROM item WHERE collection_id IN ${doomed("collection")}`,
    `INSERT INTO doomed SELECT template_id, 'item' FROM collection
       WHERE id IN ${doomed("collection")} AND template_id IS NOT NULL`,
    `INSERT INTO doomed SELECT logo_id, 'bitstream' FROM collection
       WHERE id IN ${doomed("collection")} AND logo_id IS NOT NULL`,
    `INSERT INTO doomed SELECT logo_id, 'bitstream' FROM community
       WHERE id IN ${doomed("community")} AND logo_id IS NOT NULL`,
    `INSERT INTO doomed SELECT id, 'bundle' FROM bundle WHERE item_id IN ${doomed("item")}`,
    `INSERT INTO doomed SELECT id, 'bitstream' FROM bitstream WHERE bundle_id IN ${doomed("bundle")}`,
    `INSERT INTO doomed SELECT group_id, 'group' FROM container_group
       WHERE object_id IN ${doomed("community")} OR object_id IN ${doomed("collection")}`,
  ].map((sql) => database.prepare(sql));
  const removing = [
    `DELETE FROM item_text WHERE rowid IN ${doomed("item")}`,
    `DELETE FROM collection_item WHERE collection_id IN ${doomed("collection")}`,
    `DELETE FROM collection_community WHERE community_id IN ${doomed("community")}`,
    // Takes the rows of every table along that belong to the object.
    "DELETE FROM object WHERE id IN (SELECT id FROM doomed)",
    "DELETE FROM doomed",
  ].map((sql) => database.prepare(sql));

  return {
    /** Removes an object with all that is in it; to be called in a transaction. */
    remove(kind: RemovedKind, id: number): void {
      mark.run(id, kind);
      for (const statement of marking) statement.run();
      for (const statement of removing) statement.run();
      objects.bumpRevision();
    },
  };
}
