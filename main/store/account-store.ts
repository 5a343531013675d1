import type { Database } from "better-sqlite3";
import { AppError } from "../domain/errors.ts";
import type { ObjectStore } from "./object-store.ts";
import type { Remembered } from "./remembered.ts";

export type AccountStore = ReturnType<typeof createAccountStore>;

export interface Account {
  readonly id: number;
  readonly uuid: string;
  readonly email: string;
  readonly admin: boolean;
  readonly canLogIn: boolean;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export interface ApiKey {
  readonly id: number;
  readonly email: string;
  readonly name: string;
  /** First characters of the key. */
  readonly prefix: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

// Crossed, or SQLite goes through all objects while it has no statistics of the few accounts.
const selectAccount = `SELECT a.id, o.uuid, a.email, a.can_log_in AS canLogIn, a.created_at AS createdAt,
    EXISTS (SELECT 1 FROM group_account WHERE account_id = a.id AND group_id IN (
      -- members of groups in the group of administrators are administrators too
      WITH RECURSIVE administrators(id) AS (
        SELECT id FROM account_group WHERE name = 'Administrator'
        UNION SELECT child_id FROM group_group JOIN administrators ON parent_id = administrators.id)
      SELECT id FROM administrators)) AS admin
  FROM account a CROSS JOIN object o ON o.id = a.id`;

type AccountRow = Omit<Account, "admin" | "canLogIn"> & {
  readonly admin: number;
  readonly canLogIn: number;
};

/** Accounts and their API keys. Secrets arrive here hashed. */
export function createAccountStore(
  database: Database,
  objects: ObjectStore,
  remembered: Remembered,
) {
  const byEmail = database.prepare<[string], AccountRow>(
    `${selectAccount} WHERE a.email = +?`,
  );
  const byId = database.prepare<[number], AccountRow>(
    `${selectAccount} WHERE a.id = ?`,
  );
  const byUuid = database.prepare<[string], AccountRow>(
    `${selectAccount} WHERE a.id = (SELECT id FROM object WHERE uuid = +?)`,
  );
  const byKey = database.prepare<[string], AccountRow>(
    `${selectAccount} WHERE a.id = (SELECT account_id FROM api_key WHERE prefix = ?)`,
  );
  const keyHash = database
    .prepare<[string], Buffer>("SELECT hash FROM api_key WHERE prefix = ?")
    .pluck();
  const touchKey = database.prepare(
    "UPDATE api_key SET last_used_at = ? WHERE prefix = ?",
  );
  const touch = database.prepare(
    "UPDATE account SET last_active_at = ? WHERE id = ?",
  );
  const salt = database
    .prepare<[number], Buffer>("SELECT session_salt FROM account WHERE id = ?")
    .pluck();
  const renewSalt = database.prepare(
    "UPDATE account SET session_salt = randomblob(16) WHERE id = ?",
  );
  const anyone = database
    .prepare<[], number>(
      "SELECT EXISTS (SELECT 1 FROM account WHERE can_log_in = 1)",
    )
    .pluck();
  const anyAdministrator = database
    .prepare<{ without: number | null }, number>(
      `SELECT EXISTS (SELECT 1 FROM account a JOIN group_account g ON g.account_id = a.id
       WHERE a.can_log_in = 1 AND g.group_id IN (
         WITH RECURSIVE administrators(id) AS (
           SELECT id FROM account_group WHERE name = 'Administrator'
           UNION SELECT child_id FROM group_group JOIN administrators ON parent_id = administrators.id
           WHERE child_id IS NOT @without)
         SELECT id FROM administrators))`,
    )
    .pluck();
  const all = database.prepare<[], AccountRow>(
    `${selectAccount} ORDER BY a.email`,
  );
  const insert = database.prepare(
    "INSERT INTO account (id, email, password_hash, can_log_in, created_at) VALUES (?, ?, ?, 1, ?)",
  );
  const setPassword = database.prepare(
    // Whoever knew the old password is signed out.
    "UPDATE account SET password_hash = ?, can_log_in = 1, session_salt = randomblob(16) WHERE id = ?",
  );
  const passwordHash = database
    .prepare<[number], string | null>(
      "SELECT password_hash FROM account WHERE id = ?",
    )
    .pluck();
  const join = database.prepare(
    "INSERT OR IGNORE INTO group_account SELECT id, ? FROM account_group WHERE name = 'Administrator'",
  );
  const addKey = database.prepare(
    "INSERT INTO api_key (account_id, name, prefix, hash, created_at) VALUES (?, ?, ?, ?, ?)",
  );
  const keys = database.prepare<[], ApiKey>(
    `SELECT k.id, a.email, k.name, k.prefix, k.created_at AS createdAt, k.last_used_at AS lastUsedAt
     FROM api_key k JOIN account a ON a.id = k.account_id ORDER BY a.email, k.id`,
  );
  const deleteKeys = database.prepare(
    "DELETE FROM api_key WHERE account_id = ?",
  );
  const deleteKey = database.prepare("DELETE FROM api_key WHERE prefix = ?");
  const toAccount = (row: AccountRow): Account => ({
    ...row,
    admin: row.admin === 1,
    canLogIn: row.canLogIn === 1,
  });

  return {
    find(email: string): Account | null {
      const row = byEmail.get(email);
      return row === undefined ? null : toAccount(row);
    },
    findById(id: number): Account | null {
      const row = byId.get(id);
      return row === undefined ? null : toAccount(row);
    },
    findByUuid(uuid: string): Account | null {
      const row = byUuid.get(uuid);
      return row === undefined ? null : toAccount(row);
    },
    /** The account of an API key and the hash of the whole key, by the key's first characters. */
    findByKey: remembered.by(
      (prefix: string): { account: Account; hash: Buffer } | null => {
        const row = byKey.get(prefix);
        const hash = keyHash.get(prefix);
        return row === undefined || hash === undefined
          ? null
          : { account: toAccount(row), hash };
      },
    ),
    keyUsed: (prefix: string): void => void touchKey.run(Date.now(), prefix),
    loggedIn: (id: number): void => void touch.run(Date.now(), id),
    salt: (id: number): Buffer => salt.get(id) ?? Buffer.alloc(0),
    renewSalt: (id: number): void => void renewSalt.run(id),
    /** Whether anybody can log in. */
    anyone: (): boolean => anyone.get() === 1,
    /** Whether somebody who administers the site can log in. */
    anyAdministrator: (without: number | null): boolean =>
      anyAdministrator.get({ without }) === 1,
    list: (): Account[] => all.all().map(toAccount),
    /** @throws AppError account.exists */
    create: (email: string, hash: string, admin: boolean): Account =>
      database
        .transaction(() => {
          const found = byEmail.get(email);
          if (found?.canLogIn === 1) {
            throw new AppError(
              "account.exists",
              `There is an account for ${email} already.`,
              {
                object: email,
                remedy:
                  "Use `holdall user passwd` to give it another password.",
              },
            );
          }
          const id = found?.id ?? objects.add("account").id;
          if (found === undefined) insert.run(id, email, hash, Date.now());
          else setPassword.run(hash, id);
          if (admin) join.run(id);
          const account = byEmail.get(email);
          if (account === undefined)
            throw new Error("the account just written cannot be read");
          return toAccount(account);
        })
        .immediate(),
    setPassword: (id: number, hash: string): void =>
      void setPassword.run(hash, id),
    passwordHash: (id: number): string | null => passwordHash.get(id) ?? null,
    addKey: (
      account: number,
      name: string,
      prefix: string,
      hash: Buffer,
      replace: boolean,
    ): void => {
      database
        .transaction(() => {
          if (replace) deleteKeys.run(account);
          addKey.run(account, name, prefix, hash, Date.now());
        })
        .immediate();
    },
    keys: (): ApiKey[] => keys.all(),
    revokeKey: (prefix: string): boolean => deleteKey.run(prefix).changes === 1,
  };
}
