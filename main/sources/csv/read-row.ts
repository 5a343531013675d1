import type { MetadataDraft } from "../../domain/metadata.ts";
import type { Problem } from "../../domain/run.ts";
import { defaultBundle, fileDraft } from "../file-draft.ts";
import { parseFileOptions, type FileOptions } from "../file-options.ts";
import type {
  RefusedItem,
  SourceBitstream,
  SourceBundle,
  SourceItem,
  SourceRelationship,
} from "../source.ts";
import type { FileFinder } from "./file-finder.ts";
import type { Column } from "./parse-heading.ts";

/** Takes problems of one row. */
export type RowReport = (
  problem: Pick<Problem, "severity" | "code" | "message" | "action">,
) => void;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;
const handle = /^[^\s/]+\/\S+$/u;

/**
 * Turns the cells of a row into an item. `||` separates values; every value is trimmed and kept as it is otherwise;
 * empty ones are skipped.
 */
export async function readRow(
  key: string,
  cells: readonly string[],
  columns: readonly Column[],
  finder: FileFinder,
  report: RowReport,
): Promise<SourceItem | RefusedItem> {
  const metadata: MetadataDraft[] = [];
  const relationships: SourceRelationship[] = [];
  const collections: string[] = [];
  const files = createFileList(finder, report);
  let ownUuid: string | undefined;
  let ownHandle: string | undefined;
  const guess = (column: string, value: string, what: string): void => {
    report({
      severity: "warning",
      code: `${column}.invalid`,
      message: `"${value}" in the column ${column} is ${what}.`,
      action: "It was ignored.",
    });
  };

  if (cells.some((cell) => cell.includes("\0"))) {
    report({
      severity: "error",
      code: "cell.control-character",
      message: "A cell holds zero bytes; the file may be damaged.",
      action: "The row was refused.",
    });
    return { refused: true, key };
  }
  for (const [index, column] of columns.entries()) {
    for (const part of (cells[index] ?? "").split("||")) {
      const value = part.trim();
      if (value === "") continue;
      switch (column.kind) {
        case "field": {
          const { schema, element, qualifier, language } = column;
          metadata.push({
            schema,
            element,
            qualifier,
            language,
            ...readValue(value),
          });
          break;
        }
        case "relation":
          relationships.push({ type: column.type, target: value });
          break;
        case "file":
          if (!(await files.add(value, column.options)))
            return { refused: true, key };
          break;
        case "collection":
          if (uuid.test(value) || handle.test(value)) collections.push(value);
          else guess("collection", value, "neither a handle nor a uuid");
          break;
        case "id":
          if (uuid.test(value)) ownUuid = value.toLowerCase();
          else if (value !== "+") guess("id", value, "neither a uuid nor +");
          break;
        case "handle":
          if (handle.test(value)) ownHandle = value;
          else guess("handle", value, "not a handle");
          break;
        default:
          break;
      }
    }
  }
  return {
    key,
    ...(ownUuid === undefined ? {} : { uuid: ownUuid }),
    ...(ownHandle === undefined ? {} : { handle: ownHandle }),
    collections: [...new Set(collections)],
    inArchive: true,
    withdrawn: false,
    discoverable: true,
    submitter: null,
    metadata,
    bundles: files.bundles(),
    policies: [],
    rightsUntold: true,
    relationships,
  };
}

/** A value may be followed by its authority and a confidence that DSpace knows: `value::authority::600`. */
const withAuthority = /^(.*)::(.*)::(-1|0|[1-6]00)$/su;

function readValue(
  cell: string,
): Pick<MetadataDraft, "value" | "authority" | "confidence"> {
  const [, value, authority, confidence] = withAuthority.exec(cell) ?? [];
  return value === undefined || authority === undefined || authority === ""
    ? { value: cell }
    : { value, authority, confidence: Number(confidence) };
}

interface FileList {
  /** Adds the file a cell names; false when it cannot be had, which has been reported. */
  add(written: string, options: FileOptions): Promise<boolean>;
  bundles(): SourceBundle[];
}

function createFileList(finder: FileFinder, report: RowReport): FileList {
  const bundles = new Map<string, Map<string, SourceBitstream>>();
  return {
    async add(written, columnOptions) {
      const { file, options } = splitCell(written, columnOptions);
      const found = await finder.find(file);
      if (!found.found) {
        report({
          severity: "error",
          code: found.code,
          message: `The file "${file}" cannot be taken: ${found.why}.`,
          action: "The row was refused.",
        });
        return false;
      }
      if (found.instead !== undefined) {
        report({
          severity: "warning",
          code: "name.changed",
          message: `The sheet names the file "${file}", which is not there under exactly this name.`,
          action: `The file "${found.instead}" was taken.`,
        });
      }
      const bundle = options.bundle ?? defaultBundle(found.name);
      const bitstreams =
        bundles.get(bundle) ?? new Map<string, SourceBitstream>();
      bundles.set(bundle, bitstreams);
      if (!bitstreams.has(found.path)) {
        const primary =
          options.primary &&
          ![...bitstreams.values()].some((other) => other.primary);
        bitstreams.set(
          found.path,
          fileDraft(found.name, found.content, { ...options, primary }),
        );
      }
      return true;
    },
    bundles: () =>
      [...bundles].map(([name, bitstreams]) => ({
        name,
        bitstreams: [...bitstreams.values()],
        metadata: [],
        policies: [],
      })),
  };
}

/** A cell may add options to those of its column: `scan.pdf__description:Scan`. */
function splitCell(
  written: string,
  columnOptions: FileOptions,
): { file: string; options: FileOptions } {
  const at = /__(?:bundle|permissions|description|primary|iiif-\w+):/u.exec(
    written,
  )?.index;
  if (at === undefined) return { file: written, options: columnOptions };
  const own = parseFileOptions(written.slice(at + 2).split("__"));
  return {
    file: written.slice(0, at).trim(),
    options: {
      ...columnOptions,
      ...own,
      primary: own.primary || columnOptions.primary,
      iiif: { ...columnOptions.iiif, ...own.iiif },
    },
  };
}
