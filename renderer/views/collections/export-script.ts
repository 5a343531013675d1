import type { ExportInput } from "../../../preload/contract.ts";

/** A container as it is known in the addresses of the dialects. */
export interface ScriptTarget {
  readonly uuid: string;
  readonly id: number;
  readonly kind: "community" | "collection";
}

/** One way to ask for an export from a script. */
export interface ScriptLine {
  readonly door: "cli" | "holdall" | "dspace" | "rspace";
  readonly line: string;
}

/** A text as one word of a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Where keys stand in the lines: nobody sees one again after it was made. */
export const keyPlace = "$HOLDALL_KEY";

/**
 * How a script asks for the same export: at the command line, and in the dialects that can say it.
 * @param origin where the API is, without a slash at the end
 * @param target what is exported, when it is one community or collection
 */
export function scriptLines(
  origin: string,
  input: ExportInput,
  target: ScriptTarget | null,
): readonly ScriptLine[] {
  const { options } = input;
  const bearer = `-H "Authorization: Bearer ${keyPlace}"`;
  return [
    // What was looked up or put into the basket is known to the window alone.
    ...(input.found === undefined && input.basket === undefined
      ? [{ door: "cli" as const, line: commandLine(input) }]
      : []),
    {
      door: "holdall",
      line: `curl ${bearer} -H "Content-Type: application/json" -d ${quoted(JSON.stringify(input))} ${origin}/api/holdall/commands/exports.create`,
    },
    // DSpace's clients get packages as DSpace makes them, whatever is chosen here.
    ...(target === null || options.format !== "saf" || options.packer !== "zip"
      ? []
      : [
          {
            door: "dspace" as const,
            line: `curl -X POST ${bearer} ${origin}/api/core/${target.kind === "community" ? "communities" : "collections"}/${target.uuid}/exportToZip/create`,
          },
        ]),
    ...(target === null ||
    (options.format !== "html" && options.format !== "xml")
      ? []
      : [
          {
            door: "rspace" as const,
            line: `curl -X POST -H "apiKey: ${keyPlace}" "${origin}/api/v1/export/${options.format}/selection?selections=${String(target.id)}&maxLinkLevel=${String(options.maxLinkLevel ?? 0)}&includeRevisionHistory=${String(options.includeRevisionHistory ?? false)}"`,
          },
        ]),
  ];
}

function commandLine({ target, items, query, options }: ExportInput): string {
  return [
    "holdall export",
    ...(target === undefined ? (items ?? []) : [target]).map(quoted),
    ...((target ?? items ?? query) === undefined ? ["--all"] : []),
    ...(query === undefined ? [] : [`--query ${quoted(query)}`]),
    `--format ${options.format}`,
    `--packer ${options.packer}`,
    ...(options.migrate ? ["--migrate"] : []),
    ...(options.bitstreams ? [] : ["--no-bitstreams"]),
    ...(options.withdrawn ? ["--withdrawn"] : []),
    ...(options.includeRevisionHistory === true ? ["--revisions"] : []),
    ...(options.maxLinkLevel === undefined
      ? []
      : [`--links ${String(options.maxLinkLevel)}`]),
    ...(options.volumeBytes == null
      ? []
      : [`--volumes ${String(options.volumeBytes)}`]),
    ...(options.payload === undefined ? [] : [`--payload ${options.payload}`]),
    ...(options.neutraliseFormulas === true &&
    (options.payload ?? options.format) === "csv"
      ? ["--no-formulas"]
      : []),
    ...(options.rehearse === true ? ["--rehearse"] : []),
    // The command line packs everything unless it is told otherwise; the window does not.
    `--restricted ${options.restricted ?? "leave-out"}`,
  ].join(" ");
}
