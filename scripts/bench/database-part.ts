import { statSync } from "node:fs";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import type { BenchContext } from "./bench-context.ts";
import { catalogFile } from "./data-folders.ts";

/**
 * The indexes a catalog of this kind needs at the least, over the catalog's own items: handle, uuid, and by collection
 * in order of title and of change; and a full-text index of title and authors with prefixes.
 */
const leastIndexes = `
CREATE TABLE reference.item (id INTEGER PRIMARY KEY, uuid BLOB NOT NULL, handle TEXT NOT NULL,
  collection_id INTEGER NOT NULL, sort_title TEXT NOT NULL, last_modified INTEGER NOT NULL);
INSERT INTO reference.item
  SELECT i.id, unhex(replace(o.uuid, '-', '')), coalesce(h.handle, ''), i.collection_id, i.sort_title, i.last_modified
  FROM item i JOIN object o ON o.id = i.id LEFT JOIN handle h ON h.object_id = i.id WHERE i.collection_id IS NOT NULL;
CREATE UNIQUE INDEX reference.item_handle ON item(handle);
CREATE UNIQUE INDEX reference.item_uuid ON item(uuid);
CREATE INDEX reference.item_coll_title ON item(collection_id, sort_title, id);
CREATE INDEX reference.item_coll_mod ON item(collection_id, last_modified, id);
CREATE VIRTUAL TABLE reference.fts USING fts5(title, authors, content='', contentless_delete=1,
  tokenize="unicode61 remove_diacritics 2", prefix='2 3');
INSERT INTO reference.fts (rowid, title, authors)
  SELECT i.id, i.title, (
    SELECT group_concat(v.value, '; ') FROM metadata_value v JOIN metadata_field f ON f.id = v.field_id
    WHERE v.object_id = i.id AND f.element IN ('contributor', 'creator'))
  FROM item i WHERE i.collection_id IS NOT NULL;
INSERT INTO reference.fts (fts) VALUES ('optimize');
`;

/** Compares the size of a catalog with its values and the least that is needed to find them. */
export async function benchDatabase(context: BenchContext): Promise<void> {
  const file = catalogFile(await context.dataFolders.withCorpus("many"));
  const reference = join(context.workshop.folder, "reference.sqlite");
  const catalog = new SQLite(file);
  const sum = (sql: string) => Number(catalog.prepare(sql).pluck().get() ?? 0);
  try {
    catalog.exec(`ATTACH '${reference.replaceAll("'", "''")}' AS reference`);
    catalog.exec(leastIndexes);
    const items = sum("SELECT count(*) FROM reference.item");
    const values = sum("SELECT sum(octet_length(value)) FROM metadata_value");
    const indexes = sum(
      "SELECT sum(pgsize) FROM dbstat('reference') WHERE name LIKE 'item\\__%' ESCAPE '\\' OR name LIKE 'fts%'",
    );
    const size = statSync(file).size;
    const parts = catalog
      .prepare<[], { name: string; size: number }>(
        "SELECT name, sum(pgsize) AS size FROM dbstat('main') GROUP BY name ORDER BY size DESC LIMIT 8",
      )
      .all();
    context.result("database/size", size / (values + indexes));
    const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
    context.note(
      `Database: catalog.sqlite with ${items} items is ${megabytes(size)} MB; their values are ${megabytes(values)} MB ` +
        `(UTF-8, nothing else), the least indexes over the same items ${megabytes(indexes)} MB. ` +
        `The largest parts: ${parts.map((part) => `${part.name} ${megabytes(part.size)}`).join(", ")} MB.`,
    );
  } finally {
    catalog.close();
  }
}
