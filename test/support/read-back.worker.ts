import { parentPort } from "node:worker_threads";
import { serveReadBack } from "../../main/archives/read-back-thread.ts";

if (parentPort === null)
  throw new Error("this file is the entry of a worker thread");
// A rule that is easy to break in a test: control files must not mention a tab.
serveReadBack(parentPort, (path, bytes) => {
  const tab = path.endsWith("contents") ? bytes.indexOf("\t") : -1;
  return {
    faults: tab === -1 ? [] : [`It has a tab after ${tab} bytes.`],
    facts: path === "handle" ? [bytes.toString()] : [],
  };
});
