import { basename, dirname, join } from "node:path";
import { Worker } from "node:worker_threads";

/**
 * Starts one of the thread entries. From the sources they are the TypeScript files beside this one, in a build the
 * bundles of the same names; both run under plain Node and Electron.
 */
export function startThread(
  name:
    | "job"
    | "pack"
    | "read-back"
    | "ingest"
    | "removal"
    | "search"
    | "prepare"
    | "deliver"
    | "preflight"
    | "question",
  workerData: unknown,
): Worker {
  const extension = import.meta.filename.endsWith(".ts") ? "ts" : "js";
  // A build may put this module into a chunk of its own, one folder below the entries.
  const here = import.meta.dirname;
  const folder = basename(here) === "chunks" ? dirname(here) : here;
  return new Worker(join(folder, `${name}.worker.${extension}`), {
    workerData,
    // Warnings of the runtime belong to no user's output.
    execArgv: [
      ...process.execArgv.filter((a) => a.startsWith("--cpu-prof")),
      "--disable-warning=ExperimentalWarning",
    ],
    // Threads make much short-lived garbage; a small nursery keeps them small, and in the processor's caches. Pack threads
    // have a block of items in hand, which would be copied again and again in so small a one.
    resourceLimits: {
      // A job may have an item of hundreds of thousands of values in hand.
      maxOldGenerationSizeMb: name === "job" ? 1024 : 512,
      maxYoungGenerationSizeMb: name === "pack" ? 12 : 8,
    },
  });
}
