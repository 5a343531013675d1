import { once } from "node:events";
import type { Worker } from "node:worker_threads";
import type { ContentRef } from "../domain/content-ref.ts";
import { fromErrorView } from "../domain/errors.ts";
import { cancelled } from "./ingest-writer.ts";
import type { IngestReply, IngestRequest } from "./ingest-thread.ts";
import type { IngestResult } from "./ingest.ts";

export interface IngestPoolOptions {
  /** Threads to start, at least 1. */
  readonly threads: number;
  /** Starts a thread that calls `serveIngest`. */
  readonly spawn: () => Worker;
}

/** Takes contents into the bitstream store on other threads. */
export interface IngestPool {
  /**
   * Takes any number of contents; several calls may be under way at once.
   * @returns one result for each reference, in the same order
   * @throws AppError run.cancelled; Error when a thread has died
   */
  ingest(
    refs: readonly ContentRef[],
    signal?: AbortSignal,
  ): Promise<readonly IngestResult[]>;
  /** Lets the threads finish what they have and ends them. */
  close(): Promise<void>;
}

/** Contents a thread gets in one message: enough to pay for the message, few enough to share out evenly. */
const batchRefs = 128;
const batchBytes = 16 * 1024 * 1024;
/** What a file is taken for while its size is not known. */
const assumedFileSize = 64 * 1024;
/** A thread hashes one batch while another is being flushed to the disk. */
const batchesPerThread = 2;

interface Batch {
  readonly id: number;
  readonly refs: readonly ContentRef[];
  readonly isCancelled: () => boolean;
  readonly resolve: (results: readonly IngestResult[]) => void;
  readonly reject: (error: unknown) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly batches: Map<number, Batch>;
}

function sizeOf(ref: ContentRef): number {
  return ref.kind === "bytes"
    ? ref.bytes.length
    : ref.kind === "file"
      ? assumedFileSize
      : ref.size;
}

function* split(refs: readonly ContentRef[]): Generator<readonly ContentRef[]> {
  let batch: ContentRef[] = [];
  let bytes = 0;
  for (const ref of refs) {
    batch.push(ref);
    bytes += sizeOf(ref);
    if (batch.length < batchRefs && bytes < batchBytes) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}

/** A message copies the whole buffer a view looks at, which may be far larger than the view. */
function ownBytes(ref: ContentRef): ContentRef {
  return ref.kind === "bytes" &&
    ref.bytes.byteLength < ref.bytes.buffer.byteLength
    ? { kind: "bytes", bytes: ref.bytes.slice() }
    : ref;
}

/** Starts the threads. */
export function createIngestPool({
  threads: count,
  spawn,
}: IngestPoolOptions): IngestPool {
  const waiting: Batch[] = [];
  let nextId = 0;
  let closing = false;

  function post(thread: Thread, request: IngestRequest): void {
    thread.worker.postMessage(request);
  }

  function feed(): void {
    for (;;) {
      const free = threads
        .filter(({ batches }) => batches.size < batchesPerThread)
        .sort((left, right) => left.batches.size - right.batches.size)[0];
      if (free === undefined) return;
      const batch = waiting.shift();
      if (batch === undefined) return;
      if (batch.isCancelled()) {
        batch.reject(cancelled());
        continue;
      }
      free.batches.set(batch.id, batch);
      post(free, {
        kind: "ingest",
        id: batch.id,
        refs: batch.refs.map(ownBytes),
      });
    }
  }

  function start(): Thread {
    const thread: Thread = { worker: spawn(), batches: new Map() };
    const fail = (error: unknown): void => {
      for (const batch of thread.batches.values()) batch.reject(error);
      thread.batches.clear();
      threads.splice(
        0,
        threads.length,
        ...threads.filter((other) => other !== thread),
      );
      if (threads.length > 0 || closing) feed();
      else for (const batch of waiting.splice(0)) batch.reject(error);
    };
    thread.worker.on("message", (reply: IngestReply) => {
      const batch = thread.batches.get(reply.id);
      thread.batches.delete(reply.id);
      if (reply.kind === "done") batch?.resolve(reply.results);
      else batch?.reject(fromErrorView(reply.error));
      feed();
    });
    thread.worker.on("error", fail);
    thread.worker.on("exit", (code) => {
      fail(new Error(`an ingest thread has ended with code ${code}`));
    });
    return thread;
  }

  const threads: Thread[] = [];
  for (let index = 0; index < Math.max(1, count); index += 1)
    threads.push(start());

  return {
    async ingest(refs, signal) {
      if (signal?.aborted === true) throw cancelled();
      if (threads.length === 0 || closing)
        throw new Error("the ingest threads have ended");
      const ids = new Set<number>();
      const cancel = (): void => {
        for (const thread of threads) {
          for (const id of thread.batches.keys())
            if (ids.has(id)) post(thread, { kind: "cancel", id });
        }
        feed();
      };
      signal?.addEventListener("abort", cancel, { once: true });
      try {
        const parts = Array.from(split(refs), (batchOf) => {
          nextId += 1;
          const id = nextId;
          ids.add(id);
          return new Promise<readonly IngestResult[]>((resolve, reject) => {
            waiting.push({
              id,
              refs: batchOf,
              isCancelled: () => signal?.aborted === true,
              resolve,
              reject,
            });
          });
        });
        feed();
        // All are waited for, so that after a cancel no thread still works for this call.
        const settled = await Promise.allSettled(parts);
        return settled.flatMap((part) => {
          if (part.status === "rejected") throw part.reason;
          return part.value;
        });
      } finally {
        signal?.removeEventListener("abort", cancel);
      }
    },
    async close() {
      closing = true;
      await Promise.all(
        threads.map(async (thread) => {
          const ended = once(thread.worker, "exit");
          post(thread, { kind: "close" });
          await ended;
        }),
      );
    },
  };
}
