import type { ReadBackEntry } from "./read-back.ts";
import type { Follow, Inspected } from "./read-back-thread.ts";

/** A package that is being read again, whatever kind of archive it is in. */
export interface PackageReading {
  /** Size in bytes: of the archive's file, or of all files of a folder together. */
  readonly size: number;
  /**
   * All entries, in the order of the archive. To be taken once.
   * @throws AppError archive.damaged, archive.unsafe, run.cancelled, file.unreadable
   */
  readonly batches: AsyncIterable<readonly ReadBackEntry[]>;
}

/** How entries are read. */
export interface PackageReadingOptions {
  readonly signal?: AbortSignal | undefined;
  /** Looks at the content of a small entry; the bytes are valid during the call only. */
  readonly inspect: (path: string, bytes: Buffer) => Inspected;
  /** Looks at the content of a large entry; nobody does when it is absent. */
  readonly follow?: Follow | undefined;
}

/** Larger entries are streamed and not inspected. */
export const largestInspectedEntry = 4 * 1024 * 1024;
