import type { ScriptParameter } from "./process-arguments.ts";

export type ScriptName = "export" | "import";

export interface Script {
  readonly name: ScriptName;
  readonly description: string;
  readonly parameters: readonly ScriptParameter[];
}

const text = (
  name: string,
  nameLong: string,
  description: string,
  mandatory = false,
): ScriptParameter => ({
  name,
  nameLong,
  description,
  type: "String",
  mandatory,
});
const flag = (
  name: string,
  nameLong: string,
  description: string,
): ScriptParameter => ({
  name,
  nameLong,
  description,
  type: "boolean",
  mandatory: false,
});

/** The scripts of DSpace that there are, with the parameters that are understood (dspace.md section 18). */
export const scripts: readonly Script[] = [
  {
    name: "export",
    description: "Export a collection or an item as a SAF ZIP",
    parameters: [
      text("-t", "--type", "COLLECTION or ITEM", true),
      text("-i", "--id", "uuid or handle of the collection or item", true),
      text("-n", "--number", "number of the first item folder"),
      flag(
        "-m",
        "--migrate",
        "leave out handles and metadata that another site makes anew",
      ),
      flag("-x", "--exclude-bitstreams", "leave out the files"),
      // Taken because DSpace takes it; what there is to say is said here.
      flag("-h", "--help", "nothing: the parameters are described here"),
    ],
  },
  {
    name: "import",
    description: "Import items of a SAF ZIP",
    parameters: [
      flag("-a", "--add", "add the items"),
      {
        name: "-z",
        nameLong: "--zip",
        description: "name of the file that is sent along",
        type: "InputFile",
        mandatory: true,
      },
      text(
        "-c",
        "--collection",
        "uuid or handle of the collection that gets the items; without it the package says where they belong",
      ),
    ],
  },
];
