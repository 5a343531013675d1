import { Buffer } from "node:buffer";
import { constants, deflateRawSync } from "node:zlib";

/** Entries are deflated in pieces of this size, each with the end of the one before as its dictionary. */
export const pieceBytes = 1024 * 1024;

/** What deflate can look back on. */
export const dictionaryBytes = 32 * 1024;

const level = 6;

/** More than deflate adds to bytes it cannot shrink. */
function bound(size: number): number {
  return size + (size >>> 10) + 256;
}

/**
 * Deflates one piece of an entry; the pieces one after the other are the entry's raw deflate stream.
 *
 * Every call starts a new zlib state. Taking up a used one would save a twentieth of the time, but what it writes
 * depends slightly on what it wrote before, and the archive must not depend on which thread packed what.
 * @param dictionary the 32 KiB before the piece; null for the first
 */
export function deflatePiece(
  piece: Uint8Array,
  dictionary: Uint8Array | null,
  last: boolean,
): Buffer {
  return deflateRawSync(piece, {
    level,
    memLevel: piece.length > dictionaryBytes * 2 ? 9 : 8,
    chunkSize: Math.max(bound(piece.length), 1024),
    finishFlush: last ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
    ...(dictionary === null ? {} : { dictionary }),
  });
}

/**
 * Gives the memory of a result back at once: the collector would let tens of megabytes of them pile up.
 * The result is empty afterwards.
 */
export function discard(result: Buffer): void {
  // Small results share a pool, which cannot be given back.
  const memory = result.buffer;
  if (memory instanceof ArrayBuffer && memory.byteLength > Buffer.poolSize)
    memory.transfer(0);
}
