/** Exports that are run again and again, what they made, and where it goes. */
export const definitionsTables = `
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
-- The last successful run of a definition, which the next one is compared with. What the runs have packed is in a file
-- of its own; this row says which of what is written there counts.
CREATE TABLE definition_memory (
  definition_id INTEGER PRIMARY KEY REFERENCES definition(id) ON DELETE CASCADE,
  run_id INTEGER NOT NULL, run_uuid TEXT NOT NULL,
  -- selection and options it was made for
  basis TEXT NOT NULL,
  -- revision of the catalog it saw; null when it could not pack all
  revision INTEGER,
  finished_at INTEGER NOT NULL
) STRICT;
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
  launch_at INTEGER,
  -- ways it goes to people, JSON; numbers of those that are gone are not used again
  transports TEXT NOT NULL DEFAULT '[]',
  last_transport INTEGER NOT NULL DEFAULT 0
) STRICT;
-- Which version of an export a run was of.
CREATE TABLE easydb_run (
  run_id INTEGER PRIMARY KEY REFERENCES run(id) ON DELETE CASCADE,
  version INTEGER NOT NULL
) STRICT;
CREATE TABLE definition_target (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  definition_id INTEGER REFERENCES definition(id) ON DELETE CASCADE,
  -- the one run that was sent there; null for a target of a saved export
  run_id INTEGER REFERENCES run(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  transport TEXT NOT NULL, settings TEXT NOT NULL, summary TEXT NOT NULL,
  CHECK ((definition_id IS NULL) <> (run_id IS NULL))
) STRICT;
CREATE INDEX definition_target_definition ON definition_target(definition_id, position);
CREATE INDEX definition_target_run ON definition_target(run_id) WHERE run_id IS NOT NULL;
CREATE TABLE delivery (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  target_id INTEGER REFERENCES definition_target(id) ON DELETE SET NULL,
  transport TEXT NOT NULL, summary TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting','delivering','done','failed','skipped')),
  -- what the transport needs to go on
  resume TEXT,
  receipt TEXT, error TEXT,
  started_at INTEGER, finished_at INTEGER,
  -- when those who want to know have been told of its end
  told_at INTEGER
) STRICT;
CREATE INDEX delivery_run ON delivery(run_id);
CREATE INDEX delivery_target ON delivery(target_id);
CREATE INDEX delivery_open ON delivery(state) WHERE state IN ('waiting','delivering');
`;
