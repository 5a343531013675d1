import type { Worker } from "node:worker_threads";
import { fromErrorView } from "../domain/errors.ts";
import type { RemovedKind } from "../store/object-remover.ts";
import type { RemovalAnswer, RemovalOrder } from "./protocol.ts";
import { startThread } from "./thread.ts";

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export type Removal = ReturnType<typeof createRemoval>;

/**
 * Removes what is large on a thread of its own, which lives as long as there is something to remove.
 * @param catalog path of `catalog.sqlite`
 * @param onFailure told when the thread has died; what is left is removed with the next object, or at the next start
 * @param onWorking told when the thread begins, and when it has ended
 */
export function createRemoval(
  catalog: string,
  onFailure: (error: unknown) => void,
  onWorking: (working: boolean) => void = () => undefined,
) {
  let thread: Worker | null = null;
  let ended = Promise.resolve();
  let last = 0;
  const waiting = new Map<number, Waiting>();

  const send = (worker: Worker, order: RemovalOrder): void => {
    worker.postMessage(order);
  };
  const running = (): Worker => {
    if (thread !== null) return thread;
    const worker = startThread("removal", catalog);
    thread = worker;
    onWorking(true);
    ended = new Promise((resolve) => {
      worker.once("exit", () => {
        // Another one may have begun.
        if (thread === null) onWorking(false);
        resolve();
      });
    });
    worker.on("message", (answer: RemovalAnswer) => {
      if (answer.type === "idle") {
        if (waiting.size > 0 || thread !== worker) return;
        thread = null;
        send(worker, "stop");
        return;
      }
      const one = waiting.get(answer.order);
      waiting.delete(answer.order);
      if (answer.type === "unlinked") one?.resolve();
      else one?.reject(fromErrorView(answer.error));
    });
    worker.on("error", (error) => {
      if (thread === worker) thread = null;
      onFailure(error);
      for (const one of waiting.values()) one.reject(error);
      waiting.clear();
    });
    return worker;
  };

  return {
    /**
     * Removes objects of a kind with all that is in them; done as soon as nothing finds them any more.
     * @throws AppError catalog.busy, disk.full
     */
    remove(kind: RemovedKind, ...ids: readonly number[]): Promise<void> {
      const number = ++last;
      return new Promise((resolve, reject) => {
        waiting.set(number, { resolve, reject });
        send(running(), { number, kind, ids });
      });
    },
    /** Goes on with what an earlier start has left. */
    resume: (): void => void running(),
    /** Ends the thread between two transactions; what is left is for the next start. */
    async close(): Promise<void> {
      if (thread !== null) send(thread, "stop");
      thread = null;
      await ended;
    },
  };
}
