import { createHash } from "node:crypto";
import type { ImportRequest } from "../domain/run-request.ts";
import type { SourceItem } from "../sources/source.ts";
import type { Catalog } from "../store/catalog.ts";

/** Names an import for ever: the same path into the same place. */
export function sourceKeyOf(request: ImportRequest): string {
  const into = request.collection ?? request.newCollection ?? "";
  return createHash("sha256")
    .update(
      JSON.stringify([
        request.source,
        request.path,
        into,
        request.newIdentifiers,
      ]),
    )
    .digest("hex");
}

/**
 * By what an item of this source is remembered: its key. A package put in the place of another one has other items under
 * the same keys; they are told apart by their uuids.
 */
export function itemKeyOf(
  catalog: Pick<Catalog, "imports" | "objects">,
  request: ImportRequest,
  sourceKey: string,
  item: SourceItem,
): string {
  if (request.newIdentifiers) return item.key;
  const known = catalog.imports.find(sourceKey, item.key);
  if (known === null || item.uuid === undefined) return item.key;
  const same = catalog.objects.find(item.uuid);
  return same?.id === known.itemId ? item.key : `${item.key} ${item.uuid}`;
}
