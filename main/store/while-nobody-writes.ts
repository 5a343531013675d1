import { asAppError, openCatalog } from "./open.ts";

/**
 * Runs `work` while no other connection can write to the catalog; for opening several snapshots of one state.
 * @throws AppError catalog.newer-version, catalog.damaged, catalog.busy, data-folder.unusable; what `work` throws
 */
export async function whileNobodyWrites<Result>(
  file: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const database = openCatalog(file);
  try {
    try {
      database.exec("BEGIN IMMEDIATE");
    } catch (error) {
      throw asAppError(error, file);
    }
    return await work();
  } finally {
    // What has been begun ends with it.
    database.close();
  }
}
