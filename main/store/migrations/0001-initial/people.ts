/** Accounts, their sessions and keys, groups. */
export const peopleTables = `
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
`;
