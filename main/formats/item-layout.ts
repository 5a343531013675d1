import type { Item } from "../domain/catalog.ts";
import { fieldName } from "../domain/metadata.ts";
import {
  givenName,
  isWindowsDevice,
  nameKey,
  withNumber,
  withoutUnsafe,
} from "./file-name.ts";
import type { FormatContext, PlannedFile } from "./format.ts";

/** Longest part of a path that is made of a title, in characters (rspace.md section 8). */
const longestTitle = 50;
/** Longest file name in UTF-8 bytes; paths stay short enough for Windows in most places. */
const longestName = 120;

/** Characters that XML cannot hold, and those that turn the direction of text: names lose them as documents do. */
const unwritten =
  /(?![\t\n\r\u007f-\u009f])[\p{Cc}\ufffe\uffff]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Title of an item: its first dc.title. */
export function itemTitle(item: Pick<Item, "metadata">): string {
  const title = item.metadata.find((value) => fieldName(value) === "dc.title");
  return title?.value.trim() === "" ? "" : (title?.value ?? "");
}

/**
 * Part of a path made of a name, without anything that needs escaping in an address: letters, marks and digits of any
 * script with dashes between them, composed, at most 50 characters.
 */
export function pathPart(name: string): string {
  const words = name
    .normalize("NFC")
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .replace(/^-/u, "");
  return Array.from(words).slice(0, longestTitle).join("").replace(/-$/u, "");
}

/** Path of something with a number that nothing else of the catalog has: `collection_Maps-17`. */
export function numberedPath(kind: string, name: string, id: number): string {
  const part = pathPart(name);
  return `${kind}_${part === "" ? "" : `${part}-`}${String(id)}`;
}

/**
 * Folder of an item and paths of its files: `item_<title>-<id>/<BUNDLE>/<sequence>_<name>`, and `-rev<n>` for a version
 * that has been replaced (rspace.md section 8).
 */
export function layOutItem(
  item: Item,
  { root, options }: FormatContext,
): { readonly folder: string; readonly files: readonly PlannedFile[] } {
  const { version } = item;
  const revision =
    version?.replacedBy == null ? "" : `-rev${String(version.number)}`;
  const folder = `${root}/${numberedPath("item", itemTitle(item), item.id)}${revision}`;
  if (!options.bitstreams) return { folder, files: [] };
  const taken = new Set<string>();
  const files = item.bundles.flatMap((bundle) => {
    const part = pathPart(bundle.name);
    const inside = part === "" || isWindowsDevice(part) ? `_${part}` : part;
    return bundle.bitstreams.map((bitstream) => {
      const number = Math.max(0, bitstream.sequence);
      const wanted = withoutUnsafe(
        `${String(number)}_${givenName(bitstream).replace(unwritten, "")}`,
        longestName,
      );
      let name = wanted;
      const key = () => nameKey(`${inside}/${name}`);
      for (let n = 2; taken.has(key()); n++)
        name = withNumber(wanted, n, longestName);
      taken.add(key());
      return { path: `${folder}/${inside}/${name}`, bitstream };
    });
  });
  return { folder, files };
}
