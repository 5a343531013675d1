import type { Worker } from "node:worker_threads";

/** What a thread is sent when nobody needs it any more: it closes what it has open, and its port. */
export const endOrder = "end";

/** How long a thread may go on with what it has in hand, in milliseconds. */
const graceMs = 10_000;

/**
 * Lets a thread end by itself, and waits for it. To terminate a thread is the last resort: it is torn out of whatever
 * native code it is in, with its files and databases open.
 */
export async function endThread(worker: Worker): Promise<void> {
  // A thread that has ended has no number.
  if (worker.threadId === -1) return;
  const ended = new Promise<void>((resolve) => {
    worker.once("exit", () => {
      resolve();
    });
  });
  worker.postMessage(endOrder);
  const timer = setTimeout(() => void worker.terminate(), graceMs);
  await ended;
  clearTimeout(timer);
}
