import type { Database } from "better-sqlite3";
import type { KeptSession } from "../core/kept-sessions.ts";

export type KeptSessionStore = ReturnType<typeof createKeptSessionStore>;

/** So many sessions in which nobody has signed in are kept; anybody can begin one. */
const mostNameless = 10_000;

/** Sessions that outlive the program, by the hash of their token. */
export function createKeptSessionStore(database: Database) {
  const find = database.prepare<[Buffer], KeptSession>(
    `SELECT account_id AS account, method, salt, signed_in_at AS signedInAt, used_at AS usedAt
     FROM kept_session WHERE token_hash = ?`,
  );
  const insert = database.prepare(
    "INSERT INTO kept_session (token_hash, used_at) VALUES (?, ?)",
  );
  const forget = database.prepare("DELETE FROM kept_session WHERE used_at < ?");
  const forgetNameless = database.prepare(
    `DELETE FROM kept_session WHERE token_hash IN (
       SELECT token_hash FROM kept_session WHERE method IS NULL ORDER BY used_at DESC LIMIT -1 OFFSET ?)`,
  );
  const nameless = database
    .prepare<[], number>(
      "SELECT count(*) FROM kept_session WHERE method IS NULL",
    )
    .pluck();
  const use = database.prepare(
    "UPDATE kept_session SET used_at = ? WHERE token_hash = ?",
  );
  const signIn = database.prepare(
    "UPDATE kept_session SET account_id = @account, method = @method, salt = @salt, signed_in_at = @signedInAt WHERE token_hash = @hash",
  );
  let count: number | null = null;

  return {
    find: (hash: Buffer): KeptSession | null => find.get(hash) ?? null,
    /** @param forgetBefore what was last used before this is forgotten altogether */
    add: (hash: Buffer, now: number, forgetBefore: number): void => {
      database
        .transaction(() => {
          insert.run(hash, now);
          forget.run(forgetBefore);
          count = (count ?? nameless.get() ?? 0) + 1;
          if (count <= mostNameless) return;
          forgetNameless.run(mostNameless - mostNameless / 10);
          count = null;
        })
        .immediate();
    },
    used: (hash: Buffer, now: number): void => void use.run(now, hash),
    signIn: (
      hash: Buffer,
      signedIn: Pick<KeptSession, "account" | "method" | "salt" | "signedInAt">,
    ): void => void signIn.run({ hash, ...signedIn }),
  };
}
