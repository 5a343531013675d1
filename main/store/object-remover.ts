import type { Database } from "better-sqlite3";
import { removalOfTexts } from "./item-text-writer.ts";
import type { ObjectStore } from "./object-store.ts";

export type ObjectRemover = ReturnType<typeof createObjectRemover>;

/** Kinds of object that can be removed with all that is in them. */
export type RemovedKind =
  "community" | "collection" | "item" | "bundle" | "bitstream" | "group";

/** So much is removed at once, within a few milliseconds. */
const most = { collections: 20, items: 20, bitstreams: 100, policies: 1000 };

/**
 * Removes objects with everything in them. Handles are kept so that nothing else ever gets them; files stay in the store
 * until the next cleaning finds that nothing refers to them.
 *
 * What is large is removed in two steps. The first, one transaction, takes its items out of every list, index and
 * collection and notes them as removed, so that nothing finds them any more; it writes a fraction of what the second
 * does, which then removes their rows, a few items at a time. Stopped in between, it goes on at the next start.
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
  const removed = "(SELECT item_id FROM removal)";
  const prepare = (statements: readonly string[]) => {
    const prepared = statements.map((sql) => database.prepare(sql));
    return (): void => {
      for (const statement of prepared) statement.run();
    };
  };
  const mark = database.prepare<[number, string]>(
    "INSERT OR IGNORE INTO doomed VALUES (?, ?)",
  );
  /** Everything below marked communities and collections but the items in them. */
  const markContainers = prepare([
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
    `INSERT INTO doomed SELECT template_id, 'item' FROM collection
       WHERE id IN ${doomed("collection")} AND template_id IS NOT NULL`,
    `INSERT INTO doomed SELECT logo_id, 'bitstream' FROM collection
       WHERE id IN ${doomed("collection")} AND logo_id IS NOT NULL`,
    `INSERT INTO doomed SELECT logo_id, 'bitstream' FROM community
       WHERE id IN ${doomed("community")} AND logo_id IS NOT NULL`,
    `INSERT INTO doomed SELECT group_id, 'group' FROM container_group
       WHERE object_id IN ${doomed("community")} OR object_id IN ${doomed("collection")}`,
  ]);
  const markItems = prepare([
    `INSERT INTO doomed SELECT id, 'item' FROM item WHERE collection_id IN ${doomed("collection")}`,
  ]);
  const markContents = prepare([
    `INSERT INTO doomed SELECT id, 'bundle' FROM bundle WHERE item_id IN ${doomed("item")}`,
    `INSERT INTO doomed SELECT id, 'bitstream' FROM bitstream WHERE bundle_id IN ${doomed("bundle")}`,
  ]);
  const removeMarked = prepare([
    ...removalOfTexts(doomed("item")),
    `DELETE FROM collection_item WHERE collection_id IN ${doomed("collection")}`,
    `DELETE FROM collection_community WHERE community_id IN ${doomed("community")}`,
    // Takes the rows of every table along that belong to the object.
    "DELETE FROM object WHERE id IN (SELECT id FROM doomed)",
    "DELETE FROM doomed",
  ]);
  const hideItem = database.prepare<[number]>(
    "INSERT OR IGNORE INTO removal VALUES (?)",
  );
  const hideItems = prepare([
    `INSERT INTO removal SELECT id FROM item WHERE collection_id IN ${doomed("collection")}`,
    `DELETE FROM relationship WHERE left_id IN ${removed} OR right_id IN ${removed}`,
    `DELETE FROM import_item WHERE item_id IN ${removed}`,
    `DELETE FROM import_relationship WHERE item_id IN ${removed}`,
    `DELETE FROM collection_item WHERE item_id IN ${removed}`,
    ...removalOfTexts(removed),
    `UPDATE handle SET object_id = NULL WHERE object_id IN ${removed}`,
    `UPDATE item SET collection_id = NULL, in_archive = 0, withdrawn = 0, handle = NULL WHERE id IN ${removed}`,
  ]);
  /** What its collection holds is less by this item: triggers do not see it, as most often the collection goes too. */
  const subtract = database.prepare<[{ id: number }]>(
    `UPDATE collection SET owned = owned - 1, (files, bytes) =
       (SELECT collection.files - count(*), collection.bytes - coalesce(sum(b.size), 0)
        FROM bundle u JOIN bitstream b ON b.bundle_id = u.id WHERE u.item_id = @id)
     WHERE id = (SELECT collection_id FROM item WHERE id = @id)`,
  );
  const markRemoved = database.prepare<[number]>(
    "INSERT INTO doomed SELECT item_id, 'item' FROM removal LIMIT ?",
  );
  const isPending = database
    .prepare<[], number>("SELECT EXISTS (SELECT 1 FROM removal)")
    .pluck();

  const upTo = (sql: string) => `SELECT count(*) FROM (${sql} LIMIT @most)`;
  const below = `WITH RECURSIVE tree(id) AS (
      SELECT @id UNION SELECT c.id FROM community c JOIN tree t ON c.parent_id = t.id),
    held(id) AS (SELECT collection_id FROM collection_community WHERE community_id IN (SELECT id FROM tree)
      UNION SELECT @id)`;
  const count = (sql: string) =>
    database.prepare<[{ id: number; most: number }], number>(sql).pluck();
  const collectionsBelow = count(`${below} ${upTo("SELECT id FROM held")}`);
  const itemsBelow = count(
    `${below} ${upTo("SELECT i.id FROM held h CROSS JOIN item i ON i.collection_id = h.id")}`,
  );
  const bitstreamsIn = count(
    upTo(
      "SELECT b.id FROM bundle u JOIN bitstream b ON b.bundle_id = u.id WHERE u.item_id = @id OR u.id = @id",
    ),
  );
  const policiesOf = count(
    upTo("SELECT id FROM resource_policy WHERE group_id = @id"),
  );
  const bitstreamsBelow = count(
    `${below} ${upTo(
      `SELECT b.id FROM held h CROSS JOIN item i ON i.collection_id = h.id CROSS JOIN bundle u ON u.item_id = i.id
       CROSS JOIN bitstream b ON b.bundle_id = u.id`,
    )}`,
  );

  return {
    /** Whether an object holds so little that {@link remove} keeps nobody waiting. */
    isSmall(kind: RemovedKind, id: number): boolean {
      const few = (statement: typeof itemsBelow, limit: number): boolean =>
        (statement.get({ id, most: limit + 1 }) ?? 0) <= limit;
      if (kind === "community" || kind === "collection")
        return (
          few(collectionsBelow, most.collections) &&
          few(itemsBelow, most.items) &&
          few(bitstreamsBelow, most.bitstreams)
        );
      return kind === "group"
        ? few(policiesOf, most.policies)
        : few(bitstreamsIn, most.bitstreams);
    },
    /** Removes objects of a kind with all that is in them; to be called in a transaction. */
    remove(kind: RemovedKind, ...ids: readonly number[]): void {
      for (const id of ids) mark.run(id, kind);
      markContainers();
      markItems();
      markContents();
      removeMarked();
      objects.bumpRevision();
    },
    /**
     * Removes objects of a kind with all that is in them, of whose items the rows are left for {@link clear}; to be called
     * in a transaction.
     */
    unlink(kind: RemovedKind, ...ids: readonly number[]): void {
      for (const id of ids)
        if (kind === "item") {
          subtract.run({ id });
          hideItem.run(id);
        } else mark.run(id, kind);
      markContainers();
      hideItems();
      markContents();
      removeMarked();
      objects.bumpRevision();
    },
    /** Whether there are items left to clear. */
    isPending: (): boolean => isPending.get() === 1,
    /**
     * Removes the rows of some items that were unlinked; to be called in a transaction.
     * @returns how many items it were
     */
    clear(items: number): number {
      const { changes } = markRemoved.run(items);
      markContents();
      removeMarked();
      return changes;
    },
  };
}
