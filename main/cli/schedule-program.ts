import type { Command } from "commander";
import { AppError } from "../domain/errors.ts";
import { formatChoices, packerChoices } from "./export-choices.ts";
import type { WithCatalog } from "./with-catalog.ts";
import type { AddFlags } from "./schedule-command.ts";

const load = () => import("./schedule-command.ts");

/** `holdall schedule …`: saved exports and when they run. */
export function addScheduleCommands(
  program: Command,
  withCatalog: WithCatalog,
): void {
  const schedule = program
    .command("schedule")
    .description("saved exports, and when they run by themselves");

  schedule
    .command("add")
    .description("save an export, to run by the clock or when asked to")
    .argument("[targets...]", "as for export")
    .option("--query <text>", "export what a search finds then")
    .option("--all", "export the whole catalog")
    .option("--name <name>", "name of the saved export (the target otherwise)")
    .option(
      "--incremental",
      "export only what has changed since its last successful run",
    )
    .option("--daily", "every day")
    .option("--weekly <days>", "on these days of the week: mon,thu")
    .option("--monthly <days>", "on these days of the month: 1,15")
    .option("--yearly <day>", "on this day of the year: 12-24")
    .option("--cron <expression>", "minute hour day month weekday")
    .option("--at <time>", "time of day: 03:30 (03:00)")
    .option(
      "--time-zone <name>",
      "such as Europe/Berlin (that of this machine)",
    )
    .option("--keep-last <number>", "keep this many archives of it")
    .option("--keep-days <number>", "keep its archives this many days")
    .option("--to <type>", "deliver its archives to a target of this type")
    .option(
      "--set <name=value...>",
      "a setting of the target (`holdall target test` tries them)",
    )
    .option(
      "--secret-stdin [name]",
      "read a secret of the target from standard input",
    )
    .option("--secret-file <name=path...>", "read a secret from a file")
    .option(
      "--format <format>",
      `format of the package: ${formatChoices}`,
      "saf",
    )
    .option("--packer <packer>", `how it is packed: ${packerChoices}`, "zip")
    .option("--migrate", "leave out what belongs to this server")
    .option("--no-bitstreams", "metadata only")
    .option("--withdrawn", "take withdrawn items along")
    .option(
      "--restricted <choice>",
      "files that not everybody may read: leave-out, warn (packed, with a warning) or include (packed, with a note)",
      "leave-out",
    )
    .option("--no-verify", "do not read the finished archive again")
    .option(
      "--rehearse",
      "import the finished package into a scratch catalog and compare every item",
    )
    .action((targets: string[], flags: AddFlags) =>
      withCatalog(async (application, output) =>
        (await load()).scheduleAdd(application, output, targets, flags),
      ),
    );
  schedule
    .command("list")
    .description("show the saved exports and when they run next")
    .action(() =>
      withCatalog(async (application, output) =>
        (await load()).scheduleList(application, output),
      ),
    );
  schedule
    .command("next")
    .description("show the next times of a saved export")
    .argument("<name>", "its name or number")
    .option("--count <number>", "how many", "5")
    .action((name: string, { count }: { count: string }) =>
      withCatalog(async (application, output) => {
        if (!/^[1-9][0-9]?$|^100$/.test(count))
          throw new AppError(
            "usage.invalid",
            "--count is a number from 1 to 100.",
          );
        await (
          await load()
        ).scheduleNext(application, output, name, Number(count));
      }),
    );
  schedule
    .command("run")
    .description("run a saved export now, and wait for it")
    .argument("<name>", "its name or number")
    .option("--strict", "take warnings for failures")
    .option("--tell-empty", "exit with 4 when nothing has changed")
    .action((name: string, flags: { strict?: boolean; tellEmpty?: boolean }) =>
      withCatalog(async (application, output) =>
        (await load()).scheduleRun(application, output, name, flags),
      ),
    );
  schedule
    .command("check")
    .description(
      "say what a saved export would pack now, what it would lose, and whether there is room",
    )
    .argument("<name>", "its name or number")
    .option("--thorough", "look at every item and file")
    .option("--strict", "take warnings for failures")
    .action((name: string, flags: { strict?: boolean; thorough?: boolean }) =>
      withCatalog(async (application, output) =>
        (await load()).scheduleCheck(application, output, name, flags),
      ),
    );
  schedule
    .command("remove")
    .description("forget a saved export; its archives stay")
    .argument("<name>", "its name or number")
    .action((name: string) =>
      withCatalog(async (application, output) =>
        (await load()).scheduleRemove(application, output, name),
      ),
    );
  schedule
    .command("quiet")
    .description("show or set the hours in which nothing begins by itself")
    .argument("[hours]", "22:00-06:00, or off")
    .action((hours: string | undefined) =>
      withCatalog(async (application, output) =>
        (await load()).scheduleQuiet(application, output, hours),
      ),
    );
}
