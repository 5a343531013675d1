import { once } from "node:events";
import type { Worker } from "node:worker_threads";
import { AppError, fromErrorView } from "../domain/errors.ts";
import type { PreflightAnswer, PreflightStart } from "./protocol.ts";
import { startThread } from "./thread.ts";

export type Preflights = ReturnType<typeof createPreflights>;

/** Threads that look ahead at the same time; whoever asks meanwhile waits. */
const slots = 2;
/** Who has waited for so many others had better ask again later. */
const mostWaiting = 16;

/** Looks ahead at exports, each on a thread of its own: counting a million items must keep nobody waiting. */
export function createPreflights() {
  const threads = new Set<Worker>();
  const waiting: (() => void)[] = [];
  let closed = false;

  const ended = () =>
    new AppError("run.cancelled", "The program is being closed.");

  async function turn(): Promise<void> {
    if (threads.size < slots) return;
    if (waiting.length >= mostWaiting) {
      throw new AppError(
        "catalog.busy",
        "Too many exports are being looked at.",
        { remedy: "Ask again in a moment.", retryAfter: 5 },
      );
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  return {
    /** @throws AppError input.invalid, format.unknown, packer.unknown, catalog.* */
    async look(
      start: PreflightStart,
    ): Promise<Extract<PreflightAnswer, { type: "found" }>> {
      await turn();
      if (closed) throw ended();
      const worker = startThread("preflight", start);
      threads.add(worker);
      let answer: PreflightAnswer | null = null;
      worker.on("message", (message: PreflightAnswer) => {
        answer = message;
      });
      try {
        await once(worker, "exit");
      } finally {
        threads.delete(worker);
        waiting.shift()?.();
      }
      const given = answer as PreflightAnswer | null;
      if (given === null) throw ended();
      if (given.type === "failed") throw fromErrorView(given.error);
      return given;
    },
    /** Ends what is being looked at. */
    async close(): Promise<void> {
      closed = true;
      for (const resolve of waiting.splice(0)) resolve();
      await Promise.all([...threads].map((worker) => worker.terminate()));
    },
  };
}
