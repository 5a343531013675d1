import type { Database } from "better-sqlite3";
import { provenanceField } from "../domain/metadata.ts";

/** Bundles DSpace makes; they can be asked for before the first of them is there. */
const usualBundles = new Set([
  "ORIGINAL",
  "THUMBNAIL",
  "TEXT",
  "LICENSE",
  "CC-LICENSE",
  "BRANDED_PREVIEW",
  "METADATA",
]);

/** Tells which names of fields and bundles mean something in this catalog. */
export function createCatalogNames(database: Database) {
  const name =
    "s.prefix || '.' || f.element || CASE f.qualifier WHEN '' THEN '' ELSE '.' || f.qualifier END";
  const fields = database
    .prepare<[string], string>(
      `SELECT ${name} AS name FROM metadata_field f JOIN metadata_schema s ON s.id = f.schema_id
       WHERE name <> ? ORDER BY name`,
    )
    .pluck();
  const field = database
    .prepare<[string, string, string], number>(
      `SELECT EXISTS (SELECT 1 FROM metadata_field f JOIN metadata_schema s ON s.id = f.schema_id
       WHERE s.prefix = ? AND f.element = ? AND f.qualifier = ?)`,
    )
    .pluck();
  const bundle = database
    .prepare<[string], number>(
      "SELECT EXISTS (SELECT 1 FROM bundle WHERE name = ?)",
    )
    .pluck();
  return {
    /** Every metadata field but the one that is only for administrators. */
    fieldNames: (): readonly string[] => fields.all(provenanceField),
    hasField(dotted: string): boolean {
      const [schema = "", element = "", qualifier = ""] = dotted.split(".");
      return (
        dotted !== provenanceField &&
        field.get(schema, element, qualifier) === 1
      );
    },
    hasBundle: (wanted: string): boolean =>
      usualBundles.has(wanted) || bundle.get(wanted) === 1,
  };
}
