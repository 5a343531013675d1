import type { Command } from "commander";
import type { ImportFlags } from "./import-command.ts";
import type { WithCatalog } from "./with-catalog.ts";

const load = () => import("./import-command.ts");

/** `holdall import`: what an import can be told. */
export function addImportCommand(
  program: Command,
  withCatalog: WithCatalog,
): void {
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
    .option(
      "--strict",
      "refuse the whole import when the source has any problem",
    )
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
        (await load()).importCommand(application, output, path, flags),
      ),
    );
}
