import { randomUUID } from "node:crypto";
import type { Database } from "better-sqlite3";
import { standardFormats } from "../registry/standard-formats.ts";
import { standardRelationshipTypes } from "../registry/standard-relationship-types.ts";
import { standardSchemas } from "../registry/standard-schemas.ts";
import { containersTables } from "./0001-initial/containers.ts";
import { definitionsTables } from "./0001-initial/definitions.ts";
import { desksTables } from "./0001-initial/desks.ts";
import { importsTables } from "./0001-initial/imports.ts";
import { itemsTables } from "./0001-initial/items.ts";
import { objectsTables } from "./0001-initial/objects.ts";
import { peopleTables } from "./0001-initial/people.ts";
import { recordsTables } from "./0001-initial/records.ts";
import { runsTables } from "./0001-initial/runs.ts";
import { sourcesTables } from "./0001-initial/sources.ts";
import type { Migration } from "./migration.ts";

const everyTable = [
  objectsTables,
  peopleTables,
  containersTables,
  itemsTables,
  runsTables,
  definitionsTables,
  importsTables,
  recordsTables,
  desksTables,
  sourcesTables,
];

function fillRegistry(database: Database): void {
  const addSchema = database.prepare(
    "INSERT INTO metadata_schema (prefix, namespace) VALUES (?, ?)",
  );
  const addField = database.prepare(
    "INSERT INTO metadata_field (schema_id, element, qualifier) VALUES (?, ?, ?)",
  );
  for (const schema of standardSchemas) {
    const { lastInsertRowid } = addSchema.run(schema.prefix, schema.namespace);
    for (const field of schema.fields) {
      const [element = "", qualifier = ""] = field.split(".");
      addField.run(lastInsertRowid, element, qualifier);
    }
  }
  const addFormat = database.prepare(
    "INSERT INTO bitstream_format (mime_type, name, support, internal) VALUES (?, ?, ?, ?)",
  );
  const addExtension = database.prepare(
    "INSERT OR IGNORE INTO bitstream_format_extension VALUES (?, ?)",
  );
  for (const format of standardFormats) {
    const { lastInsertRowid } = addFormat.run(
      format.mimeType,
      format.name,
      format.support,
      Number(format.internal),
    );
    for (const extension of format.extensions)
      addExtension.run(extension, lastInsertRowid);
  }
  const addType = database.prepare(
    `INSERT INTO relationship_type (left_type, right_type, leftward, rightward, left_min, left_max,
       right_min, right_max, copy_to_left, copy_to_right) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const type of standardRelationshipTypes) {
    addType.run(
      type.leftType,
      type.rightType,
      type.leftward,
      type.rightward,
      type.leftMin,
      type.leftMax ?? null,
      type.rightMin,
      type.rightMax ?? null,
      Number(type.copyToLeft),
      Number(type.copyToRight),
    );
  }
}

/** Items are sorted by the first of these dates; an index for each, which holds nothing else. */
function indexDates(database: Database): void {
  const field = database
    .prepare<[string], number>(
      `SELECT f.id FROM metadata_field f JOIN metadata_schema s ON s.id = f.schema_id
       WHERE s.prefix = 'dc' AND f.element = 'date' AND f.qualifier = ?`,
    )
    .pluck();
  for (const qualifier of ["issued", "accessioned"])
    database.exec(
      `CREATE INDEX metadata_value_${qualifier} ON metadata_value(value, object_id)
       WHERE field_id = ${String(field.get(qualifier) ?? 0)} AND place = 0`,
    );
}

function addPermanentGroups(database: Database): void {
  for (const name of ["Anonymous", "Administrator"]) {
    const { lastInsertRowid } = database
      .prepare("INSERT INTO object (kind, uuid) VALUES ('group', ?)")
      .run(randomUUID());
    database
      .prepare("INSERT INTO account_group VALUES (?, ?, 1)")
      .run(lastInsertRowid, name);
  }
}

export const initial: Migration = {
  version: 1,
  name: "initial",
  up(database) {
    for (const tables of everyTable) database.exec(tables);
    fillRegistry(database);
    indexDates(database);
    addPermanentGroups(database);
    database
      .prepare("INSERT INTO setting VALUES ('site.uuid', ?)")
      .run(randomUUID());
  },
};
