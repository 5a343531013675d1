import type { Database } from "better-sqlite3";
import { draftsOf, type MetadataEntries } from "../domain/metadata-map.ts";
import { searchText, titleOf } from "../domain/item-text.ts";
import type { ContainerStore } from "./container-store.ts";
import { createItemTextWriter } from "./item-text-writer.ts";
import type { ItemWriter } from "./item-writer.ts";
import type { MetadataStore } from "./metadata-store.ts";
import type { ObjectStore } from "./object-store.ts";
import { sortKey } from "./sort-key.ts";

export type ItemEditor = ReturnType<typeof createItemEditor>;

/** Changes items and the templates of collections. To be called in a transaction. */
export function createItemEditor(
  database: Database,
  objects: ObjectStore,
  containers: ContainerStore,
  items: ItemWriter,
  metadata: MetadataStore,
) {
  const number = (sql: string) =>
    database.prepare<[number], number | null>(sql).pluck();
  const owner = number("SELECT collection_id FROM item WHERE id = ?");
  const templateOf = number("SELECT id FROM collection WHERE template_id = ?");
  const template = number("SELECT template_id FROM collection WHERE id = ?");
  const setTitle = database.prepare(
    "UPDATE item SET title = ?, sort_title = ? WHERE id = ?",
  );
  const texts = createItemTextWriter(database);
  const setModified = database.prepare(
    "UPDATE item SET last_modified = ? WHERE id = ?",
  );
  const setState = {
    withdrawn: database.prepare<[{ value: number; item: number }]>(
      "UPDATE item SET withdrawn = @value, in_archive = 1 - @value WHERE id = @item",
    ),
    discoverable: database.prepare<[{ value: number; item: number }]>(
      "UPDATE item SET discoverable = @value WHERE id = @item",
    ),
  };
  const setOwner = database.prepare(
    "UPDATE item SET collection_id = ? WHERE id = ?",
  );
  const leave = database.prepare(
    "DELETE FROM collection_item WHERE collection_id = ? AND item_id = ?",
  );
  const enter = database.prepare(
    `INSERT INTO collection_item VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET owning = max(owning, excluded.owning)`,
  );
  const isMapped = database
    .prepare<[number, number], number>(
      "SELECT 1 FROM collection_item WHERE collection_id = ? AND item_id = ? AND owning = 0",
    )
    .pluck();
  const insertTemplate = database.prepare(
    `INSERT INTO item (id, collection_id, title, sort_title, in_archive, withdrawn, discoverable, last_modified, uuid)
     VALUES (@id, NULL, '', '', 0, 0, 0, @now, @uuid)`,
  );
  const setTemplate = database.prepare(
    "UPDATE collection SET template_id = ? WHERE id = ?",
  );

  /** What every change of an item, or of what it holds, brings with it. */
  const touch = (item: number): void => {
    setModified.run(Date.now(), item);
    objects.bumpRevision();
  };

  return {
    touch,
    owner: (item: number): number | null => owner.get(item) ?? null,
    /** The collection whose template an item is; null for other items. */
    templateOf: (item: number): number | null => templateOf.get(item) ?? null,
    template: (collection: number): number | null =>
      template.get(collection) ?? null,
    isMapped: (collection: number, item: number): boolean =>
      isMapped.get(collection, item) !== undefined,

    /**
     * An item as one that was submitted to the collection: readable as the collection says.
     * @param submitter e-mail of an account
     * @returns its uuid
     * @throws AppError field.not-registered
     */
    createItem(
      collection: number,
      entries: MetadataEntries,
      discoverable: boolean,
      submitter: string | null,
    ): string {
      metadata.requireRegistered(entries);
      return items.create({
        owningCollection: collection,
        mappedCollections: [],
        inArchive: true,
        withdrawn: false,
        discoverable,
        lastModified: Date.now(),
        submitter,
        metadata: draftsOf(entries),
        bundles: [],
        policies: containers.defaultPolicies(collection, "item"),
      }).uuid;
    },
    /**
     * Replaces the metadata of an item or template, and with it title and search index.
     * @throws AppError field.not-registered
     */
    setItemMetadata(item: number, entries: MetadataEntries): void {
      metadata.replace(item, entries);
      if (owner.get(item) != null) {
        const drafts = draftsOf(entries);
        const title = titleOf(drafts);
        setTitle.run(title, sortKey(title), item);
        texts.replace(item, searchText(drafts));
      }
      touch(item);
    },
    setItemState(
      state: keyof typeof setState,
      item: number,
      value: boolean,
    ): void {
      setState[state].run({ value: Number(value), item });
      touch(item);
    },
    /** Gives an item to another collection. Where it was mapped to that before, it is owned now. */
    move(item: number, from: number, to: number): void {
      leave.run(from, item);
      enter.run(to, item, 1);
      setOwner.run(to, item);
      touch(item);
    },
    map(item: number, collection: number): void {
      enter.run(collection, item, 0);
      touch(item);
    },
    unmap(item: number, collection: number): void {
      leave.run(collection, item);
      touch(item);
    },
    /** @returns the template's uuid @throws AppError field.not-registered */
    createTemplate(collection: number, entries: MetadataEntries): string {
      const { id, uuid } = objects.add("item");
      insertTemplate.run({ id, uuid, now: Date.now() });
      setTemplate.run(id, collection);
      metadata.replace(id, entries);
      objects.bumpRevision();
      return uuid;
    },
  };
}
