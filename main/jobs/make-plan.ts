import { setImmediate as nextTurn } from "node:timers/promises";
import type { ClosedFile } from "../domain/catalog.ts";
import type { ExportRequest } from "../domain/run-request.ts";
import type { Format } from "../formats/format.ts";
import type { CatalogSnapshot } from "../store/catalog.ts";
import type { VolumeMeasure } from "../packers/packer.ts";
import type { ExportPlan, PlanTotals } from "./export-plan.ts";
import { formatContext } from "./format-context.ts";
import { restrictedFiles } from "./restricted-files.ts";
import { roomOfItem, type VolumeCutter } from "./volume-room.ts";

const chunk = 500;

/** How the plan is cut into volumes. */
export interface PlanCut {
  readonly cutter: VolumeCutter;
  readonly measure: VolumeMeasure;
}

/**
 * Writes the plan of an export from one snapshot of the catalog, item by item.
 * @param selected ids of the items in the order of the package
 * @param cut null: one volume
 * @param onProgress number of items planned so far
 * @throws AbortError when the signal fires
 */
export async function makePlan(
  plan: ExportPlan,
  snapshot: CatalogSnapshot,
  format: Format,
  request: ExportRequest,
  selected: Iterable<number>,
  cut: PlanCut | null,
  signal: AbortSignal,
  onProgress: (items: number) => void,
): Promise<PlanTotals> {
  const writer = plan.write();
  const context = formatContext(request, snapshot, () => null, writer.pathFor);
  const { restricted } = request.options;
  // Embargoes are judged once: a run that goes on after midnight packs what it planned.
  const today = new Date().toISOString().slice(0, 10);
  let restrictedLeftOut = 0;
  const add = (ids: readonly number[]) => {
    writer.begin();
    const closed = new Map<number, ClosedFile[]>();
    if (restricted !== undefined) {
      for (const file of snapshot.closedFiles.ofItems(ids, today))
        closed.set(file.item, [...(closed.get(file.item) ?? []), file]);
    }
    // How large an item becomes is known only with its metadata.
    const withMetadata = cut !== null || format.plansWithMetadata;
    for (const item of snapshot.items.load(ids, withMetadata)) {
      const planned = format.planItem(item, writer.next(), context);
      const closedFiles = closed.get(item.id) ?? [];
      const treated = restrictedFiles(
        planned,
        new Map(closedFiles.map((file) => [file.bitstream, file.opens])),
        context,
      );
      restrictedLeftOut += treated.omitted.size;
      if (cut !== null) {
        const room = roomOfItem(
          item,
          planned,
          treated,
          format,
          context,
          cut.measure,
        );
        if (cut.cutter.add(room)) writer.endVolume();
      }
      writer.add({
        id: item.id,
        folder: planned.folder.slice(request.root.length + 1),
        lastModified: item.lastModified,
        files: planned.files
          .filter(({ bitstream }) => !treated.omitted.has(bitstream.id))
          .map(({ path, bitstream, label }) => ({
            path,
            size: bitstream.size,
            sha256: bitstream.sha256,
            crc32: bitstream.crc32,
            label,
          })),
        closed: closedFiles,
      });
    }
    writer.commit();
  };

  let ids: number[] = [];
  for (const id of selected) {
    ids.push(id);
    if (ids.length < chunk) continue;
    add(ids);
    ids = [];
    onProgress(writer.next() - 1);
    await nextTurn();
    signal.throwIfAborted();
  }
  add(ids);
  const totals = writer.totals();
  plan.set("totals", totals);
  plan.set("restricted-left-out", restrictedLeftOut);
  return totals;
}
