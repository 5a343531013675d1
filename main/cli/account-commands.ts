import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { runCommand } from "../commands/index.ts";
import type { Application } from "../compose.ts";
import { localAdministrator } from "../core/access.ts";
import { AppError } from "../domain/errors.ts";
import { table, type Output } from "./output.ts";

export interface PasswordFlags {
  readonly passwordStdin?: boolean;
}

/** `holdall user add EMAIL` */
export async function userAdd(
  application: Application,
  output: Output,
  email: string,
  flags: PasswordFlags & { admin?: boolean },
): Promise<void> {
  const password = await readPassword(flags.passwordStdin === true);
  const account = await runCommand(
    application.context,
    "accounts.add",
    {
      email,
      password,
      admin: flags.admin === true,
    },
    localAdministrator,
  );
  output.result(account);
  output.line(
    `The account ${account.email} was added${account.admin ? " as an administrator" : ""}.`,
  );
}

/** `holdall user list` */
export async function userList(
  application: Application,
  output: Output,
): Promise<void> {
  const accounts = await runCommand(
    application.context,
    "accounts.list",
    {},
    localAdministrator,
  );
  output.result(accounts);
  for (const line of table(
    accounts.map(({ id, email, admin, canLogIn }) => [
      String(id),
      email,
      admin ? "administrator" : canLogIn ? "user" : "cannot log in",
    ]),
  )) {
    output.line(line);
  }
  if (accounts.length === 0) output.line("There is no account yet.");
}

/** `holdall user passwd EMAIL` */
export async function userPassword(
  application: Application,
  output: Output,
  email: string,
  flags: PasswordFlags,
): Promise<void> {
  const password = await readPassword(flags.passwordStdin === true);
  await runCommand(
    application.context,
    "accounts.set-password",
    {
      email,
      password,
    },
    localAdministrator,
  );
  output.result({ email });
  output.line(`The account ${email} has a new password.`);
}

/** `holdall apikey create EMAIL` */
export async function apiKeyCreate(
  application: Application,
  output: Output,
  email: string,
  flags: { name?: string; replace?: boolean },
): Promise<void> {
  const { key, prefix } = await runCommand(
    application.context,
    "api-keys.create",
    {
      email,
      name: flags.name ?? "script",
      replace: flags.replace === true,
    },
    localAdministrator,
  );
  output.result({ email, key, prefix });
  output.line(key);
  if (!output.json)
    output.note("This key is shown once only; keep it like a password.");
}

/** `holdall apikey list` */
export async function apiKeyList(
  application: Application,
  output: Output,
): Promise<void> {
  const keys = await runCommand(
    application.context,
    "api-keys.list",
    {},
    localAdministrator,
  );
  output.result(keys);
  const day = (time: number | null) =>
    time === null ? "never used" : new Date(time).toISOString().slice(0, 10);
  for (const line of table(
    keys.map(({ prefix, email, name, createdAt, lastUsedAt }) => [
      `${prefix}…`,
      email,
      name,
      day(createdAt),
      day(lastUsedAt),
    ]),
  )) {
    output.line(line);
  }
  if (keys.length === 0) output.line("There is no API key yet.");
}

/** `holdall apikey revoke PREFIX` */
export async function apiKeyRevoke(
  application: Application,
  output: Output,
  prefix: string,
): Promise<void> {
  await runCommand(
    application.context,
    "api-keys.revoke",
    { prefix },
    localAdministrator,
  );
  output.result({ prefix: prefix.slice(0, 11) });
  output.line(`The API key ${prefix.slice(0, 11)}… no longer works.`);
}

/** Reads a password from standard input, or asks for it twice on a terminal without showing it. */
async function readPassword(fromStdin: boolean): Promise<string> {
  if (fromStdin) {
    let text = "";
    process.stdin.setEncoding("utf8");
    for await (const chunk of process.stdin) text += String(chunk);
    return text.replace(/\r?\n$/, "");
  }
  if (!process.stdin.isTTY) {
    throw new AppError(
      "usage.invalid",
      "There is no terminal to ask for the password on.",
      {
        remedy: "Pass it on standard input with --password-stdin.",
      },
    );
  }
  const password = await ask("Password: ");
  if ((await ask("Again: ")) !== password) {
    throw new AppError("usage.invalid", "The two passwords differ.");
  }
  return password;
}

async function ask(prompt: string): Promise<string> {
  process.stderr.write(prompt);
  const silent = new Writable({
    write(_chunk, _encoding, done) {
      done();
    },
  });
  const terminal = createInterface({
    input: process.stdin,
    output: silent,
    terminal: true,
  });
  try {
    return await new Promise<string>((resolve, reject) => {
      terminal.once("SIGINT", () => {
        reject(new AppError("usage.invalid", "No password was given."));
      });
      terminal.question("", resolve);
    });
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}
