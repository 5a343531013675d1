import type { ExportRequest } from "../domain/run-request.ts";
import type { FolderArchive } from "../domain/run.ts";
import { createBitstreamStore } from "../store/bitstream-store.ts";
import type { ExportPlan } from "./export-plan.ts";
import { packFolderAgain } from "./pack-folder-again.ts";
import {
  archivesFolder,
  listingFile,
  openListing,
  writeListing,
} from "./package-listing.ts";
import type { JobContext } from "./protocol.ts";

export interface FinishedFolder {
  readonly context: JobContext;
  readonly request: ExportRequest;
  readonly plan: ExportPlan;
  /** Where the folder is now. */
  readonly part: string;
  /** Where it will be. */
  readonly target: string;
  readonly manifest: string;
  /** Work folder of the run. */
  readonly work: string;
}

/**
 * Writes the listing of a package that is a folder of Holdall's own, by which its files are found one by one, and makes
 * the archives of it that are wanted.
 * @throws AppError as {@link packFolderAgain}
 */
export async function finishFolder({
  context,
  request,
  plan,
  part,
  target,
  manifest,
  work,
}: FinishedFolder): Promise<FolderArchive[]> {
  await writeListing(listingFile(target), part, manifest, plan, request.root);
  const orders = request.options.archives ?? [];
  if (orders.length === 0) return [];
  const listing = openListing(part);
  try {
    const made: FolderArchive[] = [];
    for (const order of orders)
      made.push(
        await packFolderAgain({
          listing,
          order,
          target: archivesFolder(part),
          work,
          bitstreamFile: createBitstreamStore(context.paths.store).fileOf,
          signal: context.signal,
        }),
      );
    return made;
  } finally {
    listing.close();
  }
}
