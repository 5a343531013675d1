import { AppError } from "../domain/errors.ts";
import type { ExportRequest } from "../domain/run-request.ts";
import type { CatalogSnapshot } from "../store/catalog.ts";

/**
 * A search that finds nothing is a mistake, not an empty package.
 * @throws AppError selection.empty
 */
export function refuseEmptySearch(
  { selection, options }: ExportRequest,
  items: number,
  unfinished: number,
  snapshot: CatalogSnapshot,
): void {
  if (selection.kind !== "query" || items > 0) return;
  const withdrawn = options.withdrawn
    ? 0
    : snapshot.selection.withdrawn(selection);
  const leftOut = [
    ...(withdrawn > 0 ? [`${String(withdrawn)} withdrawn`] : []),
    ...(unfinished > 0 ? [`${String(unfinished)} not archived`] : []),
  ];
  throw new AppError(
    "selection.empty",
    `The search “${selection.query}” finds no item to export${leftOut.length === 0 ? "" : ` (left out: ${leftOut.join(", ")})`}.`,
    {
      object: selection.query,
      remedy:
        withdrawn > 0
          ? "Search for something else, or take withdrawn items along."
          : "Search for something else; every word must occur in an item.",
    },
  );
}
