import type { ExportRequest } from "../domain/run-request.ts";
import type { FormatContext } from "../formats/format.ts";
import type { CatalogSnapshot } from "../store/catalog.ts";

/**
 * What a format makes the entries of items with.
 * @param folderOf folder of another item of the same package; nobody knows it while the package is planned
 */
export function formatContext(
  request: ExportRequest,
  snapshot: CatalogSnapshot,
  folderOf: FormatContext["folderOf"],
): FormatContext {
  return {
    root: request.root,
    options: request.options,
    handlePrefix: snapshot.handlePrefix,
    folderOf,
    titleOf: snapshot.names.titleOf,
    communitiesAbove: snapshot.names.communitiesAbove,
    scopeNote: snapshot.names.scopeNote,
  };
}
