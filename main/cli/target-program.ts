import type { Command } from "commander";
import type { TargetTestFlags } from "./target-command.ts";
import type { WithCatalog } from "./with-catalog.ts";

const load = () => import("./target-command.ts");

/** `holdall target …`: places that exports are delivered to. */
export function addTargetCommands(
  program: Command,
  withCatalog: WithCatalog,
): void {
  const repeated = (value: string, before: readonly string[] = []) => [
    ...before,
    value,
  ];
  program
    .command("target")
    .description("places that exports are delivered to")
    .command("test")
    .description(
      "log in to a target, write a small file there and remove it again",
    )
    .argument(
      "<type>",
      "folder, rsync, sftp, ftp, webdav, s3, email or download",
    )
    .option(
      "--set <key=value>",
      "a setting of the target; may be given several times",
      repeated,
    )
    .option(
      "--secret-stdin [name]",
      "read a secret (the password, unless named) from standard input",
    )
    .option(
      "--secret-file <name=path>",
      "read a secret, such as privateKey, from a file",
      repeated,
    )
    .action((type: string, flags: TargetTestFlags) =>
      withCatalog(async (application, output) =>
        (await load()).targetTest(application, output, type, flags),
      ),
    );
}
