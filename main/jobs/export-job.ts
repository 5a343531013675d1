import { existsSync, mkdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { AppError, fromSystemError } from "../domain/errors.ts";
import type { Rehearsal } from "../domain/rehearsal.ts";
import { grownSelection, type ExportRequest } from "../domain/run-request.ts";
import {
  noProgress,
  type ExportResult,
  type ExportVolume,
  type FolderArchive,
  type RunProgress,
} from "../domain/run.ts";
import { formats } from "../formats/index.ts";
import type { Format } from "../formats/format.ts";
import { packers } from "../packers/index.ts";
import type { Packer, PackResult } from "../packers/packer.ts";
import { createBitstreamStore } from "../store/bitstream-store.ts";
import { openSnapshot, type CatalogSnapshot } from "../store/catalog.ts";
import { whileNobodyWrites } from "../store/while-nobody-writes.ts";
import { checkTarget, nameArchives } from "./archive-targets.ts";
import { cutOf, volumeLimits } from "./cut-plan.ts";
import { createExportMemory, type ExportMemory } from "./export-memory.ts";
import {
  openExportPlan,
  type ExportPlan,
  type PlannedVolume,
  type PlanTotals,
} from "./export-plan.ts";
import {
  archivePath,
  partPath,
  volumePath,
  workFolder,
} from "./export-paths.ts";
import { makePlan } from "./make-plan.ts";
import { startPackThreads, type PackThreads } from "./pack-threads.ts";
import { packFolderAgain } from "./pack-folder-again.ts";
import {
  archivesFolder,
  listingFile,
  openListing,
  writeListing,
} from "./package-listing.ts";
import { packVolume, volumeManifest, volumeProblems } from "./pack-volume.ts";
import type { JobContext, Remembered } from "./protocol.ts";
import { refuseEmptySearch } from "./refuse-empty-search.ts";
import { rehearse } from "./rehearse.ts";
import { isLoss, readProblems } from "./read-problems.ts";

export interface ExportOutcome {
  readonly result: ExportResult;
  readonly remembered: Remembered;
}

/**
 * Runs an export: plan, pack, read again and compare, give the archives their final names.
 * A run that was stopped by a crash goes on at its last finished volume and block when the catalog has not changed
 * meanwhile.
 * @throws AppError; on failure the part files stay for the runner to remove or to take up again
 */
export async function runExport(
  context: JobContext,
  request: ExportRequest,
): Promise<ExportOutcome> {
  const { paths, run, report, signal } = context;
  const { format, packer } = find(request);
  await format.prepare?.(request.options);
  const limits = volumeLimits(request.options, packer);
  const work = workFolder(paths.exports, run.uuid);
  const { extension, makes } = packer;
  const archive = archivePath(paths.exports, run.uuid, request, extension);
  let progress: RunProgress = noProgress;
  const show = (change: Partial<RunProgress>) => {
    progress = { ...progress, ...change };
    report.progress(progress);
  };

  makeFolder(work);
  const check = (target: string) => {
    if (request.out !== null)
      checkTarget(target, dirname(paths.catalog), makes);
  };
  check(limits === null ? archive : volumePath(archive, extension, 1));
  const planFile = join(work, "plan.sqlite");
  const { snapshot, starting } = await openTogether(context, request, planFile);
  let plan: ExportPlan | null = null;
  const stopFinding = new AbortController();
  let changesFound: Promise<void> = Promise.resolve();
  try {
    plan = openPlanFor(planFile, {
      revision: snapshot.revision,
      request,
      version: planVersion,
    });
    const memory = createExportMemory({
      context,
      request,
      plan,
      snapshot,
      work,
    });
    const totals = plan.totals() ?? (await planAnew(plan, memory));
    if (memory.isEmpty()) {
      const { base } = memory.summary() ?? {};
      report.log(
        "info",
        `nothing has changed since ${new Date(base?.finishedAt ?? 0).toISOString()}`,
      );
      show({ phase: "finished" });
      return {
        result: emptyResult(memory.summary()),
        remembered: memory.unchanged(),
      };
    }
    const { mostItems = Infinity } = request.options;
    if (totals.items > mostItems)
      throw new AppError(
        "selection.too-large",
        `There are ${String(totals.items)} items, and this export can have ${String(mostItems)} at the most.`,
        { remedy: "Ask for fewer." },
      );
    const unfinished = snapshot.selection.unfinished(grownSelection(request));
    if (!memory.partial)
      refuseEmptySearch(request, totals.items, unfinished.count, snapshot);
    const volumes = plan.volumes();
    const targets = volumes.map(({ number }) =>
      limits === null ? archive : volumePath(archive, extension, number),
    );
    targets.forEach(check);
    show({
      phase: "packing",
      items: 0,
      itemsTotal: totals.items,
      filesTotal: totals.files,
      bytesTotal: totals.bytes,
    });
    const lost: string[] = [];
    changesFound = memory.findBeside(
      AbortSignal.any([signal, stopFinding.signal]),
    );
    // It is awaited below; until then nobody would hear of a failure.
    changesFound.catch(() => undefined);
    const finished = await packAll(plan, memory, volumes, targets, lost);
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
    const [onlyVolume, onlyTarget] = [volumes[0], targets[0]];
    if (
      makes === "folder" &&
      request.out === null &&
      onlyVolume !== undefined &&
      onlyTarget !== undefined
    )
      await writeListing(
        listingFile(onlyTarget),
        partPath(onlyTarget, run.uuid),
        volumeManifest(work, onlyVolume),
        plan,
        request.root,
      );
    // Whatever can fail is to be over before what may lie there already is replaced. What is kept counts only when the run
    // succeeds.
    await changesFound;
    const remembered = memory.keep(lost);
    plan.set("naming", true);
    await nameArchives(
      targets.map((target) => ({ target, part: partPath(target, run.uuid) })),
      makes,
    );
    if (limits !== null) reportOlderVolume(volumes.length + 1);
    const archives = await packArchives(archive);
    const changes = memory.summary();
    const rehearsal =
      request.options.rehearse === true
        ? await rehearseAll(targets, totals.items)
        : null;
    show({ phase: "finished" });
    const leftOut = plan.fact("restricted-left-out");
    return {
      result: {
        ...resultOf(finished, totals, unfinished.count),
        ...(archives.length === 0 ? {} : { archives }),
        ...(request.options.restricted === "leave-out" &&
        typeof leftOut === "number"
          ? { restrictedLeftOut: leftOut }
          : {}),
        ...(changes === null ? {} : { changes }),
        ...(rehearsal === null ? {} : { rehearsal }),
      },
      remembered,
    };
  } finally {
    stopFinding.abort();
    await changesFound.catch(() => undefined);
    plan?.close();
    snapshot.close();
    await starting.then(
      (threads) => threads.close(),
      () => undefined,
    );
  }

  /** What is different does not make the package a bad one, but it has to be known. */
  async function rehearseAll(
    archives: readonly string[],
    planned: number,
  ): Promise<Rehearsal | null> {
    show({ phase: "verifying", items: 0 });
    const problem = (object: string, message: string) => {
      report.problem({
        severity: "warning",
        code: "rehearsal.different",
        object,
        message,
        action: "The package was left as it is.",
      });
    };
    try {
      const result = await rehearse({
        archives,
        paths,
        scratch: join(work, "rehearsal"),
        planned,
        withFiles: request.options.bitstreams,
        threads: context.threads,
        signal,
        onProgress: ({ items }) => {
          show({ items });
        },
      });
      report.log(
        "info",
        `rehearsed: ${String(result.same)} of ${String(result.items)} items came back the same`,
      );
      for (const { object, message } of result.first) problem(object, message);
      return result;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof AppError)) throw error;
      problem(
        request.title,
        `The package could not be imported again: ${error.message}`,
      );
      return null;
    }
  }

  async function planAnew(
    openPlan: ExportPlan,
    memory: ExportMemory,
  ): Promise<PlanTotals> {
    show({ phase: "planning" });
    await memory.find((items) => {
      show({ items });
    });
    show({ items: 0 });
    const cut = await cutOf({
      limits,
      snapshot,
      format,
      packer,
      request,
      changes: memory.factsOf,
      work,
    });
    const totals = await makePlan(
      openPlan,
      snapshot,
      format,
      request,
      memory.selected(),
      cut,
      signal,
      (items) => {
        show({ items });
      },
    );
    openPlan.set("basis", {
      revision: snapshot.revision,
      request,
      version: planVersion,
    });
    const volumes =
      limits === null ? "" : ` in ${String(openPlan.volumes().length)} volumes`;
    report.log(
      "info",
      `planned ${String(totals.items)} items with ${String(totals.files)} files, ${String(totals.bytes)} bytes${volumes}`,
    );
    return totals;
  }

  /** Makes the archives that are wanted of the finished folder. */
  async function packArchives(folder: string): Promise<FolderArchive[]> {
    const orders = request.options.archives ?? [];
    if (orders.length === 0 || makes !== "folder" || request.out !== null)
      return [];
    const listing = openListing(folder);
    try {
      const made: FolderArchive[] = [];
      for (const order of orders)
        made.push(
          await packFolderAgain({
            listing,
            order,
            target: archivesFolder(folder),
            work,
            bitstreamFile: createBitstreamStore(paths.store).fileOf,
            signal,
          }),
        );
      return made;
    } finally {
      listing.close();
    }
  }

  /** Packs the volumes that are not there yet, one after the other. */
  async function packAll(
    openPlan: ExportPlan,
    memory: ExportMemory,
    volumes: readonly PlannedVolume[],
    targets: readonly string[],
    lost: string[],
  ): Promise<ExportVolume[]> {
    const finished: ExportVolume[] = [];
    const before = { items: 0, files: 0, bytes: 0 };
    const packing = {
      context,
      request,
      format,
      packer,
      snapshot,
      packThreads: await starting,
      plan: openPlan,
      changes: memory.factsOf,
      volumes: limits === null ? null : volumes.length,
      work,
      show,
    };
    for (const [index, volume] of volumes.entries()) {
      const path = targets[index] ?? archive;
      const part = partPath(path, run.uuid);
      let packed = finishedBefore(openPlan, volume, part, path);
      if (packed === null) {
        packed = await packVolume(packing, volume, part, before);
        openPlan.setPacked(volume.number, packed);
      }
      await readProblems(volumeProblems(work, volume), (problem) => {
        if (isLoss(problem)) lost.push(`${request.root}/${problem.object}`);
        report.problem(problem);
      });
      if (limits !== null) reportLarge(volume, path, packed.size);
      const { size, sha256, crc32, counts } = packed;
      const { items, files, entries } = counts;
      finished.push({ path, size, sha256, crc32, items, files, entries });
      before.items += volume.items;
      before.files += volume.files;
      before.bytes += volume.bytes;
    }
    return finished;
  }

  /** What a volume became in an earlier process, if it is still there as it was written. */
  function finishedBefore(
    openPlan: ExportPlan,
    volume: PlannedVolume,
    part: string,
    target: string,
  ): PackResult | null {
    const packed = openPlan.packed(volume.number);
    if (packed === null) return null;
    const isThere = (path: string) =>
      makes === "folder"
        ? existsSync(path)
        : statSync(path, { throwIfNoEntry: false })?.size === packed.size;
    const named = openPlan.fact("naming") === true && isThere(target);
    return isThere(part) || named ? packed : null;
  }

  /** An item that is larger than a volume may be cannot be cut. */
  function reportLarge(
    volume: PlannedVolume,
    path: string,
    size: number,
  ): void {
    const asked = request.options.volumeBytes ?? null;
    const [held, most] =
      asked === null ? [volume.bytes, limits?.bytes ?? 0] : [size, asked];
    if (held <= most) return;
    report.problem({
      severity: "warning",
      code: "volume.too-large",
      object: path,
      message: `The volume holds ${String(held)} bytes instead of at most ${String(most)}: ${volume.items === 1 ? "its one item is" : "what it could not pack and had to name is"} larger than that.`,
      action: "It was written as it is.",
    });
  }

  function reportOlderVolume(number: number): void {
    const path = volumePath(archive, extension, number);
    if (request.out === null || !existsSync(path)) return;
    report.problem({
      severity: "warning",
      code: "volume.left-over",
      object: path,
      message: "It is a volume of an earlier export to the same place.",
      action: "It was left as it is; it does not belong to this export.",
    });
  }

  function resultOf(
    finished: readonly ExportVolume[],
    totals: PlanTotals,
    unfinishedLeftOut: number,
  ): ExportResult {
    const first = finished[0];
    if (first === undefined) throw new Error("a plan has at least one volume");
    const sum = (count: (volume: ExportVolume) => number) =>
      finished.reduce((total, volume) => total + count(volume), 0);
    return {
      path: first.path,
      size: first.size,
      sha256: first.sha256,
      crc32: first.crc32,
      items: sum(({ items }) => items),
      itemsPlanned: totals.items,
      files: sum(({ files }) => files),
      filesPlanned: totals.files,
      entries: sum(({ entries }) => entries),
      unfinishedLeftOut,
      ...(limits === null ? {} : { volumes: finished }),
      verified: request.options.verify ? true : null,
    };
  }
}

