/** What people keep for themselves: baskets, saved searches, how they like their lists. Null is the person at this machine. */
export const desksTables = `
-- What somebody has put aside: an object, or all that a search finds.
CREATE TABLE basket_entry (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  owner_id INTEGER REFERENCES account(id) ON DELETE CASCADE,
  object_id INTEGER REFERENCES object(id) ON DELETE CASCADE,
  -- the lookup and the items left out of it, JSON; null where it is an object
  search TEXT,
  -- where it searches; it goes with that
  container_id INTEGER REFERENCES object(id) ON DELETE CASCADE,
  CHECK ((object_id IS NULL) = (search IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX basket_entry_object ON basket_entry(coalesce(owner_id, 0), object_id) WHERE object_id IS NOT NULL;
CREATE UNIQUE INDEX basket_entry_search ON basket_entry(coalesce(owner_id, 0), search) WHERE search IS NOT NULL;
CREATE INDEX basket_entry_owner ON basket_entry(coalesce(owner_id, 0), id);
CREATE INDEX basket_entry_target ON basket_entry(object_id) WHERE object_id IS NOT NULL;
CREATE INDEX basket_entry_container ON basket_entry(container_id) WHERE container_id IS NOT NULL;
CREATE TABLE saved_search (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  owner_id INTEGER REFERENCES account(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  -- what is looked for, and in which order it is listed, JSON
  search TEXT NOT NULL,
  -- where; it goes with that
  container_id INTEGER REFERENCES object(id) ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX saved_search_name ON saved_search(coalesce(owner_id, 0), name);
CREATE INDEX saved_search_container ON saved_search(container_id) WHERE container_id IS NOT NULL;
CREATE TABLE person_setting (
  owner_id INTEGER REFERENCES account(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  value TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX person_setting_name ON person_setting(coalesce(owner_id, 0), name);
`;
