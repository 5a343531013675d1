import type { Database } from "better-sqlite3";
import type { ReadScope } from "../core/access.ts";
import { listedItem, scopeParameters } from "./read-scope.ts";

/**
 * Keeps what somebody may read with a connection, in a temporary table.
 * @returns SQL: an item (alias `i`) may be read
 */
export function createKeptScope(database: Database, scope: ReadScope): string {
  const own = scopeParameters(scope);
  const names = Object.keys(own);
  database.exec(
    `CREATE TEMP TABLE IF NOT EXISTS reader (${names.map((name) => `"${name}"`).join(", ")}); DELETE FROM temp.reader`,
  );
  database
    .prepare(
      `INSERT INTO temp.reader VALUES (${names.map((name) => `@${name}`).join(", ")})`,
    )
    .run(own);
  return listedItem.replace(/@(\w+)/g, '(SELECT "$1" FROM temp.reader)');
}