/** Of a run that found nothing to pack. */
function emptyResult(changes: ExportResult["changes"] | null): ExportResult {
  return {
    path: "",
    size: 0,
    sha256: "",
    crc32: 0,
    items: 0,
    itemsPlanned: 0,
    files: 0,
    filesPlanned: 0,
    entries: 0,
    verified: null,
    ...(changes == null ? {} : { changes }),
  };
}

/** @throws AppError format.unknown, packer.unknown */
function find({ options }: ExportRequest): { format: Format; packer: Packer } {
  const format = formats.find((candidate) => candidate.id === options.format);
  const packer = packers.find((candidate) => candidate.id === options.packer);
  if (format === undefined)
    throw new AppError(
      "format.unknown",
      `There is no format ${options.format}.`,
    );
  if (packer === undefined)
    throw new AppError(
      "packer.unknown",
      `There is no packer ${options.packer}.`,
    );
  return { format, packer };
}

/** Grows when a plan of an earlier version of the program can no longer be taken up. */
const planVersion = 4;

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

/**
 * Opens the snapshots of this thread and of all pack threads while nobody writes, so that they are one and the same. The
 * threads take a while to start, and the plan can be made meanwhile.
 * @throws AppError catalog.*
 */
async function openTogether(
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

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw fromSystemError(error, folder, "write");
  }
}
