import { parentPort, workerData } from "node:worker_threads";
import { serveReadBack } from "../archives/read-back-thread.ts";
import type { ManifestRule } from "../formats/package-check.ts";
import { digestEntries } from "./digest-entries.ts";
import { createEntryInspection } from "./inspect-entry.ts";

/** What a thread is started with that reads packages again. */
export interface ReadBackThreadData {
  /** Id of the format of the package; null when it is to be found out. */
  readonly format: string | null;
  /** Set when only the checksums of the entries are wanted. */
  readonly digest?: ManifestRule["digest"];
}

if (parentPort === null) throw new Error("this file is a thread entry");
const { format, digest } = workerData as ReadBackThreadData;
const { inspect, follow } =
  digest === undefined ? createEntryInspection(format) : digestEntries(digest);
serveReadBack(parentPort, inspect, follow);
