import type { Command } from "commander";
import { formatChoices, packerChoices } from "./export-choices.ts";
import type { ExportFlags } from "./export-command.ts";
import type { WithCatalog } from "./with-catalog.ts";

const load = () => import("./export-command.ts");

/** `holdall export`: what an export can be told. */
export function addExportCommand(
  program: Command,
  withCatalog: WithCatalog,
): void {
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
    .option(
      "--format <format>",
      `format of the package: ${formatChoices}`,
      "saf",
    )
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
    .option(
      "--organization <name>",
      "who sends a bag, as its bag-info.txt says",
    )
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
        (await load()).exportCommand(application, output, targets, flags),
      ),
    );
}
