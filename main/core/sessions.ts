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

type LinkKind = "download" | "file";

/** For whom a link was made, whose rights it has; no account is the person at this machine. */
export interface LinkHolder {
  readonly account: AccountView | null;
}

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

  /** Signed like a session, so that it ends with the sessions of the account it was made for. */
  async function issueLink(
    kind: LinkKind,
    { account }: LinkHolder,
    claims: Readonly<Record<string, unknown>>,
  ): Promise<string> {
    const { SignJWT } = await load();
    const found = account === null ? null : ports.account(account.uuid);
    return new SignJWT({
      ...claims,
      ...(account === null ? {} : { eid: account.uuid }),
    })
      .setProtectedHeader({ alg: "HS256" })
      .setExpirationTime(`${String(lifetimes.download)} s`)
      .sign(await key(kind, found?.salt ?? ""));
  }

  async function readLink(kind: LinkKind, token: string) {
    const { decodeJwt, jwtVerify } = await load();
    try {
      const eid = decodeJwt(token)["eid"];
      const found = typeof eid === "string" ? ports.account(eid) : null;
      if (eid !== undefined && found?.account.canLogIn !== true) return null;
      const { payload } = await jwtVerify(
        token,
        await key(kind, found?.salt ?? ""),
        { algorithms: ["HS256"], requiredClaims: ["exp"] },
      );
      return { payload, account: found?.account ?? null };
    } catch {
      return null;
    }
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

    /** A token with which the archive of one run can be downloaded for a while, as long as its holder may have it. */
    issueDownload: (holder: LinkHolder, run: number): Promise<string> =>
      issueLink("download", holder, { run }),

    /** A token with which the content of one bitstream can be read for a while, as long as its holder may read it. */
    issueFile: (
      holder: LinkHolder,
      bitstream: number,
      as: FileUse,
    ): Promise<string> => issueLink("file", holder, { file: bitstream, as }),

    /** Who has made a link to the content of this bitstream, and for what; null when it was not made for it or has ended. */
    async fileLink(
      token: string,
      bitstream: number,
    ): Promise<(LinkHolder & { readonly as: FileUse }) | null> {
      const link = await readLink("file", token);
      if (link?.payload["file"] !== bitstream) return null;
      return {
        account: link.account,
        as: link.payload["as"] === "save" ? "save" : "show",
      };
    },

    /** Who has made a link to the archive of this run; null when it was not made for it or has ended. */
    async downloadLink(token: string, run: number): Promise<LinkHolder | null> {
      const link = await readLink("download", token);
      return link?.payload["run"] === run ? { account: link.account } : null;
    },
  };
}
