import type { Database } from "better-sqlite3";
import type { MetadataMap } from "../core/objects.ts";
import { AppError } from "../domain/errors.ts";
import {
  fieldParts,
  type FieldEntry,
  type MetadataEntries,
} from "../domain/metadata-map.ts";
import type { RegistryStore } from "./registry-store.ts";

export type MetadataStore = ReturnType<typeof createMetadataStore>;

/** Reads and replaces the metadata of one object of any kind. */
export function createMetadataStore(
  database: Database,
  registry: RegistryStore,
) {
  const read = database.prepare<[number], FieldEntry & { field: string }>(
    `SELECT s.prefix || '.' || f.element || CASE f.qualifier WHEN '' THEN '' ELSE '.' || f.qualifier END AS field,
       v.value, v.language, v.authority, v.confidence
     FROM metadata_value v JOIN metadata_field f ON f.id = v.field_id JOIN metadata_schema s ON s.id = f.schema_id
     WHERE v.object_id = ? ORDER BY v.field_id, v.place`,
  );
  const remove = database.prepare<[number]>(
    "DELETE FROM metadata_value WHERE object_id = ?",
  );
  const insert = database.prepare(
    "INSERT INTO metadata_value VALUES (?, ?, ?, ?, ?, ?, ?)",
  );

  const idOf = (field: string): number | null => {
    const parts = fieldParts(field);
    return parts === null
      ? null
      : registry.registered(parts.schema, parts.element, parts.qualifier);
  };

  /** @throws AppError field.not-registered */
  const requireId = (field: string): number => {
    const id = idOf(field);
    if (id === null) {
      throw new AppError(
        "field.not-registered",
        `The metadata field ${field} is not in the registry.`,
        { object: field, remedy: "Add it to the registry first." },
      );
    }
    return id;
  };

  const entries = (object: number): Map<string, FieldEntry[]> => {
    const found = new Map<string, FieldEntry[]>();
    for (const { field, ...entry } of read.iterate(object)) {
      const values = found.get(field);
      if (values === undefined) found.set(field, [entry]);
      else values.push(entry);
    }
    return found;
  };

  return {
    /** Whether a field in dotted form is in the registry. */
    registered: (field: string): boolean => idOf(field) !== null,
    /** @throws AppError field.not-registered */
    requireRegistered(entries: MetadataEntries): void {
      for (const field of entries.keys()) requireId(field);
    },
    entries: (object: number): MetadataEntries => entries(object),
    /** The same as it is shown: fields sorted, each value with its place. */
    map: (object: number): MetadataMap =>
      Object.fromEntries(
        [...entries(object)]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([field, values]) => [
            field,
            values.map((value, place) => ({ ...value, place })),
          ]),
      ),
    /**
     * Gives an object these values instead of all it has; to be called in a transaction. Names, sort keys, the search
     * index and the revision are for whoever calls it.
     * @throws AppError field.not-registered
     */
    replace(object: number, entries: MetadataEntries): void {
      remove.run(object);
      for (const [field, values] of entries) {
        const id = requireId(field);
        values.forEach(({ language, authority, confidence, value }, place) =>
          insert.run(object, id, place, language, authority, confidence, value),
        );
      }
    },
  };
}
