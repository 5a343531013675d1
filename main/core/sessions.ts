import { createHmac } from "node:crypto";
import type { AccountView } from "./accounts.ts";

/** What this file needs of the catalog. */
export interface SessionPorts {
  /** What tokens of this catalog are signed with; 32 random bytes. */
  secret(): Promise<Buffer>;
  /** Account and salt by uuid. */
  account(uuid: string): { account: AccountView; salt: Buffer } | null;
  /** Gives the account another salt. */
  renewSalt(account: number): Promise<void>;
}

/** Seconds a session token, a short-lived token and a download link hold. */
export const lifetimes = {
  session: 30 * 60,
  shortLived: 60,
  download: 60 * 60,
} as const;

export type TokenKind = "session" | "short-lived";

/** What a link to a file is for. */
export type FileUse = "show" | "save";

export type Sessions = ReturnType<typeof createSessions>;

/**
 * Session tokens: JWTs signed with a key made of the catalog's secret and the account's salt, so that a new salt ends
 * all sessions of an account and nothing has to be kept of any.
 */
export function createSessions(ports: SessionPorts) {
  const key = async (...parts: (string | Buffer)[]): Promise<Uint8Array> => {
    const hash = createHmac("sha256", await ports.secret());
    for (const part of parts) hash.update(part);
    return new Uint8Array(hash.digest());
  };
  const load = () => import("jose");

  async function issue(
    account: AccountView,
    salt: Buffer,
    kind: TokenKind,
    groups: readonly string[],
  ): Promise<string> {
    const { SignJWT } = await load();
    const seconds =
      kind === "session" ? lifetimes.session : lifetimes.shortLived;
    return new SignJWT({ eid: account.uuid, sg: [...groups] })
      .setProtectedHeader({ alg: "HS256" })
      .setExpirationTime(`${String(seconds)} s`)
      .sign(await key(kind, salt));
  }

  return {
    /** A token for an account that has just proved who it is; null when it no longer exists. */
    async issue(uuid: string, kind: TokenKind): Promise<string | null> {
      const found = ports.account(uuid);
      if (found?.account.canLogIn !== true) return null;
      return issue(found.account, found.salt, kind, []);
    },

    /** The account a token stands for; null when it is wrong or has ended. */
    async verify(
      token: string,
      kinds: readonly TokenKind[],
    ): Promise<AccountView | null> {
      const { decodeJwt, jwtVerify } = await load();
      let eid: unknown;
      try {
        eid = decodeJwt(token)["eid"];
      } catch {
        return null;
      }
      if (typeof eid !== "string") return null;
      const found = ports.account(eid);
      if (found?.account.canLogIn !== true) return null;
      for (const kind of kinds) {
        try {
          await jwtVerify(token, await key(kind, found.salt), {
            algorithms: ["HS256"],
            requiredClaims: ["exp"],
          });
          return found.account;
        } catch {
          // Another kind may fit.
        }
      }
      return null;
    },

    /** Ends all sessions of an account. */
    end: (account: AccountView): Promise<void> => ports.renewSalt(account.id),

    /** A token with which the archive of one run can be downloaded for a while. */
    async issueDownload(run: number): Promise<string> {
      const { SignJWT } = await load();
      return new SignJWT({ run })
        .setProtectedHeader({ alg: "HS256" })
        .setExpirationTime(`${String(lifetimes.download)} s`)
        .sign(await key("download"));
    },

    /** A token with which the content of one bitstream can be read for a while. */
    async issueFile(bitstream: number, as: FileUse): Promise<string> {
      const { SignJWT } = await load();
      return new SignJWT({ file: bitstream, as })
        .setProtectedHeader({ alg: "HS256" })
        .setExpirationTime(`${String(lifetimes.download)} s`)
        .sign(await key("file"));
    },

    /** What a token lets do with the content of this bitstream; null when it was not made for it or has ended. */
    async fileUse(token: string, bitstream: number): Promise<FileUse | null> {
      const { jwtVerify } = await load();
      try {
        const { payload } = await jwtVerify(token, await key("file"), {
          algorithms: ["HS256"],
          requiredClaims: ["exp"],
        });
        if (payload["file"] !== bitstream) return null;
        return payload["as"] === "save" ? "save" : "show";
      } catch {
        return null;
      }
    },

    /** Whether a token was made for the archive of this run and still holds. */
    async allowsDownload(token: string, run: number): Promise<boolean> {
      const { jwtVerify } = await load();
      try {
        const { payload } = await jwtVerify(token, await key("download"), {
          algorithms: ["HS256"],
          requiredClaims: ["exp"],
        });
        return payload["run"] === run;
      } catch {
        return false;
      }
    },
  };
}
