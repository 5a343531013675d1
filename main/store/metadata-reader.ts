import type { Database } from "better-sqlite3";
import type { FieldValue, MetadataMap } from "../core/objects.ts";
import { createFieldNames } from "./field-names.ts";

type ValueRow = [
  field: number,
  place: number,
  language: string | null,
  authority: string | null,
  confidence: number,
  value: string,
];

/** @returns reads the own metadata of an object: fields by name in order, each with its values in order */
export function createMetadataReader(
  database: Database,
): (object: number) => MetadataMap {
  const values = database
    .prepare<[number], ValueRow>(
      `SELECT field_id, place, language, authority, confidence, value FROM metadata_value
       WHERE object_id = +? ORDER BY field_id, place`,
    )
    .raw();
  const nameOf = createFieldNames(database);

  return (object) => {
    const fields: [string, FieldValue[]][] = [];
    let lastField = -1;
    let list: FieldValue[] = [];
    for (const [
      field,
      place,
      language,
      authority,
      confidence,
      value,
    ] of values.all(object)) {
      if (field !== lastField) {
        list = [];
        fields.push([nameOf(field), list]);
        lastField = field;
      }
      list.push({ value, language, authority, confidence, place });
    }
    return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
  };
}
