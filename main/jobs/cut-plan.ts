import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AppError, fromSystemError } from "../domain/errors.ts";
import type { ExportRequest } from "../domain/run-request.ts";
import type { ExportOptions } from "../domain/run.ts";
import type { Format, PackageChanges } from "../formats/format.ts";
import type { Packer } from "../packers/packer.ts";
import type { CatalogSnapshot } from "../store/catalog.ts";
import { closingFacts } from "./closing-facts.ts";
import type { PlanCut } from "./make-plan.ts";
import {
  createVolumeCutter,
  roomOfFrame,
  type VolumeLimits,
} from "./volume-room.ts";

/**
 * What the volumes of an export may hold; null when it is not to be cut.
 * @throws AppError input.invalid when the packer has limits of its own and others were asked for
 */
export function volumeLimits(
  options: ExportOptions,
  packer: Packer,
): VolumeLimits | null {
  const asked = options.volumeBytes ?? null;
  if (asked === null) return packer.parts;
  if (packer.parts === null) return { bytes: asked, entries: Infinity };
  throw new AppError(
    "input.invalid",
    `The packer ${packer.id} has a size of its own for its files.`,
    {
      object: packer.id,
      remedy: "Choose another packer, or leave the size of volumes out.",
    },
  );
}

export interface CutInput {
  readonly limits: VolumeLimits | null;
  readonly snapshot: CatalogSnapshot;
  readonly format: Format;
  readonly packer: Packer;
  readonly request: ExportRequest;
  readonly changes: (volume: number) => PackageChanges | null;
  readonly work: string;
}

/**
 * Prepares the cut of a plan into volumes: what a package without items takes is found by making its closing entries.
 * @throws AppError disk.full, file.unwritable
 */
export async function cutOf(input: CutInput): Promise<PlanCut | null> {
  const { limits, snapshot, format, packer, request } = input;
  if (limits === null) return null;
  const work = join(input.work, "measured");
  const manifestFile = join(work, "manifest.txt");
  const problemsFile = join(work, "problems.ndjson");
  try {
    mkdirSync(work, { recursive: true });
    for (const file of [manifestFile, problemsFile]) writeFileSync(file, "");
    const none = { items: 0, files: 0, bytes: 0, blocks: 0 };
    const { measure } = packer;
    const frameOf = (number: number) =>
      roomOfFrame(
        format.closingEntries(
          closingFacts({
            snapshot,
            request,
            format,
            planned: null,
            totals: { ...none, lastModified: 0 },
            counts: { ...none, entries: 0 },
            volume: { number, of: number },
            changes: input.changes(number),
            work,
            manifestFile,
            problemsFile,
          }),
        ),
        request.root,
        measure,
      );
    // The first volume has the tombstones of an incremental export.
    const first = await frameOf(1);
    const other = input.changes(2) === null ? first : await frameOf(2);
    return { cutter: createVolumeCutter(limits, first, other), measure };
  } catch (error) {
    throw fromSystemError(error, work, "write");
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
