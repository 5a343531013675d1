import type { Database } from "better-sqlite3";

export type BasketStore = ReturnType<typeof createBasketStore>;

/** One thing in a basket, as it is kept. */
export interface BasketRow {
  readonly id: number;
  readonly kind: "community" | "collection" | "item" | "search";
  /** Numeric id of the object; null for a search. */
  readonly object: number | null;
  /** What is looked for, JSON; null for an object. */
  readonly search: string | null;
  /** Title or name; empty for a search. */
  readonly title: string;
}

/** What people have put aside. An owner is an account, null the person at this machine. */
export function createBasketStore(database: Database) {
  // What is removed from the catalog is in no basket, even while its rows are still there.
  const from = `FROM basket_entry e LEFT JOIN object o ON o.id = e.object_id LEFT JOIN item i ON i.id = e.object_id
    LEFT JOIN collection c ON c.id = e.object_id LEFT JOIN community m ON m.id = e.object_id
    WHERE coalesce(e.owner_id, 0) = @owner AND (i.id IS NULL OR i.collection_id IS NOT NULL)`;
  const page = database.prepare<
    [{ owner: number; after: number; limit: number }],
    BasketRow
  >(
    `SELECT e.id, coalesce(o.kind, 'search') AS kind, e.object_id AS object, e.search,
       coalesce(i.title, c.name, m.name, '') AS title
     ${from} AND e.id > @after ORDER BY e.id LIMIT @limit`,
  );
  const count = database
    .prepare<[{ owner: number }], number>(`SELECT count(*) ${from}`)
    .pluck();
  const addObject = database.prepare<[number | null, number]>(
    "INSERT OR IGNORE INTO basket_entry (owner_id, object_id) VALUES (?, ?)",
  );
  const addSearch = database.prepare<[number | null, string, number | null]>(
    "INSERT OR IGNORE INTO basket_entry (owner_id, search, container_id) VALUES (?, ?, ?)",
  );
  const remove = database.prepare<[number, number]>(
    "DELETE FROM basket_entry WHERE coalesce(owner_id, 0) = ? AND id = ?",
  );
  const clear = database.prepare<[number]>(
    "DELETE FROM basket_entry WHERE coalesce(owner_id, 0) = ?",
  );
  const key = (owner: number | null): number => owner ?? 0;

  return {
    page: (owner: number | null, after: number, limit: number): BasketRow[] =>
      page.all({ owner: key(owner), after, limit }),
    count: (owner: number | null): number =>
      count.get({ owner: key(owner) }) ?? 0,
    /**
     * Adds what is not there yet, all or nothing.
     * @param most entries a basket can have
     * @returns false when it would have more
     */
    add: (
      owner: number | null,
      objects: readonly number[],
      search: {
        readonly text: string;
        readonly container: number | null;
      } | null,
      most: number,
    ): boolean => {
      const full = new Error("full");
      try {
        database
          .transaction(() => {
            for (const object of objects) addObject.run(owner, object);
            if (search !== null)
              addSearch.run(owner, search.text, search.container);
            if ((count.get({ owner: key(owner) }) ?? 0) > most) throw full;
          })
          .immediate();
      } catch (error) {
        if (error === full) return false;
        throw error;
      }
      return true;
    },
    remove: (owner: number | null, entries: readonly number[]): void => {
      database
        .transaction(() => {
          for (const entry of entries) remove.run(key(owner), entry);
        })
        .immediate();
    },
    clear: (owner: number | null): void => void clear.run(key(owner)),
  };
}
