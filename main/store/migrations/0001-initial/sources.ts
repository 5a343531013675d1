/** What is imported from again and again. */
export const sourcesTables = `
CREATE TABLE source (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  -- JSON: its path, where it goes, and how it is read
  settings TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE source_run (
  run_id INTEGER PRIMARY KEY REFERENCES run(id) ON DELETE CASCADE,
  source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE
) STRICT;
CREATE INDEX source_run_source ON source_run(source_id, run_id);
`;
