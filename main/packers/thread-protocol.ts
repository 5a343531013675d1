import type { ErrorView } from "../domain/errors.ts";
import type { PackThreadStart } from "./packer.ts";
import type { Chunk } from "./chunk.ts";

/** What a pack thread starts from. */
export type BlockThreadStart = {
  /** Blocks of the plan; the thread takes one after the other. */
  readonly blocks: number;
  /** Prefix of paths that is left out in the manifest. */
  readonly base: string;
  /** File or folder that is being written. */
  readonly partFile: string;
  /** Int32: see {@link control}. Common to all threads. */
  readonly control: SharedArrayBuffer;
  /** Int32 for each slab: see {@link slabState}. The thread's own. */
  readonly states: SharedArrayBuffer;
  /** The slabs one after the other. The thread's own. */
  readonly slabs: SharedArrayBuffer;
};

/** Positions in the control memory: the next block to be taken; not 0 when the threads shall stop. */
export const control = { nextBlock: 0, stop: 1, length: 2 } as const;

/** A slab is free until the thread takes it and again when the coordinator has written it. */
export const slabState = { free: 0, taken: 1 } as const;

/** Messages from a pack thread to its coordinator. */
export type ThreadMessage<Kind extends Chunk> =
  | { readonly kind: "chunk"; readonly chunk: Kind }
  | {
      readonly kind: "failed";
      readonly error: ErrorView;
      readonly stack: string | undefined;
    }
  | { readonly kind: "finished" };

function isShared(value: unknown): value is SharedArrayBuffer {
  return value instanceof SharedArrayBuffer;
}

/** Reads start data back in the thread. What is wrong with them is a bug of the caller. */
export function parseThreadStart(start: PackThreadStart): BlockThreadStart {
  const { blocks, base, partFile, control: shared, states, slabs } = start;
  if (
    typeof blocks !== "number" ||
    typeof base !== "string" ||
    typeof partFile !== "string" ||
    !isShared(shared) ||
    !isShared(states) ||
    !isShared(slabs)
  ) {
    throw new TypeError("These are not the start data of a pack thread.");
  }
  return { blocks, base, partFile, control: shared, states, slabs };
}
