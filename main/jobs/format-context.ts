import type { ExportRequest } from "../domain/run-request.ts";
import type { FormatContext } from "../formats/format.ts";
import type { CatalogSnapshot } from "../store/catalog.ts";

/**
 * What a format makes the entries of items with.
 * @param folderOf folder of another item of the same package; nobody knows it while the package is planned
 * @param pathFor settles paths while the package is planned, and finds them afterwards
 */
export function formatContext(
  request: ExportRequest,
  snapshot: CatalogSnapshot,
  folderOf: FormatContext["folderOf"],
  pathFor: FormatContext["pathFor"],
): FormatContext {
  return {
    root: request.root,
    title: request.title,
    options: request.options,
    handlePrefix: snapshot.handlePrefix,
    folderOf,
    pathFor,
    load: (ids) => snapshot.items.load(ids, true),
    titleOf: snapshot.names.titleOf,
    communitiesAbove: snapshot.names.communitiesAbove,
    scopeNote: snapshot.names.scopeNote,
  };
}
