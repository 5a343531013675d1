import { runCommand } from "../commands/index.ts";
import type { Application } from "../compose.ts";
import { localAdministrator } from "../core/access.ts";
import { table, type Output } from "./output.ts";
import { readStandardInput } from "./read-standard-input.ts";

/** `holdall log` */
export async function showLog(
  { context }: Application,
  output: Output,
  which: {
    readonly limit: number;
    readonly before?: number;
    readonly run?: number;
  },
): Promise<void> {
  const entries = await runCommand(
    context,
    "audit.list",
    which,
    localAdministrator,
  );
  output.result(entries);
  for (const line of table(
    entries.map(({ id, at, who, door, action, run, object }) => [
      String(id),
      new Date(at).toISOString(),
      who,
      door,
      action,
      run === null ? "" : String(run),
      object,
    ]),
  ))
    output.line(line);
  if (entries.length === 0)
    output.line(
      which.run === undefined
        ? `Nothing was written down ${which.before === undefined ? "yet" : `before line ${String(which.before)}`}.`
        : `Nothing was written down of run ${String(which.run)}.`,
    );
}

/** `holdall webhook show` */
export async function showWebhook(
  { context }: Application,
  output: Output,
): Promise<void> {
  const webhook = await runCommand(
    context,
    "webhook.get",
    {},
    localAdministrator,
  );
  output.result(webhook);
  output.line(
    webhook === null
      ? "There is no webhook."
      : `${webhook.url} is told ${webhook.events === "all" ? "of every end" : "what fails, and when it works again"}.`,
  );
}

/** `holdall webhook set URL` */
export async function setWebhook(
  { context }: Application,
  output: Output,
  url: string,
  flags: {
    readonly all?: boolean;
    readonly insecure?: boolean;
    readonly secretStdin?: boolean;
  },
): Promise<void> {
  const secret =
    flags.secretStdin === true ? await readStandardInput() : undefined;
  const webhook = {
    url,
    events: flags.all === true ? "all" : "failures",
    insecure: flags.insecure === true,
  } as const;
  const kept = await runCommand(
    context,
    "webhook.set",
    { webhook, ...(secret === undefined ? {} : { secret }) },
    localAdministrator,
  );
  output.result({ webhook, ...kept });
  output.line(`${url} will be told.`);
  if (kept.secret === "memory")
    output.note(
      "There is no keychain: the secret is forgotten when this program ends. Set it in the window of `holdall serve`, or start a Secret Service.",
    );
}

/** `holdall webhook off` */
export async function removeWebhook(
  { context }: Application,
  output: Output,
): Promise<void> {
  await runCommand(
    context,
    "webhook.set",
    { webhook: null },
    localAdministrator,
  );
  output.result({ webhook: null });
  output.line("Nobody will be told any more.");
}

/** `holdall webhook test` */
export async function testWebhook(
  { context }: Application,
  output: Output,
): Promise<void> {
  const answer = await runCommand(
    context,
    "webhook.test",
    {},
    localAdministrator,
  );
  output.result(answer);
  output.line(`The webhook answered ${String(answer.status)}.`);
}
