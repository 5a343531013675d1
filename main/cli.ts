import "./steady-wasm.ts";
import "./cli/thread-pool.ts";
import type { CatalogAction } from "./cli/with-catalog.ts";
import { Argument, Command, CommanderError } from "commander";
import packageFile from "../package.json" with { type: "json" };
import { formatChoices, packerChoices } from "./cli/export-choices.ts";
import type { ExportFlags } from "./cli/export-command.ts";
import type { ImportFlags } from "./cli/import-command.ts";
import { listable, type Listable } from "./cli/listable.ts";
import { createOutput, exitCodes, tellError, tellUsage } from "./cli/output.ts";
import { addPastRunCommands } from "./cli/past-runs-program.ts";
import { addRecordCommands } from "./cli/record-program.ts";
import { addScheduleCommands } from "./cli/schedule-program.ts";
import { addSourceCommands } from "./cli/source-program.ts";
import type { TargetTestFlags } from "./cli/target-command.ts";
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

program
  .command("import")
  .description("bring items and their files into the catalog")
  .argument(
    "<path>",
    "folder, ZIP or tar (also tar.gz and tar.bz2) of a SAF package or one of Holdall's, or a CSV file beside the files it names",
  )
  .option(
    "--into <collection>",
    "uuid, handle or numeric id of a collection, or the name of one (made when there is none)",
  )
  .option(
    "--community <community>",
    "where new collections are made: uuid, handle, numeric id or name",
  )
  .option("--strict", "refuse the whole import when the source has any problem")
  .option(
    "--new-identifiers",
    "import as a copy: give everything new uuids and handles",
  )
  .option(
    "--encoding <name>",
    "character encoding of a spreadsheet (detected otherwise)",
  )
  .option(
    "--delimiter <character>",
    "column delimiter of a spreadsheet (detected otherwise)",
  )
  .option(
    "--assetstore <folder>",
    "where files registered with `-r -s N -f PATH` lie",
  )
  .action((path: string, flags: ImportFlags) =>
    withCatalog(async (application, output) =>
      (await import("./cli/import-command.ts")).importCommand(
        application,
        output,
        path,
        flags,
      ),
    ),
  );

program
  .command("export")
  .description(
    "pack a community, collection, item or search result into a verified archive",
  )
  .argument(
    "[targets...]",
    "uuid, handle or numeric id, or the name of a collection or community; several when all are items",
  )
  .option("--query <text>", "export what a search finds instead of a target")
  .option("--all", "export the whole catalog")
  .option("--format <format>", `format of the package: ${formatChoices}`, "saf")
  .option("--packer <packer>", `how it is packed: ${packerChoices}`, "zip")
  .option(
    "--volumes <size>",
    "cut it into files of at most this size (700MB, 2GB, 4GiB; 64KiB at the least), each a package of its own",
  )
  .option(
    "--out <path>",
    "file to write (kept in the data folder otherwise); volumes get a number before the extension",
  )
  .option(
    "--migrate",
    "leave out what belongs to this server, for import as new items elsewhere",
  )
  .option("--no-bitstreams", "metadata only")
  .option("--withdrawn", "take withdrawn items along")
  .option("--revisions", "take the older versions of the items along")
  .option(
    "--links <steps>",
    "take items along that are linked to those chosen, this many steps away",
  )
  .option(
    "--restricted <choice>",
    "files that not everybody may read: leave-out, warn (packed, with a warning) or include (packed, with a note)",
    "include",
  )
  .option("--payload <format>", "what is in a bag (with --format bagit)")
  .option("--organization <name>", "who sends a bag, as its bag-info.txt says")
  .option(
    "--no-formulas",
    "begin cells with an apostrophe that a spreadsheet program would take for formulas (with --format csv)",
  )
  .option("--no-verify", "do not read the finished archive again")
  .option(
    "--rehearse",
    "import the finished package into a scratch catalog and compare every item",
  )
  .option(
    "--dry-run",
    "only say what would be packed, what it would lose, and whether there is room",
  )
  .option("--thorough", "with --dry-run: look at every item and file")
  .option("--strict", "take warnings for failures")
  .action((targets: string[], flags: ExportFlags) =>
    withCatalog(async (application, output) =>
      (await import("./cli/export-command.ts")).exportCommand(
        application,
        output,
        targets,
        flags,
      ),
    ),
  );

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

addScheduleCommands(program, (action) => withCatalog(action));
addPastRunCommands(program, (action) => withCatalog(action));
addRecordCommands(program, (action) => withCatalog(action));
addSourceCommands(program, (action) => withCatalog(action));

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
  .argument("<type>", "folder, rsync, sftp, ftp, webdav, s3, email or download")
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
      (await import("./cli/target-command.ts")).targetTest(
        application,
        output,
        type,
        flags,
      ),
    ),
  );

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
        (await import("./cli/account-commands.ts")).userAdd(
          application,
          output,
          email,
          flags,
        ),
      ),
  );
user
  .command("list")
  .description("show the accounts")
  .action(() =>
    withCatalog(async (application, output) =>
      (await import("./cli/account-commands.ts")).userList(application, output),
    ),
  );
user
  .command("passwd")
  .description("give an account a new password")
  .argument("<email>")
  .option("--password-stdin", "read the password from standard input")
  .action((email: string, flags: { passwordStdin?: boolean }) =>
    withCatalog(async (application, output) =>
      (await import("./cli/account-commands.ts")).userPassword(
        application,
        output,
        email,
        flags,
      ),
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
      (await import("./cli/account-commands.ts")).apiKeyCreate(
        application,
        output,
        email,
        flags,
      ),
    ),
  );
apiKey
  .command("list")
  .description("show the keys (their first characters)")
  .action(() =>
    withCatalog(async (application, output) =>
      (await import("./cli/account-commands.ts")).apiKeyList(
        application,
        output,
      ),
    ),
  );
apiKey
  .command("revoke")
  .description("end a key")
  .argument("<prefix>", "its first eleven characters, or all of it")
  .action((prefix: string) =>
    withCatalog(async (application, output) =>
      (await import("./cli/account-commands.ts")).apiKeyRevoke(
        application,
        output,
        prefix,
      ),
    ),
  );

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
