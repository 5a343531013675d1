/** Communities and collections, and what belongs to them. */
export const containersTables = `
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
  items INTEGER NOT NULL DEFAULT 0,
  -- The items it owns, their files, and the bytes of these; kept by triggers for the same reason.
  owned INTEGER NOT NULL DEFAULT 0, files INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0
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
`;
