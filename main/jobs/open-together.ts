import type { ExportRequest } from "../domain/run-request.ts";
import { openSnapshot, type CatalogSnapshot } from "../store/catalog.ts";
import { whileNobodyWrites } from "../store/while-nobody-writes.ts";
import { startPackThreads, type PackThreads } from "./pack-threads.ts";
import type { JobContext } from "./protocol.ts";

/**
 * Opens the snapshots of this thread and of all pack threads while nobody writes, so that they are one and the same. The
 * threads take a while to start, and the plan can be made meanwhile.
 * @throws AppError catalog.*
 */
export async function openTogether(
  { paths, threads }: JobContext,
  request: ExportRequest,
  planFile: string,
): Promise<{ snapshot: CatalogSnapshot; starting: Promise<PackThreads> }> {
  const opened = Promise.withResolvers<CatalogSnapshot>();
  const starting = whileNobodyWrites(paths.catalog, () => {
    const scope = request.scope ?? null;
    opened.resolve(openSnapshot(paths.catalog, scope, request.selection));
    return startPackThreads(threads, { request, paths, planFile });
  });
  starting.catch(opened.reject);
  return { snapshot: await opened.promise, starting };
}
