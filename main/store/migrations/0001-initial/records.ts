/** What is remembered of what happened: who did what, what keeps failing, and what others are still to be told. */
export const recordsTables = `
-- Who exported, downloaded, delivered and deleted what. Outlives what it is about.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  account_id INTEGER REFERENCES account(id) ON DELETE SET NULL,
  -- e-mail of the account; or who it was in words
  who TEXT NOT NULL,
  door TEXT NOT NULL, action TEXT NOT NULL, object TEXT NOT NULL,
  run_id INTEGER,
  -- JSON; never a secret
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX audit_run ON audit(run_id, id) WHERE run_id IS NOT NULL;
CREATE INDEX audit_account ON audit(account_id) WHERE account_id IS NOT NULL;
-- What failed the last time it was tried, and why: nobody is told twice of the same.
CREATE TABLE failing (
  subject TEXT PRIMARY KEY,
  cause TEXT NOT NULL,
  since INTEGER NOT NULL, times INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
-- What a webhook is still to be told.
CREATE TABLE notice (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE,
  payload TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  -- when it is tried next; null when it has arrived or was given up
  next_at INTEGER,
  arrived_at INTEGER,
  error TEXT
) STRICT;
CREATE INDEX notice_next ON notice(next_at) WHERE next_at IS NOT NULL;
`;
