import "./steady-wasm.ts";
import "./cli/thread-pool.ts";
import type { CatalogAction, WithCatalog } from "./cli/with-catalog.ts";
import { Argument, Command, CommanderError } from "commander";
import packageFile from "../package.json" with { type: "json" };
import { addAccountCommands } from "./cli/account-program.ts";
import { addExportCommand } from "./cli/export-program.ts";
import { addImportCommand } from "./cli/import-program.ts";
import { listable, type Listable } from "./cli/listable.ts";
import { createOutput, exitCodes, tellError, tellUsage } from "./cli/output.ts";
import { addPastRunCommands } from "./cli/past-runs-program.ts";
import { addRecordCommands } from "./cli/record-program.ts";
import { addScheduleCommands } from "./cli/schedule-program.ts";
import { addSourceCommands } from "./cli/source-program.ts";
import { addTargetCommands } from "./cli/target-program.ts";
import type { DoorPorts } from "./compose.ts";
import { readConfig, type ConfigOverrides } from "./config.ts";
import { AppError } from "./domain/errors.ts";

interface GlobalFlags {
  readonly dataDir?: string;
  readonly json?: boolean;
}

const program = new Command();

/** Runs an action on the catalog; parts are loaded when a command needs them, so that `--help` and `list` start fast. */
async function withCatalog(
  action: CatalogAction,
  overrides: ConfigOverrides = {},
  door: DoorPorts = {},
): Promise<void> {
  const flags: GlobalFlags = program.opts();
  // An older Node does not refuse SQLite's binding: it crashes in the middle of the work.
  if (Number.parseInt(process.versions.node, 10) < 22)
    throw new AppError(
      "usage.invalid",
      `Holdall needs Node 22 or later; this is ${process.versions.node}.`,
      { remedy: "Start it by `npm run holdall`, which brings its own." },
    );
  const { compose } = await import("./compose.ts");
  const application = await compose(
    readConfig({ dataDir: flags.dataDir, ...overrides }),
    door,
  );
  try {
    const code = await application.actors.during<Promise<number | undefined>>(
      { door: "command line", account: null },
      async () =>
        (await action(application, createOutput(flags.json === true))) ??
        undefined,
    );
    process.exitCode = code ?? exitCodes.done;
  } finally {
    await application.close();
  }
}

program
  .name("holdall")
  .description(
    "Export manager for repository collections: imports, keeps, packs and verifies them, offline.",
  )
  .version(packageFile.version)
  .option("--data-dir <folder>", "data folder (also HOLDALL_DATA_DIR)")
  .option("--json", "write the result as JSON to standard output")
  .showHelpAfterError("(--help shows what there is)")
  .configureHelp({ showGlobalOptions: true })
  .exitOverride()
  .addHelpText(
    "after",
    "\nExit codes: 0 done, 1 failed, 2 bad usage, 3 finished with warnings, 4 nothing to do (where asked for with --tell-empty).",
  );

program
  .command("serve")
  .description("start the local API, and the window for browsers")
  .option("--host <address>", "address to listen on", "127.0.0.1")
  .option("--port <number>", "port to listen on; 0 takes any free one (8460)")
  .action((flags: { host: string; port?: string }) =>
    withCatalog(
      async (application, output) =>
        (await import("./cli/serve-command.ts")).serveCommand(
          application,
          output,
        ),
      flags,
      {
        logCopy: {
          stream: process.stderr,
          // A person sees what matters; a service keeps everything.
          warningsOnly: process.stderr.isTTY,
        },
      },
    ),
  );

/** Nothing chosen beyond what all commands can be told. */
const plainly: WithCatalog = (action) => withCatalog(action);

addImportCommand(program, plainly);
addExportCommand(program, plainly);

program
  .command("verify")
  .description(
    "check an archive against its manifest and the rules of its format",
  )
  .argument(
    "<archives...>",
    "path of the archive or folder; of all volumes, or their common name, to check them as a set",
  )
  .option("--strict", "take warnings for failures")
  .action(async (archives: string[], flags: { strict?: boolean }) => {
    const output = createOutput(program.opts<GlobalFlags>().json === true);
    process.exitCode = await (
      await import("./cli/verify-command.ts")
    ).verifyCommand(output, archives, flags);
  });

program
  .command("list")
  .description("show what is in the catalog")
  .addArgument(
    new Argument("[what]", "what to list")
      .choices(listable)
      .default("collections"),
  )
  .action((what: Listable) =>
    withCatalog(async (application, output) =>
      (await import("./cli/list-command.ts")).listCommand(
        application,
        output,
        what,
      ),
    ),
  );

program
  .command("doctor")
  .description(
    "check the catalog, the bitstream store, the keychain and the disk",
  )
  .option(
    "--clean",
    "remove files of the store, and of ended exports, that nothing refers to",
  )
  .option("--targets", "log in to the targets of saved exports, too")
  .option("--strict", "take warnings for failures")
  .action((flags: { clean?: boolean; strict?: boolean; targets?: boolean }) =>
    withCatalog(async (application, output) =>
      (await import("./cli/doctor-command.ts")).doctorCommand(
        application,
        output,
        flags,
      ),
    ),
  );

addScheduleCommands(program, plainly);
addPastRunCommands(program, plainly);
addRecordCommands(program, plainly);
addSourceCommands(program, plainly);
addTargetCommands(program, plainly);
addAccountCommands(program, plainly);

// A reader that closes the pipe early (`| head`) is not a failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? exitCodes.done : exitCodes.failed);
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // commander has told people already; a script that asked for JSON gets it, wherever it put --json.
    const asked = process.argv.includes("--json");
    if (error.exitCode !== 0 && asked) tellUsage(error.message);
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  } else {
    process.exitCode = tellError(
      error,
      program.opts<GlobalFlags>().json === true,
    );
  }
}
