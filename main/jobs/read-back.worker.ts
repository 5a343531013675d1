import { parentPort, workerData } from "node:worker_threads";
import { serveReadBack } from "../archives/read-back-thread.ts";
import type { ManifestRule } from "../formats/package-check.ts";
import { digestEntries } from "./digest-entries.ts";
import { followEntry, inspectEntry } from "./inspect-entry.ts";

if (parentPort === null) throw new Error("this file is a thread entry");
const { digest } = workerData as { digest?: ManifestRule["digest"] };
const { inspect, follow } =
  digest === undefined
    ? { inspect: inspectEntry, follow: followEntry }
    : digestEntries(digest);
serveReadBack(parentPort, inspect, follow);
