import type { Item } from "../../domain/catalog.ts";
import { fieldName, type MetadataValue } from "../../domain/metadata.ts";
import type { Problem } from "../../domain/run.ts";
import type { FormatContext, PlannedItem } from "../format.ts";
import { hasRestrictions, inOneLine } from "../omitted-files.ts";
import { packedMetadata } from "../packed-metadata.ts";
import { csvHeading, csvValue, isFormula, isPlain } from "./row.ts";

type Lose = (
  severity: Problem["severity"],
  code: string,
  object: string,
  message: string,
) => void;

/** What a table cannot hold of an item, and which values will not come out of it as they went in. */
export function csvLosses(
  item: Item,
  planned: PlannedItem,
  context: Pick<FormatContext, "root" | "options" | "handlePrefix">,
): Problem[] {
  const losses: Problem[] = [];
  const folder = planned.folder.slice(context.root.length + 1);
  const lose: Lose = (severity, code, object, message) => {
    losses.push({
      severity,
      code,
      object: inOneLine(object === "" ? folder : `${folder}: ${object}`),
      message: inOneLine(message),
      action: "The table does not hold it.",
    });
  };
  loseValues(packedMetadata(item.metadata, context), context, lose);
  loseFiles(item, planned, lose);
  if (item.withdrawn || !item.discoverable)
    lose(
      "warning",
      "state.left-out",
      "",
      `The item is ${item.withdrawn ? "withdrawn" : "not discoverable"}.`,
    );
  if (hasRestrictions(item))
    lose(
      "warning",
      "policy.left-out",
      "",
      "Not everybody may read the item or its files, or not always.",
    );
  if (item.version !== undefined)
    lose(
      "note",
      "version.left-out",
      "",
      `The item is version ${String(item.version.number)} of a work.`,
    );
  if (context.options.migrate && item.relationships.length > 0)
    lose(
      "warning",
      "relationship.left-out",
      "",
      `The item has ${String(item.relationships.length)} ${item.relationships.length === 1 ? "relationship" : "relationships"}, which a package for another server does not hold.`,
    );
  return losses;
}

const field = /^[A-Za-z][\w-]*\.[A-Za-z][\w-]*(?:\.[\w-]+)?$/;
/** How the import tells an authority from the value before it. */
const withAuthority = /^(.*)::(.*)::(-1|[0-6]00|0)$/su;

function loseValues(
  values: readonly MetadataValue[],
  { options }: Pick<FormatContext, "options">,
  lose: Lose,
): void {
  let heading = "";
  const left = new Map<string, Set<string>>();
  for (const value of values) {
    const name = fieldName(value);
    if (value.schema === "relation") {
      lose(
        "note",
        "value.relation",
        name,
        "Columns of the schema relation are links to other items.",
      );
      continue;
    }
    const own = csvHeading(value);
    const headings = left.get(name) ?? new Set();
    left.set(name, headings);
    // Values of one field in several languages are put back column by column.
    if (own !== heading && headings.has(own))
      lose(
        "note",
        "value.order",
        name,
        "The order of its values in several languages.",
      );
    headings.add(own);
    heading = own;
    const reason = damage(value);
    if (reason !== null) lose("warning", "value.changed", own, reason);
    if (options.neutraliseFormulas === true && isFormula(csvValue(value)))
      lose(
        "note",
        "value.neutralised",
        own,
        "A spreadsheet program could take the value for a formula: it has an apostrophe before it.",
      );
  }
}

/** Why a value does not come out of a cell as it went in; null when it does. */
function damage({
  schema,
  element,
  qualifier,
  language,
  value,
  authority,
  confidence,
}: MetadataValue): string | null {
  const name = fieldName({ schema, element, qualifier });
  if (!field.test(name) || qualifier === "none")
    return "The name of the field cannot be a heading.";
  if (
    language !== null &&
    (language.trim() !== language || /^\*?$|[[\]]/.test(language))
  )
    return `The language ${JSON.stringify(language)} cannot be part of a heading.`;
  if (value.trim() === "") return "The value is blank.";
  if (value.trim() !== value) return "The value has blanks around it.";
  if (/\|\||\|$/.test(value))
    return "The value has || in it or a | at its end, which are between values.";
  if (/[\0\r\p{Cs}]/u.test(value))
    return "The value has characters that a table cannot hold.";
  if (authority === "") return "The authority of the value is empty.";
  if (authority === null && confidence !== -1)
    return "The value has a confidence but no authority.";
  if (authority === null && withAuthority.test(value))
    return "The value ends as if it had an authority.";
  if (
    authority !== null &&
    (authority !== authority.trim() ||
      /::|\|\||[\0\r\n\p{Cs}]|^\||\|$/u.test(authority) ||
      ![-1, 0, 100, 200, 300, 400, 500, 600].includes(confidence))
  )
    return "The authority of the value cannot be part of a cell.";
  return null;
}

function loseFiles(item: Item, planned: PlannedItem, lose: Lose): void {
  const names = new Map(
    planned.files.map(({ path, bitstream }) => [
      bitstream.id,
      path.slice(planned.folder.length + 1),
    ]),
  );
  for (const bundle of item.bundles) {
    if (bundle.metadata.length > 0 || bundle.bitstreams.length === 0)
      lose(
        "note",
        "bundle.left-out",
        bundle.name,
        bundle.bitstreams.length === 0
          ? "A bundle without files."
          : "The metadata of a bundle.",
      );
    if (!isPlain(bundle.name))
      lose(
        "warning",
        "bundle.renamed",
        bundle.name,
        "The name of the bundle cannot be part of a cell.",
      );
    for (const bitstream of bundle.bitstreams) {
      const file = names.get(bitstream.id);
      if (file === undefined) continue;
      if (file !== bitstream.name)
        lose(
          "note",
          "name.changed",
          file,
          `The name ${JSON.stringify(bitstream.name)} is not safe or not unique.`,
        );
      if (bitstream.description !== null && !isPlain(bitstream.description))
        lose(
          "note",
          "description.left-out",
          file,
          "The description cannot be part of a cell.",
        );
      if (bitstream.metadata.length > 0 || bitstream.source !== null)
        lose(
          "note",
          "bitstream.metadata-left-out",
          file,
          "Metadata of the file besides its name and description.",
        );
    }
  }
}
