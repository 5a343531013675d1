import { posix } from "node:path";
import type { Item } from "../../domain/catalog.ts";
import type { EasydbSettings } from "../../domain/easydb-settings.ts";
import type { FormatContext, PlannedFile } from "../format.ts";
import { dublinCore } from "./dublin-core.ts";
import { mets } from "./mets.ts";
import { mods } from "./mods.ts";
import { linkedItems, type LinkedItem } from "./linked-items.ts";
import { recordOf, type ItemRecord, type RecordValue } from "./record.ts";
import { attributes, escapeXml, isElementName } from "./xml-text.ts";

export const xmlStart = '<?xml version="1.0" encoding="UTF-8"?>\n';

/**
 * A document of its own for one item, as the mapping says.
 * @param path of the document in the package
 * @param files of the item that are in the package
 */
export function objectDocument(
  item: Item,
  context: FormatContext,
  settings: EasydbSettings,
  path: string,
  files: readonly PlannedFile[],
): string {
  const record = () => recordOf(item, context, settings, settings.allLanguages);
  switch (settings.mapping) {
    case "dc":
      return `${xmlStart}${dublinCore(record())}`;
    case "mods":
      return `${xmlStart}${mods(record())}`;
    case "mets":
      return `${xmlStart}${mets(record(), files, posix.dirname(path))}`;
    case "easydb":
    case "easydb_flat":
      return `${xmlStart}<objects>\n${objectXml(item, context, settings)}</objects>\n`;
  }
}

/** The element of an item: hierarchical, or with one element for each value. */
export function objectXml(
  item: Item,
  context: FormatContext,
  settings: EasydbSettings,
): string {
  const write = (one: Item, linked: readonly LinkedItem[]): string => {
    const record = recordOf(one, context, settings, settings.allLanguages);
    const inner =
      settings.mapping === "easydb_flat" ? flat(record) : hierarchical(record);
    const others = linked
      .map(
        (other) =>
          `<_linked${attributes({ relationship: other.relationship })}>\n${write(other.item, other.linked)}</_linked>\n`,
      )
      .join("");
    return `<object${attributes({ type: record.objectType })}>\n${inner}${others}</object>\n`;
  };
  return write(item, linkedItems(item, context, settings));
}

const valueAttributes = ({ metadata }: RecordValue): string =>
  metadata === null
    ? ""
    : attributes({
        language: metadata.language,
        authority: metadata.authority,
        confidence:
          metadata.authority === null ? null : String(metadata.confidence),
        place: String(metadata.place),
      });

function flat({ system, values, links, hierarchy }: ItemRecord): string {
  return [
    ...[...system, ...values, ...links].map(
      (one) =>
        `<value${attributes({ field: one.name })}${valueAttributes(one)}>${escapeXml(one.value)}</value>\n`,
    ),
    `<value field="_pool">${escapeXml(hierarchy.join(" / "))}</value>\n`,
  ].join("");
}

/** Elements within elements: `<dc><contributor><author>…`. */
interface Branch {
  readonly values: RecordValue[];
  readonly branches: Map<string, Branch>;
}

function hierarchical({
  system,
  values,
  links,
  hierarchy,
}: ItemRecord): string {
  const root: Branch = { values: [], branches: new Map() };
  for (const one of [...system, ...values, ...links]) {
    const parts =
      one.renamed || one.field.startsWith("_")
        ? [one.name]
        : one.name.replace(/^item\./, "").split(".");
    let branch = root;
    for (const part of parts) {
      let next = branch.branches.get(part);
      if (next === undefined) {
        next = { values: [], branches: new Map() };
        branch.branches.set(part, next);
      }
      branch = next;
    }
    branch.values.push(one);
  }
  const levels = hierarchy
    .map((name) => `<level>${escapeXml(name)}</level>`)
    .join("");
  return `${[...root.branches].map(([name, branch]) => element(name, branch)).join("")}<_pool_path>${levels}</_pool_path>\n`;
}

function element(name: string, { values, branches }: Branch): string {
  const [start, end] = isElementName(name)
    ? [`<${name}>`, `</${name}>`]
    : [`<field${attributes({ name })}>`, "</field>"];
  const [only] = values;
  // A system field is one text without anything to say of it.
  if (only?.metadata === null && values.length === 1 && branches.size === 0)
    return `${start}${escapeXml(only.value)}${end}\n`;
  const own = values
    .map(
      (one) => `<value${valueAttributes(one)}>${escapeXml(one.value)}</value>`,
    )
    .join("");
  const inner = [...branches]
    .map(([below, branch]) => element(below, branch))
    .join("");
  return `${start}${own}${inner}${end}\n`;
}
