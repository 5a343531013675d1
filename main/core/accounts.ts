import {
  createHash,
  randomBytes,
  scrypt,
  timingSafeEqual,
  type ScryptOptions,
} from "node:crypto";
import { promisify } from "node:util";
import { AppError } from "../domain/errors.ts";

const scryptAsync = promisify<string, Buffer, number, ScryptOptions, Buffer>(
  scrypt,
);
/** OWASP's advice for scrypt: 128 MiB would block small machines, 32 MiB is kept for each log-in. */
const cost = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const shortestPassword = 8;

export interface AccountView {
  readonly id: number;
  readonly uuid: string;
  readonly email: string;
  readonly admin: boolean;
  readonly canLogIn: boolean;
  readonly createdAt: number;
}

export interface ApiKeyView {
  readonly email: string;
  readonly name: string;
  readonly prefix: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

/** What this file needs of the catalog. */
export interface AccountPorts {
  find(email: string): AccountView | null;
  list(): readonly AccountView[];
  create(email: string, hash: string, admin: boolean): Promise<AccountView>;
  setPassword(id: number, hash: string): Promise<void>;
  addKey(
    account: number,
    name: string,
    prefix: string,
    hash: Buffer,
    replace: boolean,
  ): Promise<void>;
  keys(): readonly ApiKeyView[];
  revokeKey(prefix: string): Promise<boolean>;
  findKey(prefix: string): { account: AccountView; hash: Buffer } | null;
  /** Notes that a key has been used now. */
  keyUsed(prefix: string): Promise<void>;
}

/** Characters by which a key is told apart from others. */
const prefixLength = 11;
/** The use of a key is noted this often, in milliseconds. */
const noteUseEvery = 60_000;

export type Accounts = ReturnType<typeof createAccounts>;

/** Accounts of this catalog and their API keys. */
export function createAccounts(ports: AccountPorts) {
  const existing = (email: string): AccountView => {
    const account = ports.find(email);
    if (account === null) {
      throw new AppError(
        "account.not-found",
        `There is no account for ${email}.`,
        {
          object: email,
          remedy: "`holdall user list` shows the accounts.",
        },
      );
    }
    return account;
  };

  const used = new Map<string, number>();

  return {
    /** The account a key acts for; null when there is no such key. */
    async byKey(key: string): Promise<AccountView | null> {
      const prefix = key.slice(0, prefixLength);
      const found = ports.findKey(prefix);
      if (found === null || !timingSafeEqual(found.hash, hashKey(key)))
        return null;
      if (Date.now() - (used.get(prefix) ?? 0) > noteUseEvery) {
        used.set(prefix, Date.now());
        await ports.keyUsed(prefix);
      }
      return found.account.canLogIn ? found.account : null;
    },
    list: ports.list,
    /** @throws AppError account.exists, account.password-weak, input.invalid */
    async add(
      email: string,
      password: string,
      admin: boolean,
    ): Promise<AccountView> {
      if (!/^[^\s@]+@[^\s@]+$/.test(email) || email.length > 254) {
        throw new AppError(
          "input.invalid",
          `${email} is not an e-mail address.`,
          { object: email },
        );
      }
      return ports.create(email, await hashPassword(password), admin);
    },
    /** @throws AppError account.not-found, account.password-weak */
    async setPassword(email: string, password: string): Promise<void> {
      await ports.setPassword(existing(email).id, await hashPassword(password));
    },
    keys: ports.keys,
    /**
     * Makes an API key. The key itself is returned this once and kept nowhere.
     * @param replace end the keys that the account has had so far
     * @throws AppError account.not-found
     */
    async createKey(
      email: string,
      name: string,
      replace = false,
    ): Promise<{ key: string; prefix: string }> {
      const account = existing(email);
      const key = `hk_${randomBytes(32).toString("base64url")}`;
      const prefix = key.slice(0, prefixLength);
      await ports.addKey(account.id, name, prefix, hashKey(key), replace);
      return { key, prefix };
    },
    /** @throws AppError api-key.not-found */
    async revokeKey(prefix: string): Promise<void> {
      if (await ports.revokeKey(prefix.slice(0, prefixLength))) return;
      throw new AppError(
        "api-key.not-found",
        `There is no API key that begins with ${prefix.slice(0, prefixLength)}.`,
        {
          object: prefix.slice(0, prefixLength),
          remedy: "`holdall apikey list` shows the keys.",
        },
      );
    },
  };
}

/** Whether a token is meant as an API key. */
export function isKey(token: string): boolean {
  return token.startsWith("hk_");
}

/** An API key has 256 random bits, so a fast hash keeps it as safe as a slow one would. */
export function hashKey(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

/**
 * A password as it is kept: `scrypt$N$r$p$salt$hash`.
 * @throws AppError account.password-weak
 */
export async function hashPassword(password: string): Promise<string> {
  if (Array.from(password).length < shortestPassword) {
    throw new AppError(
      "account.password-weak",
      `A password needs at least ${String(shortestPassword)} characters.`,
    );
  }
  const salt = randomBytes(16);
  const hash = await scryptAsync(password.normalize("NFKC"), salt, 32, cost);
  return [
    "scrypt",
    cost.N,
    cost.r,
    cost.p,
    salt.toString("base64url"),
    hash.toString("base64url"),
  ].join("$");
}

/** Whether a password is the one that was kept. */
export async function checkPassword(
  password: string,
  kept: string,
): Promise<boolean> {
  const [kind, n, r, p, salt = "", expected = ""] = kept.split("$");
  if (kind !== "scrypt") return false;
  const wanted = Buffer.from(expected, "base64url");
  const hash = await scryptAsync(
    password.normalize("NFKC"),
    Buffer.from(salt, "base64url"),
    wanted.length,
    {
      N: Number(n),
      r: Number(r),
      p: Number(p),
      maxmem: cost.maxmem,
    },
  );
  return timingSafeEqual(hash, wanted);
}
