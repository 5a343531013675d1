import type { Database } from "better-sqlite3";
import type { ItemText } from "../domain/item-text.ts";

export type ItemTextWriter = ReturnType<typeof createItemTextWriter>;

const columns = "(rowid, title, contributor, other) VALUES (?, ?, ?, ?)";
const isPrepared = "EXISTS (SELECT 1 FROM hits_preparation)";

/**
 * SQL that makes items unfindable: what the full-text index knows of them goes, and is noted as changed where hits are
 * kept that still have them.
 * @param items SQL of their ids, in parentheses
 */
export function removalOfTexts(items: string): readonly string[] {
  return [
    `INSERT INTO text_change (item_id) SELECT rowid FROM item_text WHERE rowid IN ${items} AND ${isPrepared}`,
    `DELETE FROM item_text_changed WHERE rowid IN ${items} AND ${isPrepared}`,
    `DELETE FROM item_text WHERE rowid IN ${items}`,
  ];
}

/**
 * Writes what items are found by. Where hits are kept, what changes is noted beside them and indexed a second time, so
 * that whoever looks finds just this again. To be called in the transaction of the change.
 */
export function createItemTextWriter(database: Database) {
  const insert = database.prepare<[number, string, string, string]>(
    `INSERT INTO item_text ${columns}`,
  );
  const remove = database.prepare<[number]>(
    "DELETE FROM item_text WHERE rowid = ?",
  );
  const prepared = database.prepare<[], number>(`SELECT ${isPrepared}`).pluck();
  const note = database.prepare<[number]>(
    "INSERT INTO text_change (item_id) VALUES (?)",
  );
  const insertChanged = database.prepare<[number, string, string, string]>(
    `INSERT INTO item_text_changed ${columns}`,
  );
  const removeChanged = database.prepare<[number]>(
    "DELETE FROM item_text_changed WHERE rowid = ?",
  );

  const add = (item: number, { title, contributor, other }: ItemText): void => {
    insert.run(item, title, contributor, other);
    if (prepared.get() !== 1) return;
    note.run(item);
    insertChanged.run(item, title, contributor, other);
  };

  return {
    add,
    replace(item: number, text: ItemText): void {
      remove.run(item);
      removeChanged.run(item);
      add(item, text);
    },
  };
}
