import SQLite, { type Database } from "better-sqlite3";
import type { BundleDraft, ItemDraft, ObjectRef } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import { searchText, titleOf } from "../domain/item-text.ts";
import {
  fieldName,
  withPlaces,
  type MetadataDraft,
  type MetadataValue,
} from "../domain/metadata.ts";
import type { GroupStore } from "./group-store.ts";
import { createItemTextWriter } from "./item-text-writer.ts";
import type { ObjectStore } from "./object-store.ts";
import type { RegistryStore } from "./registry-store.ts";
import { sortKey } from "./sort-key.ts";

export type ItemWriter = ReturnType<typeof createItemWriter>;

/** What became of an item that was created. */
export interface CreatedItem extends ObjectRef {
  readonly handle: string;
  /** Fields that had to be registered for it. */
  readonly fieldsAdded: readonly string[];
}

/** Writes items, each in one transaction. */
export function createItemWriter(
  database: Database,
  objects: ObjectStore,
  registry: RegistryStore,
  groups: GroupStore,
) {
  const insertValue = database.prepare(
    "INSERT INTO metadata_value VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const insertItem = database.prepare(
    "INSERT INTO item VALUES (@id, @collection, @title, @sortTitle, @inArchive, @withdrawn, @discoverable, @lastModified, @submitter, @submitterEmail, @uuid, @handle)",
  );
  const insertMembership = database.prepare(
    "INSERT OR IGNORE INTO collection_item VALUES (?, ?, ?)",
  );
  const insertBundle = database.prepare(
    "INSERT INTO bundle (id, item_id, position, name) VALUES (?, ?, ?, ?)",
  );
  const setPrimary = database.prepare(
    "UPDATE bundle SET primary_id = ? WHERE id = ?",
  );
  const insertBitstream = database.prepare(
    `INSERT INTO bitstream (id, bundle_id, position, name, description, source, format_id, mime_type, size, sha256, md5, crc32, sequence)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  // Two items cannot be the same version of a work; whichever came first is.
  const insertVersion = database.prepare(
    "INSERT OR IGNORE INTO item_version VALUES (?, ?, ?, ?, ?)",
  );
  const texts = createItemTextWriter(database);

  const writeMetadata = (
    id: number,
    drafts: readonly MetadataDraft[],
    added: string[],
  ): MetadataValue[] => {
    const values = withPlaces(drafts);
    for (const value of values) {
      const field = registry.field(
        value.schema,
        value.element,
        value.qualifier,
      );
      if (field.added) added.push(fieldName(value));
      insertValue.run(
        id,
        field.id,
        value.place,
        value.language,
        value.authority,
        value.confidence,
        value.value,
      );
    }
    return values;
  };

  const writeBundle = (
    itemId: number,
    position: number,
    draft: BundleDraft,
    sequence: { last: number },
    added: string[],
  ) => {
    const bundle = objects.add("bundle", draft.uuid);
    insertBundle.run(bundle.id, itemId, position, draft.name);
    writeMetadata(bundle.id, draft.metadata, added);
    groups.addPolicies(bundle.id, draft.policies);
    draft.bitstreams.forEach((bitstream, index) => {
      const { id } = objects.add("bitstream", bitstream.uuid);
      const format = registry.format(
        bitstream.name,
        bitstream.mimeType,
        draft.name,
      );
      const { content } = bitstream;
      sequence.last = bitstream.sequence ?? sequence.last + 1;
      insertBitstream.run(
        id,
        bundle.id,
        index,
        bitstream.name,
        bitstream.description,
        bitstream.source,
        format.id,
        format.mimeType,
        content.size,
        Buffer.from(content.sha256, "hex"),
        Buffer.from(content.md5, "hex"),
        content.crc32,
        sequence.last,
      );
      writeMetadata(id, bitstream.metadata, added);
      groups.addPolicies(id, bitstream.policies);
      if (bitstream.primary) setPrimary.run(id, bundle.id);
    });
  };

  const writeItem = (draft: ItemDraft): CreatedItem => {
    const item = objects.add("item", draft.uuid);
    const title = titleOf(draft.metadata);
    const submitter =
      draft.submitter === null ? null : groups.findAccount(draft.submitter);
    const handle = objects.giveHandle(item.id, draft.handle);
    insertItem.run({
      ...item,
      handle,
      collection: draft.owningCollection,
      title,
      sortTitle: sortKey(title),
      inArchive: Number(draft.inArchive),
      withdrawn: Number(draft.withdrawn),
      discoverable: Number(draft.discoverable),
      lastModified: draft.lastModified,
      submitter,
      submitterEmail: submitter === null ? draft.submitter : null,
    });
    insertMembership.run(draft.owningCollection, item.id, 1);
    for (const collection of draft.mappedCollections)
      insertMembership.run(collection, item.id, 0);
    const fieldsAdded: string[] = [];
    const values = writeMetadata(item.id, draft.metadata, fieldsAdded);
    const sequence = { last: 0 };
    draft.bundles.forEach((bundle, index) => {
      writeBundle(item.id, index, bundle, sequence, fieldsAdded);
    });
    groups.addPolicies(item.id, draft.policies);
    if (draft.version !== undefined) {
      const { history, number, summary, createdAt } = draft.version;
      insertVersion.run(item.id, history, number, summary, createdAt);
    }
    texts.add(item.id, searchText(values));
    objects.bumpRevision();
    return { ...item, handle, fieldsAdded };
  };

  const writeWhole = database.transaction(
    (draft: ItemDraft, alongside?: (item: CreatedItem) => void) => {
      const created = writeItem(draft);
      alongside?.(created);
      return created;
    },
  );

  return {
    writeMetadata,
    /**
     * Creates an item with everything that belongs to it, or nothing of it. `alongside` runs in the same transaction.
     * @throws AppError uuid.taken, handle.taken, item.invalid, collection.not-found
     */
    create: (
      draft: ItemDraft,
      alongside?: (item: CreatedItem) => void,
    ): CreatedItem => {
      if (
        draft.metadata.some(
          (value) => value.schema === "" || value.element === "",
        )
      ) {
        throw new AppError(
          "item.invalid",
          "A metadata field without schema or element cannot be stored.",
        );
      }
      try {
        return writeWhole.immediate(draft, alongside);
      } catch (error) {
        registry.forget();
        if (
          error instanceof SQLite.SqliteError &&
          error.code === "SQLITE_CONSTRAINT_FOREIGNKEY"
        )
          throw new AppError(
            "collection.not-found",
            "The collection of the item is not there any more.",
            { cause: error },
          );
        throw error;
      }
    },
  };
}
