import type { Worker } from "node:worker_threads";
import { fromErrorView } from "../domain/errors.ts";
import type { PackThreadStart } from "./packer.ts";
import type { Chunk } from "./chunk.ts";
import type { BlockThreadStart, ThreadMessage } from "./thread-protocol.ts";
import { control, slabState } from "./thread-protocol.ts";

/** A chunk and its bytes, which are valid until it is released. */
export interface PackedChunk<Kind extends Chunk> {
  readonly chunk: Kind;
  readonly bytes: Uint8Array;
  /** Gives the memory back to the thread. */
  readonly release: () => void;
}

/** Threads at work on the blocks of a plan. */
export interface PackThreads<Kind extends Chunk> {
  /** The next chunk of a block, asked for in the order of the blocks. Rejects when any thread has failed. */
  next(block: number): Promise<PackedChunk<Kind>>;
  /** Makes the pending and every later `next` reject. */
  fail(error: unknown): void;
  /** Calls the work off and resolves when no thread is at it any more; a thread that does not hear of it is ended. */
  stop(): Promise<void>;
}

export interface PackThreadsPlan {
  readonly threads: number;
  readonly blocks: number;
  /** Block to begin with. */
  readonly firstBlock: number;
  readonly base: string;
  /** File or folder that is being written. */
  readonly partFile: string;
  readonly spawn: (start: PackThreadStart) => Worker;
}

/**
 * Memory of a thread: it works ahead of the archive until its slabs are full. Since every thread has its own, the one
 * whose block is to be written next can always go on.
 */
const slabBytes = 1024 * 1024;
const slabCount = 4;

/** How long a thread may take to stop by itself. */
const patienceMilliseconds = 10_000;

/** Starts the threads. What they make is held back until it is asked for, at most their slabs full. */
export function startPackThreads<Kind extends Chunk>({
  threads,
  blocks,
  firstBlock,
  base,
  partFile,
  spawn,
}: PackThreadsPlan): PackThreads<Kind> {
  const shared = new Int32Array(
    new SharedArrayBuffer(control.length * Int32Array.BYTES_PER_ELEMENT),
  );
  Atomics.store(shared, control.nextBlock, firstBlock);
  const workers = new Set<Worker>();
  const rings: Int32Array[] = [];
  const waiting = new Map<number, PackedChunk<Kind>[]>();
  let failure: { readonly error: unknown } | null = null;
  let pending: {
    readonly block: number;
    resolve(chunk: PackedChunk<Kind>): void;
    reject(error: unknown): void;
  } | null = null;
  let stopping = false;
  let whenEmpty: (() => void) | null = null;

  function fail(error: unknown): void {
    failure ??= { error };
    pending?.reject(failure.error);
    pending = null;
  }

  function take(packed: PackedChunk<Kind>): void {
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
    const start: BlockThreadStart = {
      blocks,
      base,
      partFile,
      control: shared.buffer,
      states,
      slabs,
    };
    const worker = spawn(start);
    rings.push(ring);
    workers.add(worker);
    /** The thread has nothing more to do; it may live on and be given other work. */
    const release = (): void => {
      worker.off("message", hear);
      worker.off("error", fail);
      worker.off("exit", gone);
      workers.delete(worker);
      if (workers.size === 0) whenEmpty?.();
    };
    const hear = (message: ThreadMessage<Kind>): void => {
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
          release();
          break;
        }
        case "finished":
          release();
          break;
      }
    };
    const gone = (code: number): void => {
      if (!stopping)
        fail(
          new Error(
            `A pack thread ended before its work was done (exit code ${code}).`,
          ),
        );
      release();
    };
    worker.on("message", hear);
    worker.on("error", fail);
    worker.on("exit", gone);
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
