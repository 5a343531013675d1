import type { Worker } from "node:worker_threads";
import { fromErrorView } from "../../domain/errors.ts";
import type { PackThreadStart } from "../packer.ts";
import type { Chunk } from "./chunk-writer.ts";
import type { ThreadMessage, ZipThreadStart } from "./protocol.ts";
import { control, slabState } from "./protocol.ts";

/** A chunk and its bytes, which are valid until it is released. */
export interface PackedChunk {
  readonly chunk: Chunk;
  readonly bytes: Uint8Array;
  /** Gives the memory back to the thread. */
  readonly release: () => void;
}

/** Threads at work on the blocks of a plan. */
export interface PackThreads {
  /** The next chunk of a block, asked for in the order of the blocks. Rejects when any thread has failed. */
  next(block: number): Promise<PackedChunk>;
  /** Makes the pending and every later `next` reject. */
  fail(error: unknown): void;
  /** Ends the threads and resolves when all are gone: at once, or when the read one is waiting for returns. */
  stop(): Promise<void>;
}

export interface PackThreadsPlan {
  readonly threads: number;
  readonly blocks: number;
  /** Block to begin with. */
  readonly firstBlock: number;
  readonly base: string;
  readonly spawn: (start: PackThreadStart) => Worker;
}

/**
 * Memory of a thread: it works ahead of the archive until its slabs are full. Since every thread has its own, the one
 * whose block is to be written next can always go on.
 */
const slabBytes = 1024 * 1024;
const slabCount = 8;

/** How long a thread may take to end by itself. */
const patienceMilliseconds = 250;

/** Starts the threads. What they make is held back until it is asked for, at most their slabs full. */
export function startPackThreads({
  threads,
  blocks,
  firstBlock,
  base,
  spawn,
}: PackThreadsPlan): PackThreads {
  const shared = new Int32Array(
    new SharedArrayBuffer(control.length * Int32Array.BYTES_PER_ELEMENT),
  );
  Atomics.store(shared, control.nextBlock, firstBlock);
  const workers = new Set<Worker>();
  const rings: Int32Array[] = [];
  const waiting = new Map<number, PackedChunk[]>();
  let failure: { readonly error: unknown } | null = null;
  let pending: {
    readonly block: number;
    resolve(chunk: PackedChunk): void;
    reject(error: unknown): void;
  } | null = null;
  let stopping = false;
  let whenEmpty: (() => void) | null = null;

  function fail(error: unknown): void {
    failure ??= { error };
    pending?.reject(failure.error);
    pending = null;
  }

  function take(packed: PackedChunk): void {
    if (pending?.block === packed.chunk.block) {
      pending.resolve(packed);
      pending = null;
      return;
    }
    const queue = waiting.get(packed.chunk.block);
    if (queue === undefined) waiting.set(packed.chunk.block, [packed]);
    else queue.push(packed);
  }

  function startThread(): void {
    const states = new SharedArrayBuffer(
      slabCount * Int32Array.BYTES_PER_ELEMENT,
    );
    const slabs = new SharedArrayBuffer(slabCount * slabBytes);
    const ring = new Int32Array(states);
    const start: ZipThreadStart = {
      blocks,
      base,
      control: shared.buffer,
      states,
      slabs,
    };
    const worker = spawn(start);
    let finished = false;
    rings.push(ring);
    workers.add(worker);
    worker.on("message", (message: ThreadMessage) => {
      switch (message.kind) {
        case "chunk": {
          const { chunk } = message;
          take({
            chunk,
            bytes: Buffer.from(slabs, chunk.slab * slabBytes, chunk.length),
            release() {
              Atomics.store(ring, chunk.slab, slabState.free);
              Atomics.notify(ring, chunk.slab);
            },
          });
          break;
        }
        case "failed": {
          const error = fromErrorView(message.error);
          if (message.error.code === "internal" && message.stack !== undefined)
            error.stack = message.stack;
          fail(error);
          break;
        }
        case "finished":
          finished = true;
          break;
      }
    });
    worker.on("error", fail);
    worker.on("exit", (code) => {
      workers.delete(worker);
      if (!finished && !stopping)
        fail(
          new Error(
            `A pack thread ended before its work was done (exit code ${code}).`,
          ),
        );
      if (workers.size === 0) whenEmpty?.();
    });
  }

  async function stop(): Promise<void> {
    stopping = true;
    Atomics.store(shared, control.stop, 1);
    for (const ring of rings) {
      for (let slab = 0; slab < ring.length; slab += 1) {
        Atomics.store(ring, slab, slabState.free);
        Atomics.notify(ring, slab);
      }
    }
    if (workers.size === 0) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      whenEmpty = resolve;
      timer = setTimeout(resolve, patienceMilliseconds);
    });
    clearTimeout(timer);
    await Promise.all([...workers].map((worker) => worker.terminate()));
  }

  try {
    for (let thread = 0; thread < threads; thread += 1) startThread();
  } catch (error) {
    fail(error);
  }

  return {
    next(block) {
      if (failure !== null) return Promise.reject(asError(failure.error));
      const queue = waiting.get(block);
      const packed = queue?.shift();
      if (queue?.length === 0) waiting.delete(block);
      if (packed !== undefined) return Promise.resolve(packed);
      return new Promise((resolve, reject) => {
        pending = { block, resolve, reject };
      });
    },
    fail,
    stop,
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
