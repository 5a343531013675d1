import type { Item } from "../../domain/catalog.ts";
import type { PlannedItem } from "../format.ts";
import { itemText, type DocumentContext } from "../item-text.ts";
import { quoted } from "../json-quote.ts";
import { packedFiles, type OmittedPaths } from "../omitted-files.ts";
import { packedMetadata } from "../packed-metadata.ts";

/**
 * An item as one line of JSON, without its line end.
 * @param omitted paths below the root folder of files that are not in the package
 */
export function jsonText(
  item: Item,
  planned: PlannedItem,
  omitted: OmittedPaths,
  context: DocumentContext,
): string {
  const slash = planned.folder.lastIndexOf("/");
  const files = packedFiles(
    planned,
    (path) => omitted.has(path),
    planned.folder.slice(0, slash),
  );
  const metadata = packedMetadata(item.metadata, context);
  const described = itemText(item, metadata, files, context);
  // Its brace makes room for the folder.
  return `{"folder":${quoted(planned.folder.slice(slash + 1))},${described.slice(1)}`;
}
