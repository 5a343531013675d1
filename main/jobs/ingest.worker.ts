import { parentPort, workerData } from "node:worker_threads";
import { serveIngest } from "../store/ingest-thread.ts";

/** What the thread is started with. */
export interface IngestWorkerData {
  /** Root folder of the bitstream store. */
  readonly root: string;
}

if (parentPort === null)
  throw new Error("this file is the entry of a worker thread");
const { root } = workerData as IngestWorkerData;
serveIngest(parentPort, root);
