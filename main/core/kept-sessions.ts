import { createHash, randomBytes } from "node:crypto";
import type { AccountView } from "./accounts.ts";

/** A session as it is kept, without its token. */
export interface KeptSession {
  /** Null when nobody has signed in, or somebody without a name. */
  readonly account: number | null;
  /** How somebody has signed in; null: nobody has. */
  readonly method: string | null;
  /** The account's salt when it signed in. */
  readonly salt: Buffer | null;
  /** Milliseconds since 1970. */
  readonly signedInAt: number | null;
  readonly usedAt: number;
}

/** What this file needs of the catalog. */
export interface KeptSessionPorts {
  find(hash: Buffer): KeptSession | null;
  add(hash: Buffer, now: number, forgetBefore: number): Promise<void>;
  used(hash: Buffer, now: number): Promise<void>;
  signIn(
    hash: Buffer,
    signedIn: Pick<KeptSession, "account" | "method" | "salt" | "signedInAt">,
  ): Promise<void>;
  account(id: number): { account: AccountView; salt: Buffer } | null;
  now(): number;
}

/** Who has signed in, how and when. */
export interface SignedIn {
  readonly method: string;
  /** Null for somebody without a name. */
  readonly account: AccountView | null;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export type KeptSessions = ReturnType<typeof createKeptSessions>;

const day = 86_400_000;
/** Sessions end this long after their last use (easydb.md section 3). */
const lifetime = 7 * day;
/** After that it is still known for a while that they were there. */
const remembered = 30 * day;
/** A use is noted this often. */
const noteEvery = 60_000;

/**
 * Sessions with a token that stays the same when somebody signs in or out, kept across restarts. The catalog has only
 * hashes of the tokens: whoever reads it cannot act for anybody.
 */
export function createKeptSessions(ports: KeptSessionPorts) {
  const hashOf = (token: string): Buffer =>
    createHash("sha256").update(token).digest();

  /** A new password, and whatever else renews the salt, ends what was signed in before. */
  const signedIn = ({
    account,
    method,
    salt,
    signedInAt,
  }: KeptSession): SignedIn | null => {
    if (method === null || signedInAt === null) return null;
    if (account === null)
      return method === "anonymous"
        ? { method, account: null, at: signedInAt }
        : null;
    const found = ports.account(account);
    return found?.account.canLogIn === true && salt?.equals(found.salt) === true
      ? { method, account: found.account, at: signedInAt }
      : null;
  };

  return {
    /** Begins a session in which nobody has signed in, and returns its token. */
    async begin(): Promise<string> {
      const token = randomBytes(24).toString("base64url");
      const now = ports.now();
      await ports.add(hashOf(token), now, now - remembered);
      return token;
    },

    /** Who has signed in to a session, null for nobody; or why there is no such session. */
    async find(
      token: string,
    ): Promise<{ readonly signedIn: SignedIn | null } | "unknown" | "expired"> {
      const hash = hashOf(token);
      const kept = ports.find(hash);
      if (kept === null) return "unknown";
      const now = ports.now();
      if (now - kept.usedAt > lifetime) return "expired";
      if (Math.abs(now - kept.usedAt) > noteEvery) await ports.used(hash, now);
      return { signedIn: signedIn(kept) };
    },

    /** Notes that somebody has proved who they are; null is somebody without a name. */
    async signIn(
      token: string,
      account: number | null,
      method: string,
    ): Promise<void> {
      const found = account === null ? null : ports.account(account);
      await ports.signIn(hashOf(token), {
        account,
        method,
        salt: found?.salt ?? null,
        signedInAt: ports.now(),
      });
    },

    /** Signs out; the session goes on. */
    signOut: (token: string): Promise<void> =>
      ports.signIn(hashOf(token), {
        account: null,
        method: null,
        salt: null,
        signedInAt: null,
      }),
  };
}
