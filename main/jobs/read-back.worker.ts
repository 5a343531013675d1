import { parentPort } from "node:worker_threads";
import { serveReadBack } from "../archives/read-back-thread.ts";
import { safRules } from "../formats/saf/rules.ts";

if (parentPort === null) throw new Error("this file is a thread entry");
serveReadBack(parentPort, (path, bytes) => safRules.inspect(path, bytes));
