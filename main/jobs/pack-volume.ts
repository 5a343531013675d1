import { join } from "node:path";
import type { ExportRequest } from "../domain/run-request.ts";
import type { RunProgress } from "../domain/run.ts";
import type { Format, PackageChanges } from "../formats/format.ts";
import type { PackCounts, Packer, PackResult } from "../packers/packer.ts";
import { createBitstreamStore } from "../store/bitstream-store.ts";
import type { CatalogSnapshot } from "../store/catalog.ts";
import { closingFacts } from "./closing-facts.ts";
import type { ExportPlan, PlannedVolume } from "./export-plan.ts";
import { makeFolder } from "./make-folder.ts";
import type { PackThreads } from "./pack-threads.ts";
import type { JobContext } from "./protocol.ts";
import { verifyAgainstPlan } from "./verify-against-plan.ts";

/** What all volumes of a run are packed with. */
export interface VolumePacking {
  readonly context: JobContext;
  readonly request: ExportRequest;
  readonly format: Format;
  readonly packer: Packer;
  readonly snapshot: CatalogSnapshot;
  readonly packThreads: PackThreads;
  readonly plan: ExportPlan;
  /** Number of volumes; null when the export is not to be cut, so that there is only one. */
  readonly volumes: number | null;
  /** What an incremental export says in a volume, from 1, of the one before; null unless it is one. */
  readonly changes: (volume: number) => PackageChanges | null;
  /** Work folder of the run. */
  readonly work: string;
  readonly show: (progress: Partial<RunProgress>) => void;
}

/** Where the problems of a volume are. */
export function volumeProblems(work: string, volume: PlannedVolume): string {
  return join(volumeFolder(work, volume), "problems.ndjson");
}

/** Where the manifest of a volume is. */
export function volumeManifest(work: string, volume: PlannedVolume): string {
  return join(volumeFolder(work, volume), "manifest.txt");
}

function volumeFolder(work: string, volume: PlannedVolume): string {
  return join(work, String(volume.number));
}

/**
 * Packs one volume, flushes it to disk, and reads it again when that was asked for. One that was stopped by a crash
 * goes on at its last finished block.
 * @param part name it is written under
 * @param before what the volumes before hold, for progress
 * @throws AppError as packers do, and verification.failed
 */
export async function packVolume(
  packing: VolumePacking,
  volume: PlannedVolume,
  part: string,
  before: Pick<PackCounts, "items" | "files" | "bytes">,
): Promise<PackResult> {
  const { context, request, plan, packer, format, show } = packing;
  const { paths, signal, threads, report } = context;
  const folder = volumeFolder(packing.work, volume);
  makeFolder(folder);
  const manifestFile = volumeManifest(packing.work, volume);
  const problemsFile = volumeProblems(packing.work, volume);
  const checkpoint = plan.checkpoint(volume.number);
  if (checkpoint !== null) {
    report.log(
      "info",
      `going on after block ${String(checkpoint.counts.blocks)} of ${String(volume.blocks)}${packing.volumes === null ? "" : ` of volume ${String(volume.number)}`}`,
    );
  }
  const advance = (
    phase: RunProgress["phase"],
    items: number,
    files: number,
    bytes: number,
  ) => {
    show({
      phase,
      items: before.items + items,
      files: before.files + files,
      bytes: before.bytes + bytes,
    });
  };

  advance("packing", 0, 0, 0);
  const result = await packer.pack({
    blocks: volume.blocks,
    threads,
    partFile: part,
    workFolder: folder,
    manifestFile,
    problemsFile,
    base: `${request.root}/`,
    resumeFrom: checkpoint,
    signal,
    spawn: packing.packThreads.forVolume(volume),
    bitstreamFile: createBitstreamStore(paths.store).fileOf,
    saveCheckpoint: (state) => {
      plan.setCheckpoint(volume.number, state);
    },
    onProgress: ({ items, files, bytes }) => {
      advance("packing", items, files, bytes);
    },
    async *closing(counts: PackCounts) {
      show({ phase: "closing" });
      yield* format.closingEntries(
        closingFacts({
          snapshot: packing.snapshot,
          request,
          format,
          planned: { plan, volume },
          totals: volume,
          counts,
          volume:
            packing.volumes === null
              ? null
              : { number: volume.number, of: packing.volumes },
          changes: packing.changes(volume.number),
          work: folder,
          manifestFile,
          problemsFile,
        }),
      );
    },
  });
  // What the threads hold is not needed beside what those hold that read the archive again.
  if (packing.volumes === null || volume.number === packing.volumes)
    await packing.packThreads.close();
  if (request.options.verify) {
    await verifyAgainstPlan(
      {
        archive: part,
        plan,
        volume,
        problems: problemsFile,
        manifest: manifestFile,
        request,
        format,
        threads,
        signal,
      },
      (items, files, bytes) => {
        advance("verifying", items, files, bytes);
      },
    );
  }
  return result;
}
