import SQLite, { type Database } from "better-sqlite3";
import { AppError, fromSystemError } from "../domain/errors.ts";
import { migrations } from "./migrations/index.ts";

export const catalogVersion = migrations.length;

/** Size of the pages of a new catalog. */
export const pageBytes = 8192;

/** Pages in the log from which on whoever writes brings them into the file, in 4 MiB at a time. */
export const checkpointPages = 500;

/**
 * Opens the catalog for reading and writing, makes it when it does not exist, and brings it to this version's schema.
 * @param file path of `catalog.sqlite`
 * @param timeout milliseconds a statement waits for another writer before it fails as busy
 * @throws AppError catalog.newer-version, catalog.damaged, catalog.busy, file.unwritable
 */
export function openCatalog(file: string, timeout = 60_000): Database {
  const database = open(file, false, timeout);
  try {
    // Of a new file; one that is there keeps its own. In smaller pages a value of a thousand characters would spill into
    // a page of its own, and a catalog of long abstracts be half as large again.
    database.pragma(`page_size = ${String(pageBytes)}`);
    database.pragma("journal_mode = WAL");
    migrate(database, file);
    return database;
  } catch (error) {
    database.close();
    throw asAppError(error, file);
  }
}

/**
 * Opens the catalog for reading only; for threads and one-off commands.
 * @throws AppError as {@link openCatalog}
 */
export function openCatalogReadOnly(file: string): Database {
  const database = open(file, true, 10_000);
  const version = readVersion(database);
  if (version !== catalogVersion) {
    database.close();
    throw versionError(version, file);
  }
  return database;
}

/**
 * Opens the file. Whoever writes statements for it: where a parameter is compared in a join, or in a table with partial
 * indexes, SQLite looks at its value while it plans, and plans anew for every execution, which takes several times as
 * long as reading a row. A plus sign keeps it from looking: `WHERE object_id = +?`.
 */
function open(file: string, readonly: boolean, timeout: number): Database {
  try {
    const database = new SQLite(file, { readonly, timeout });
    database.pragma("synchronous = NORMAL");
    database.pragma("foreign_keys = ON");
    // Pages come from the operating system's cache cheaply; what each connection holds itself is counted many times.
    database.pragma("cache_size = -4096");
    database.pragma("temp_store = FILE");
    database.pragma(`wal_autocheckpoint = ${String(checkpointPages)}`);
    return database;
  } catch (error) {
    throw asAppError(error, file);
  }
}

function readVersion(database: Database): number {
  return Number(database.pragma("user_version", { simple: true }));
}

/** Of a catalog whose schema this Holdall does not know. */
export function versionError(version: number, file: string): AppError {
  return new AppError(
    "catalog.newer-version",
    `The catalog ${file} was written by a ${version > catalogVersion ? "newer" : "different"} version of Holdall ` +
      `(schema ${String(version)}; this one knows ${String(catalogVersion)}).`,
    { object: file, remedy: "Update Holdall, or choose another data folder." },
  );
}

function migrate(database: Database, file: string): void {
  if (readVersion(database) > catalogVersion)
    throw versionError(readVersion(database), file);
  for (const migration of migrations) {
    if (readVersion(database) >= migration.version) continue;
    // The version is read again inside the lock: another process may be migrating the same file.
    database
      .transaction(() => {
        if (readVersion(database) >= migration.version) return;
        migration.up(database);
        database.pragma(`user_version = ${String(migration.version)}`);
      })
      .immediate();
  }
}

/** What SQLite says of the catalog as the product's error; other errors are returned unchanged. */
export function asAppError(error: unknown, file: string): unknown {
  if (error instanceof AppError) return error;
  if (error instanceof SQLite.SqliteError) {
    if (
      error.code === "SQLITE_NOTADB" ||
      error.code.startsWith("SQLITE_CORRUPT")
    ) {
      return new AppError(
        "catalog.damaged",
        `The catalog ${file} is damaged: ${error.message}.`,
        {
          object: file,
          remedy:
            "Restore catalog.sqlite from a backup; the files in store/ are not affected.",
          cause: error,
        },
      );
    }
    if (error.code.startsWith("SQLITE_BUSY")) {
      return new AppError(
        "catalog.busy",
        `The catalog ${file} is in use by another program.`,
        {
          object: file,
          remedy: "Try again when the other program has finished.",
          cause: error,
        },
      );
    }
    if (
      error.code.startsWith("SQLITE_CANTOPEN") ||
      error.code.startsWith("SQLITE_READONLY")
    ) {
      return new AppError(
        "data-folder.unusable",
        `The catalog ${file} cannot be opened.`,
        {
          object: file,
          remedy: "Check that the data folder exists and may be written to.",
          cause: error,
        },
      );
    }
    if (error.code.startsWith("SQLITE_IOERR")) {
      return new AppError(
        "file.unwritable",
        `${file} cannot be read or written (${error.code}).`,
        {
          object: file,
          remedy: "Look whether its disk is full, or failing.",
          cause: error,
        },
      );
    }
    if (error.code.startsWith("SQLITE_FULL")) {
      return new AppError(
        "disk.full",
        `The disk is full: ${file} could not be written.`,
        {
          object: file,
          remedy: "Free some space on that disk.",
          cause: error,
        },
      );
    }
  }
  return fromSystemError(error, file, "write");
}
