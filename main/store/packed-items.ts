import type { Database } from "better-sqlite3";
import type { ItemRecord, PassedMetadata } from "../core/item-record.ts";
import { provenanceField } from "../domain/metadata.ts";
import { createFieldNames } from "./field-names.ts";
import {
  orderFields,
  places as placesOf,
  type OrderedFields,
  type WrittenField,
} from "./order-fields.ts";

/** Items as they are listed, in a form that passes from thread to thread without being copied. */
export interface PackedItems extends OrderedFields {
  /** What is known of them besides their metadata. */
  readonly heads: string;
}

const notedFields: Readonly<Record<string, number>> = {
  "dc.title": placesOf.title,
  "dspace.entity.type": placesOf.entityType,
  [provenanceField]: placesOf.provenance,
};

/**
 * @returns reads those items that are there, in one state of the catalog. SQLite writes all of their values as one text
 *   in a fraction of the time it takes to hand them over one by one, and as bytes they are never characters.
 */
export function createPackedItems(
  database: Database,
): (ids: readonly number[]) => PackedItems {
  // None of the parts has characters 0 and 1 in it.
  const heads = database
    .prepare<[string], string | null>(
      `SELECT group_concat(l.key || char(0) || i.id || char(0) || i.uuid || char(0) || coalesce(i.handle, '') || char(0)
         || i.in_archive || i.discoverable || i.withdrawn || char(0) || i.last_modified, char(1))
       FROM json_each(?) l CROSS JOIN item i ON i.id = l.value`,
    )
    .pluck();
  const values = database
    .prepare<[string], Buffer | null>(
      `SELECT CAST(group_concat(char(1) || l.key || char(0) || v.field_id || char(0) || json_object('value', v.value,
         'language', v.language, 'authority', v.authority, 'confidence', v.confidence, 'place', v.place), '') AS BLOB)
       FROM json_each(?) l CROSS JOIN metadata_value v ON v.object_id = l.value`,
    )
    .pluck();
  const nameOf = createFieldNames(database);
  const fields: WrittenField[] = [];
  const fieldOf = (id: number): WrittenField => {
    const known = fields[id] ?? describe(nameOf(id));
    fields[id] = known;
    return known;
  };

  return database.transaction((ids: readonly number[]): PackedItems => {
    const list = JSON.stringify(ids);
    const raw = values.get(list) ?? Buffer.alloc(0);
    return {
      heads: heads.get(list) ?? "",
      ...orderFields(raw, ids.length, fieldOf),
    };
  });
}

function describe(name: string): WrittenField {
  const key = JSON.stringify(name);
  return {
    name,
    place: notedFields[name] ?? null,
    first: Buffer.from(`${key}:[`),
    next: Buffer.from(`],${key}:[`),
  };
}

/** What another thread can be given instead of a copy. */
export function buffersOf({ bytes, places }: PackedItems): ArrayBuffer[] {
  return [bytes.buffer, places.buffer];
}

/** The items that were packed, in the order in which they were asked for. */
export function unpackItems(packed: PackedItems): readonly ItemRecord[] {
  if (packed.heads === "") return [];
  return packed.heads.split("\u0001").map((head): ItemRecord => {
    const [key, id, uuid = "", handle = "", flags = "", lastModified] =
      head.split("\u0000");
    return {
      kind: "item",
      id: Number(id),
      uuid,
      handle: handle === "" ? null : handle,
      inArchive: flags.startsWith("1"),
      discoverable: flags[1] === "1",
      withdrawn: flags[2] === "1",
      lastModified: Number(lastModified),
      metadata: metadataOf(packed, Number(key) * placesOf.count),
    };
  });
}

function metadataOf(
  { bytes, places }: PackedItems,
  own: number,
): PassedMetadata {
  const startOf = (place: number): number => places[own + place] ?? 0;
  const endOf = (place: number): number => places[own + place + 1] ?? 0;
  const part = (place: number): Uint8Array | null =>
    endOf(place) === 0 ? null : bytes.subarray(startOf(place), endOf(place));
  const { members, provenance } = placesOf;
  const all = part(members);
  return {
    members: all === null ? [] : [all],
    open:
      endOf(provenance) === 0
        ? null
        : [
            bytes.subarray(startOf(members), startOf(provenance)),
            bytes.subarray(endOf(provenance), endOf(members)),
          ],
    title: part(placesOf.title),
    entityType: part(placesOf.entityType),
  };
}
