import { rmSync } from "node:fs";
import SQLite from "better-sqlite3";

/** Paths in a file, since there may be millions of them. The file is made when there is the first. */
export function openPathSpool(file: string) {
  rmSync(file, { force: true });
  let spool: ReturnType<typeof create> | null = null;
  return {
    add(path: string): void {
      spool ??= create(file);
      spool.add.run(path);
    },
    has: (path: string): boolean => spool?.has.get(path) === 1,
    close(): void {
      spool?.database.close();
      spool = null;
      rmSync(file, { force: true });
    },
  };
}

function create(file: string) {
  const database = new SQLite(file);
  database.pragma("journal_mode = OFF");
  database.pragma("synchronous = OFF");
  // Read by the connection that writes it, and by nobody else.
  database.exec(
    "CREATE TABLE path (path TEXT PRIMARY KEY) STRICT, WITHOUT ROWID; BEGIN",
  );
  return {
    database,
    add: database.prepare<[string]>("INSERT OR IGNORE INTO path VALUES (?)"),
    has: database
      .prepare<[string], number>("SELECT 1 FROM path WHERE path = ?")
      .pluck(),
  };
}
