import { existsSync, statSync } from "node:fs";
import type { ExportVolume } from "../domain/run.ts";
import type { PackResult } from "../packers/packer.ts";
import type { PlannedVolume } from "./export-plan.ts";
import { partPath } from "./export-paths.ts";
import {
  packVolume,
  volumeProblems,
  type VolumePacking,
} from "./pack-volume.ts";
import { isLoss, readProblems } from "./read-problems.ts";
import type { VolumeLimits } from "./volume-room.ts";

/** A volume of the plan, and the name its archive is to have. */
export interface VolumeTarget {
  readonly volume: PlannedVolume;
  readonly target: string;
}

export interface PackedVolumes {
  readonly finished: readonly ExportVolume[];
  /** Paths of what is not in the package although it was planned. */
  readonly lost: readonly string[];
}

/**
 * Packs the volumes that are not there yet, one after the other.
 * @param limits what one may hold; null when the export is not cut
 * @throws AppError as {@link packVolume}
 */
export async function packVolumes(
  packing: VolumePacking,
  volumes: readonly VolumeTarget[],
  limits: VolumeLimits | null,
): Promise<PackedVolumes> {
  const { context, request, plan, packer, work } = packing;
  const { report, run } = context;
  const finished: ExportVolume[] = [];
  const lost: string[] = [];
  const before = { items: 0, files: 0, bytes: 0 };
  for (const { volume, target } of volumes) {
    const part = partPath(target, run.uuid);
    let packed = finishedBefore(volume, part, target);
    if (packed === null) {
      packed = await packVolume(packing, volume, part, before);
      plan.setPacked(volume.number, packed);
    }
    await readProblems(volumeProblems(work, volume), (problem) => {
      if (isLoss(problem)) lost.push(`${request.root}/${problem.object}`);
      report.problem(problem);
    });
    if (limits !== null) reportLarge(volume, target, packed.size, limits);
    const { size, sha256, crc32, counts } = packed;
    const { items, files, entries } = counts;
    finished.push({ path: target, size, sha256, crc32, items, files, entries });
    before.items += volume.items;
    before.files += volume.files;
    before.bytes += volume.bytes;
  }
  return { finished, lost };

  /** What a volume became in an earlier process, if it is still there as it was written. */
  function finishedBefore(
    volume: PlannedVolume,
    part: string,
    target: string,
  ): PackResult | null {
    const packed = plan.packed(volume.number);
    if (packed === null) return null;
    const isThere = (path: string) =>
      packer.makes === "folder"
        ? existsSync(path)
        : statSync(path, { throwIfNoEntry: false })?.size === packed.size;
    const named = plan.fact("naming") === true && isThere(target);
    return isThere(part) || named ? packed : null;
  }

  /** An item that is larger than a volume may be cannot be cut. */
  function reportLarge(
    volume: PlannedVolume,
    path: string,
    size: number,
    { bytes }: VolumeLimits,
  ): void {
    const asked = request.options.volumeBytes ?? null;
    const [held, most] = asked === null ? [volume.bytes, bytes] : [size, asked];
    if (held <= most) return;
    report.problem({
      severity: "warning",
      code: "volume.too-large",
      object: path,
      message: `The volume holds ${String(held)} bytes instead of at most ${String(most)}: ${volume.items === 1 ? "its one item is" : "what it could not pack and had to name is"} larger than that.`,
      action: "It was written as it is.",
    });
  }
}
