import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
} from "node:fs";
import { rename, rm, rmdir } from "node:fs/promises";
import { dirname, isAbsolute, join, relative } from "node:path";
import { AppError, fromSystemError } from "../domain/errors.ts";
import type { ExportRequest } from "../domain/run-request.ts";
import {
  noProgress,
  type ExportResult,
  type RunProgress,
} from "../domain/run.ts";
import { formats } from "../formats/index.ts";
import type { PackageFacts } from "../formats/format.ts";
import { packers } from "../packers/index.ts";
import type { PackCounts, Packer, PackResult } from "../packers/packer.ts";
import { createBitstreamStore } from "../store/bitstream-store.ts";
import {
  createCatalog,
  openSnapshot,
  type CatalogSnapshot,
} from "../store/catalog.ts";
import { syncFolder } from "../store/sync-folder.ts";
import { closingFacts } from "./closing-facts.ts";
import {
  openExportPlan,
  type ExportPlan,
  type PlanTotals,
} from "./export-plan.ts";
import { archivePath, partPath, workFolder } from "./export-paths.ts";
import { makePlan } from "./make-plan.ts";
import { startPackThreads, type PackThreads } from "./pack-threads.ts";
import type { JobContext } from "./protocol.ts";
import { readProblems } from "./read-problems.ts";
import { verifyAgainstPlan } from "./verify-against-plan.ts";

/**
 * Runs an export: plan, pack, read again and compare, give the archive its final name.
 * A run that was stopped by a crash goes on at its last finished block when the catalog has not changed meanwhile.
 * @throws AppError; on failure the part file stays for the runner to remove or to take up again
 */
export async function runExport(
  context: JobContext,
  request: ExportRequest,
): Promise<ExportResult> {
  const { paths, run, report, signal, threads } = context;
  const format = formats.find(
    (candidate) => candidate.id === request.options.format,
  );
  const packer = packers.find(
    (candidate) => candidate.id === request.options.packer,
  );
  if (format === undefined)
    throw new AppError(
      "format.unknown",
      `There is no format ${request.options.format}.`,
    );
  if (packer === undefined)
    throw new AppError(
      "packer.unknown",
      `There is no packer ${request.options.packer}.`,
    );

  const work = workFolder(paths.exports, run.uuid);
  const target = archivePath(
    paths.exports,
    run.uuid,
    request,
    packer.extension,
  );
  const part = partPath(target, run.uuid);
  let progress: RunProgress = noProgress;
  const show = (change: Partial<RunProgress>) => {
    progress = { ...progress, ...change };
    report.progress(progress);
  };

  makeFolder(work);
  if (request.out !== null)
    checkTarget(target, dirname(paths.catalog), packer.makes);
  const planFile = join(work, "plan.sqlite");
  const { snapshot, packThreads } = await openTogether(
    context,
    request,
    planFile,
  );
  let plan: ExportPlan | null = null;
  try {
    show({ phase: "planning" });
    const basis = {
      revision: snapshot.revision,
      request,
      version: planVersion,
    };
    plan = openPlanFor(planFile, basis);
    let totals = plan.totals();
    let checkpoint = totals === null ? null : plan.checkpoint();
    if (totals === null) {
      plan.set("basis", null);
      totals = await makePlan(
        plan,
        snapshot,
        format,
        request,
        signal,
        (items) => {
          show({ items });
        },
      );
      plan.set("basis", basis);
      report.log(
        "info",
        `planned ${String(totals.items)} items with ${String(totals.files)} files, ${String(totals.bytes)} bytes`,
      );
    } else if (checkpoint !== null) {
      report.log(
        "info",
        `going on after block ${String(checkpoint.counts.blocks)} of ${String(totals.blocks)}`,
      );
    }

    const unfinished = snapshot.selection.unfinished(request.selection);
    refuseIfNothingFound(request, totals.items, unfinished.count, snapshot);
    const packed = await pack(plan, totals, checkpoint);
    checkpoint = null;
    await readProblems(join(work, "problems.ndjson"), report.problem);
    if (unfinished.count > 0) {
      report.problem({
        severity: "warning",
        code: "item.unfinished",
        object: unfinished.first ?? request.title,
        message: `${unfinished.count === 1 ? "The item is" : `The item and ${String(unfinished.count - 1)} more are`} neither archived nor withdrawn.`,
        action:
          "Left out of the package: only what has been archived is exported.",
      });
    }
    const result: ExportResult = {
      path: target,
      size: packed.size,
      sha256: packed.sha256,
      crc32: packed.crc32,
      items: packed.counts.items,
      itemsPlanned: totals.items,
      files: packed.counts.files,
      filesPlanned: totals.files,
      entries: packed.counts.entries,
      unfinishedLeftOut: unfinished.count,
      verified: request.options.verify ? true : null,
    };
    if (request.options.verify) {
      await verifyAgainstPlan(
        {
          archive: part,
          plan,
          problems: join(work, "problems.ndjson"),
          request,
          threads,
          signal,
        },
        (items, files, bytes) => {
          show({ phase: "verifying", items, files, bytes });
        },
      );
    }
    await finish(part, target, packer.makes);
    show({ phase: "finished" });
    return result;
  } finally {
    plan?.close();
    snapshot.close();
    await packThreads.close();
  }

  async function pack(
    openPlan: ExportPlan,
    totals: PlanTotals,
    checkpoint: ReturnType<ExportPlan["checkpoint"]>,
  ): Promise<PackResult> {
    if (format === undefined || packer === undefined)
      throw new Error("unreachable");
    const store = createBitstreamStore(paths.store);
    const manifestFile = join(work, "manifest.txt");
    const problemsFile = join(work, "problems.ndjson");
    show({
      phase: "packing",
      items: 0,
      itemsTotal: totals.items,
      filesTotal: totals.files,
      bytesTotal: totals.bytes,
    });
    return packer.pack({
      blocks: totals.blocks,
      threads,
      partFile: part,
      workFolder: work,
      manifestFile,
      problemsFile,
      base: `${request.root}/`,
      resumeFrom: checkpoint,
      signal,
      spawn: packThreads.spawn,
      bitstreamFile: store.fileOf,
      saveCheckpoint: (state) => {
        openPlan.set("checkpoint", state);
      },
      onProgress: ({ items, files, bytes }) => {
        show({ items, files, bytes });
      },
      async *closing(counts: PackCounts) {
        show({ phase: "closing" });
        const facts: PackageFacts = closingFacts({
          snapshot,
          request,
          totals,
          counts,
          work,
          manifestFile,
          problemsFile,
        });
        yield* format.closingEntries(facts);
      },
    });
  }
}

