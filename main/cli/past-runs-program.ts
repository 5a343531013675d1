import type { Command } from "commander";
import type { WithCatalog } from "./with-catalog.ts";

const load = () => import("./past-runs-command.ts");

/** `holdall exports …`: what can be done with exports that have ended. */
export function addPastRunCommands(
  program: Command,
  withCatalog: WithCatalog,
): void {
  const exports = program
    .command("exports")
    .description("exports that have ended (`list exports` shows them)");
  exports
    .command("retry")
    .description(
      "export what a run had to leave out, and deliver again what could not be delivered",
    )
    .argument("<run>", "its number")
    .option("--strict", "take warnings for failures")
    .action((run: string, flags: { strict?: boolean }) =>
      withCatalog(async (application, output) =>
        (await load()).exportsRetry(application, output, run, flags),
      ),
    );
  exports
    .command("compare")
    .description("show what a run holds that an earlier one did not, or did")
    .argument("<base>", "number of the earlier run")
    .argument("<run>", "number of the later run")
    .option("--limit <number>", "items to name", "1000")
    .action((base: string, run: string, { limit }: { limit: string }) =>
      withCatalog(async (application, output) =>
        (await load()).exportsCompare(application, output, base, run, limit),
      ),
    );
  program
    .command("rehearse")
    .description(
      "import a package into a scratch catalog and compare every item, value and file with this one",
    )
    .argument("<what>", "path of an archive, or the number of a run")
    .action((what: string) =>
      withCatalog(async (application, output) =>
        (await load()).rehearseCommand(application, output, what),
      ),
    );
}
