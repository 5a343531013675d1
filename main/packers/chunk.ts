/** A piece of memory that archive bytes are made in. */
export interface Slab {
  readonly index: number;
  readonly bytes: Buffer;
}

/** What has been counted since the chunk before. */
export interface ChunkCounts {
  readonly items: number;
  readonly files: number;
  readonly bytes: number;
  readonly entries: number;
}

/** What a chunk says besides its archive bytes. */
export interface ChunkNotes {
  /** Whole lines, UTF-8. */
  readonly manifest: Uint8Array<ArrayBuffer>;
  /** Whole lines of JSON, UTF-8. */
  readonly problems: Uint8Array<ArrayBuffer>;
  readonly counts: ChunkCounts;
  /** Bytes of bitstreams read so far of an item that is not finished. */
  readonly underway: number;
}

/**
 * A run of archive bytes with everything that must be recorded together with them. Structured-cloneable. Each kind of
 * archive adds what it needs.
 */
export interface Chunk extends ChunkNotes {
  readonly block: number;
  /** Index of the slab that begins with the bytes. */
  readonly slab: number;
  readonly length: number;
  readonly crc32: number;
  /** Whether the block ends with this chunk. */
  readonly last: boolean;
}

/** Where slabs come from and where full ones go. */
export interface ChunkSink<Kind extends Chunk> {
  /** An empty slab; may block until there is one. */
  acquire(): Slab;
  /** @param transfer memory of the chunk that may be handed over instead of being copied */
  send(chunk: Kind, transfer: readonly ArrayBuffer[]): void;
}
