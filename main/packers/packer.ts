import type { Worker } from "node:worker_threads";
import type { Entry } from "../domain/package-entry.ts";
import type { Problem } from "../domain/run.ts";

/** Whether a bitstream can be packed, found by reading it. */
export type BitstreamCheck =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly code: "bitstream.missing" | "bitstream.damaged";
      readonly message: string;
    };

/**
 * What a pack thread is given to turn one block of the plan into entries. Runs in the thread, synchronously.
 * `check` must be called for each bitstream before its entry is yielded: it reads the file, compares size and CRC-32
 * with the catalog's, and keeps small files in memory so that they are read once.
 */
export type BlockProducer = (
  block: number,
  check: (bitstream: {
    readonly sha256: string;
    readonly size: number;
    readonly crc32: number;
  }) => BitstreamCheck,
) => Iterable<ProducedItem>;

/** One item of a block. */
export interface ProducedItem {
  readonly entries: readonly Entry[];
  readonly problems: readonly Problem[];
  /** Bitstreams among the entries. */
  readonly files: number;
  /** Bytes of these bitstreams. */
  readonly bytes: number;
}

/** What a pack thread reports for progress and counting, summed over finished blocks. */
export interface PackCounts {
  readonly blocks: number;
  readonly items: number;
  readonly files: number;
  readonly bytes: number;
  readonly entries: number;
}

/** State after a finished block, enough to go on from there after a crash. Plain JSON. */
export type PackCheckpoint = Readonly<Record<string, unknown>> & {
  readonly counts: PackCounts;
};

export interface PackRequest {
  /** Number of blocks; a block is a run of items small enough to be packed by one thread in one go. */
  readonly blocks: number;
  /** Threads to pack with, at least 1. The archive's bytes do not depend on it. */
  readonly threads: number;
  /** File (or folder) the archive is written to; it never has the final name. */
  readonly partFile: string;
  /** Folder for spools; what is left in it by a stopped run is used to go on. */
  readonly workFolder: string;
  /** File that takes one `<sha256>  <path below base>` line for each entry, in package order. */
  readonly manifestFile: string;
  /** File that takes one JSON problem a line, in the order of the items. */
  readonly problemsFile: string;
  /** Prefix of every path that is left out in the manifest (the root folder and `/`). */
  readonly base: string;
  /** Checkpoint of the same run, stopped earlier; null to begin anew. */
  readonly resumeFrom: PackCheckpoint | null;
  readonly signal: AbortSignal;
  /** Starts a thread that calls the packer's `serve` with the given start data. */
  readonly spawn: (start: PackThreadStart) => Worker;
  /** File in the store that holds a bitstream: for the bitstreams among the closing entries. */
  readonly bitstreamFile: (sha256: string) => string;
  saveCheckpoint(checkpoint: PackCheckpoint): void;
  /** Called at most about 10 times a second. */
  onProgress(counts: PackCounts): void;
  /**
   * Asked for when all blocks are written. Manifest and problem files are complete so far whenever the next entry is
   * asked for. A bitstream that is missing or damaged is left out and recorded in the problem file.
   */
  closing(counts: PackCounts): AsyncIterable<Entry>;
}

/** Structured-cloneable data a pack thread starts from; each packer has its own. */
export type PackThreadStart = Readonly<Record<string, unknown>>;

export interface PackResult {
  readonly size: number;
  readonly sha256: string;
  readonly crc32: number;
  readonly counts: PackCounts;
}

/** What a pack thread works with. */
export interface PackThreadParts {
  /** What the packer gave to `spawn`. */
  readonly start: PackThreadStart;
  readonly produce: BlockProducer;
  /** File in the store that holds a bitstream. */
  readonly bitstreamFile: (sha256: string) => string;
}

/** How much of a volume's limit things take. */
export interface VolumeMeasure {
  /** Most bytes an entry takes in the archive, however little its content can be compressed. */
  entry(path: string, size: number): number;
  /** Bytes the archive takes besides its entries, at most. */
  readonly frame: number;
}

/** A way to turn entries into an archive file. */
export interface Packer {
  readonly id: string;
  readonly title: string;
  /** Extension with its dot; empty where none is usual. */
  readonly extension: string;
  /** What it makes under the part name. */
  readonly makes: "file" | "folder";
  readonly measure: VolumeMeasure;
  /** Whether content that can shrink takes less room in it. */
  readonly compresses: boolean;
  /** What the volumes may hold that it cuts every package into; null where a package is one archive unless asked for. */
  readonly parts: { readonly bytes: number; readonly entries: number } | null;
  /**
   * Writes the archive, flushes it to disk, and leaves it under the part name. When it fails or is cancelled, the part
   * file and the files in the work folder stay, so that the run can be taken up again: who will not do so removes them.
   * @throws AppError disk.full, file.unwritable, file.unreadable, run.cancelled
   */
  pack(request: PackRequest): Promise<PackResult>;
  /**
   * The other half, in a thread that `pack` has spawned: packs blocks until none is left, synchronously. Failures are
   * told to `pack`; nothing is thrown.
   */
  serve(parts: PackThreadParts): void;
}
