import type { Content } from "./catalog.ts";

/** Bytes that have arrived whole and wait in the bitstream store until somebody has a use for them. */
export interface ReceivedContent {
  readonly content: Content;
  /**
   * Puts them under their final name, on the disk for good; before the catalog refers to them.
   * @throws AppError disk.full, file.unwritable
   */
  keep(): Promise<void>;
  /** Removes them; of no effect after `keep`. */
  discard(): void;
}

/**
 * Takes bytes in as they come, none of them held.
 * @throws AppError disk.full, file.unwritable; what the pieces throw
 */
export type ReceiveContent = (
  pieces: AsyncIterable<Uint8Array>,
) => Promise<ReceivedContent>;
