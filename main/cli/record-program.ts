import type { Command } from "commander";
import { AppError } from "../domain/errors.ts";
import type { MailFlags } from "./mail-commands.ts";
import type { WithCatalog } from "./with-catalog.ts";

const load = () => import("./record-commands.ts");
const loadMail = () => import("./mail-commands.ts");

/** `holdall log`, `holdall webhook …` and `holdall mail …`: who did what, who else is told what has ended, and how. */
export function addRecordCommands(
  program: Command,
  withCatalog: WithCatalog,
): void {
  program
    .command("log")
    .description(
      "show who exported, downloaded, delivered and deleted what, newest first",
    )
    .option("--limit <number>", "how many lines", "50")
    .option("--before <number>", "only lines before the one with this number")
    .option("--run <number>", "only lines about this run")
    .action((flags: { limit: string; before?: string; run?: string }) =>
      withCatalog(async (application, output) =>
        (await load()).showLog(application, output, {
          limit: readNumber("--limit", flags.limit, 1000),
          ...(flags.before === undefined
            ? {}
            : { before: readNumber("--before", flags.before) }),
          ...(flags.run === undefined
            ? {}
            : { run: readNumber("--run", flags.run) }),
        }),
      ),
    );

  const mail = program
    .command("mail")
    .description(
      "the mail server by which clients of the easydb API have mails sent",
    );
  mail
    .command("show")
    .description("show which it is")
    .action(() =>
      withCatalog(async (application, output) =>
        (await loadMail()).showMail(application, output),
      ),
    );
  mail
    .command("set")
    .description("send mails by a server")
    .argument("<server>", "smtps://host or smtp://host (with STARTTLS)")
    .requiredOption("--from <address>", "who the mails are from")
    .option("--login <name>", "name to log in with")
    .option("--password-stdin", "read the password from standard input")
    .option(
      "--public <address>",
      "where people reach this Holdall (https://…): mails then have links and no files with them",
    )
    .option("--certificate <fingerprint>", "of the server, with smtps://")
    .option("--unencrypted", "send even when the server offers no encryption")
    .action((server: string, flags: MailFlags) =>
      withCatalog(async (application, output) =>
        (await loadMail()).setMail(application, output, server, flags),
      ),
    );
  mail
    .command("off")
    .description("send no mails any more")
    .action(() =>
      withCatalog(async (application, output) =>
        (await loadMail()).removeMail(application, output),
      ),
    );

  const webhook = program
    .command("webhook")
    .description("tell another program when exports fail or end");
  webhook
    .command("show")
    .description("show where messages are posted to")
    .action(() =>
      withCatalog(async (application, output) =>
        (await load()).showWebhook(application, output),
      ),
    );
  webhook
    .command("set")
    .description("post messages to an address")
    .argument("<url>", "https://…; http:// only on this machine")
    .option("--all", "tell of every end, not only of what is new about failing")
    .option("--insecure", "allow http:// to other machines")
    .option(
      "--secret-stdin",
      "read what messages are signed with from standard input",
    )
    .action(
      (
        url: string,
        flags: { all?: boolean; insecure?: boolean; secretStdin?: boolean },
      ) =>
        withCatalog(async (application, output) =>
          (await load()).setWebhook(application, output, url, flags),
        ),
    );
  webhook
    .command("off")
    .description("tell nobody any more")
    .action(() =>
      withCatalog(async (application, output) =>
        (await load()).removeWebhook(application, output),
      ),
    );
  webhook
    .command("test")
    .description("post a message of no meaning, once")
    .action(() =>
      withCatalog(async (application, output) =>
        (await load()).testWebhook(application, output),
      ),
    );
}

/** @throws AppError usage.invalid */
function readNumber(option: string, text: string, most = 1e15): number {
  const number = Number(text);
  if (!/^[0-9]+$/.test(text) || number < 1 || number > most) {
    throw new AppError(
      "usage.invalid",
      `${option} is a number from 1${most === 1e15 ? "" : ` to ${String(most)}`}.`,
    );
  }
  return number;
}
