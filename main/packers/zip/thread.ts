import { parentPort } from "node:worker_threads";
import { AppError, toErrorView } from "../../domain/errors.ts";
import type { PackThreadParts } from "../packer.ts";
import type { ChunkSink } from "./chunk-writer.ts";
import { createChunkWriter } from "./chunk-writer.ts";
import { createContentReader } from "./content-reader.ts";
import { createEntryEncoder } from "./entry-encoder.ts";
import { createUniquePaths } from "./entry-path.ts";
import type { ThreadMessage, ZipThreadStart } from "./protocol.ts";
import { control, parseThreadStart, slabState } from "./protocol.ts";

function post(message: ThreadMessage, transfer: ArrayBuffer[] = []): void {
  if (parentPort === null) throw new Error("Pack threads are worker threads.");
  parentPort.postMessage(message, transfer);
}

/** The thread's slabs in turn: the one to come is the one that was sent first. */
function createSlabSink(start: ZipThreadStart, pulse: () => void): ChunkSink {
  const states = new Int32Array(start.states);
  const slabBytes = start.slabs.byteLength / states.length;
  let next = 0;
  return {
    acquire() {
      const index = next;
      next = (next + 1) % states.length;
      while (Atomics.load(states, index) !== slabState.free) {
        Atomics.wait(states, index, slabState.taken);
        pulse();
      }
      Atomics.store(states, index, slabState.taken);
      return {
        index,
        bytes: Buffer.from(start.slabs, index * slabBytes, slabBytes),
      };
    },
    send(chunk) {
      const { directory, offsets, manifest, problems } = chunk;
      post({ kind: "chunk", chunk }, [
        directory.buffer,
        offsets.buffer,
        manifest.buffer,
        problems.buffer,
      ]);
    },
  };
}

function packBlocks({ start, produce, bitstreamFile }: PackThreadParts): void {
  const parsed = parseThreadStart(start);
  const shared = new Int32Array(parsed.control);
  const pulse = (): void => {
    if (Atomics.load(shared, control.stop) !== 0)
      throw new AppError("run.cancelled", "The run was cancelled.");
  };
  const writer = createChunkWriter(createSlabSink(parsed, pulse), parsed.base);
  const reader = createContentReader(bitstreamFile, pulse);
  const encoder = createEntryEncoder({
    writer,
    reader,
    bitstreamFile,
    manifestFile: null,
  });
  const paths = createUniquePaths();
  for (;;) {
    const block = Atomics.add(shared, control.nextBlock, 1);
    if (block >= parsed.blocks) return;
    writer.beginBlock(block);
    for (const item of produce(block, reader.check)) {
      pulse();
      for (const problem of item.problems) writer.problem(problem);
      paths.clear();
      for (const entry of item.entries) {
        paths.add(entry.path);
        const steps = encoder.encode(entry);
        while (steps.next().done !== true) pulse();
      }
      reader.release();
      writer.item(item.files, item.bytes);
    }
    writer.endBlock();
  }
}

/**
 * Packs blocks until none is left or the coordinator calls it off. Runs in a worker thread, synchronously; failures are
 * told to the coordinator, nothing is thrown.
 */
export function servePackThread(parts: PackThreadParts): void {
  try {
    packBlocks(parts);
    post({ kind: "finished" });
  } catch (error) {
    const stack = error instanceof Error ? error.stack : undefined;
    post({ kind: "failed", error: toErrorView(error), stack });
  }
}
