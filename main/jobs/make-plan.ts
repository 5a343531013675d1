import { setImmediate as nextTurn } from "node:timers/promises";
import type { ExportRequest } from "../domain/run-request.ts";
import type { FormatContext, Format } from "../formats/format.ts";
import type { CatalogSnapshot } from "../store/catalog.ts";
import type { ExportPlan, PlanTotals } from "./export-plan.ts";

const chunk = 500;

/**
 * Writes the plan of an export from one snapshot of the catalog, item by item.
 * @param onProgress number of items planned so far
 * @throws AbortError when the signal fires
 */
export async function makePlan(
  plan: ExportPlan,
  snapshot: CatalogSnapshot,
  format: Format,
  request: ExportRequest,
  signal: AbortSignal,
  onProgress: (items: number) => void,
): Promise<PlanTotals> {
  const writer = plan.write();
  const context: FormatContext = {
    root: request.root,
    options: request.options,
    handlePrefix: snapshot.handlePrefix,
    folderOf: () => null,
  };
  const add = (ids: readonly number[]) => {
    writer.begin();
    for (const item of snapshot.items.load(ids, false)) {
      const planned = format.planItem(item, writer.next(), context);
      writer.add({
        id: item.id,
        folder: planned.folder.slice(request.root.length + 1),
        lastModified: item.lastModified,
        files: planned.files.map(({ path, bitstream }) => ({
          path,
          size: bitstream.size,
          sha256: bitstream.sha256,
        })),
      });
    }
    writer.commit();
  };

  let ids: number[] = [];
  for (const id of snapshot.selection.items(
    request.selection,
    request.options.withdrawn,
  )) {
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
  return totals;
}
