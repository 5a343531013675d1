import { once } from "node:events";
import { availableParallelism } from "node:os";
import type { Worker } from "node:worker_threads";
import type { ItemRecord } from "../core/item-record.ts";
import { AppError, fromErrorView } from "../domain/errors.ts";
import type { Finding } from "../store/finding.ts";
import { unpackItems, type PackedItems } from "../store/packed-items.ts";
import type { SearchAnswer, SearchCall, SearchOrder } from "./protocol.ts";
import { createSharedReading, type ReadingThread } from "./shared-reading.ts";
import { startThread } from "./thread.ts";

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** A thread that nobody has asked for so long gives back its memory. */
const idleMs = 5 * 60_000;

export type Searching = ReturnType<typeof createSearching>;

/**
 * Finds items like {@link Finding}, in a large catalog on threads that do nothing else: there the hits of a few letters
 * are hundreds of thousands, and putting them together takes long. The threads start with the first search.
 * @param catalog path of `catalog.sqlite`
 * @param inline finds on this thread
 * @param records reads items on this thread
 * @param isLarge whether the catalog is
 * @param leaving ends when whoever asks goes away, so that nobody else has to wait for an answer that nobody wants
 */
export function createSearching(
  catalog: string,
  inline: Finding,
  isLarge: () => boolean,
  records: (ids: readonly number[]) => readonly ItemRecord[],
  leaving: () => AbortSignal | null = () => null,
) {
  const threads = Array.from(
    { length: availableParallelism() > 1 ? 2 : 1 },
    () => createSearchThread(catalog),
  );

  /** The same choice always goes to the same thread, which may still know what it has found. */
  const ask = <Call extends Exclude<SearchCall, "packed">>(
    call: Call,
    ...given: Parameters<Finding[Call]>
  ): ReturnType<Finding[Call]> => {
    const [asked] = given;
    const { query, expression } =
      "query" in asked
        ? asked
        : (asked[0]?.choice ?? { query: null, expression: undefined });
    const thread =
      threads[digestOf(JSON.stringify([query, expression])) % threads.length];
    if (thread === undefined) throw new Error("there is no thread");
    return thread.ask(call, given, leaving()) as ReturnType<Finding[Call]>;
  };
  /** What only walks along an index is done sooner than said. */
  const isWalk = ({
    query,
    expression,
    listed = false,
  }: Parameters<Finding["ids"]>[0]): boolean =>
    query === null && expression === undefined && !listed;

  const searching: Omit<Finding, "packed"> = {
    positions: (...given) =>
      (isWalk(given[0]) && given[5] === null) || !isLarge()
        ? inline.positions(...given)
        : ask("positions", ...given),
    page: (...given) =>
      (isWalk(given[0]) && given[5] === null) || !isLarge()
        ? inline.page(...given)
        : ask("page", ...given),
    ids: (...given) =>
      (isWalk(given[0]) && given[4] === null) || !isLarge()
        ? inline.ids(...given)
        : ask("ids", ...given),
    ranked: (...given) =>
      isLarge() ? ask("ranked", ...given) : inline.ranked(...given),
    totals: (...given) =>
      isLarge() ? ask("totals", ...given) : inline.totals(...given),
    totalsOf: inline.totalsOf,
    facets: async (...given) => {
      const [, , , patient = false] = given;
      const here = isLarge() ? null : await inline.facets(...given);
      // A thread of its own can look at more.
      return here ?? (isLarge() || patient ? ask("facets", ...given) : null);
    },
  };

  return {
    ...searching,
    /** Items as they are listed. */
    records: createSharedReading(
      records,
      // This thread writes the answers, so the processors are all busy with one less.
      threads.slice(0, Math.max(1, availableParallelism() - 1)),
      isLarge,
    ),
    /** Ends the threads; what is still asked is not answered. */
    async close(): Promise<void> {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

interface SearchThread extends ReadingThread {
  /** @throws AppError asker.gone, and what the search throws */
  ask(
    call: SearchCall,
    given: readonly unknown[],
    leaving?: AbortSignal | null,
  ): Promise<unknown>;
  close(): Promise<void>;
}

function digestOf(text: string): number {
  let digest = 0;
  for (let at = 0; at < text.length; at++)
    digest = (Math.imul(digest, 31) + text.charCodeAt(at)) >>> 0;
  return digest;
}

function createSearchThread(catalog: string): SearchThread {
  let thread: Worker | null = null;
  let ended: Promise<unknown> = Promise.resolve();
  let last = 0;
  let idle: NodeJS.Timeout | undefined;
  const waiting = new Map<number, Waiting>();
  /** Those of what is waited for that only read. */
  let pages = 0;

  const send = (worker: Worker, order: SearchOrder): void => {
    worker.postMessage(order);
  };
  const stop = (): void => {
    clearTimeout(idle);
    if (thread !== null) send(thread, "stop");
    thread = null;
  };
  const running = (): Worker => {
    if (thread !== null) return thread;
    const worker = startThread("search", catalog);
    thread = worker;
    ended = once(worker, "exit");
    // Whoever waits for the end sees it; a failure is told to those who wait for answers.
    ended.catch(() => undefined);
    worker.on("message", (answer: SearchAnswer) => {
      const one = waiting.get(answer.order);
      waiting.delete(answer.order);
      if (answer.ok) one?.resolve(answer.value);
      else one?.reject(fromErrorView(answer.error));
      if (waiting.size > 0 || thread !== worker) return;
      clearTimeout(idle);
      idle = setTimeout(stop, idleMs);
      idle.unref();
    });
    worker.on("error", (error) => {
      if (thread === worker) thread = null;
      for (const one of waiting.values()) one.reject(error);
      waiting.clear();
    });
    return worker;
  };

  const ask = (
    call: SearchCall,
    given: readonly unknown[],
    leaving: AbortSignal | null = null,
  ): Promise<unknown> => {
    clearTimeout(idle);
    const number = ++last;
    const gone =
      leaving === null ? null : new Int32Array(new SharedArrayBuffer(4));
    let leave = (): void => undefined;
    return new Promise<unknown>((resolve, reject) => {
      leave = () => {
        if (gone !== null) Atomics.store(gone, 0, 1);
        // The thread may have found it already.
        reject(new AppError("asker.gone", "Nobody waits for it any more."));
      };
      if (leaving?.aborted === true) leave();
      else leaving?.addEventListener("abort", leave, { once: true });
      waiting.set(number, { resolve, reject });
      send(running(), { number, call, given, gone });
    }).finally(() => leaving?.removeEventListener("abort", leave));
  };

  return {
    ask,
    pagesAhead() {
      if (thread === null) {
        // Until it has started, which takes longer than to read a page, others read.
        ask("packed", [[]]).catch(() => undefined);
        return null;
      }
      return waiting.size > pages ? null : pages;
    },
    async read(ids: readonly number[]): Promise<readonly ItemRecord[]> {
      pages++;
      try {
        return unpackItems((await ask("packed", [ids])) as PackedItems);
      } finally {
        pages--;
      }
    },
    async close(): Promise<void> {
      stop();
      await ended.catch(() => undefined);
    },
  };
}
