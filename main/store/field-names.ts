import type { Database } from "better-sqlite3";

/** @returns the name of a metadata field in dotted form; a field never changes its name */
export function createFieldNames(
  database: Database,
): (field: number) => string {
  const fieldName = database
    .prepare<[number], string>(
      `SELECT s.prefix || '.' || f.element || CASE f.qualifier WHEN '' THEN '' ELSE '.' || f.qualifier END
       FROM metadata_field f JOIN metadata_schema s ON s.id = f.schema_id WHERE f.id = ?`,
    )
    .pluck();
  const names = new Map<number, string>();
  return (field) => {
    let name = names.get(field);
    if (name === undefined) {
      name = fieldName.get(field) ?? "";
      names.set(field, name);
    }
    return name;
  };
}
