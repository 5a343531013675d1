import SQLite, { type Database } from "better-sqlite3";
import type { ClosedFile } from "../domain/catalog.ts";
import type { PackCheckpoint, PackResult } from "../packers/packer.ts";
import { createPlanChanges } from "./plan-changes.ts";

/** A block ends when its files come to this many bytes or its items to this many. */
const blockBytes = 1 << 20;
const blockItems = 64;
/** What an item takes besides its files, about. */
const itemOverhead = 4096;
const rowsAtATime = 500;

export type ExportPlan = ReturnType<typeof openExportPlan>;

export interface PlanTotals {
  readonly items: number;
  readonly files: number;
  readonly bytes: number;
  readonly blocks: number;
  readonly lastModified: number;
}

/** A part of the plan that becomes an archive of its own. */
export interface PlannedVolume extends PlanTotals {
  /** From 1. */
  readonly number: number;
  /** Number of its first block in the whole plan, from 0. */
  readonly firstBlock: number;
  /** Numbers of its first and last item, from 1; without items the last is below the first. */
  readonly first: number;
  readonly last: number;
  /** Number of its first file. */
  readonly firstFile: number;
}

/** Numbers of the first and last item of a volume. */
export type ItemRange = Pick<PlannedVolume, "first" | "last">;

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

