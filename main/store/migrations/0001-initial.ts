import { randomUUID } from "node:crypto";
import type { Database } from "better-sqlite3";
import { standardFormats } from "../registry/standard-formats.ts";
import { standardRelationshipTypes } from "../registry/standard-relationship-types.ts";
import { standardSchemas } from "../registry/standard-schemas.ts";
import type { Migration } from "./migration.ts";

const tables = `
-- One id sequence over all objects, so that a bare number names one object only. Ids are never used again.
CREATE TABLE object (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('community','collection','item','bundle','bitstream','group','account','run','definition')),
  uuid TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Grows with every change of what an export can contain; a run that goes on after a crash compares it.
CREATE TABLE catalog_revision (id INTEGER PRIMARY KEY CHECK (id = 1), revision INTEGER NOT NULL) STRICT;
INSERT INTO catalog_revision VALUES (1, 0);

CREATE TABLE handle (
  handle TEXT PRIMARY KEY,
  object_id INTEGER REFERENCES object(id) ON DELETE SET NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX handle_object ON handle(object_id);

CREATE TABLE metadata_schema (
  id INTEGER PRIMARY KEY, prefix TEXT NOT NULL UNIQUE, namespace TEXT NOT NULL,
  -- 0: taken out of the registry; the row stays, for looking through all values for it would take too long
  registered INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE metadata_field (
  id INTEGER PRIMARY KEY,
  schema_id INTEGER NOT NULL REFERENCES metadata_schema(id),
  element TEXT NOT NULL,
  qualifier TEXT NOT NULL DEFAULT '',
  scope_note TEXT,
  registered INTEGER NOT NULL DEFAULT 1,
  UNIQUE (schema_id, element, qualifier)
) STRICT;
CREATE TABLE metadata_value (
  object_id INTEGER NOT NULL REFERENCES object(id) ON DELETE CASCADE,
  field_id INTEGER NOT NULL REFERENCES metadata_field(id),
  place INTEGER NOT NULL,
  language TEXT,
  authority TEXT,
  confidence INTEGER NOT NULL DEFAULT -1,
  value TEXT NOT NULL,
  PRIMARY KEY (object_id, field_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE bitstream_format (
  id INTEGER PRIMARY KEY, mime_type TEXT NOT NULL, name TEXT NOT NULL UNIQUE,
  description TEXT, support INTEGER NOT NULL, internal INTEGER NOT NULL
) STRICT;
CREATE TABLE bitstream_format_extension (
  extension TEXT PRIMARY KEY, format_id INTEGER NOT NULL REFERENCES bitstream_format(id)
) STRICT, WITHOUT ROWID;

CREATE TABLE bitstream (
  id INTEGER PRIMARY KEY REFERENCES object(id) ON DELETE CASCADE,
  bundle_id INTEGER REFERENCES bundle(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT, description TEXT, source TEXT,
  format_id INTEGER NOT NULL REFERENCES bitstream_format(id),
  -- MIME type where it is more precise than the format's
  mime_type TEXT,
  size INTEGER NOT NULL,
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
  md5 BLOB NOT NULL CHECK (length(md5) = 16),
  crc32 INTEGER NOT NULL,
  sequence INTEGER NOT NULL
) STRICT;
CREATE INDEX bitstream_bundle ON bitstream(bundle_id, position);
CREATE INDEX bitstream_content ON bitstream(sha256);

CREATE TABLE account (
  id INTEGER PRIMARY KEY REFERENCES object(id) ON DELETE CASCADE,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE,
  password_hash TEXT,
  netid TEXT UNIQUE,
  can_log_in INTEGER NOT NULL DEFAULT 1,
  require_certificate INTEGER NOT NULL DEFAULT 0,
  self_registered INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL, last_active_at INTEGER,
  -- part of the key that signs this account's session tokens: a new one ends all of them
  session_salt BLOB NOT NULL DEFAULT (randomblob(16))
) STRICT;
-- Sessions that are kept: their tokens as SHA-256, and whose they are once somebody has signed in.
CREATE TABLE kept_session (
  token_hash BLOB PRIMARY KEY,
  account_id INTEGER REFERENCES account(id) ON DELETE CASCADE,
  -- how somebody has signed in; null: nobody has
  method TEXT,
  -- the account's session_salt then: a new one ends all of its sessions
  salt BLOB,
  signed_in_at INTEGER,
  used_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX kept_session_used ON kept_session(used_at);
CREATE INDEX kept_session_account ON kept_session(account_id);
CREATE TABLE api_key (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  -- the first characters of the key, to tell keys apart
  prefix TEXT NOT NULL UNIQUE,
  hash BLOB NOT NULL,
  created_at INTEGER NOT NULL, last_used_at INTEGER
) STRICT;
CREATE INDEX api_key_account ON api_key(account_id);
CREATE TABLE account_group (
  id INTEGER PRIMARY KEY REFERENCES object(id) ON DELETE CASCADE,
  name TEXT NOT NULL UNIQUE,
  permanent INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE group_account (
  group_id INTEGER NOT NULL REFERENCES account_group(id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
  PRIMARY KEY (group_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_account_account ON group_account(account_id);
CREATE TABLE group_group (
  parent_id INTEGER NOT NULL REFERENCES account_group(id) ON DELETE CASCADE,
  child_id INTEGER NOT NULL REFERENCES account_group(id) ON DELETE CASCADE,
  PRIMARY KEY (parent_id, child_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_group_child ON group_group(child_id);
-- Groups that belong to a community or collection: its administrators, submitters, reviewers and so on.
CREATE TABLE container_group (
  object_id INTEGER NOT NULL REFERENCES object(id) ON DELETE CASCADE,
  role TEXT NOT NULL,
  group_id INTEGER NOT NULL UNIQUE REFERENCES account_group(id) ON DELETE CASCADE,
  PRIMARY KEY (object_id, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE community (
  id INTEGER PRIMARY KEY REFERENCES object(id) ON DELETE CASCADE,
  parent_id INTEGER REFERENCES community(id),
  name TEXT NOT NULL, sort_name TEXT NOT NULL,
  logo_id INTEGER REFERENCES bitstream(id) ON DELETE SET NULL
) STRICT;
CREATE INDEX community_parent ON community(parent_id, sort_name, id);
CREATE INDEX community_logo ON community(logo_id) WHERE logo_id IS NOT NULL;
CREATE TABLE collection (
  id INTEGER PRIMARY KEY REFERENCES object(id) ON DELETE CASCADE,
  name TEXT NOT NULL, sort_name TEXT NOT NULL,
  logo_id INTEGER REFERENCES bitstream(id) ON DELETE SET NULL,
  template_id INTEGER REFERENCES item(id) ON DELETE SET NULL,
  license TEXT,
  -- Rows of collection_item, kept by triggers: counting a million of them takes too long for a list.
  items INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX collection_name ON collection(sort_name, id);
CREATE INDEX collection_logo ON collection(logo_id) WHERE logo_id IS NOT NULL;
CREATE INDEX collection_template ON collection(template_id) WHERE template_id IS NOT NULL;
CREATE TABLE collection_community (
  community_id INTEGER NOT NULL REFERENCES community(id),
  collection_id INTEGER NOT NULL REFERENCES collection(id) ON DELETE CASCADE,
  PRIMARY KEY (community_id, collection_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX collection_community_collection ON collection_community(collection_id);
-- Where a collection is to be harvested from; no row: from nowhere.
CREATE TABLE harvest (
  collection_id INTEGER PRIMARY KEY REFERENCES collection(id) ON DELETE CASCADE,
  type TEXT NOT NULL,
  oai_source TEXT, oai_set TEXT, metadata_config TEXT,
  status TEXT NOT NULL, message TEXT, started_at INTEGER, harvested_at INTEGER
) STRICT;

CREATE TABLE item (
  id INTEGER PRIMARY KEY REFERENCES object(id) ON DELETE CASCADE,
  -- null for the template item of a collection
  collection_id INTEGER REFERENCES collection(id),
  title TEXT NOT NULL, sort_title TEXT NOT NULL,
  in_archive INTEGER NOT NULL, withdrawn INTEGER NOT NULL, discoverable INTEGER NOT NULL,
  last_modified INTEGER NOT NULL,
  submitter_id INTEGER REFERENCES account(id) ON DELETE SET NULL,
  -- e-mail of a submitter who has no account here
  submitter_email TEXT
) STRICT;
CREATE INDEX item_collection_title ON item(collection_id, sort_title, id);
CREATE INDEX item_collection_modified ON item(collection_id, last_modified, id);
-- The same over the whole catalog; templates have no collection and are in no list.
CREATE INDEX item_title ON item(sort_title, id) WHERE collection_id IS NOT NULL;
CREATE INDEX item_modified ON item(last_modified, id) WHERE collection_id IS NOT NULL;
CREATE INDEX item_submitter ON item(submitter_id) WHERE submitter_id IS NOT NULL;
-- The few that a collection has but does not show.
CREATE INDEX item_hidden ON item(collection_id) WHERE in_archive = 0 OR withdrawn = 1;
-- Owning and mapped collections alike, so that the items of a collection are one range of one index.
CREATE TABLE collection_item (
  collection_id INTEGER NOT NULL REFERENCES collection(id),
  item_id INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
  owning INTEGER NOT NULL,
  PRIMARY KEY (collection_id, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX collection_item_item ON collection_item(item_id);
CREATE TRIGGER collection_item_added AFTER INSERT ON collection_item BEGIN
  UPDATE collection SET items = items + 1 WHERE id = new.collection_id;
END;
CREATE TRIGGER collection_item_removed AFTER DELETE ON collection_item BEGIN
  UPDATE collection SET items = items - 1 WHERE id = old.collection_id;
END;
CREATE INDEX collection_item_mapped ON collection_item(collection_id, item_id) WHERE owning = 0;

CREATE TABLE bundle (
  id INTEGER PRIMARY KEY REFERENCES object(id) ON DELETE CASCADE,
  item_id INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  primary_id INTEGER REFERENCES bitstream(id) ON DELETE SET NULL
) STRICT;
CREATE INDEX bundle_item ON bundle(item_id, position);
CREATE INDEX bundle_primary ON bundle(primary_id) WHERE primary_id IS NOT NULL;

CREATE TABLE resource_policy (
  id INTEGER PRIMARY KEY,
  object_id INTEGER NOT NULL REFERENCES object(id) ON DELETE CASCADE,
  action TEXT NOT NULL,
  group_id INTEGER REFERENCES account_group(id) ON DELETE CASCADE,
  account_id INTEGER REFERENCES account(id) ON DELETE CASCADE,
  name TEXT, description TEXT, type TEXT, start_date TEXT, end_date TEXT
) STRICT;
CREATE INDEX resource_policy_object ON resource_policy(object_id, action, group_id);
CREATE INDEX resource_policy_group ON resource_policy(group_id);
CREATE INDEX resource_policy_account ON resource_policy(account_id) WHERE account_id IS NOT NULL;

CREATE TABLE relationship_type (
  id INTEGER PRIMARY KEY,
  left_type TEXT NOT NULL, right_type TEXT NOT NULL,
  leftward TEXT NOT NULL, rightward TEXT NOT NULL,
  left_min INTEGER NOT NULL, left_max INTEGER, right_min INTEGER NOT NULL, right_max INTEGER,
  copy_to_left INTEGER NOT NULL, copy_to_right INTEGER NOT NULL,
  UNIQUE (left_type, right_type, leftward, rightward)
) STRICT;
CREATE TABLE relationship (
  id INTEGER PRIMARY KEY,
  type_id INTEGER NOT NULL REFERENCES relationship_type(id),
  left_id INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
  right_id INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
  left_place INTEGER NOT NULL, right_place INTEGER NOT NULL,
  UNIQUE (type_id, left_id, right_id)
) STRICT;
CREATE INDEX relationship_left ON relationship(left_id, type_id, left_place);
CREATE INDEX relationship_right ON relationship(right_id, type_id, right_place);

-- Search over all metadata of an item; rowid is the item's id.
CREATE VIRTUAL TABLE item_text USING fts5(
  title, contributor, other,
  content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2", prefix='2 3'
);

-- Items that are removed but whose rows are still there: they are in no list and nothing finds them any more.
CREATE TABLE removal (
  item_id INTEGER PRIMARY KEY REFERENCES item(id) ON DELETE CASCADE
) STRICT;

CREATE TABLE run (
  id INTEGER PRIMARY KEY REFERENCES object(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('export','import')),
  title TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued','processing','done','done-with-problems','failed','cancelled')),
  owner_id INTEGER REFERENCES account(id) ON DELETE SET NULL,
  request TEXT NOT NULL, progress TEXT NOT NULL, result TEXT, error TEXT,
  created_at INTEGER NOT NULL, started_at INTEGER, finished_at INTEGER,
  -- An export of one object is known by that object and a whole second (since 1970) that no other export of it has.
  target_id INTEGER REFERENCES object(id) ON DELETE SET NULL,
  target_second INTEGER
) STRICT;
CREATE INDEX run_state ON run(state, id);
CREATE INDEX run_owner ON run(owner_id, id);
CREATE UNIQUE INDEX run_target ON run(target_id, target_second);
-- Exports that are run again and again.
CREATE TABLE definition (
  id INTEGER PRIMARY KEY REFERENCES object(id) ON DELETE CASCADE,
  owner_id INTEGER REFERENCES account(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  plan TEXT NOT NULL, schedules TEXT NOT NULL, time_zone TEXT NOT NULL, retention TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  next_due INTEGER, last_due INTEGER, last_problem TEXT
) STRICT;
-- Null is nobody's account: the person at this machine.
CREATE UNIQUE INDEX definition_name ON definition(coalesce(owner_id, 0), name);
CREATE INDEX definition_due ON definition(next_due) WHERE next_due IS NOT NULL;
-- What a definition has made; runs go on without it.
CREATE TABLE definition_run (
  run_id INTEGER PRIMARY KEY REFERENCES run(id) ON DELETE CASCADE,
  definition_id INTEGER NOT NULL REFERENCES definition(id) ON DELETE CASCADE,
  -- the time it was due; null when it was started by hand
  due_at INTEGER,
  pinned INTEGER NOT NULL DEFAULT 0,
  -- when its archive was removed by the rules of the definition
  expired_at INTEGER
) STRICT;
CREATE INDEX definition_run_definition ON definition_run(definition_id, run_id);
-- Definitions that are exports of the easydb dialect, with what that alone says of them.
CREATE TABLE easydb_export (
  definition_id INTEGER PRIMARY KEY REFERENCES definition(id) ON DELETE CASCADE,
  type TEXT NOT NULL, search TEXT NOT NULL, settings TEXT NOT NULL,
  -- whether its owner has given it a name
  named INTEGER NOT NULL,
  version INTEGER NOT NULL, passkey TEXT NOT NULL, updated_at INTEGER NOT NULL,
  -- the run it shows; null: none since it was made or changed
  run_id INTEGER,
  -- whether nobody has asked for that run
  automatic INTEGER NOT NULL DEFAULT 0,
  -- when it is to run by itself, once
  launch_at INTEGER
) STRICT;
-- Which version of an export a run was of.
CREATE TABLE easydb_run (
  run_id INTEGER PRIMARY KEY REFERENCES run(id) ON DELETE CASCADE,
  version INTEGER NOT NULL
) STRICT;
CREATE TABLE definition_target (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  definition_id INTEGER NOT NULL REFERENCES definition(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  transport TEXT NOT NULL, settings TEXT NOT NULL, summary TEXT NOT NULL
) STRICT;
CREATE INDEX definition_target_definition ON definition_target(definition_id, position);
CREATE TABLE delivery (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  target_id INTEGER REFERENCES definition_target(id) ON DELETE SET NULL,
  transport TEXT NOT NULL, summary TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting','delivering','done','failed','skipped')),
  -- what the transport needs to go on
  resume TEXT,
  receipt TEXT, error TEXT,
  started_at INTEGER, finished_at INTEGER
) STRICT;
CREATE INDEX delivery_run ON delivery(run_id);
CREATE INDEX delivery_target ON delivery(target_id);
CREATE INDEX delivery_open ON delivery(state) WHERE state IN ('waiting','delivering');
CREATE TABLE run_log (
  run_id INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  at INTEGER NOT NULL, level TEXT NOT NULL, message TEXT NOT NULL,
  PRIMARY KEY (run_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE run_problem (
  run_id INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  severity TEXT NOT NULL, code TEXT NOT NULL, object TEXT NOT NULL,
  file TEXT, line INTEGER, message TEXT NOT NULL, action TEXT NOT NULL,
  PRIMARY KEY (run_id, number)
) STRICT, WITHOUT ROWID;

-- Which item came from where, so that the same import run again goes on instead of doubling.
CREATE TABLE import_item (
  source_key TEXT NOT NULL, item_key TEXT NOT NULL,
  item_id INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
  -- SHA-256 of what the source said, to notice that it has changed since
  digest TEXT NOT NULL,
  PRIMARY KEY (source_key, item_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_item_item ON import_item(item_id);
-- Which community or collection was made as a copy of which one of a source, so that its other items find it again.
CREATE TABLE import_container (
  source_key TEXT NOT NULL, source_uuid TEXT NOT NULL,
  object_id INTEGER NOT NULL REFERENCES object(id) ON DELETE CASCADE,
  PRIMARY KEY (source_key, source_uuid)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_container_object ON import_container(object_id);
CREATE TABLE import_relationship (
  source_key TEXT NOT NULL,
  item_id INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
  number INTEGER NOT NULL, type TEXT NOT NULL, target TEXT NOT NULL,
  left_place INTEGER, right_place INTEGER,
  PRIMARY KEY (source_key, item_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_relationship_item ON import_relationship(item_id);
`;

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
    database.exec(tables);
    fillRegistry(database);
    indexDates(database);
    addPermanentGroups(database);
    database
      .prepare("INSERT INTO setting VALUES ('site.uuid', ?)")
      .run(randomUUID());
  },
};
