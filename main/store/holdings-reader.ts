import type { Database } from "better-sqlite3";

export type HoldingsReader = ReturnType<typeof createHoldingsReader>;

/** Counts what is removed with a community or collection. */
export function createHoldingsReader(database: Database) {
  const below = database.prepare<
    [{ id: number }],
    {
      communities: number;
      collections: number;
      items: number;
      files: number;
      bytes: number;
    }
  >(
    `WITH RECURSIVE tree(id) AS (
         SELECT id FROM community WHERE id = @id
         UNION SELECT c.id FROM community c JOIN tree t ON c.parent_id = t.id),
       -- A collection that is in another community too stays there.
       held(id) AS (
         SELECT DISTINCT l.collection_id FROM collection_community l WHERE l.community_id IN (SELECT id FROM tree)
           AND NOT EXISTS (SELECT 1 FROM collection_community o WHERE o.collection_id = l.collection_id
             AND o.community_id NOT IN (SELECT id FROM tree))),
       gone(id) AS (SELECT id FROM held UNION SELECT id FROM collection WHERE id = @id)
     SELECT (SELECT count(*) FROM tree WHERE id <> @id) AS communities, (SELECT count(*) FROM held) AS collections,
       coalesce(sum(owned), 0) AS items, coalesce(sum(files), 0) AS files, coalesce(sum(bytes), 0) AS bytes
     FROM collection WHERE id IN (SELECT id FROM gone)`,
  );
  return {
    /** @param id of a community or collection */
    of: (id: number) =>
      below.get({ id }) ?? {
        communities: 0,
        collections: 0,
        items: 0,
        files: 0,
        bytes: 0,
      },
  };
}
