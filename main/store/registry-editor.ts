import type { Database } from "better-sqlite3";
import type {
  FieldFilter,
  FieldRecord,
  FormatRecord,
  RegistryPorts,
  SchemaRecord,
} from "../core/registries.ts";
import { AppError } from "../domain/errors.ts";
import { listQuery } from "./list-query.ts";

interface FieldRow {
  readonly id: number;
  readonly element: string;
  readonly qualifier: string;
  readonly scopeNote: string | null;
  readonly schemaId: number;
  readonly prefix: string;
  readonly namespace: string;
}
type FormatRow = Omit<FormatRecord, "internal" | "extensions"> & {
  readonly internal: number;
  readonly extensions: string;
};

const selectField = `SELECT f.id, f.element, f.qualifier, f.scope_note AS scopeNote, s.id AS schemaId, s.prefix, s.namespace
  FROM metadata_field f JOIN metadata_schema s ON s.id = f.schema_id`;
const dotted = `s.prefix || '.' || f.element || CASE f.qualifier WHEN '' THEN '' ELSE '.' || f.qualifier END`;
const selectFormat = `SELECT b.id, b.mime_type AS mimeType, b.name, b.description, b.support, b.internal,
    (SELECT json_group_array(extension) FROM (
       SELECT extension FROM bitstream_format_extension WHERE format_id = b.id ORDER BY extension)) AS extensions
  FROM bitstream_format b`;

/** Ids of objects whose values are looked through at once: a few milliseconds. */
const sliceOfObjects = 500;

/**
 * The registries as administrators change them. What is removed is only marked: its row stays for values that arrive
 * meanwhile, and comes back when it is added again. What writes is to be called in a transaction.
 */
