import type { Bitstream, Item } from "../../domain/catalog.ts";
import { fieldName, type MetadataValue } from "../../domain/metadata.ts";
import type { ExportOptions } from "../../domain/run.ts";
import type { FormatContext, PlannedItem } from "../format.ts";
import { packedFiles, type OmittedPaths } from "../omitted-files.ts";
import { packedMetadata } from "../packed-metadata.ts";

/** Between the values of a cell, and between a value, its authority and its confidence (DSpace's batch editing). */
const betweenValues = "||";
const betweenParts = "::";

export interface RowContext extends Pick<FormatContext, "handlePrefix"> {
  readonly options: Pick<ExportOptions, "migrate" | "neutraliseFormulas">;
}

/**
 * The cells of an item by their headings; what it has nothing for is absent.
 * @param omitted paths below the root folder of files that are not in the package
 */
export function csvRow(
  item: Item,
  planned: PlannedItem,
  omitted: OmittedPaths,
  context: RowContext,
): Map<string, string> {
  const { migrate } = context.options;
  const row = new Map<string, string[]>();
  const add = (heading: string, value: string) => {
    const cell = row.get(heading);
    if (cell === undefined) row.set(heading, [value]);
    else cell.push(value);
  };
  add("id", migrate ? "+" : item.uuid);
  for (const { handle, uuid } of [
    item.owningCollection,
    ...item.mappedCollections,
  ])
    add("collection", handle ?? uuid);
  if (!migrate && item.handle !== null) add("handle", item.handle);
  const root = planned.folder.slice(0, planned.folder.lastIndexOf("/"));
  const files = packedFiles(planned, (path) => omitted.has(path), root);
  for (const { name, bitstreams } of item.bundles) {
    for (const bitstream of bitstreams) {
      const path = files.get(bitstream.id);
      if (path !== undefined) add("filename", fileCell(path, name, bitstream));
    }
  }
  for (const value of packedMetadata(item.metadata, context)) {
    if (value.schema !== "relation") add(csvHeading(value), csvValue(value));
  }
  if (!migrate) {
    for (const { side, type, other } of item.relationships)
      if (side === "left") add(`relation.${type}`, other.uuid);
  }
  return new Map(
    [...row].map(([heading, values]) => [
      heading,
      // Whoever reads a table takes zero bytes for damage, and loses the row.
      neutralised(values.join(betweenValues).replaceAll("\0", ""), context),
    ]),
  );
}

/** Heading of the column a value is in: `dc.title`, `dc.title[en]`. */
export function csvHeading(value: MetadataValue): string {
  const field = fieldName(value);
  return value.language === null ? field : `${field}[${value.language}]`;
}

/** A value as its cell has it, with its authority and confidence when it has one. */
export function csvValue({
  value,
  authority,
  confidence,
}: MetadataValue): string {
  return authority === null || authority === ""
    ? value
    : [value, authority, String(confidence)].join(betweenParts);
}

/** A file with what a cell can say of it; the options are those of SAF's `contents`. */
function fileCell(path: string, bundle: string, bitstream: Bitstream): string {
  let cell = path;
  if (isPlain(bundle)) cell += `__bundle:${bundle}`;
  const { description, primary } = bitstream;
  if (description !== null && isPlain(description))
    cell += `__description:${description}`;
  if (primary) cell += "__primary:true";
  return cell;
}

/** Whether a text can be an option of a file: nothing in it ends the option or the value. */
export function isPlain(text: string): boolean {
  return (
    text !== "" &&
    text === text.trim() &&
    !/__|\|\||[\p{Cc}\p{Cs}\u2028\u2029]|^_|_$|\|$/u.test(text)
  );
}

/** Whether a spreadsheet program would take a cell for a formula. */
export function isFormula(cell: string): boolean {
  return /^[=+\-@\t\r]/.test(cell);
}

function neutralised(cell: string, { options }: RowContext): string {
  return options.neutraliseFormulas === true && isFormula(cell)
    ? `'${cell}`
    : cell;
}
