import type { Database } from "better-sqlite3";

export type SavedSearchStore = ReturnType<typeof createSavedSearchStore>;

/** A search somebody has kept under a name, as it is kept. */
export interface SavedSearchRow {
  readonly id: number;
  readonly name: string;
  /** What is looked for, in which order, JSON. */
  readonly search: string;
}

/** Searches that people keep. An owner is an account, null the person at this machine. */
export function createSavedSearchStore(database: Database) {
  const list = database.prepare<[number], SavedSearchRow>(
    "SELECT id, name, search FROM saved_search WHERE coalesce(owner_id, 0) = ? ORDER BY name COLLATE NOCASE, id",
  );
  const named = database
    .prepare<[number, string], number>(
      "SELECT id FROM saved_search WHERE coalesce(owner_id, 0) = ? AND name = ?",
    )
    .pluck();
  const count = database
    .prepare<[number], number>(
      "SELECT count(*) FROM saved_search WHERE coalesce(owner_id, 0) = ?",
    )
    .pluck();
  const insert = database.prepare<
    [number | null, string, string, number | null]
  >(
    "INSERT INTO saved_search (owner_id, name, search, container_id) VALUES (?, ?, ?, ?)",
  );
  const rename = database.prepare<[string, number, number]>(
    "UPDATE saved_search SET name = ? WHERE id = ? AND coalesce(owner_id, 0) = ?",
  );
  const remove = database.prepare<[number, number]>(
    "DELETE FROM saved_search WHERE id = ? AND coalesce(owner_id, 0) = ?",
  );
  const key = (owner: number | null): number => owner ?? 0;
  const isTaken = (
    owner: number | null,
    name: string,
    except: number | null,
  ): boolean => {
    const id = named.get(key(owner), name);
    return id !== undefined && id !== except;
  };

  return {
    /** By name. */
    list: (owner: number | null): SavedSearchRow[] => list.all(key(owner)),
    /**
     * @param most searches somebody can keep
     * @returns the id, or what is in the way
     */
    create: (
      owner: number | null,
      name: string,
      search: string,
      container: number | null,
      most: number,
    ): number | "taken" | "full" =>
      database
        .transaction(() => {
          if (isTaken(owner, name, null)) return "taken";
          if ((count.get(key(owner)) ?? 0) >= most) return "full";
          return Number(
            insert.run(owner, name, search, container).lastInsertRowid,
          );
        })
        .immediate(),
    rename: (
      owner: number | null,
      id: number,
      name: string,
    ): "done" | "taken" | "missing" =>
      database
        .transaction(() => {
          if (isTaken(owner, name, id)) return "taken";
          return rename.run(name, id, key(owner)).changes === 1
            ? "done"
            : "missing";
        })
        .immediate(),
    remove: (owner: number | null, id: number): boolean =>
      remove.run(id, key(owner)).changes === 1,
  };
}
