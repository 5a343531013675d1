import { runCommand } from "../commands/index.ts";
import type { Application } from "../compose.ts";
import { localAdministrator } from "../core/access.ts";
import type { Output } from "./output.ts";
import { readStandardInput } from "./read-standard-input.ts";

export interface MailFlags {
  readonly from: string;
  readonly login?: string;
  readonly public?: string;
  readonly certificate?: string;
  readonly unencrypted?: boolean;
  readonly passwordStdin?: boolean;
}

/** `holdall mail show` */
export async function showMail(
  { context }: Application,
  output: Output,
): Promise<void> {
  const mail = await runCommand(context, "mail.get", {}, localAdministrator);
  output.result(mail);
  output.line(
    mail === null
      ? "There is no mail server."
      : `Mails are sent by ${mail.server} as ${mail.from}.`,
  );
}

/** `holdall mail set SERVER` */
export async function setMail(
  { context }: Application,
  output: Output,
  server: string,
  flags: MailFlags,
): Promise<void> {
  const password =
    flags.passwordStdin === true ? await readStandardInput() : undefined;
  const mail = {
    server,
    from: flags.from,
    ...(flags.login === undefined ? {} : { login: flags.login }),
    ...(flags.certificate === undefined
      ? {}
      : { certificate: flags.certificate }),
    ...(flags.unencrypted === true ? { allowUnencrypted: true } : {}),
    ...(flags.public === undefined ? {} : { publicAddress: flags.public }),
  };
  const kept = await runCommand(
    context,
    "mail.set",
    { mail, ...(password === undefined ? {} : { password }) },
    localAdministrator,
  );
  output.result({ mail, ...kept });
  output.line(`Mails will be sent by ${server}.`);
  if (kept.password === "memory")
    output.note(
      "There is no keychain: the password is forgotten when this program ends. Start a Secret Service, and set it again.",
    );
}

/** `holdall mail off` */
export async function removeMail(
  { context }: Application,
  output: Output,
): Promise<void> {
  await runCommand(context, "mail.set", { mail: null }, localAdministrator);
  output.result({ mail: null });
  output.line("No mails will be sent any more.");
}
