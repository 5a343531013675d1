import type { Database } from "better-sqlite3";

export type FilePolicies = ReturnType<typeof createFilePolicies>;

/** Gives new bundles and bitstreams their policies as DSpace does. To be called in a transaction. */
export function createFilePolicies(database: Database) {
  const copy = database.prepare<
    [{ from: number; to: number; action: string | null }]
  >(
    `INSERT INTO resource_policy (object_id, action, group_id, account_id, name, description, type, start_date, end_date)
     SELECT @to, action, group_id, account_id, name, description, coalesce(type, 'TYPE_INHERITED'), start_date, end_date
     FROM resource_policy WHERE object_id = @from AND action <> 'ADMIN' AND (@action IS NULL OR action = @action)
     ORDER BY id`,
  );
  const has = (condition: string) => {
    const statement = database
      .prepare<[number], number>(
        `SELECT EXISTS (SELECT 1 FROM resource_policy WHERE object_id = ? AND ${condition})`,
      )
      .pluck();
    return (object: number): boolean => statement.get(object) === 1;
  };
  const hasRead = has("action = 'READ'");
  const isOpen = has(
    `action = 'READ' AND start_date IS NULL AND end_date IS NULL
       AND group_id = (SELECT id FROM account_group WHERE name = 'Anonymous')`,
  );
  const hasDefault = has("action = 'DEFAULT_BITSTREAM_READ'");
  const removeRead = database.prepare<[number]>(
    "DELETE FROM resource_policy WHERE object_id = ? AND action = 'READ'",
  );
  const copyDefault = database.prepare<[{ from: number; to: number }]>(
    `INSERT INTO resource_policy (object_id, action, group_id, account_id, name, description, type, start_date, end_date)
     SELECT @to, 'READ', group_id, account_id, name, description, 'TYPE_INHERITED', start_date, end_date
     FROM resource_policy WHERE object_id = @from AND action = 'DEFAULT_BITSTREAM_READ' ORDER BY id`,
  );
  const place = database.prepare<
    [number],
    { readonly item: number; readonly collection: number | null }
  >(
    `SELECT u.item_id AS item, i.collection_id AS collection FROM bundle u JOIN item i ON i.id = u.item_id WHERE u.id = ?`,
  );

  return {
    /** A new bundle may be used as its item. */
    inheritFromItem(item: number, bundle: number): void {
      copy.run({ from: item, to: bundle, action: null });
    },
    /**
     * A new bitstream may be used as its bundle, and read by whom the collection says; but what is closed or under an
     * embargo is not opened by that.
     */
    inheritFromBundle(bundle: number, bitstream: number): void {
      const found = place.get(bundle);
      if (found === undefined) return;
      const { item, collection } = found;
      copy.run({ from: bundle, to: bitstream, action: null });
      // A bundle without a policy of its own is as readable as its item.
      if (!hasRead(bundle))
        copy.run({ from: item, to: bitstream, action: "READ" });
      if (
        collection === null ||
        !hasDefault(collection) ||
        !isOpen(item) ||
        !isOpen(bitstream)
      )
        return;
      removeRead.run(bitstream);
      copyDefault.run({ from: collection, to: bitstream });
    },
  };
}
