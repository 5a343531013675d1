import type { Command } from "commander";
import type { ImportFlags } from "./import-command.ts";
import type { WithCatalog } from "./with-catalog.ts";

const load = () => import("./source-command.ts");

/** `holdall source …`: files and folders that are imported from again and again. */
export function addSourceCommands(
  program: Command,
  withCatalog: WithCatalog,
): void {
  const source = program
    .command("source")
    .description("files and folders to import from again and again");
  const settings = (command: Command): Command =>
    command
      .argument("<path>", "as for import")
      .option("--into <collection>", "collection that receives the items")
      .option("--community <community>", "community for new collections")
      .option("--strict", "import nothing when the source has any problem")
      .option("--new-identifiers", "give everything new uuids and handles")
      .option("--encoding <name>", "character encoding of a spreadsheet")
      .option("--delimiter <character>", "column delimiter of a spreadsheet")
      .option("--assetstore <folder>", "root of `-r` lines of SAF packages");

  source
    .command("list")
    .description("show the sources, and when each was imported from last")
    .action(() =>
      withCatalog(async (application, output) =>
        (await load()).sourceList(application, output),
      ),
    );
  settings(source.command("add"))
    .description("remember a source; nothing is imported yet")
    .option("--name <name>", "its name (that of the file or folder otherwise)")
    .action((path: string, flags: ImportFlags & { name?: string }) =>
      withCatalog(async (application, output) =>
        (await load()).sourceAdd(application, output, path, flags),
      ),
    );
  settings(source.command("test"))
    .description("say what an import would find, without importing anything")
    .action((path: string, flags: ImportFlags) =>
      withCatalog(async (application, output) =>
        (await load()).sourceTest(application, output, path, flags),
      ),
    );
  source
    .command("run")
    .description("import what is new in a source, and wait for it")
    .argument("<name>", "its name or number")
    .action((name: string) =>
      withCatalog(async (application, output) =>
        (await load()).sourceRun(application, output, name),
      ),
    );
  source
    .command("remove")
    .description("forget a source; what was imported from it stays")
    .argument("<name>", "its name or number")
    .action((name: string) =>
      withCatalog(async (application, output) =>
        (await load()).sourceRemove(application, output, name),
      ),
    );
}
