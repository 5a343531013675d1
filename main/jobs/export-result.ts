import type {
  ExportOptions,
  ExportResult,
  ExportVolume,
} from "../domain/run.ts";
import type { PlanTotals } from "./export-plan.ts";

/**
 * What a run has made.
 * @param cut whether it was to be cut into volumes, which are then named one by one
 */
export function resultOf(
  finished: readonly ExportVolume[],
  cut: boolean,
  planned: PlanTotals,
  unfinishedLeftOut: number,
  options: Pick<ExportOptions, "verify">,
): ExportResult {
  const [first] = finished;
  if (first === undefined) throw new Error("a plan has at least one volume");
  const sum = (count: (volume: ExportVolume) => number) =>
    finished.reduce((total, volume) => total + count(volume), 0);
  return {
    path: first.path,
    size: first.size,
    sha256: first.sha256,
    crc32: first.crc32,
    items: sum(({ items }) => items),
    itemsPlanned: planned.items,
    files: sum(({ files }) => files),
    filesPlanned: planned.files,
    entries: sum(({ entries }) => entries),
    unfinishedLeftOut,
    ...(cut ? { volumes: finished } : {}),
    verified: options.verify ? true : null,
  };
}

/** Of a run that found nothing to pack. */
export function emptyResult(
  changes: ExportResult["changes"] | null,
): ExportResult {
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
