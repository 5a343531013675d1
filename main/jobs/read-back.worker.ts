import { parentPort } from "node:worker_threads";
import { serveReadBack } from "../archives/read-back-thread.ts";
import { followEntry, inspectEntry } from "./inspect-entry.ts";

if (parentPort === null) throw new Error("this file is a thread entry");
serveReadBack(parentPort, inspectEntry, followEntry);