/** Grows when a plan of an earlier version of the program can no longer be taken up. */
const planVersion = 1;

function openPlanFor(file: string, basis: unknown): ExportPlan {
  const wanted = JSON.stringify(basis);
  try {
    const plan = openExportPlan(file);
    if (JSON.stringify(plan.basis()) === wanted) return plan;
    plan.close();
  } catch {
    // A plan that a lost power supply has spoilt is made anew.
  }
  for (const suffix of ["", "-wal", "-shm"])
    rmSync(file + suffix, { force: true });
  return openExportPlan(file);
}

/** Opens the snapshots of this thread and of all pack threads while nobody writes, so that they are one and the same. */
async function openTogether(
  { paths, threads }: JobContext,
  request: ExportRequest,
  planFile: string,
): Promise<{ snapshot: CatalogSnapshot; packThreads: PackThreads }> {
  const catalog = createCatalog(paths.catalog);
  try {
    return await catalog.whileNobodyWrites(async () => {
      const packThreads = await startPackThreads(threads, {
        request,
        paths,
        planFile,
      });
      try {
        return { snapshot: openSnapshot(paths.catalog), packThreads };
      } catch (error) {
        await packThreads.close();
        throw error;
      }
    });
  } finally {
    catalog.close();
  }
}

/**
 * A search that finds nothing is a mistake, not an empty package.
 * @throws AppError selection.empty
 */
function refuseIfNothingFound(
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

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw fromSystemError(error, folder, "write");
  }
}

/**
 * A folder a person names must be there: a mistyped path, or a disk that is not mounted, must not become a new folder.
 * What is at the path already may be replaced only when it is a plain file (for a folder: an empty folder), and never
 * anything of the data folder.
 */
function checkTarget(
  target: string,
  dataFolder: string,
  makes: Packer["makes"],
): void {
  const refuse = (reason: string) =>
    new AppError("file.unwritable", `${target} ${reason}.`, {
      object: target,
      remedy: "Choose another path for the archive.",
    });
  try {
    accessSync(dirname(target), constants.W_OK);
    const folder = relative(
      realpathSync(dataFolder),
      realpathSync(dirname(target)),
    );
    if (!folder.startsWith("..") && !isAbsolute(folder)) {
      throw refuse("is inside the data folder");
    }
    const there = lstatSync(target, { throwIfNoEntry: false });
    if (there === undefined) return;
    if (makes === "file" && !there.isFile())
      throw refuse("exists and is not a plain file");
    if (
      makes === "folder" &&
      !(there.isDirectory() && readdirSync(target).length === 0)
    )
      throw refuse("exists already and is not an empty folder");
  } catch (error) {
    throw fromSystemError(error, target, "write");
  }
}

async function finish(
  part: string,
  target: string,
  makes: Packer["makes"],
): Promise<void> {
  try {
    // An empty folder makes room for the new one; not every system lets a rename do that.
    if (makes === "folder" && existsSync(target)) await rmdir(target);
    await rename(part, target);
    await syncFolder(dirname(target));
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw fromSystemError(error, target, "write");
  }
}
