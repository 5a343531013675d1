import type { Item } from "../domain/catalog.ts";
import { nameFiles } from "./flat-names.ts";
import type { FormatContext, PlannedFile } from "./format.ts";

/**
 * Folder of an item and its files in it, side by side: `item_00001/<name>`, with `-rev1` for a version that has been
 * replaced (rspace.md section 8).
 */
export function layOutFlat(
  item: Item,
  position: number,
  { root, options }: Pick<FormatContext, "root" | "options">,
): { readonly folder: string; readonly files: readonly PlannedFile[] } {
  const number = position - 1 + (options.firstNumber ?? 1);
  const { version } = item;
  const revision =
    version === undefined || version.replacedBy === null
      ? ""
      : `-rev${String(version.number)}`;
  const folder = `${root}/item_${String(number).padStart(5, "0")}${revision}`;
  const files = options.bitstreams
    ? nameFiles(item.bundles).map(({ name, bitstream }) => ({
        path: `${folder}/${name}`,
        bitstream,
      }))
    : [];
  return { folder, files };
}
