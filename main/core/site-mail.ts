import { Type, type Static } from "typebox";
import { AppError } from "../domain/errors.ts";
import type { SiteMessage } from "../domain/site-message.ts";

/** The mail server of the site, for dialects whose clients only say who gets a mail. */
export const mailServerSchema = Type.Object(
  {
    /** As the e-mail target takes it: smtps://host or smtp://host. */
    server: Type.String({ minLength: 1, maxLength: 1000 }),
    /** Who the mails are from. */
    from: Type.String({ minLength: 3, maxLength: 254 }),
    login: Type.Optional(Type.String({ maxLength: 255 })),
    allowUnencrypted: Type.Optional(Type.Boolean()),
    certificate: Type.Optional(Type.String({ maxLength: 200 })),
    /** Where people reach this server, https://host; without it mails have small files with them, and no links. */
    publicAddress: Type.Optional(
      Type.String({
        maxLength: 1000,
        pattern: "^https?://[^/?#\\s@]+(?:/[^?#\\s]*)?$",
      }),
    ),
  },
  { additionalProperties: false },
);
export type MailServer = Static<typeof mailServerSchema>;

/** What this file needs of others. */
export interface MailServerPorts {
  kept(): MailServer | null;
  keep(server: MailServer | null): Promise<void>;
  /** The password for a server, by its address: what was given for one is never another's. */
  password(server: string): Promise<string | null>;
  keepPassword(
    server: string,
    password: string,
  ): Promise<"keychain" | "memory">;
  forgetPassword(server: string): Promise<void>;
  /** @throws AppError target.* */
  send(message: SiteMessage): Promise<void>;
  /** Looks at a target of the kind e-mail. @throws AppError target.settings-invalid */
  check(target: MailTarget): void;
}

/** Settings and secrets of a target of the kind e-mail. */
export interface MailTarget {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** Whom a mail goes to, and what it says to them. */
export interface Letter {
  readonly recipients: readonly string[];
  readonly message?: string;
}

export type SiteMail = ReturnType<typeof createSiteMail>;

/** The mail server of the site: its settings, and targets that send by it. */
export function createSiteMail(ports: MailServerPorts) {
  const targetOf = (
    { publicAddress, ...server }: MailServer,
    password: string | null,
    { recipients, message }: Letter,
  ): MailTarget => ({
    settings: {
      ...server,
      recipients,
      ...(message === undefined ? {} : { message }),
      // Who asks for a mail may know the people by a group only.
      blind: true,
      // People are sent to what lies here, unless nobody can reach it.
      ...(publicAddress === undefined ? {} : { attachUpTo: 0 }),
    },
    secrets:
      server.login === undefined || password === null ? {} : { password },
  });

  return {
    get: ports.kept,
    /**
     * @param password undefined: the one that is kept for this server stays
     * @returns where the password is kept; null when none was given
     * @throws AppError target.settings-invalid
     */
    async set(
      server: MailServer | null,
      password: string | undefined,
    ): Promise<"keychain" | "memory" | null> {
      const before = ports.kept();
      let where: "keychain" | "memory" | null = null;
      if (server !== null) {
        const known = password ?? (await ports.password(server.server));
        ports.check(targetOf(server, known, { recipients: [server.from] }));
        if (password !== undefined)
          where = await ports.keepPassword(server.server, password);
      }
      await ports.keep(server);
      if (before !== null && before.server !== server?.server)
        await ports.forgetPassword(before.server);
      return where;
    },
    /**
     * Sends somebody a message of no meaning, by the server as it is kept.
     * @throws AppError target.*
     */
    async test(to: string): Promise<void> {
      const mail = ports.kept();
      if (mail === null) throw noServer();
      const { server, from, login, certificate, allowUnencrypted } = mail;
      const password =
        login === undefined ? null : await ports.password(server);
      await ports.send({
        server,
        login,
        password: password ?? undefined,
        certificate,
        ...(allowUnencrypted === undefined ? {} : { allowUnencrypted }),
        from,
        to,
        subject: "Test message of Holdall",
        text: "Holdall can send mails by this server. There is nothing to do.\n",
      });
    },
    /**
     * What is kept of a target that sends to some people: how it sends is looked up each time, so that it takes no login.
     * Null when there is no mail server.
     */
    draft(letter: Letter): Pick<MailTarget, "settings"> | null {
      const mail = ports.kept();
      if (mail === null) return null;
      const { server, from } = mail;
      return { settings: targetOf({ server, from }, null, letter).settings };
    },
    /**
     * A target that sends to some people by the server of today.
     * @throws AppError target.settings-invalid when there is no mail server any more
     */
    async target(letter: Letter): Promise<MailTarget> {
      const mail = ports.kept();
      if (mail === null) throw noServer();
      return targetOf(mail, await ports.password(mail.server), letter);
    },
  };
}

const noServer = (): AppError =>
  new AppError("target.settings-invalid", "There is no mail server.", {
    remedy:
      "Ask an administrator to set one, in the settings or with holdall mail set.",
  });
