import type { Database } from "better-sqlite3";
import type { MetadataTexts } from "../core/item-record.ts";
import { createFieldNames } from "./field-names.ts";

/**
 * @returns reads the own metadata of an object, each field as JSON: SQLite writes it as fast as it hands over the values
 *   one by one, and leaves one text instead of many small things to be thrown away
 */
export function createMetadataTexts(
  database: Database,
): (object: number) => MetadataTexts {
  const values = database
    .prepare<[number], [field: number, values: string]>(
      `SELECT field_id, json_group_array(json_object('value', value, 'language', language, 'authority', authority,
         'confidence', confidence, 'place', place))
       FROM metadata_value WHERE object_id = +? GROUP BY field_id`,
    )
    .raw();
  const nameOf = createFieldNames(database);
  return (object) =>
    values
      .all(object)
      .map(([field, texts]) => [nameOf(field), texts] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1));
}