/** A file of the catalog that is to be in a package. */
export interface PlannedContent extends ExpectedFile {
  readonly crc32: number;
  readonly label: Readonly<Record<string, string | number>> | undefined;
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
    // First, or making the log would wait for the disk.
    database.pragma("synchronous = OFF");
    database.pragma("journal_mode = WAL");
    database.exec(`
      CREATE TABLE IF NOT EXISTS fact (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS item (n INTEGER PRIMARY KEY, item_id INTEGER NOT NULL UNIQUE, folder TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS file (number INTEGER PRIMARY KEY, n INTEGER NOT NULL, path TEXT NOT NULL,
        size INTEGER NOT NULL, sha256 BLOB NOT NULL, crc32 INTEGER NOT NULL, label TEXT) STRICT;
      CREATE TABLE IF NOT EXISTS closed_file (n INTEGER NOT NULL, bitstream_id INTEGER NOT NULL, opens TEXT,
        PRIMARY KEY (n, bitstream_id)) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS block (number INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS volume (number INTEGER PRIMARY KEY, firstBlock INTEGER NOT NULL,
        blocks INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, firstFile INTEGER NOT NULL, items INTEGER NOT NULL,
        files INTEGER NOT NULL, bytes INTEGER NOT NULL, lastModified INTEGER NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS taken (folded TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS path (key INTEGER PRIMARY KEY, path TEXT NOT NULL) STRICT;`);
  }
  const fact = database
    .prepare<[string], string>("SELECT value FROM fact WHERE key = ?")
    .pluck();
  const read = (key: string): unknown => {
    const text = fact.get(key);
    return text === undefined ? null : (JSON.parse(text) as unknown);
  };

  const set = (key: string, value: unknown): void => {
    setFact ??= prepareSetFact(database);
    setFact.run(key, JSON.stringify(value));
  };
  let writer: ReturnType<typeof createPlanWriter> | null = null;
  let plannedFile: ReturnType<typeof preparePlannedFile> | null = null;
  let setFact: ReturnType<typeof prepareSetFact> | null = null;
  const blockRange = database.prepare<
    [number],
    { first: number; last: number }
  >("SELECT first, last FROM block WHERE number = ?");
  const closedRows = database.prepare<
    [number, number],
    { bitstream: number; opens: string | null }
  >(
    "SELECT bitstream_id AS bitstream, opens FROM closed_file WHERE n BETWEEN ? AND ?",
  );
  const rows = database.prepare<[number, number], PlannedRow>(
    "SELECT n, item_id AS itemId, folder FROM item WHERE n BETWEEN ? AND ? ORDER BY n",
  );
  const folder = database
    .prepare<[number, number, number], string>(
      "SELECT folder FROM item WHERE item_id = ? AND n BETWEEN ? AND ?",
    )
    .pluck();
  const expected = database.prepare<
    [number, number],
    { path: string; size: number; sha256: Buffer }
  >(
    "SELECT path, size, sha256 FROM file WHERE number BETWEEN ? AND ? ORDER BY number",
  );
  const pathOf = database
    .prepare<[number], string>("SELECT path FROM path WHERE key = ?")
    .pluck();
  const folders = database
    .prepare<[number, number], string>(
      "SELECT folder FROM item WHERE n BETWEEN ? AND ? ORDER BY n",
    )
    .pluck();
  const volumes = database.prepare<[], PlannedVolume>(
    "SELECT * FROM volume ORDER BY number",
  );

  return {
    path: file,
    changes: createPlanChanges(database, options.readonly ?? false),
    /** Throws away everything but the changes, and begins a new plan. */
    write() {
      database.exec(
        "DELETE FROM fact; DELETE FROM item; DELETE FROM file; DELETE FROM closed_file; DELETE FROM block; DELETE FROM volume; DELETE FROM taken; DELETE FROM path;",
      );
      writer = createPlanWriter(database);
      return writer;
    },
    set,
    totals: (): PlanTotals | null => read("totals") as PlanTotals | null,
    /** What {@link ExportPlan.set} kept under a key; null when there is nothing. */
    fact: read,
    /** What the plan was made from; a plan made from anything else is of no use. */
    basis: (): unknown => read("basis"),
    /** Where the packing of a volume stood last. */
    checkpoint: (volume: number): PackCheckpoint | null =>
      read(`checkpoint:${String(volume)}`) as PackCheckpoint | null,
    setCheckpoint(volume: number, checkpoint: PackCheckpoint): void {
      set(`checkpoint:${String(volume)}`, checkpoint);
    },
    /** What a volume has become; null while it is not finished. */
    packed: (volume: number): PackResult | null =>
      read(`packed:${String(volume)}`) as PackResult | null,
    setPacked(volume: number, result: PackResult): void {
      set(`packed:${String(volume)}`, result);
    },
    /**
     * The items of all volumes, in order. Read page by page: while a statement is being read from, nothing can be
     * written over the same connection.
     */
    *itemIds(): Generator<number, undefined> {
      for (let last = 0; ;) {
        const page = rows.all(last + 1, last + rowsAtATime);
        for (const { itemId } of page) yield itemId;
        if (page.length === 0) return;
        last += rowsAtATime;
      }
    },
    /** At least one; in order. */
    volumes: (): PlannedVolume[] => volumes.all(),
    /** Items of a block, in order. @param block number of the block, from 0 */
    block(block: number): PlannedRow[] {
      const range = blockRange.get(block);
      return range === undefined ? [] : rows.all(range.first, range.last);
    },
    /** What was planned of the file with a path, root folder included; null when it is none of the catalog's. */
    plannedFile(path: string): { crc32: number; label: string | null } | null {
      plannedFile ??= preparePlannedFile(database);
      return plannedFile.get(path) ?? null;
    },
    /** The path that was settled for a key; null when there is none. */
    pathOf: (key: number): string | null => pathOf.get(key) ?? null,
    /**
     * Files of a block that not everybody may read, by their ids, each with the day from which they are open (null: none
     * is known); empty where the export treats them as all others.
     */
    closedFiles(block: number): ReadonlyMap<number, string | null> {
      const range = blockRange.get(block);
      return new Map(
        range === undefined
          ? []
          : closedRows
              .all(range.first, range.last)
              .map(({ bitstream, opens }) => [bitstream, opens]),
      );
    },
    /** Folder of an item; null when it is not in the volume. */
    folderOf: (itemId: number, { first, last }: ItemRange): string | null =>
      folder.get(itemId, first, last) ?? null,
    /** Every bitstream that must be in a volume, in package order. */
    *files({
      firstFile,
      files,
    }: PlannedVolume): Generator<ExpectedFile, undefined> {
      for (const { path, size, sha256 } of expected.iterate(
        firstFile,
        firstFile + files - 1,
      ))
        yield { path, size, sha256: sha256.toString("hex") };
    },
    *folders({ first, last }: ItemRange): Generator<string, undefined> {
      yield* folders.iterate(first, last);
    },
    close(): void {
      database.close();
    },
  };
}

function preparePlannedFile(database: Database) {
  database.exec("CREATE INDEX IF NOT EXISTS file_path ON file(path)");
  return database.prepare<[string], { crc32: number; label: string | null }>(
    "SELECT crc32, label FROM file WHERE path = ?",
  );
}

function prepareSetFact(database: Database) {
  return database.prepare<[string, string]>(
    "INSERT OR REPLACE INTO fact VALUES (?, ?)",
  );
}

