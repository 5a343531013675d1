import { parentPort, workerData } from "node:worker_threads";
import { endOrder } from "../archives/end-thread.ts";
import { formats } from "../formats/index.ts";
import { packers } from "../packers/index.ts";
import type { BlockProducer } from "../packers/packer.ts";
import { createBitstreamStore } from "../store/bitstream-store.ts";
import { openSnapshot } from "../store/catalog.ts";
import { openExportPlan, type ExportPlan } from "./export-plan.ts";
import { formatContext } from "./format-context.ts";
import { produceBlock } from "./produce-block.ts";
import type { PackOrder, PackThreadData } from "./pack-threads.ts";

const { request, paths, planFile } = workerData as PackThreadData;
const port = parentPort;
if (port === null) throw new Error("this file is a thread entry");

// What formats make is some kilobytes for each entry. Memory of its own for each of them would take the collector longer
// than making it takes.
Buffer.poolSize = 64 * 1024;

// The snapshot is opened while nobody writes, so that all threads of a run see the same catalog.
const snapshot = openSnapshot(
  paths.catalog,
  request.scope ?? null,
  request.selection,
);
const format = formats.find(
  (candidate) => candidate.id === request.options.format,
);
const packer = packers.find(
  (candidate) => candidate.id === request.options.packer,
);
if (format === undefined || packer === undefined)
  throw new Error("unknown format or packer");
await format.prepare?.(request.options);
const store = createBitstreamStore(paths.store);

let plan: ExportPlan | null = null;
const openPlan = () => (plan ??= openExportPlan(planFile, { readonly: true }));

/** Packs blocks of one volume until none is left; then the thread waits for the next. */
function serve({ start, volume }: PackOrder): void {
  if (format === undefined || packer === undefined)
    throw new Error("unreachable");
  const context = formatContext(
    request,
    snapshot,
    (itemId) => openPlan().folderOf(itemId, volume),
    (wanted, key) => openPlan().pathOf(key) ?? wanted,
  );
  const produce: BlockProducer = (block, check) =>
    produceBlock(
      { plan: openPlan(), items: snapshot.items, format, context },
      volume.firstBlock + block,
      check,
    );
  packer.serve({ start, produce, bitstreamFile: store.fileOf });
}

port.on("message", (order: PackOrder | typeof endOrder) => {
  if (order !== endOrder) {
    serve(order);
    return;
  }
  plan?.close();
  snapshot.close();
  port.close();
});
port.postMessage({ type: "ready" });
