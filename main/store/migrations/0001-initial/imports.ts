/** What was taken in from where. */
export const importsTables = `
-- Which item came from where, so that the same import run again goes on instead of doubling.
-- Long keys of sources are kept once.
CREATE TABLE import_source (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE import_item (
  source_id INTEGER NOT NULL REFERENCES import_source(id), item_key TEXT NOT NULL,
  item_id INTEGER NOT NULL REFERENCES item(id) ON DELETE CASCADE,
  -- SHA-256 of what the source said, to notice that it has changed since
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  PRIMARY KEY (source_id, item_key)
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
