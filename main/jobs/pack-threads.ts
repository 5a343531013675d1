import { once } from "node:events";
import type { Worker } from "node:worker_threads";
import { endThread } from "../archives/end-thread.ts";
import type { ExportRequest } from "../domain/run-request.ts";
import type { PackThreadStart } from "../packers/packer.ts";
import type { PlannedVolume } from "./export-plan.ts";
import type { JobPaths } from "./protocol.ts";
import { startThread } from "./thread.ts";

export interface PackThreadData {
  readonly request: ExportRequest;
  readonly paths: JobPaths;
  readonly planFile: string;
}

/** What a thread is asked to do. */
export interface PackOrder {
  readonly start: PackThreadStart;
  readonly volume: PlannedVolume;
}

export interface PackThreads {
  /** For a volume, when the one before is packed: hands a packer one of the threads after the other, started. */
  forVolume(volume: PlannedVolume): (start: PackThreadStart) => Worker;
  close(): Promise<void>;
}

/** Starts the pack threads of a run and waits until each has opened its snapshot of the catalog. */
export async function startPackThreads(
  count: number,
  data: PackThreadData,
): Promise<PackThreads> {
  const workers = Array.from({ length: count }, () =>
    startThread("pack", data),
  );
  try {
    await Promise.all(workers.map((worker) => once(worker, "message")));
  } catch (error) {
    await Promise.all(workers.map((worker) => endThread(worker)));
    throw error;
  }
  return {
    forVolume(volume) {
      const waiting = [...workers];
      return (start) => {
        const worker = waiting.pop();
        if (worker === undefined)
          throw new Error(
            "the packer asked for more threads than it was given",
          );
        worker.postMessage({ start, volume } satisfies PackOrder);
        return worker;
      };
    },
    async close() {
      await Promise.all(workers.map((worker) => endThread(worker)));
    },
  };
}
