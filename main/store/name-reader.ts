import type { Database } from "better-sqlite3";

export type NameReader = ReturnType<typeof createNameReader>;

export interface ContainerName {
  readonly id: number;
  readonly name: string;
}

/** Collections whose communities are kept in mind. */
const mostKept = 10_000;

/** Names of what is around an item, for pages about it. */
export function createNameReader(database: Database) {
  const title = database
    .prepare<[number], string>("SELECT title FROM item WHERE id = ?")
    .pluck();
  const above = database.prepare<[number], ContainerName>(
    `WITH RECURSIVE up(id, steps) AS (
       SELECT min(community_id), 0 FROM collection_community WHERE collection_id = ?
       UNION ALL SELECT c.parent_id, steps + 1 FROM community c JOIN up ON up.id = c.id WHERE c.parent_id IS NOT NULL)
     SELECT c.id, c.name FROM up JOIN community c ON c.id = up.id ORDER BY up.steps DESC`,
  );
  const notes = database.prepare<[], { field: string; note: string }>(
    `SELECT s.prefix || '.' || f.element || iif(f.qualifier = '', '', '.' || f.qualifier) AS field, f.scope_note AS note
     FROM metadata_field f JOIN metadata_schema s ON s.id = f.schema_id WHERE f.scope_note IS NOT NULL`,
  );
  const kept = new Map<number, readonly ContainerName[]>();
  let scopeNotes: ReadonlyMap<string, string> | null = null;
  return {
    /** Title of an item; null when there is no such item. */
    titleOf: (item: number): string | null => title.get(item) ?? null,
    /** The communities above a collection, from the top down; of several parents the first made counts. */
    communitiesAbove(collection: number): readonly ContainerName[] {
      let found = kept.get(collection);
      if (found === undefined) {
        found = above.all(collection);
        if (kept.size >= mostKept) kept.clear();
        kept.set(collection, found);
      }
      return found;
    },
    /** What the registry says a field (`dc.title`) is for; null when it says nothing. */
    scopeNote(field: string): string | null {
      scopeNotes ??= new Map(
        notes.all().map((row) => [row.field, row.note] as const),
      );
      return scopeNotes.get(field) ?? null;
    },
  };
}
