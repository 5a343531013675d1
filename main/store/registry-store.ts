import type { Database } from "better-sqlite3";

export type RegistryStore = ReturnType<typeof createRegistryStore>;

export interface FieldRef {
  readonly id: number;
  /** True when the field was not registered before. */
  readonly added: boolean;
}

/** Metadata fields and bitstream formats; both grow when something new arrives. */
export function createRegistryStore(database: Database) {
  const allFields = database.prepare<[], { id: number; name: string }>(
    `SELECT f.id, s.prefix || '.' || f.element || '.' || f.qualifier AS name
     FROM metadata_field f JOIN metadata_schema s ON s.id = f.schema_id WHERE f.registered = 1`,
  );
  const findSchema = database
    .prepare<[string], number>(
      "SELECT id FROM metadata_schema WHERE prefix = ?",
    )
    .pluck();
  const addSchema = database.prepare<[string, string]>(
    "INSERT INTO metadata_schema (prefix, namespace) VALUES (?, ?)",
  );
  const addField = database.prepare<[number, string, string]>(
    "INSERT INTO metadata_field (schema_id, element, qualifier) VALUES (?, ?, ?)",
  );
  const findField = database
    .prepare<[number, string, string], number>(
      "SELECT id FROM metadata_field WHERE schema_id = ? AND element = ? AND qualifier = ?",
    )
    .pluck();
  const findRegistered = database
    .prepare<[string, string, string], number>(
      `SELECT f.id FROM metadata_schema s JOIN metadata_field f ON f.schema_id = s.id
       WHERE s.prefix = ? AND s.registered = 1 AND f.element = ? AND f.qualifier = ? AND f.registered = 1`,
    )
    .pluck();
  /** What was taken out of the registry comes back when something of it arrives. */
  const register = [
    database.prepare<[number]>(
      "UPDATE metadata_field SET registered = 1 WHERE id = ?",
    ),
    database.prepare<[number]>(
      `UPDATE metadata_schema SET registered = 1
       WHERE registered = 0 AND id = (SELECT schema_id FROM metadata_field WHERE id = ?)`,
    ),
  ];
  const formatByExtension = database
    .prepare<[string], number>(
      "SELECT format_id FROM bitstream_format_extension WHERE extension = ?",
    )
    .pluck();
  const formatByMime = database
    .prepare<[string], number>(
      "SELECT id FROM bitstream_format WHERE mime_type = ? ORDER BY internal, id LIMIT 1",
    )
    .pluck();
  const formatByName = database
    .prepare<[string], number>("SELECT id FROM bitstream_format WHERE name = ?")
    .pluck();
  const mimeOfFormat = database
    .prepare<[number], string>(
      "SELECT mime_type FROM bitstream_format WHERE id = ?",
    )
    .pluck();

  const fields = new Map<string, number>();
  const formats = new Map<string, number>();

  const formatFor = (
    name: string | null,
    mimeType: string | undefined,
    bundle: string,
  ): number => {
    if (mimeType !== undefined) {
      const known = formatByMime.get(mimeType);
      if (known !== undefined) return known;
    }
    // DSpace gives the licence accepted at submission a format of its own.
    if (bundle === "LICENSE" && name === "license.txt")
      return formatByName.get("License") ?? 1;
    const dot = name?.lastIndexOf(".") ?? -1;
    const extension =
      name === null || dot < 0 ? "" : name.slice(dot + 1).toLowerCase();
    let id = formats.get(extension);
    if (id === undefined) {
      id = formatByExtension.get(extension) ?? formatByName.get("Unknown") ?? 1;
      if (formats.size < 1000) formats.set(extension, id);
    }
    return id;
  };

  return {
    /** The id of a field that is registered; null when it is not. */
    registered(
      schema: string,
      element: string,
      qualifier: string | null,
    ): number | null {
      return findRegistered.get(schema, element, qualifier ?? "") ?? null;
    },

    /** The id of a field; a field (and schema) that is not registered is registered. */
    field(schema: string, element: string, qualifier: string | null): FieldRef {
      if (fields.size === 0)
        for (const field of allFields.iterate())
          fields.set(field.name, field.id);
      const name = `${schema}.${element}.${qualifier ?? ""}`;
      const known = fields.get(name);
      if (known !== undefined) return { id: known, added: false };
      const schemaId =
        findSchema.get(schema) ??
        Number(
          addSchema.run(
            schema,
            `http://dspace.org/${encodeURIComponent(schema)}`,
          ).lastInsertRowid,
        );
      const found = findField.get(schemaId, element, qualifier ?? "");
      const id =
        found ??
        Number(
          addField.run(schemaId, element, qualifier ?? "").lastInsertRowid,
        );
      for (const statement of register) statement.run(id);
      fields.set(name, id);
      return { id, added: found === undefined };
    },

    /** Forgets what was cached; after a transaction that may have added fields was rolled back. */
    forget(): void {
      fields.clear();
    },

    /**
     * Format of a bitstream, by MIME type, else by the extension of its name.
     * `mimeType` is set when the type given is not one of the registry.
     */
    format(
      name: string | null,
      mimeType: string | undefined,
      bundle: string,
    ): { id: number; mimeType: string | null } {
      const id = formatFor(name, mimeType, bundle);
      return {
        id,
        mimeType:
          mimeType === undefined || mimeOfFormat.get(id) === mimeType
            ? null
            : mimeType,
      };
    },
  };
}
