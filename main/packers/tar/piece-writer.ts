import { crc32 } from "node:zlib";
import type { Chunk, ChunkSink, Slab } from "../chunk.ts";
import { createChunkNotes, type ChunkNoteBook } from "../chunk-notes.ts";
import { dictionaryBytes, discard } from "../deflate.ts";
import type { Codec } from "./codec.ts";

/** A chunk of a tar archive. */
export interface TarChunk extends Chunk {
  /** What the chunk's bytes were before they were compressed; 0 where the codec does not ask. */
  readonly plainCrc32: number;
  readonly plainLength: number;
}

/** Takes the bytes of a tar archive and lays them out, compressed, in slabs. */
export interface PieceWriter {
  readonly notes: ChunkNoteBook;
  beginBlock(block: number): void;
  /** Ends the block; its last chunk is sent. */
  endBlock(): void;
  /** Compresses and sends what there is. */
  flush(): void;
  put(bytes: Uint8Array): void;
  /** Room to write into, never empty; {@link PieceWriter.advance} makes it count. */
  room(): Buffer;
  advance(length: number): void;
}

/**
 * Makes a writer over the slabs of a sink.
 * @param base prefix of paths that is left out in the manifest
 */
export function createPieceWriter(
  sink: ChunkSink<TarChunk>,
  base: string,
  codec: Codec,
): PieceWriter {
  const notes = createChunkNotes(base);
  const { pieceBytes } = codec;
  /** The end of the piece before, and the piece that is being filled. */
  const buffer = Buffer.allocUnsafeSlow(dictionaryBytes + pieceBytes);
  let filled = 0;
  let hasBefore = false;
  let block = 0;
  let slab: Slab | null = null;
  let length = 0;
  let plainCrc32 = 0;
  let plainLength = 0;

  function send(last: boolean): void {
    slab ??= sink.acquire();
    const chunk: TarChunk = {
      ...notes.take(),
      block,
      slab: slab.index,
      length,
      crc32: crc32(slab.bytes.subarray(0, length)),
      plainCrc32,
      plainLength,
      last,
    };
    sink.send(chunk, [chunk.manifest.buffer, chunk.problems.buffer]);
    slab = null;
    length = 0;
    plainCrc32 = 0;
    plainLength = 0;
  }

  function putPacked(bytes: Uint8Array): void {
    let from = 0;
    while (from < bytes.length) {
      slab ??= sink.acquire();
      if (length === slab.bytes.length) {
        send(false);
        continue;
      }
      const part = bytes.subarray(from, from + slab.bytes.length - length);
      slab.bytes.set(part, length);
      length += part.length;
      from += part.length;
    }
  }

  function packPiece(): void {
    if (filled === 0) return;
    const piece = buffer.subarray(dictionaryBytes, dictionaryBytes + filled);
    const packed = codec.pack(
      piece,
      hasBefore ? buffer.subarray(0, dictionaryBytes) : null,
    );
    if (codec.sums) {
      plainCrc32 = crc32(piece, plainCrc32);
      plainLength += filled;
    }
    putPacked(packed);
    if (packed !== piece && Buffer.isBuffer(packed)) discard(packed);
    hasBefore = filled >= dictionaryBytes;
    if (hasBefore) buffer.copyWithin(0, filled, filled + dictionaryBytes);
    filled = 0;
  }

  function room(): Buffer {
    if (filled === pieceBytes) packPiece();
    return buffer.subarray(
      dictionaryBytes + filled,
      dictionaryBytes + pieceBytes,
    );
  }

  return {
    notes,
    beginBlock(next) {
      block = next;
      hasBefore = false;
      notes.begin();
    },
    endBlock() {
      packPiece();
      send(true);
    },
    flush() {
      packPiece();
      if (length > 0 || !notes.isEmpty()) send(false);
    },
    put(bytes) {
      for (let from = 0; from < bytes.length;) {
        const target = room();
        const part = bytes.subarray(from, from + target.length);
        target.set(part);
        filled += part.length;
        from += part.length;
      }
    },
    room,
    advance(added) {
      filled += added;
    },
  };
}
