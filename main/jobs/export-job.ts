import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { AppError } from "../domain/errors.ts";
import { grownSelection, type ExportRequest } from "../domain/run-request.ts";
import {
  noProgress,
  type ExportResult,
  type RunProgress,
} from "../domain/run.ts";
import { formats } from "../formats/index.ts";
import type { Format } from "../formats/format.ts";
import { packers } from "../packers/index.ts";
import type { Packer } from "../packers/packer.ts";
import { checkTarget, nameArchives } from "./archive-targets.ts";
import { volumeLimits } from "./cut-plan.ts";
import { createExportMemory } from "./export-memory.ts";
import {
  archivePath,
  partPath,
  volumePath,
  workFolder,
} from "./export-paths.ts";
import type { ExportPlan } from "./export-plan.ts";
import { emptyResult, resultOf } from "./export-result.ts";
import { finishFolder } from "./finish-folder.ts";
import { makeFolder } from "./make-folder.ts";
import { md5OfFile } from "./md5-of-file.ts";
import { openTogether } from "./open-together.ts";
import { volumeManifest } from "./pack-volume.ts";
import { packVolumes } from "./pack-volumes.ts";
import { openPlanFor, planExport } from "./plan-export.ts";
import type { JobContext, Remembered } from "./protocol.ts";
import { refuseEmptySearch } from "./refuse-empty-search.ts";
import { rehearseArchives } from "./rehearse-archives.ts";

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
    plan = openPlanFor(planFile, snapshot.revision, request);
    const memory = createExportMemory({
      context,
      request,
      plan,
      snapshot,
      work,
    });
    const making = {
      context,
      request,
      format,
      packer,
      limits,
      snapshot,
      work,
      show,
    };
    const totals =
      plan.totals() ?? (await planExport(plan, { ...making, memory }));
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
    const volumes = plan.volumes().map((volume) => ({
      volume,
      target:
        limits === null
          ? archive
          : volumePath(archive, extension, volume.number),
    }));
    const targets = volumes.map(({ target }) => target);
    targets.forEach(check);
    show({
      phase: "packing",
      items: 0,
      itemsTotal: totals.items,
      filesTotal: totals.files,
      bytesTotal: totals.bytes,
    });
    changesFound = memory.findBeside(
      AbortSignal.any([signal, stopFinding.signal]),
    );
    // It is awaited below; until then nobody would hear of a failure.
    changesFound.catch(() => undefined);
    const { finished, lost } = await packVolumes(
      {
        ...making,
        packThreads: await starting,
        plan,
        changes: memory.factsOf,
        volumes: limits === null ? null : volumes.length,
      },
      volumes,
      limits,
    );
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
    // Whatever can fail, or be cancelled, is to be over before what may lie there already is replaced. What is kept counts
    // only when the run succeeds.
    const [first] = volumes;
    const archives =
      makes === "folder" && request.out === null && first !== undefined
        ? await finishFolder({
            ...making,
            plan,
            part: partOf(first.target),
            target: first.target,
            manifest: volumeManifest(work, first.volume),
          })
        : [];
    const rehearsal =
      request.options.rehearse === true
        ? await rehearseArchives({
            ...making,
            parts: targets.map(partOf),
            targets,
            planned: totals.items,
          })
        : null;
    // DSpace says the MD5 of every file, and its clients compare with that (dspace.md section 12).
    const md5 =
      run.origin === "dspace" && makes !== "folder" && first !== undefined
        ? await md5OfFile(partOf(first.target), signal, (bytes, bytesTotal) => {
            show({ phase: "summing", bytes, bytesTotal });
          })
        : null;
    await changesFound;
    signal.throwIfAborted();
    const remembered = memory.keep(lost);
    plan.set("naming", true);
    await nameArchives(
      targets.map((target) => ({ target, part: partPath(target, run.uuid) })),
      makes,
    );
    if (limits !== null) reportOlderVolume(volumes.length + 1);
    const changes = memory.summary();
    show({ phase: "finished" });
    const leftOut = plan.fact("restricted-left-out");
    return {
      result: {
        ...resultOf(
          finished,
          limits !== null,
          totals,
          unfinished.count,
          request.options,
        ),
        ...(md5 === null ? {} : { md5 }),
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

  /** Where a finished archive is: still under its first name, unless a crash came after it got its final one. */
  function partOf(target: string): string {
    const part = partPath(target, run.uuid);
    return existsSync(part) ? part : target;
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
