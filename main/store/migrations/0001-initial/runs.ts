/** Runs: exports and imports, what they logged, what was wrong. */
export const runsTables = `
CREATE TABLE run (
  id INTEGER PRIMARY KEY REFERENCES object(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('export','import')),
  -- the door through which it was asked for
  origin TEXT NOT NULL CHECK (origin IN ('holdall','dspace','easydb','rspace')),
  title TEXT NOT NULL,
  -- whether it waits until it is told to go on
  paused INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK (state IN ('queued','processing','done','done-with-problems','failed','cancelled')),
  owner_id INTEGER REFERENCES account(id) ON DELETE SET NULL,
  request TEXT NOT NULL, progress TEXT NOT NULL, result TEXT, error TEXT,
  created_at INTEGER NOT NULL, started_at INTEGER, finished_at INTEGER,
  -- when those who want to know have been told of its end
  told_at INTEGER,
  -- An export of one object is known by that object and a whole second (since 1970) that no other export of it has.
  target_id INTEGER REFERENCES object(id) ON DELETE SET NULL,
  target_second INTEGER,
  -- the run it makes up for
  retry_of INTEGER REFERENCES run(id) ON DELETE SET NULL
) STRICT;
CREATE INDEX run_state ON run(state, id);
CREATE INDEX run_untold ON run(id) WHERE told_at IS NULL AND finished_at IS NOT NULL;
CREATE INDEX run_finished ON run(finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX run_owner ON run(owner_id, id);
CREATE INDEX run_retry ON run(retry_of) WHERE retry_of IS NOT NULL;
CREATE UNIQUE INDEX run_target ON run(target_id, target_second);
-- Exports that were asked for in RSpace's dialect.
CREATE TABLE rspace_job (
  run_id INTEGER PRIMARY KEY REFERENCES run(id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,
  -- name of the archive, by which it is downloaded
  archive TEXT NOT NULL UNIQUE,
  -- the process that took it in: when it ends, so does the job
  server TEXT NOT NULL,
  -- the most that a client has been told of its progress
  percent REAL NOT NULL DEFAULT 0,
  -- when its archive was removed
  expired_at INTEGER
) STRICT;
CREATE INDEX rspace_job_account ON rspace_job(account_id);
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
CREATE INDEX run_problem_severity ON run_problem(run_id, severity, number);
`;