export function createRegistryEditor(
  database: Database,
): Omit<RegistryPorts, "write"> {
  const selectSchema = "SELECT id, prefix, namespace FROM metadata_schema";
  const schema = database.prepare<[number], SchemaRecord>(
    `${selectSchema} WHERE id = ? AND registered = 1`,
  );
  const schemas = listQuery<object, SchemaRecord>(
    database,
    selectSchema,
    "registered = 1",
    "id",
    "id",
  );
  const schemaWith = (column: "prefix" | "namespace") =>
    database.prepare<[string], { id: number; registered: number }>(
      `SELECT id, registered FROM metadata_schema WHERE ${column} = ? ORDER BY registered DESC LIMIT 1`,
    );
  const withPrefix = schemaWith("prefix");
  const withNamespace = schemaWith("namespace");
  const insertSchema = database.prepare(
    "INSERT INTO metadata_schema (prefix, namespace) VALUES (?, ?)",
  );
  const setNamespace = database.prepare(
    "UPDATE metadata_schema SET namespace = ?, registered = 1 WHERE id = ?",
  );
  const dropSchema = database.prepare(
    "UPDATE metadata_schema SET registered = 0 WHERE id = ?",
  );
  const dropFields = database.prepare(
    "UPDATE metadata_field SET registered = 0 WHERE schema_id = ?",
  );
  const field = database.prepare<[number], FieldRow>(
    `${selectField} WHERE f.id = ? AND f.registered = 1`,
  );
  const fields = listQuery<FieldFilter, FieldRow>(
    database,
    selectField,
    `f.registered = 1 AND (@schema IS NULL OR s.prefix = @schema) AND (@element IS NULL OR f.element = @element)
     AND (@qualifier IS NULL OR f.qualifier = @qualifier) AND (@exact IS NULL OR ${dotted} = @exact)
     AND (@query IS NULL OR substr(${dotted}, 1, length(@query)) = @query COLLATE NOCASE
       OR substr(f.element, 1, length(@query)) = @query COLLATE NOCASE
       OR substr(f.qualifier, 1, length(@query)) = @query COLLATE NOCASE)`,
    dotted,
    "f.id",
  );
  const fieldsOfSchema = database
    .prepare<[number], number>(
      "SELECT id FROM metadata_field WHERE schema_id = ?",
    )
    .pluck();
  const sameField = database.prepare<
    [number, string, string],
    { id: number; registered: number }
  >(
    "SELECT id, registered FROM metadata_field WHERE schema_id = ? AND element = ? AND qualifier = ?",
  );
  const insertField = database.prepare(
    "INSERT INTO metadata_field (schema_id, element, qualifier, scope_note) VALUES (?, ?, ?, ?)",
  );
  const setNote = database.prepare(
    "UPDATE metadata_field SET scope_note = ?, registered = 1 WHERE id = ?",
  );
  const dropField = database.prepare(
    "UPDATE metadata_field SET registered = 0 WHERE id = ?",
  );
  const lastObject = database
    .prepare<[], number>("SELECT coalesce(max(id), 0) FROM object")
    .pluck();
  const used = database
    .prepare<[number, number, string], number>(
      `SELECT EXISTS (SELECT 1 FROM metadata_value WHERE object_id BETWEEN ? AND ?
         AND field_id IN (SELECT value FROM json_each(?)))`,
    )
    .pluck();
  const format = database.prepare<[number], FormatRow>(
    `${selectFormat} WHERE b.id = ?`,
  );
  const formats = listQuery<object, FormatRow>(
    database,
    selectFormat,
    "true",
    "b.id",
    "b.id",
  );
  const formatOfBitstream = database.prepare<[number], FormatRow>(
    `${selectFormat} WHERE b.id = (SELECT format_id FROM bitstream WHERE id = ?)`,
  );

  return {
    schema: (id) => schema.get(id) ?? null,
    schemas(slice) {
      const { rows, total } = schemas({}, slice);
      return { records: rows, total };
    },
    createSchema({ prefix, namespace }) {
      const same = withPrefix.get(prefix);
      if (same?.registered === 1) throw taken(`the prefix ${prefix}`, prefix);
      requireFree(namespace, same?.id ?? null);
      if (same === undefined)
        return Number(insertSchema.run(prefix, namespace).lastInsertRowid);
      setNamespace.run(namespace, same.id);
      return same.id;
    },
    setNamespace(id, namespace) {
      requireFree(namespace, id);
      setNamespace.run(namespace, id);
    },
    removeSchema(id) {
      dropFields.run(id);
      dropSchema.run(id);
    },
    field(id) {
      const row = field.get(id);
      return row === undefined ? null : toField(row);
    },
    fields(filter, slice) {
      const { rows, total } = fields(filter, slice);
      return { records: rows.map(toField), total };
    },
    fieldsOfSchema: (id) => fieldsOfSchema.all(id),
    createField(schemaId, { element, qualifier, scopeNote }) {
      const same = sameField.get(schemaId, element, qualifier ?? "");
      if (same?.registered === 1)
        throw taken("such a field", `${element}.${qualifier ?? ""}`);
      if (same === undefined)
        return Number(
          insertField.run(schemaId, element, qualifier ?? "", scopeNote)
            .lastInsertRowid,
        );
      setNote.run(scopeNote, same.id);
      return same.id;
    },
    setScopeNote: (id, note) => void setNote.run(note, id),
    removeField: (id) => void dropField.run(id),
    *usedIn(ids) {
      const wanted = JSON.stringify(ids);
      const last = lastObject.get() ?? 0;
      for (let from = 0; from <= last; from += sliceOfObjects)
        yield used.get(from, from + sliceOfObjects - 1, wanted) === 1;
    },
    format(id) {
      const row = format.get(id);
      return row === undefined ? null : toFormat(row);
    },
    formats(slice) {
      const { rows, total } = formats({}, slice);
      return { records: rows.map(toFormat), total };
    },
    formatOfBitstream(id) {
      const row = formatOfBitstream.get(id);
      return row === undefined ? null : toFormat(row);
    },
  };

  function requireFree(namespace: string, own: number | null): void {
    const other = withNamespace.get(namespace);
    if (other?.registered === 1 && other.id !== own)
      throw taken(`the namespace ${namespace}`, namespace);
  }
}

function toField(row: FieldRow): FieldRecord {
  return {
    id: row.id,
    schema: {
      id: row.schemaId,
      prefix: row.prefix,
      namespace: row.namespace,
    },
    element: row.element,
    qualifier: row.qualifier === "" ? null : row.qualifier,
    scopeNote: row.scopeNote,
  };
}

function toFormat(row: FormatRow): FormatRecord {
  return {
    ...row,
    internal: row.internal === 1,
    extensions: JSON.parse(row.extensions) as string[],
  };
}

function taken(what: string, object: string): AppError {
  return new AppError("registry.taken", `The registry has ${what} already.`, {
    object,
  });
}
