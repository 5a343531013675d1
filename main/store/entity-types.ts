import type { Database } from "better-sqlite3";

/** Tells whether a name is one of the types of entities that relationships know. */
export function createEntityTypes(
  database: Database,
): (name: string) => boolean {
  const known = database
    .prepare<[{ name: string }], number>(
      "SELECT EXISTS (SELECT 1 FROM relationship_type WHERE left_type = @name OR right_type = @name)",
    )
    .pluck();
  return (name) => known.get({ name }) === 1;
}
