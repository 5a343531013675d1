import type { Worker } from "node:worker_threads";
import { startThread } from "./thread.ts";

/** How soon after the start, and then how often, it is looked whether there is something to do; milliseconds. */
const firstLook = 5_000;
const nextLooks = 60_000;

export type SearchPreparation = ReturnType<typeof createSearchPreparation>;

/**
 * Keeps ready what searches of a large catalog would take long to find, on a thread of its own that lives as long as there
 * is something to do.
 * @param catalog path of `catalog.sqlite`
 * @param isDue whether there is something to do
 * @param onFailure told when the thread has died; it is tried again later
 */
export function createSearchPreparation(
  catalog: string,
  isDue: () => boolean,
  onFailure: (error: unknown) => void,
) {
  let thread: Worker | null = null;
  let ended = Promise.resolve();

  const look = (): void => {
    if (thread !== null || !isDue()) return;
    const worker = startThread("prepare", catalog);
    thread = worker;
    ended = new Promise((resolve) => {
      worker.once("exit", () => {
        thread = null;
        resolve();
      });
    });
    worker.on("error", onFailure);
  };
  const first = setTimeout(look, firstLook);
  const next = setInterval(look, nextLooks);
  first.unref();
  next.unref();

  return {
    /** Ends the thread between two steps; the rest is for the next start. */
    async close(): Promise<void> {
      clearTimeout(first);
      clearInterval(next);
      thread?.postMessage("stop");
      await ended;
    },
  };
}
