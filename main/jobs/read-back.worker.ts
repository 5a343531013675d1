import { parentPort, workerData } from "node:worker_threads";
import { serveReadBack } from "../archives/read-back-thread.ts";
import { digestEntries } from "./digest-entries.ts";
import { createEntryInspection } from "./inspect-entry.ts";
import type { ReadBackThreadData } from "./protocol.ts";

if (parentPort === null) throw new Error("this file is a thread entry");
const { format, digest } = workerData as ReadBackThreadData;
const { inspect, follow } =
  digest === undefined ? createEntryInspection(format) : digestEntries(digest);
serveReadBack(parentPort, inspect, follow);
