import { Type, type Static } from "typebox";
import type { OutgoingFile } from "../../domain/delivery.ts";
import { defineTransport } from "../define-transport.ts";
import type { Place } from "../member.ts";
import { outgoingContent } from "../outgoing-content.ts";
import { certificateSetting } from "../pinned-certificate.ts";
import { createRedactor, redactError } from "../redact.ts";
import { invalidSettings, readServer, serverName } from "../settings.ts";
import { targetError } from "../target-errors.ts";
import { compose } from "./compose.ts";
import { openMailServer, type MailServer } from "./open-mail-server.ts";

const address = Type.String({
  maxLength: 254,
  pattern: '^[^\\s@<>,;:"()\\[\\]\\\\]+@[^\\s@<>,;:"()\\[\\]\\\\]+$',
});

const settings = Type.Object(
  {
    server: Type.String({
      minLength: 1,
      maxLength: 1000,
      description:
        "Address of the mail server: smtps://host (encrypted from the first byte on) or smtp://host (encrypted with STARTTLS).",
    }),
    login: Type.Optional(
      Type.String({
        maxLength: 255,
        description: "Name to log in with; absent where none is needed.",
      }),
    ),
    from: address,
    recipients: Type.Array(address, { minItems: 1, maxItems: 100 }),
    subject: Type.Optional(
      Type.String({ maxLength: 200, pattern: "^[^\\r\\n]*$" }),
    ),
    message: Type.Optional(Type.String({ maxLength: 65_536 })),
    blind: Type.Optional(
      Type.Boolean({
        description:
          "Show the recipients neither to each other nor in receipts, which then only say how many they are.",
      }),
    ),
    attachUpTo: Type.Optional(
      Type.Integer({
        minimum: 0,
        description:
          "Attach the files when they have so many bytes together at the most; send links otherwise. 5 MB without it.",
      }),
    ),
    allowUnencrypted: Type.Optional(
      Type.Boolean({
        description: "Send even when the server offers no encryption.",
      }),
    ),
    certificate: certificateSetting,
  },
  { additionalProperties: false },
);

type Settings = Static<typeof settings>;
type EmailPlace = Place<Settings, "password">;

const protocols = ["smtps:", "smtp:"];
const usualAttachment = 5_000_000;

const counted = (count: number): string =>
  `${String(count)} recipient${count === 1 ? "" : "s"}`;

function summary({ server, recipients, blind }: Settings): string {
  if (blind === true) return `e-mail to ${counted(recipients.length)}`;
  const [first = "", ...others] = recipients;
  return `e-mail to ${first}${others.length === 0 ? "" : ` and ${String(others.length)} more`} by ${serverName(readServer(server, protocols))}`;
}

async function withServer(
  place: EmailPlace,
  work: (server: MailServer) => Promise<void>,
): Promise<void> {
  const { settings, secrets, signal, patience } = place;
  const name = summary(settings);
  if (settings.allowUnencrypted === true && settings.server.startsWith("smtp:"))
    place.note(`The connection of ${name} may not be encrypted.`);
  const server = await openMailServer({
    server: readServer(settings.server, protocols),
    name,
    login: settings.login,
    password: secrets.password,
    requireTls: settings.allowUnencrypted !== true,
    certificate: settings.certificate,
    signal,
    patience,
  });
  try {
    await work(server);
  } finally {
    server.close();
  }
}

/** What servers and libraries say of a failure often names recipients. */
const withoutAddresses = (error: unknown, { recipients }: Settings): Error =>
  redactError(
    error,
    createRedactor(Object.fromEntries(recipients.entries()), undefined),
  );

/** Whether the files go along with the mail, and not only links to them. */
function attaches(
  files: readonly OutgoingFile[],
  { attachUpTo = usualAttachment }: Settings,
): boolean {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  if (total <= attachUpTo) return true;
  const without = files.find(({ link }) => link === undefined);
  if (without === undefined) return false;
  throw targetError(
    "target.refused",
    without.name,
    `${String(total)} bytes are too much to attach to an e-mail, and there is no link to ${without.name}.`,
    {
      remedy:
        "Allow larger attachments, or publish the files for download as well.",
    },
  );
}

/** Sends one mail with links to the files, or with the files themselves when they are small. */
export const emailTransport = defineTransport({
  id: "email",
  title: "E-mail",
  settings,
  secrets: { password: "Password" },
  summary,
  check(checked, secrets) {
    const url = readServer(checked.server, protocols);
    if (checked.certificate !== undefined && url.protocol !== "smtps:") {
      throw invalidSettings(
        "certificate",
        "The fingerprint of a certificate can be given for smtps:// only.",
      );
    }
    if (checked.login !== undefined && secrets.password === undefined) {
      throw invalidSettings(
        "password",
        "An e-mail target with a login needs a password.",
      );
    }
  },
  deliver: (parcel) =>
    withServer(parcel, async (server) => {
      const { files, settings } = parcel;
      if (files.length === 0) return;
      const attached = attaches(files, settings);
      const contents = attached
        ? files.map((file) => outgoingContent(file, 0, parcel.signal))
        : [];
      const { mail, id } = compose(settings, files, contents, (file, bytes) => {
        parcel.progressed(file, bytes);
      });
      // Whoever gets it twice can tell: it keeps its name in each attempt.
      for (const file of files) parcel.remember(file, { message: id });
      let refused: readonly string[];
      try {
        refused = await server.send(mail);
      } catch (error) {
        const failed = contents.map((content) => content.failure());
        throw (
          failed.find((failure) => failure !== null) ??
          (settings.blind === true ? withoutAddresses(error, settings) : error)
        );
      } finally {
        for (const content of contents) await content.chunks.return();
      }
      for (const recipient of settings.blind === true ? [] : refused)
        parcel.note(`The mail server refused ${recipient}.`);
      if (settings.blind === true && refused.length > 0)
        parcel.note(`The mail server refused ${counted(refused.length)}.`);
      for (const file of files) {
        parcel.arrived(file, {
          location: attached
            ? `${summary(settings)}, message ${id}`
            : (file.link ?? summary(settings)),
          size: file.size,
          compared: ["accepted"],
        });
      }
    }),
  test: (place, checked) =>
    withServer(place, async (server) => {
      await server.verify();
      checked(
        `${serverName(readServer(place.settings.server, protocols))} answers${place.settings.login === undefined ? "" : " and takes the login"}.`,
      );
    }),
  async discard() {
    // A mail that was not sent to its end is nowhere.
  },
});
