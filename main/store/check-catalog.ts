import { existsSync } from "node:fs";
import SQLite, { type Database } from "better-sqlite3";
import { AppError } from "../domain/errors.ts";
import { migrations } from "./migrations/index.ts";
import { asAppError, catalogVersion, versionError } from "./open.ts";

/** A table that every catalog has had, and hardly anything else has. */
const ownTable = "catalog_revision";

/**
 * Looks, before anything is made or changed, whether this is a catalog that this Holdall can work with: one whose tables
 * are those of its version. Two builds of one unreleased version may differ in them.
 * @param file path of `catalog.sqlite`; there may be none yet
 * @param timeout milliseconds to wait for whoever writes
 * @throws AppError catalog.newer-version, catalog.other-build, catalog.not-recognised, catalog.damaged, catalog.busy,
 *   data-folder.unusable
 */
export function checkCatalog(file: string, timeout: number): void {
  if (!existsSync(file)) return;
  let database: Database | null = null;
  try {
    // What was left to be brought into the file stays beside it where it is only read. Where nothing was, whoever only
    // reads would leave an empty log behind.
    const readonly = ["-wal", "-journal"].some((log) => existsSync(file + log));
    database = new SQLite(file, { readonly, fileMustExist: true, timeout });
    database.transaction(compare)(database, file);
  } catch (error) {
    // A disk that cannot be written is told of by who wants to write.
    if (isReadOnly(error)) return;
    throw asAppError(error, file);
  } finally {
    database?.close();
  }
}

function compare(database: Database, file: string): void {
  const version = Number(database.pragma("user_version", { simple: true }));
  const found = new Set(definitionsOf(database));
  // Nothing has been made yet.
  if (version === 0 && found.size === 0) return;
  const own = [...found].some((definition) =>
    definition.startsWith(`CREATE TABLE ${ownTable} `),
  );
  if (!own) {
    throw new AppError(
      "catalog.not-recognised",
      `${file} is a database, but no catalog of Holdall; it was left as it is.`,
      {
        object: file,
        remedy: "Choose another data folder, or move that file away.",
      },
    );
  }
  if (version > catalogVersion) throw versionError(version, file);
  if (version > 0 && expectedAt(version).every((one) => found.has(one))) return;
  throw new AppError(
    "catalog.other-build",
    `The catalog ${file} was made by an unreleased build of Holdall whose tables are others, or was not copied whole; ` +
      "it was left as it is.",
    {
      object: file,
      remedy:
        "Choose another data folder, or move catalog.sqlite away and import its packages again.",
    },
  );
}

/** What the tables and indexes of a version are made by. */
function expectedAt(version: number): readonly string[] {
  const database = new SQLite(":memory:");
  try {
    for (const migration of migrations)
      if (migration.version <= version) migration.up(database);
    return definitionsOf(database);
  } finally {
    database.close();
  }
}

/** Without comments and the way lines are broken, and without tables that SQLite makes for itself. */
function definitionsOf(database: Database): readonly string[] {
  return database
    .prepare<[], string>(
      `SELECT s.sql FROM sqlite_schema s LEFT JOIN pragma_table_list t ON t.schema = 'main' AND t.name = s.name
       WHERE s.sql IS NOT NULL AND s.name NOT LIKE 'sqlite@_%' ESCAPE '@' AND t.type IS NOT 'shadow'`,
    )
    .pluck()
    .all()
    .map((sql) => sql.replace(/--.*$/gmu, "").replace(/\s+/gu, " ").trim());
}

function isReadOnly(error: unknown): boolean {
  return (
    error instanceof SQLite.SqliteError &&
    error.code.startsWith("SQLITE_READONLY")
  );
}
