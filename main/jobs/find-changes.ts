import { hash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { ExportRequest } from "../domain/run-request.ts";
import type { CatalogSnapshot } from "../store/catalog.ts";
import type { ExportPlan } from "./export-plan.ts";
import type { RunMemoryFile } from "./run-memory.ts";

/** Items at a time: few enough to hold up nothing that goes on beside it. */
const chunk = 200;

/**
 * Compares what is to be exported with what the runs before have packed, item by item, and notes in the plan what is
 * new, what has changed, and what is gone.
 * @param selected ids of the items in the order of the package
 * @param onProgress number of items compared so far
 * @throws AbortError when the signal fires
 */
export async function findChanges(
  plan: ExportPlan,
  memory: RunMemoryFile,
  snapshot: CatalogSnapshot,
  request: ExportRequest,
  selected: Iterable<number>,
  signal: AbortSignal,
  onProgress: (items: number) => void,
): Promise<void> {
  const writer = plan.changes.write();
  const leavesOut = request.options.restricted === "leave-out";
  const today = new Date().toISOString().slice(0, 10);
  let compared = 0;
  const compare = (ids: readonly number[]) => {
    const before = memory.digests(ids);
    const states = new Map(
      snapshot.digests.load(ids).map((state) => [state.id, state]),
    );
    if (leavesOut) {
      // What an embargo keeps out today is in the package tomorrow, without anybody having changed the item.
      for (const { item, bitstream } of snapshot.closedFiles.ofItems(
        ids,
        today,
      )) {
        const state = states.get(item);
        if (state !== undefined)
          states.set(item, {
            ...state,
            digest: mixed(state.digest, bitstream),
          });
      }
    }
    writer.begin();
    for (const id of ids) {
      const state = states.get(id);
      if (state !== undefined) writer.add(state, before.get(id) ?? null);
    }
    writer.commit();
    compared += ids.length;
  };

  let ids: number[] = [];
  for (const id of selected) {
    ids.push(id);
    if (ids.length < chunk) continue;
    compare(ids);
    ids = [];
    onProgress(compared);
    await nextTurn();
    signal.throwIfAborted();
  }
  compare(ids);
  writer.begin();
  memory.findDeparted(plan.path, (item) => {
    writer.depart({ ...item, reason: snapshot.digests.departureOf(item.id) });
  });
  writer.commit();
}

function mixed(digest: Buffer, bitstream: number): Buffer {
  return hash(
    "sha256",
    `${digest.toString("hex")} ${String(bitstream)}`,
    "buffer",
  ).subarray(0, digest.length);
}
