import { rm } from "node:fs/promises";
import { dirname, isAbsolute, join, relative } from "node:path";
import type { Logger } from "pino";
import type { Records } from "./compose-records.ts";
import { archivesToRemove } from "./core/retention.ts";
import type { ExportDefinition } from "./domain/export-definition.ts";
import { runFolder } from "./jobs/export-paths.ts";
import { removeOld } from "./remove-old.ts";
import type { Catalog } from "./store/catalog.ts";
import { patiently } from "./store/patiently.ts";

/** Folders beside the exports for what is made for the moment: copies of files, and looks into packages. */
const momentary = ["taken", "looks", "rehearsals"];
/** Milliseconds. */
const betweenLooks = 3_600_000;

/** What removes the archives that the rules of saved exports give up, put together. */
export function composeRetention(
  catalog: Catalog,
  records: Pick<Records, "audit">,
  logger: Logger,
  exportsFolder: string,
) {
  const { definitions: store, deliveries, runs } = catalog;

  /** Where the archive of a run is, when it lies in the data folder: only that is Holdall's to remove. */
  function ownArchive(run: number): string | null {
    const result = runs.get(run)?.result ?? null;
    const path = result !== null && "path" in result ? result.path : "";
    return path !== "" && isInside(exportsFolder, path) ? path : null;
  }

  /**
   * Removes what a run keeps in the data folder: its archive, all volumes of it, and the folder around them.
   * @returns whether there was something to remove
   */
  async function removeArchive(run: number): Promise<boolean> {
    const found = runs.get(run);
    if (found === null || ownArchive(run) === null) return false;
    await rm(runFolder(exportsFolder, found.uuid), {
      recursive: true,
      force: true,
    });
    return true;
  }

  /** Removes the archives that the rules of a definition give up, and says so in the logs of their runs. */
  async function tidyOne({
    id,
    name,
    owner,
    retention,
  }: ExportDefinition): Promise<void> {
    if (retention.keepLast === null && retention.keepDays === null) return;
    // easydb's clients are promised that files go, those of the last run too (easydb.md section 8), and cannot have a
    // delivery tried again.
    const isEasydb = catalog.easydbExports.get(id) !== null;
    for (const { run, because } of archivesToRemove(
      retention,
      store.runs(id),
      Date.now(),
      0,
      isEasydb ? "all-age" : "newest-stays",
    )) {
      // What is still to be delivered, or may be tried again, has to be there.
      if (isEasydb ? deliveries.openOf(run).length > 0 : deliveries.wanted(run))
        continue;
      // What somebody has had written elsewhere is theirs, and still there.
      if (!(await removeArchive(run))) continue;
      await patiently(() =>
        catalog.together(() => {
          if (!store.expire(run, Date.now())) return;
          const reason =
            because === "count"
              ? `"${name}" keeps the last ${retention.keepLast === 1 ? "archive" : `${String(retention.keepLast)} archives`}.`
              : `"${name}" keeps archives for ${String(retention.keepDays)} ${retention.keepDays === 1 ? "day" : "days"}.`;
          runs.addLog(run, "info", `Its archive was removed: ${reason}`);
          records.audit.note("archive.expired", {
            object: name,
            run,
            owner,
            detail: { because },
          });
        }),
      );
      logger.info({ run, definition: id, because }, "an archive was removed");
    }
  }

  let lookedAt = 0;
  /** What was made for the moment goes, also where nothing is made again: copies may be of what few may see. */
  function tidyMoments(): void {
    if (Date.now() - lookedAt < betweenLooks) return;
    lookedAt = Date.now();
    for (const name of momentary)
      for (const path of removeOld(join(dirname(exportsFolder), name)))
        logger.info({ path }, "what was made for the moment was removed");
  }

  let tidying: Promise<void> = Promise.resolve();
  /** One after the other, so that no archive is removed twice. */
  function tidy(): Promise<void> {
    tidying = tidying.then(async () => {
      tidyMoments();
      for (const definition of store.list()) {
        try {
          await tidyOne(definition);
        } catch (error) {
          logger.error(
            { definition: definition.id, err: error },
            "archives that are not kept could not be removed",
          );
        }
      }
    });
    return tidying;
  }

  return {
    ownArchive,
    removeArchive,
    tidy,
    /** Resolves when nothing is being removed. */
    settled: (): Promise<void> => tidying,
  };
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== "" && !way.startsWith("..") && !isAbsolute(way);
}
