/** What every object of the catalog has: an id, a handle, metadata. */
export const objectsTables = `
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
`;
