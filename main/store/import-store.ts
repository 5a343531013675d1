import type { Database } from "better-sqlite3";

export type ImportStore = ReturnType<typeof createImportStore>;

/** A relationship an imported item asks for, kept until all items are in. */
export interface PendingRelationship {
  readonly itemId: number;
  readonly number: number;
  readonly type: string;
  readonly target: string;
  readonly leftPlace: number | null;
  readonly rightPlace: number | null;
}

/** Remembers which item came from where, and the relationships that wait for the other end. */
export function createImportStore(database: Database) {
  const find = database.prepare<
    [string, string],
    { itemId: number; digest: string }
  >(
    `SELECT item_id AS itemId, lower(hex(digest)) AS digest FROM import_item
     WHERE source_id = (SELECT id FROM import_source WHERE key = ?) AND item_key = ?`,
  );
  const addSource = database.prepare<[string]>(
    "INSERT OR IGNORE INTO import_source (key) VALUES (?)",
  );
  const add = database.prepare<[string, string, number, string]>(
    "INSERT INTO import_item VALUES ((SELECT id FROM import_source WHERE key = ?), ?, ?, unhex(?))",
  );
  const count = database
    .prepare<[string], number>(
      "SELECT count(*) FROM import_item WHERE source_id = (SELECT id FROM import_source WHERE key = ?)",
    )
    .pluck();
  const findContainer = database
    .prepare<[string, string], number>(
      "SELECT object_id FROM import_container WHERE source_key = ? AND source_uuid = ?",
    )
    .pluck();
  const addContainer = database.prepare(
    "INSERT OR REPLACE INTO import_container VALUES (?, ?, ?)",
  );
  const addPending = database.prepare(
    "INSERT OR REPLACE INTO import_relationship VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const pending = database.prepare<
    [string, number, number],
    PendingRelationship
  >(
    `SELECT item_id AS itemId, number, type, target, left_place AS leftPlace, right_place AS rightPlace FROM import_relationship
     WHERE source_key = ? AND (item_id, number) > (?, ?) ORDER BY item_id, number LIMIT 500`,
  );
  const removePending = database.prepare(
    "DELETE FROM import_relationship WHERE source_key = ?",
  );
  const entityType = database
    .prepare<[number], string>(
      `SELECT v.value FROM metadata_value v JOIN metadata_field f ON f.id = v.field_id
       JOIN metadata_schema s ON s.id = f.schema_id
       WHERE v.object_id = ? AND s.prefix = 'dspace' AND f.element = 'entity' AND f.qualifier = 'type' LIMIT 1`,
    )
    .pluck();
  const typeFor = database.prepare<
    [string, string, string],
    { id: number; leftward: string }
  >(
    "SELECT id, leftward FROM relationship_type WHERE left_type = ? AND right_type = ? AND leftward = ?",
  );
  const typeForRight = database.prepare<
    [string, string, string],
    { id: number }
  >(
    "SELECT id FROM relationship_type WHERE left_type = ? AND right_type = ? AND rightward = ?",
  );
  const link = database.prepare(
    `INSERT OR IGNORE INTO relationship (type_id, left_id, right_id, left_place, right_place)
     SELECT @type, @left, @right,
       coalesce(@leftPlace, (SELECT count(*) FROM relationship WHERE left_id = @left AND type_id = @type)),
       coalesce(@rightPlace, (SELECT count(*) FROM relationship WHERE right_id = @right AND type_id = @type))`,
  );
  const byValue = database
    .prepare<[string, string, string, string], number>(
      `SELECT DISTINCT v.object_id FROM metadata_value v JOIN metadata_field f ON f.id = v.field_id
       JOIN metadata_schema s ON s.id = f.schema_id JOIN item i ON i.id = v.object_id
       WHERE s.prefix = ? AND f.element = ? AND f.qualifier = ? AND v.value = ? LIMIT 2`,
    )
    .pluck();

  return {
    /** What an earlier run made of an item of this source. */
    find: (
      sourceKey: string,
      itemKey: string,
    ): { readonly itemId: number; readonly digest: string } | null =>
      find.get(sourceKey, itemKey) ?? null,
    /** The copy that an earlier run made of a community or collection of this source. */
    container: (sourceKey: string, uuid: string): number | null =>
      findContainer.get(sourceKey, uuid) ?? null,
    /** To be called in the transaction that makes the copy. */
    rememberContainer: (
      sourceKey: string,
      uuid: string,
      object: number,
    ): void => void addContainer.run(sourceKey, uuid, object),
    count: (sourceKey: string): number => count.get(sourceKey) ?? 0,
    /**
     * To be called in the transaction that creates the item.
     * @param digest SHA-256, hexadecimal
     */
    remember(
      sourceKey: string,
      itemKey: string,
      itemId: number,
      digest: string,
      relationships: readonly {
        readonly type: string;
        readonly target: string;
        readonly places?: { readonly left: number; readonly right: number };
      }[],
    ): void {
      addSource.run(sourceKey);
      add.run(sourceKey, itemKey, itemId, digest);
      relationships.forEach(({ type, target, places }, number) =>
        addPending.run(
          sourceKey,
          itemId,
          number,
          type,
          target,
          places?.left ?? null,
          places?.right ?? null,
        ),
      );
    },
    *pending(sourceKey: string): Iterable<PendingRelationship> {
      let item = 0;
      let number = -1;
      for (;;) {
        const page = pending.all(sourceKey, item, number);
        yield* page;
        const last = page.at(-1);
        if (last === undefined) return;
        item = last.itemId;
        number = last.number;
      }
    },
    forgetPending: (sourceKey: string): void =>
      void removePending.run(sourceKey),
    entityType: (itemId: number): string | null =>
      entityType.get(itemId) ?? null,
    /** Items (at most two) that have exactly this value. */
    itemsWith: (
      schema: string,
      element: string,
      qualifier: string,
      value: string,
    ): number[] => byValue.all(schema, element, qualifier, value),
    /**
     * Links two items by the name of a relationship as seen from the first one; without places it comes last on both sides.
     * @returns false when no such relationship is defined between their entity types
     */
    relate(
      itemId: number,
      name: string,
      otherId: number,
      places: {
        readonly leftPlace: number | null;
        readonly rightPlace: number | null;
      } = { leftPlace: null, rightPlace: null },
    ): boolean {
      const { leftPlace, rightPlace } = places;
      const own = entityType.get(itemId);
      const other = entityType.get(otherId);
      if (own === undefined || other === undefined) return false;
      const leftward = typeFor.get(own, other, name);
      if (leftward !== undefined) {
        link.run({
          type: leftward.id,
          left: itemId,
          right: otherId,
          leftPlace,
          rightPlace,
        });
        return true;
      }
      const rightward = typeForRight.get(other, own, name);
      if (rightward === undefined) return false;
      link.run({
        type: rightward.id,
        left: otherId,
        right: itemId,
        leftPlace,
        rightPlace,
      });
      return true;
    },
  };
}
