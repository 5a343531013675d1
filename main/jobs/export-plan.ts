import SQLite, { type Database } from "better-sqlite3";
import type { PackCheckpoint } from "../packers/packer.ts";

/** A block ends when its files come to this many bytes or its items to this many. */
const blockBytes = 1 << 20;
const blockItems = 64;
/** What an item takes besides its files, about. */
const itemOverhead = 4096;

export type ExportPlan = ReturnType<typeof openExportPlan>;

export interface PlanTotals {
  readonly items: number;
  readonly files: number;
  readonly bytes: number;
  readonly blocks: number;
  readonly lastModified: number;
}

export interface PlannedRow {
  readonly n: number;
  readonly itemId: number;
  readonly folder: string;
}

export interface ExpectedFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

/**
 * The plan of an export: what must be in the package, written down before the first byte. A SQLite file in the run's
 * work folder, since a plan can have millions of rows; it also keeps the checkpoint. It is working data that a lost power
 * supply may spoil (then the run begins anew), so it is not synced.
 */
export function openExportPlan(
  file: string,
  options: { readonly readonly?: boolean } = {},
) {
  const database: Database = new SQLite(file, {
    readonly: options.readonly ?? false,
  });
  if (options.readonly !== true) {
    database.pragma("journal_mode = WAL");
    database.pragma("synchronous = OFF");
    database.exec(`
      CREATE TABLE IF NOT EXISTS fact (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS item (n INTEGER PRIMARY KEY, item_id INTEGER NOT NULL UNIQUE, folder TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS file (number INTEGER PRIMARY KEY, n INTEGER NOT NULL, path TEXT NOT NULL,
        size INTEGER NOT NULL, sha256 BLOB NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS block (number INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;`);
  }
  const fact = database
    .prepare<[string], string>("SELECT value FROM fact WHERE key = ?")
    .pluck();
  const read = (key: string): unknown => {
    const text = fact.get(key);
    return text === undefined ? null : (JSON.parse(text) as unknown);
  };

  let writer: ReturnType<typeof createPlanWriter> | null = null;
  let setFact: ReturnType<typeof prepareSetFact> | null = null;
  const blockRange = database.prepare<
    [number],
    { first: number; last: number }
  >("SELECT first, last FROM block WHERE number = ?");
  const rows = database.prepare<[number, number], PlannedRow>(
    "SELECT n, item_id AS itemId, folder FROM item WHERE n BETWEEN ? AND ? ORDER BY n",
  );
  const folder = database
    .prepare<[number], string>("SELECT folder FROM item WHERE item_id = ?")
    .pluck();
  const expected = database.prepare<
    [],
    { path: string; size: number; sha256: Buffer }
  >("SELECT path, size, sha256 FROM file ORDER BY number");
  const folders = database
    .prepare<[], string>("SELECT folder FROM item ORDER BY n")
    .pluck();

  return {
    /** Throws away everything and begins a new plan. */
    write() {
      database.exec(
        "DELETE FROM fact; DELETE FROM item; DELETE FROM file; DELETE FROM block;",
      );
      writer = createPlanWriter(database);
      return writer;
    },
    set(key: string, value: unknown): void {
      setFact ??= prepareSetFact(database);
      setFact.run(key, JSON.stringify(value));
    },
    totals: (): PlanTotals | null => read("totals") as PlanTotals | null,
    /** What the plan was made from; a plan made from anything else is of no use. */
    basis: (): unknown => read("basis"),
    checkpoint: (): PackCheckpoint | null =>
      read("checkpoint") as PackCheckpoint | null,
    /** Items of a block, in order. @param block number of the block, from 0 */
    block(block: number): PlannedRow[] {
      const range = blockRange.get(block);
      return range === undefined ? [] : rows.all(range.first, range.last);
    },
    folderOf: (itemId: number): string | null => folder.get(itemId) ?? null,
    /** Every bitstream that must be in the package, in package order. */
    *files(): Generator<ExpectedFile, undefined> {
      for (const { path, size, sha256 } of expected.iterate())
        yield { path, size, sha256: sha256.toString("hex") };
    },
    *folders(): Generator<string, undefined> {
      yield* folders.iterate();
    },
    close(): void {
      database.close();
    },
  };
}

function prepareSetFact(database: Database) {
  return database.prepare<[string, string]>(
    "INSERT OR REPLACE INTO fact VALUES (?, ?)",
  );
}

function createPlanWriter(database: Database) {
  const addItem = database.prepare("INSERT INTO item VALUES (?, ?, ?)");
  const addFile = database.prepare(
    "INSERT INTO file (n, path, size, sha256) VALUES (?, ?, ?, ?)",
  );
  const addBlock = database.prepare("INSERT INTO block VALUES (?, ?, ?)");
  let items = 0;
  let files = 0;
  let bytes = 0;
  let blocks = 0;
  let lastModified = 0;
  let first = 1;
  let weight = 0;

  const endBlock = () => {
    if (items >= first) addBlock.run(blocks++, first, items);
    first = items + 1;
    weight = 0;
  };
  return {
    /** Number of the next item, from 1. */
    next: (): number => items + 1,
    add(item: {
      readonly id: number;
      readonly folder: string;
      readonly lastModified: number;
      readonly files: readonly ExpectedFile[];
    }): void {
      items++;
      addItem.run(items, item.id, item.folder);
      lastModified = Math.max(lastModified, item.lastModified);
      weight += itemOverhead;
      for (const { path, size, sha256 } of item.files) {
        addFile.run(items, path, size, Buffer.from(sha256, "hex"));
        files++;
        bytes += size;
        weight += size;
      }
      if (weight >= blockBytes || items - first + 1 >= blockItems) endBlock();
    },
    begin: (): void => void database.exec("BEGIN"),
    commit: (): void => void database.exec("COMMIT"),
    totals(): PlanTotals {
      endBlock();
      return { items, files, bytes, blocks, lastModified };
    },
  };
}
