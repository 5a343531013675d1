import type { Entry } from "../domain/package-entry.ts";
import type { Problem } from "../domain/run.ts";
import type { Chunk, ChunkSink } from "./chunk.ts";
import type { ContentReader } from "./content-reader.ts";
import type {
  PackCheckpoint,
  PackCounts,
  PackRequest,
  PackResult,
} from "./packer.ts";

/** Turns the entries of blocks into chunks. */
export interface BlockEncoder {
  beginBlock(block: number): void;
  /** Ends the block; its last chunk is sent. */
  endBlock(): void;
  /** Sends what there is, so that it is on its way to the files. */
  flush(): void;
  /**
   * Encodes one entry in steps of about a mebibyte, so that the caller can look up between them.
   * @throws AppError archive.unsafe, bitstream.damaged, file.*
   */
  encode(entry: Entry): Generator<undefined, void>;
  /** Records the SHA-512 and the size of an entry in the manifest. */
  digest(path: string, sha512: string, size: number): void;
  problem(problem: Problem): void;
  /** Counts a finished item. */
  item(files: number, bytes: number): void;
}

/** What an encoder works with. */
export interface EncoderParts<Kind extends Chunk> {
  readonly sink: ChunkSink<Kind>;
  /** Prefix of paths that is left out in the manifest. */
  readonly base: string;
  readonly reader: ContentReader;
  readonly bitstreamFile: (sha256: string) => string;
  /** File whose own entry gets no manifest line, since it cannot state its own checksum. */
  readonly manifestFile: string | null;
  /** File or folder that is being written. */
  readonly partFile: string;
}

/** The files of a run, all as far as the last chunk. */
export interface PackageOutput<Kind extends Chunk> {
  counts(): PackCounts;
  /** Takes the next chunk of the archive. When it resolves, everything is in the files. */
  readonly commit: (chunk: Kind, bytes: Uint8Array) => Promise<void>;
  /** The state to go on from; meaningful between blocks only. */
  checkpoint(): PackCheckpoint;
  /** Writes what ends the archive and flushes it to disk. */
  finish(): Promise<PackResult>;
  close(): Promise<void>;
}

/** How archives of one kind are made: what differs between the packers. */
export interface ArchiveKind<Kind extends Chunk> {
  createEncoder(parts: EncoderParts<Kind>): BlockEncoder;
  /**
   * Opens the files of a run, at the checkpoint when there is one that fits them, else empty.
   * @throws AppError disk.full, file.unwritable, run.cancelled
   */
  openOutput(request: PackRequest): Promise<PackageOutput<Kind>>;
}

/** The counts with those of one more chunk. */
export function addCounts(counts: PackCounts, chunk: Chunk): PackCounts {
  return {
    blocks: counts.blocks + (chunk.last ? 1 : 0),
    items: counts.items + chunk.counts.items,
    files: counts.files + chunk.counts.files,
    bytes: counts.bytes + chunk.counts.bytes,
    entries: counts.entries + chunk.counts.entries,
  };
}

export const noCounts: PackCounts = {
  blocks: 0,
  items: 0,
  files: 0,
  bytes: 0,
  entries: 0,
};
