import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { createCatalog } from "../store/catalog.ts";

const port = parentPort;
if (port === null) throw new Error("this file is a thread entry");

let stopped = false;
port.on("message", () => (stopped = true));

/** The longest rest between two steps, in milliseconds. */
const longestRest = 200;

const catalog = createCatalog(workerData as string);
let begun = performance.now();
/** Nobody waits for this, so others have at least every other moment. */
const pause = async (): Promise<void> => {
  await sleep(Math.min(longestRest, performance.now() - begun));
  begun = performance.now();
};
try {
  await catalog.hitsPreparation.work(pause, () => stopped);
} finally {
  catalog.close();
  port.close();
}
