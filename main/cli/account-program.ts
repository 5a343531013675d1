import type { Command } from "commander";
import type { WithCatalog } from "./with-catalog.ts";

const load = () => import("./account-commands.ts");

/** `holdall user …` and `holdall apikey …`: who may come in. */
export function addAccountCommands(
  program: Command,
  withCatalog: WithCatalog,
): void {
  const user = program.command("user").description("accounts of this catalog");
  user
    .command("add")
    .description("add an account")
    .argument("<email>")
    .option("--admin", "make it an administrator")
    .option("--password-stdin", "read the password from standard input")
    .action(
      (email: string, flags: { admin?: boolean; passwordStdin?: boolean }) =>
        withCatalog(async (application, output) =>
          (await load()).userAdd(application, output, email, flags),
        ),
    );
  user
    .command("list")
    .description("show the accounts")
    .action(() =>
      withCatalog(async (application, output) =>
        (await load()).userList(application, output),
      ),
    );
  user
    .command("passwd")
    .description("give an account a new password")
    .argument("<email>")
    .option("--password-stdin", "read the password from standard input")
    .action((email: string, flags: { passwordStdin?: boolean }) =>
      withCatalog(async (application, output) =>
        (await load()).userPassword(application, output, email, flags),
      ),
    );

  const apiKey = program.command("apikey").description("API keys for scripts");
  apiKey
    .command("create")
    .description("make a key; it is shown once")
    .argument("<email>", "account the key acts for")
    .option("--name <name>", "what the key is for", "script")
    .option("--replace", "end the keys that the account has had so far")
    .action((email: string, flags: { name?: string; replace?: boolean }) =>
      withCatalog(async (application, output) =>
        (await load()).apiKeyCreate(application, output, email, flags),
      ),
    );
  apiKey
    .command("list")
    .description("show the keys (their first characters)")
    .action(() =>
      withCatalog(async (application, output) =>
        (await load()).apiKeyList(application, output),
      ),
    );
  apiKey
    .command("revoke")
    .description("end a key")
    .argument("<prefix>", "its first eleven characters, or all of it")
    .action((prefix: string) =>
      withCatalog(async (application, output) =>
        (await load()).apiKeyRevoke(application, output, prefix),
      ),
    );
}
