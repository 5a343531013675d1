import { rmSync } from "node:fs";
import SQLite from "better-sqlite3";
import { foldText } from "./fold-text.ts";

/** An item as lists show it. */
export interface ListedItem {
  readonly title: string;
  /** Path of its page below the root folder. */
  readonly path: string;
  readonly authors: string;
  readonly date: string;
}

/** An item that is only named, and why. */
export interface NamedItem {
  readonly title: string;
  readonly reason: string;
}

export type SiteSpool = ReturnType<typeof openSiteSpool>;

/** Rows that are held at once. */
const page = 500;

/**
 * Items in the order in which lists show them, and all paths and links of the site, in a file, since there may be
 * millions of them.
 */
export function openSiteSpool(file: string) {
  for (const suffix of ["", "-journal"]) rmSync(file + suffix, { force: true });
  const database = new SQLite(file);
  database.pragma("journal_mode = OFF");
  database.pragma("synchronous = OFF");
  database.exec(`
    CREATE TABLE item (id INTEGER PRIMARY KEY, sort TEXT NOT NULL, letter TEXT NOT NULL, title TEXT NOT NULL,
      path TEXT NOT NULL, authors TEXT NOT NULL, date TEXT NOT NULL) STRICT;
    CREATE TABLE place (collection INTEGER NOT NULL, sort TEXT NOT NULL, item INTEGER NOT NULL,
      PRIMARY KEY (collection, sort, item)) STRICT, WITHOUT ROWID;
    CREATE TABLE left_out (id INTEGER PRIMARY KEY, collection INTEGER NOT NULL, title TEXT NOT NULL, reason TEXT NOT NULL) STRICT;
    CREATE TABLE entry (path TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE link (target TEXT PRIMARY KEY, page TEXT NOT NULL) STRICT, WITHOUT ROWID;
    BEGIN`);
  const addItem = database.prepare(
    "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const addPlace = database.prepare(
    "INSERT OR IGNORE INTO place VALUES (?, ?, ?)",
  );
  const addLeftOut = database.prepare(
    "INSERT INTO left_out VALUES (?, ?, ?, ?)",
  );
  const addEntry = database.prepare("INSERT OR IGNORE INTO entry VALUES (?)");
  const addLink = database.prepare("INSERT OR IGNORE INTO link VALUES (?, ?)");
  const columns = "i.title, i.path, i.authors, i.date";
  let settled = false;
  const settle = () => {
    if (settled) return;
    settled = true;
    database.exec("CREATE INDEX item_sort ON item(sort, id)");
  };
  const count = (sql: string, ...parameters: number[]) =>
    database
      .prepare<number[], number>(sql)
      .pluck()
      .get(...parameters) ?? 0;
  /** Pages hold many rows, so that looking each up by where it ends costs less than an open cursor would. */
  const pages = function* <Row>(
    sql: string,
    size: number,
    ...parameters: number[]
  ): Generator<readonly Row[], undefined> {
    const statement = database.prepare<unknown[], Row>(
      `${sql} LIMIT ${String(size)} OFFSET ?`,
    );
    for (let offset = 0; ; offset += size) {
      const rows = statement.all(...parameters, offset);
      if (rows.length > 0) yield rows;
      if (rows.length < size) return;
    }
  };

  return {
    addItem(
      item: ListedItem & { readonly id: number },
      collections: readonly number[],
    ): void {
      const { sort, letter } = sortKey(item.title);
      const { id, title, path, authors, date } = item;
      addItem.run(id, sort, letter, title, path, authors, date);
      for (const collection of collections) addPlace.run(collection, sort, id);
    },
    addLeftOut(id: number, collection: number, item: NamedItem): void {
      addLeftOut.run(id, collection, item.title, item.reason);
    },
    /** Takes note of a file of the site. */
    addEntry: (path: string): void => void addEntry.run(path),
    /** Takes note of a link from a page to a file. */
    addLink: (page: string, target: string): void =>
      void addLink.run(target, page),
    items: () => count("SELECT count(*) FROM item"),
    itemsOf: (collection: number) =>
      count("SELECT count(*) FROM place WHERE collection = ?", collection),
    /** All items by title, so many at a time. */
    byTitle(size = page) {
      settle();
      return pages<ListedItem & { readonly letter: string }>(
        `SELECT ${columns}, i.letter FROM item i ORDER BY i.sort, i.id`,
        size,
      );
    },
    /** Items of a collection by title, so many at a time. */
    inCollection: (collection: number, size: number) =>
      pages<ListedItem>(
        `SELECT ${columns} FROM place p JOIN item i ON i.id = p.item WHERE p.collection = ? ORDER BY p.sort, p.item`,
        size,
        collection,
      ),
    /** Letters that titles begin with, in order, each with the number of titles before it. */
    letters(): readonly { readonly letter: string; readonly before: number }[] {
      settle();
      const counts = database
        .prepare<[], { letter: string; items: number }>(
          "SELECT letter, count(*) AS items FROM item GROUP BY letter ORDER BY min(sort)",
        )
        .all();
      let before = 0;
      return counts.map(({ letter, items }) => {
        const found = { letter, before };
        before += items;
        return found;
      });
    },
    leftOut: (collection: number, most: number): readonly NamedItem[] =>
      database
        .prepare<number[], NamedItem>(
          "SELECT title, reason FROM left_out WHERE collection = ? ORDER BY id LIMIT ?",
        )
        .all(collection, most),
    leftOutCount: (collection: number) =>
      count("SELECT count(*) FROM left_out WHERE collection = ?", collection),
    /** A link that leads to nothing, if there is one. */
    deadLink: (): { readonly page: string; readonly target: string } | null =>
      database
        .prepare<[], { page: string; target: string }>(
          "SELECT page, target FROM link WHERE target NOT IN (SELECT path FROM entry) ORDER BY page, target LIMIT 1",
        )
        .get() ?? null,
    close(): void {
      database.close();
      rmSync(file, { force: true });
    },
  };
}

/**
 * What titles are sorted by: without accents, case and punctuation at the beginning, and numbers by value; and what they
 * begin with.
 */
export function sortKey(title: string): {
  readonly sort: string;
  readonly letter: string;
} {
  const sort = foldText(title)
    .replace(/^[^\p{L}\p{N}]+/u, "")
    .replace(/\d+/g, (digits) => digits.padStart(8, "0"));
  const [start = ""] = sort;
  const letter = /\p{L}/u.test(start)
    ? start.toUpperCase()
    : /\p{N}/u.test(start)
      ? "0–9"
      : "#";
  return { sort, letter };
}
