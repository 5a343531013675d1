import type { Item } from "../../domain/catalog.ts";
import type { JsonItem } from "../../domain/json-package.ts";
import type { PlannedItem } from "../format.ts";
import { itemDocument, type DocumentContext } from "../item-document.ts";
import { packedFiles } from "../omitted-files.ts";
import { packedMetadata } from "../packed-metadata.ts";

/**
 * An item as one line of JSON, without its line end.
 * @param omitted paths below the root folder of files that are not in the package
 */
export function jsonText(
  item: Item,
  planned: PlannedItem,
  omitted: ReadonlySet<string>,
  context: DocumentContext,
): string {
  const slash = planned.folder.lastIndexOf("/");
  const files = packedFiles(
    planned,
    (path) => omitted.has(path),
    planned.folder.slice(0, slash),
  );
  const document: JsonItem = {
    folder: planned.folder.slice(slash + 1),
    ...itemDocument(
      item,
      packedMetadata(item.metadata, context),
      files,
      context,
    ),
  };
  return JSON.stringify(document);
}
