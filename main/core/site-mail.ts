import { Type, type Static } from "typebox";

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
  password(): Promise<string | null>;
  keepPassword(password: string): Promise<"keychain" | "memory">;
  forgetPassword(): Promise<void>;
  /** Looks at a target of the kind e-mail. @throws AppError target.settings-invalid */
  check(target: MailTarget): void;
}

/** Settings and secrets of a target of the kind e-mail. */
export interface MailTarget {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
}

export type SiteMail = ReturnType<typeof createSiteMail>;

/** The mail server of the site: its settings, and targets that send by it. */
export function createSiteMail(ports: MailServerPorts) {
  const targetOf = (
    { publicAddress, ...server }: MailServer,
    password: string | null,
    letter: {
      readonly recipients: readonly string[];
      readonly message?: string;
    },
  ): MailTarget => ({
    settings: {
      ...server,
      ...letter,
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
     * @param password undefined: the one that is kept stays
     * @returns where the password is kept; null when none was given
     * @throws AppError target.settings-invalid
     */
    async set(
      server: MailServer | null,
      password: string | undefined,
    ): Promise<"keychain" | "memory" | null> {
      if (server === null) {
        await ports.keep(null);
        await ports.forgetPassword();
        return null;
      }
      const known = password ?? (await ports.password());
      ports.check(targetOf(server, known, { recipients: [server.from] }));
      const where =
        password === undefined ? null : await ports.keepPassword(password);
      await ports.keep(server);
      return where;
    },
    /** A target that sends to some people; null when there is no mail server. */
    async target(letter: {
      readonly recipients: readonly string[];
      readonly message?: string;
    }): Promise<MailTarget | null> {
      const server = ports.kept();
      return server === null
        ? null
        : targetOf(server, await ports.password(), letter);
    },
  };
}
