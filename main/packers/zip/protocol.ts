import type { ErrorView } from "../../domain/errors.ts";
import type { PackThreadStart } from "../packer.ts";
import type { Chunk } from "./chunk-writer.ts";

/** What a pack thread of the ZIP packer starts from. */
export type ZipThreadStart = {
  /** Blocks of the plan; the thread takes one after the other. */
  readonly blocks: number;
  /** Prefix of paths that is left out in the manifest. */
  readonly base: string;
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
export type ThreadMessage =
  | { readonly kind: "chunk"; readonly chunk: Chunk }
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
export function parseThreadStart(start: PackThreadStart): ZipThreadStart {
  const { blocks, base, control: shared, states, slabs } = start;
  if (
    typeof blocks !== "number" ||
    typeof base !== "string" ||
    !isShared(shared) ||
    !isShared(states) ||
    !isShared(slabs)
  ) {
    throw new TypeError("These are not the start data of a ZIP pack thread.");
  }
  return { blocks, base, control: shared, states, slabs };
}
