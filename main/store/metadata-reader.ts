import type { Database } from "better-sqlite3";
import type { FieldValue, MetadataMap } from "../core/objects.ts";

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
  const fieldName = database
    .prepare<[number], string>(
      `SELECT s.prefix || '.' || f.element || CASE f.qualifier WHEN '' THEN '' ELSE '.' || f.qualifier END
       FROM metadata_field f JOIN metadata_schema s ON s.id = f.schema_id WHERE f.id = ?`,
    )
    .pluck();
  const names = new Map<number, string>();
  const nameOf = (field: number): string => {
    let name = names.get(field);
    if (name === undefined) {
      name = fieldName.get(field) ?? "";
      names.set(field, name);
    }
    return name;
  };

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
