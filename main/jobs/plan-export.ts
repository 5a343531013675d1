import { rmSync } from "node:fs";
import type { ExportRequest } from "../domain/run-request.ts";
import type { RunProgress } from "../domain/run.ts";
import type { Format } from "../formats/format.ts";
import type { Packer } from "../packers/packer.ts";
import type { CatalogSnapshot } from "../store/catalog.ts";
import { cutOf } from "./cut-plan.ts";
import type { ExportMemory } from "./export-memory.ts";
import {
  openExportPlan,
  type ExportPlan,
  type PlanTotals,
} from "./export-plan.ts";
import { makePlan } from "./make-plan.ts";
import type { JobContext } from "./protocol.ts";
import type { VolumeLimits } from "./volume-room.ts";

/** Grows when a plan of an earlier version of the program can no longer be taken up. */
const planVersion = 4;

/** What a plan that can be taken up was made of. */
const basisOf = (revision: number, request: ExportRequest) => ({
  revision,
  request,
  version: planVersion,
});

/** The plan of an earlier process when it was made for the same request of the same catalog; else an empty one. */
export function openPlanFor(
  file: string,
  revision: number,
  request: ExportRequest,
): ExportPlan {
  const wanted = JSON.stringify(basisOf(revision, request));
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

export interface ExportPlanning {
  readonly context: JobContext;
  readonly request: ExportRequest;
  readonly format: Format;
  readonly packer: Packer;
  /** What a volume may hold; null when the export is not cut. */
  readonly limits: VolumeLimits | null;
  readonly snapshot: CatalogSnapshot;
  readonly memory: ExportMemory;
  /** Work folder of the run. */
  readonly work: string;
  readonly show: (progress: Partial<RunProgress>) => void;
}

/**
 * Fills an empty plan.
 * @throws AppError as {@link makePlan} and {@link cutOf}
 */
export async function planExport(
  plan: ExportPlan,
  { context, memory, show, ...planning }: ExportPlanning,
): Promise<PlanTotals> {
  const { report, signal } = context;
  const { limits, snapshot, format, request } = planning;
  show({ phase: "planning" });
  await memory.find((items) => {
    show({ items });
  });
  show({ items: 0 });
  const cut = await cutOf({ ...planning, changes: memory.factsOf });
  const totals = await makePlan(
    plan,
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
  plan.set("basis", basisOf(snapshot.revision, request));
  const parts = limits === null ? 0 : plan.volumes().length;
  const volumes =
    parts === 0
      ? ""
      : ` in ${String(parts)} ${parts === 1 ? "volume" : "volumes"}`;
  report.log(
    "info",
    `planned ${String(totals.items)} ${totals.items === 1 ? "item" : "items"} with ${String(totals.files)} ${totals.files === 1 ? "file" : "files"}, ${String(totals.bytes)} bytes${volumes}`,
  );
  return totals;
}
