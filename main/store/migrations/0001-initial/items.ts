/** Items, their bundles and bitstreams, who may see them, and how they are found. */
export const itemsTables = `
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
-- When a content was last read again and compared with its checksum, and what was wrong with it.
CREATE TABLE content_check (
  sha256 BLOB PRIMARY KEY CHECK (length(sha256) = 32),
  checked_at INTEGER NOT NULL,
  fault TEXT CHECK (fault IN ('missing','wrong-size','damaged','unreadable'))
) STRICT, WITHOUT ROWID;
CREATE TABLE item (
  id INTEGER PRIMARY KEY REFERENCES object(id) ON DELETE CASCADE,
  -- null for the template item of a collection
  collection_id INTEGER REFERENCES collection(id),
  title TEXT NOT NULL, sort_title TEXT NOT NULL,
  in_archive INTEGER NOT NULL, withdrawn INTEGER NOT NULL, discoverable INTEGER NOT NULL,
  last_modified INTEGER NOT NULL,
  submitter_id INTEGER REFERENCES account(id) ON DELETE SET NULL,
  -- e-mail of a submitter who has no account here
  submitter_email TEXT,
  -- What its object has, here once more: to look them up for each item of a list takes half of all that is read for it.
  uuid TEXT NOT NULL, handle TEXT
) STRICT;
CREATE INDEX item_collection_title ON item(collection_id, sort_title, id);
CREATE INDEX item_collection_modified ON item(collection_id, last_modified, id);
-- The same over the whole catalog; templates have no collection and are in no list.
CREATE INDEX item_title ON item(sort_title, id) WHERE collection_id IS NOT NULL;
CREATE INDEX item_modified ON item(last_modified, id) WHERE collection_id IS NOT NULL;
CREATE INDEX item_submitter ON item(submitter_id) WHERE submitter_id IS NOT NULL;
-- The few that a collection has but does not show, and those that nobody is to find.
CREATE INDEX item_hidden ON item(collection_id) WHERE in_archive = 0 OR withdrawn = 1 OR discoverable = 0;
-- Versions of works: each is an item of its own; the one with the greatest number is current, the others are not archived.
CREATE TABLE item_version (
  item_id INTEGER PRIMARY KEY REFERENCES item(id) ON DELETE CASCADE,
  history TEXT NOT NULL,
  number INTEGER NOT NULL,
  summary TEXT, created_at INTEGER,
  UNIQUE (history, number)
) STRICT;
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

-- What a collection holds. Whatever is removed as a whole is subtracted before it goes; what goes with it then finds
-- nothing that it is in, and is not subtracted once more.
CREATE TRIGGER item_owned_added AFTER INSERT ON item WHEN new.collection_id IS NOT NULL BEGIN
  UPDATE collection SET owned = owned + 1 WHERE id = new.collection_id;
END;
CREATE TRIGGER item_owned_removed BEFORE DELETE ON item WHEN old.collection_id IS NOT NULL BEGIN
  UPDATE collection SET owned = owned - 1, (files, bytes) =
    (SELECT collection.files - count(*), collection.bytes - coalesce(sum(b.size), 0)
     FROM bundle u JOIN bitstream b ON b.bundle_id = u.id WHERE u.item_id = old.id)
  WHERE id = old.collection_id;
END;
-- An item loses its collection only when both are removed, or when the remover has subtracted it: one by one would be slow.
CREATE TRIGGER item_owned_moved AFTER UPDATE OF collection_id ON item
WHEN new.collection_id IS NOT NULL AND old.collection_id IS NOT new.collection_id BEGIN
  UPDATE collection SET owned = owned - 1, (files, bytes) =
    (SELECT collection.files - count(*), collection.bytes - coalesce(sum(b.size), 0)
     FROM bundle u JOIN bitstream b ON b.bundle_id = u.id WHERE u.item_id = old.id)
  WHERE id = old.collection_id;
  UPDATE collection SET owned = owned + 1, (files, bytes) =
    (SELECT collection.files + count(*), collection.bytes + coalesce(sum(b.size), 0)
     FROM bundle u JOIN bitstream b ON b.bundle_id = u.id WHERE u.item_id = new.id)
  WHERE id = new.collection_id;
END;
CREATE TRIGGER bundle_held_removed BEFORE DELETE ON bundle BEGIN
  UPDATE collection SET (files, bytes) =
    (SELECT collection.files - count(*), collection.bytes - coalesce(sum(b.size), 0) FROM bitstream b WHERE b.bundle_id = old.id)
  WHERE id = (SELECT collection_id FROM item WHERE id = old.item_id);
END;
CREATE TRIGGER bitstream_held_added AFTER INSERT ON bitstream WHEN new.bundle_id IS NOT NULL BEGIN
  UPDATE collection SET files = files + 1, bytes = bytes + new.size
  WHERE id = (SELECT i.collection_id FROM bundle u JOIN item i ON i.id = u.item_id WHERE u.id = new.bundle_id);
END;
CREATE TRIGGER bitstream_held_removed BEFORE DELETE ON bitstream WHEN old.bundle_id IS NOT NULL BEGIN
  UPDATE collection SET files = files - 1, bytes = bytes - old.size
  WHERE id = (SELECT i.collection_id FROM bundle u JOIN item i ON i.id = u.item_id WHERE u.id = old.bundle_id);
END;
CREATE TRIGGER bitstream_held_changed AFTER UPDATE OF size, bundle_id ON bitstream
WHEN old.size <> new.size OR old.bundle_id IS NOT new.bundle_id BEGIN
  UPDATE collection SET files = files - 1, bytes = bytes - old.size
  WHERE id = (SELECT i.collection_id FROM bundle u JOIN item i ON i.id = u.item_id WHERE u.id = old.bundle_id);
  UPDATE collection SET files = files + 1, bytes = bytes + new.size
  WHERE id = (SELECT i.collection_id FROM bundle u JOIN item i ON i.id = u.item_id WHERE u.id = new.bundle_id);
END;

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

-- Search over all metadata of an item; rowid is the item's id. Without indexes of beginnings, which are larger than all the
-- rest: what many items have is kept beside it, and words that few have are put together in milliseconds.
CREATE VIRTUAL TABLE item_text USING fts5(
  title, contributor, other,
  content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2"
);

-- In a large catalog the hits of short beginnings of words are kept, for to put them together takes long: from when on,
-- how many items there were, whether all of them are kept, and which changes they have all been brought up to.
CREATE TABLE hits_preparation (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  items INTEGER NOT NULL, complete INTEGER NOT NULL DEFAULT 0, settled INTEGER NOT NULL DEFAULT 0,
  -- the last of the changes of rights that are no longer noted
  forgotten INTEGER NOT NULL DEFAULT 0
) STRICT;
-- By what the full-text index is asked; up to which change they are true.
CREATE TABLE prepared_hits (
  phrase TEXT PRIMARY KEY, settled INTEGER NOT NULL, count INTEGER NOT NULL, hits BLOB NOT NULL
) STRICT;
-- Items whose text was added, changed or removed since, and what can be found of them; empty while no hits are kept.
CREATE TABLE text_change (id INTEGER PRIMARY KEY AUTOINCREMENT, item_id INTEGER NOT NULL) STRICT;
CREATE VIRTUAL TABLE item_text_changed USING fts5(
  title, contributor, other,
  content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2"
);
-- Items that came or went meanwhile, or whose state, collection or rights changed: who may see what is known of them.
CREATE TABLE access_change (id INTEGER PRIMARY KEY AUTOINCREMENT, item_id INTEGER NOT NULL) STRICT;
CREATE TRIGGER access_item_added AFTER INSERT ON item WHEN EXISTS (SELECT 1 FROM hits_preparation) BEGIN
  INSERT INTO access_change (item_id) VALUES (new.id);
END;
CREATE TRIGGER access_item_changed AFTER UPDATE OF collection_id, in_archive, withdrawn, discoverable ON item
WHEN EXISTS (SELECT 1 FROM hits_preparation) BEGIN
  INSERT INTO access_change (item_id) VALUES (new.id);
END;
CREATE TRIGGER access_item_removed AFTER DELETE ON item WHEN EXISTS (SELECT 1 FROM hits_preparation) BEGIN
  INSERT INTO access_change (item_id) VALUES (old.id);
END;
CREATE TRIGGER access_policy_added AFTER INSERT ON resource_policy
WHEN EXISTS (SELECT 1 FROM hits_preparation) AND EXISTS (SELECT 1 FROM item WHERE id = new.object_id) BEGIN
  INSERT INTO access_change (item_id) VALUES (new.object_id);
END;
CREATE TRIGGER access_policy_changed AFTER UPDATE ON resource_policy
WHEN EXISTS (SELECT 1 FROM hits_preparation) AND EXISTS (SELECT 1 FROM item WHERE id = new.object_id) BEGIN
  INSERT INTO access_change (item_id) VALUES (new.object_id);
END;
CREATE TRIGGER access_policy_removed AFTER DELETE ON resource_policy
WHEN EXISTS (SELECT 1 FROM hits_preparation) AND EXISTS (SELECT 1 FROM item WHERE id = old.object_id) BEGIN
  INSERT INTO access_change (item_id) VALUES (old.object_id);
END;

-- Items that are removed but whose rows are still there: they are in no list and nothing finds them any more.
CREATE TABLE removal (
  item_id INTEGER PRIMARY KEY REFERENCES item(id) ON DELETE CASCADE
) STRICT;
`;
