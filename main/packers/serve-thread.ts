import { parentPort } from "node:worker_threads";
import { AppError, toErrorView } from "../domain/errors.ts";
import type { PackThreadParts } from "./packer.ts";
import type { ArchiveKind } from "./archive-kind.ts";
import type { Chunk, ChunkSink } from "./chunk.ts";
import { createContentReader } from "./content-reader.ts";
import { createEntryDigester } from "./entry-digest.ts";
import { createUniquePaths } from "./entry-path.ts";
import type { BlockThreadStart, ThreadMessage } from "./thread-protocol.ts";
import { control, parseThreadStart, slabState } from "./thread-protocol.ts";

function post<Kind extends Chunk>(
  message: ThreadMessage<Kind>,
  transfer: readonly ArrayBuffer[] = [],
): void {
  if (parentPort === null) throw new Error("Pack threads are worker threads.");
  parentPort.postMessage(message, transfer);
}

/** The thread's slabs in turn: the one to come is the one that was sent first. */
function createSlabSink<Kind extends Chunk>(
  start: BlockThreadStart,
  pulse: () => void,
): ChunkSink<Kind> {
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
    send(chunk, transfer) {
      post({ kind: "chunk", chunk }, transfer);
    },
  };
}

function packBlocks<Kind extends Chunk>(
  kind: ArchiveKind<Kind>,
  { start, produce, bitstreamFile }: PackThreadParts,
): void {
  const parsed = parseThreadStart(start);
  const shared = new Int32Array(parsed.control);
  const pulse = (): void => {
    if (Atomics.load(shared, control.stop) !== 0)
      throw new AppError("run.cancelled", "The run was cancelled.");
  };
  const reader = createContentReader(bitstreamFile, pulse);
  const encoder = kind.createEncoder({
    sink: createSlabSink(parsed, pulse),
    base: parsed.base,
    reader,
    bitstreamFile,
    manifestFile: null,
    partFile: parsed.partFile,
  });
  const digest = createEntryDigester({ reader, bitstreamFile });
  const paths = createUniquePaths();
  for (;;) {
    const block = Atomics.add(shared, control.nextBlock, 1);
    if (block >= parsed.blocks) return;
    encoder.beginBlock(block);
    for (const item of produce(block, reader.check)) {
      pulse();
      for (const problem of item.problems) encoder.problem(problem);
      paths.clear();
      for (const entry of item.entries) {
        paths.add(entry.path);
        for (const steps of [digest(entry, encoder), encoder.encode(entry)]) {
          while (steps.next().done !== true) pulse();
        }
      }
      reader.release();
      encoder.item(item.files, item.bytes);
    }
    encoder.endBlock();
  }
}

/**
 * Packs blocks until none is left or the coordinator calls it off. Runs in a worker thread, synchronously; failures are
 * told to the coordinator, nothing is thrown.
 */
export function servePackThread<Kind extends Chunk>(
  kind: ArchiveKind<Kind>,
  parts: PackThreadParts,
): void {
  try {
    packBlocks(kind, parts);
    post({ kind: "finished" });
  } catch (error) {
    const stack = error instanceof Error ? error.stack : undefined;
    post({ kind: "failed", error: toErrorView(error), stack });
  }
}