/** Settles paths that differ from each other in more than case and Unicode composition. */
function createPathTaker(database: Database) {
  const known = database
    .prepare<[number], string>("SELECT path FROM path WHERE key = ?")
    .pluck();
  const last = database
    .prepare<[string], number>("SELECT last FROM taken WHERE folded = ?")
    .pluck();
  const setLast = database.prepare(
    "INSERT OR REPLACE INTO taken (folded, last) VALUES (?, ?)",
  );
  const keep = database.prepare("INSERT INTO path VALUES (?, ?)");
  const folded = (path: string) =>
    path.normalize("NFC").toLowerCase().normalize("NFC");
  return {
    take(wanted: string, key: number): string {
      const before = known.get(key);
      if (before !== undefined) return before;
      const own = folded(wanted);
      let number = last.get(own) ?? 0;
      let path: string;
      do {
        number++;
        path = number === 1 ? wanted : withNumber(wanted, number);
      } while (number > 1 && last.get(folded(path)) !== undefined);
      setLast.run(own, number);
      if (number > 1) setLast.run(folded(path), 1);
      keep.run(key, path);
      return path;
    },
  };
}

/** The same path with a number before the extension of its last part. */
function withNumber(path: string, number: number): string {
  const dot = path.lastIndexOf(".");
  const end = dot > path.lastIndexOf("/") + 1 ? dot : path.length;
  return `${path.slice(0, end)}-${String(number)}${path.slice(end)}`;
}

function createPlanWriter(database: Database) {
  const addItem = database.prepare("INSERT INTO item VALUES (?, ?, ?)");
  const addFile = database.prepare(
    "INSERT INTO file (n, path, size, sha256, crc32, label) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const addClosed = database.prepare(
    "INSERT INTO closed_file VALUES (?, ?, ?)",
  );
  const addBlock = database.prepare("INSERT INTO block VALUES (?, ?, ?)");
  const addVolume = database.prepare(
    "INSERT INTO volume VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const paths = createPathTaker(database);
  let items = 0;
  let files = 0;
  let bytes = 0;
  let blocks = 0;
  let lastModified = 0;
  let first = 1;
  let weight = 0;

  /** What the volumes before hold. */
  let before = { items: 0, files: 0, bytes: 0, blocks: 0 };
  let volumes = 0;
  let newest = 0;

  const endBlock = () => {
    if (items >= first) addBlock.run(blocks++, first, items);
    first = items + 1;
    weight = 0;
  };
  const endVolume = () => {
    endBlock();
    volumes++;
    addVolume.run(
      volumes,
      before.blocks,
      blocks - before.blocks,
      before.items + 1,
      items,
      before.files + 1,
      items - before.items,
      files - before.files,
      bytes - before.bytes,
      newest,
    );
    before = { items, files, bytes, blocks };
    newest = 0;
  };
  return {
    /** Number of the next item, from 1. */
    next: (): number => items + 1,
    add(item: {
      readonly id: number;
      readonly folder: string;
      readonly lastModified: number;
      readonly files: readonly PlannedContent[];
      /** Files that not everybody may read, packed or not. */
      readonly closed: readonly ClosedFile[];
    }): void {
      items++;
      for (const { bitstream, opens } of item.closed)
        addClosed.run(items, bitstream, opens);
      addItem.run(items, item.id, item.folder);
      lastModified = Math.max(lastModified, item.lastModified);
      newest = Math.max(newest, item.lastModified);
      weight += itemOverhead;
      for (const { path, size, sha256, crc32, label } of item.files) {
        addFile.run(
          items,
          path,
          size,
          Buffer.from(sha256, "hex"),
          crc32,
          label === undefined ? null : JSON.stringify(label),
        );
        files++;
        bytes += size;
        weight += size;
      }
      if (weight >= blockBytes || items - first + 1 >= blockItems) endBlock();
    },
    /** Settles the path for a key; one that others have is numbered. */
    pathFor: paths.take,
    /** What comes next belongs to the next volume. */
    endVolume,
    begin: (): void => void database.exec("BEGIN"),
    commit: (): void => void database.exec("COMMIT"),
    /** Ends the last volume. */
    totals(): PlanTotals {
      if (items > before.items || volumes === 0) endVolume();
      return { items, files, bytes, blocks, lastModified };
    },
  };
}
