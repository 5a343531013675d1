import { Buffer } from "node:buffer";
import { constants, deflateRawSync } from "node:zlib";

/** Entries are deflated in pieces of this size, each with the end of the one before as its dictionary. */
export const pieceBytes = 1024 * 1024;

/** What deflate can look back on. */
export const dictionaryBytes = 32 * 1024;

/**
 * How hard deflate tries. On small pieces the last thirtieth of their size would cost a third of the time, and a
 * collection has very many of them.
 */
const level = 6;
export const levelOfSmall = 2;
export const smallBytes = 64 * 1024;

/** More than deflate adds to bytes it cannot shrink. */
export function bound(size: number): number {
  return size + (size >>> 10) + 256;
}

/**
 * Deflates one piece of an entry; the pieces one after the other are the entry's raw deflate stream.
 *
 * Every call starts a new zlib state: what a used one writes depends slightly on what it wrote before, and the archive
 * must not depend on which thread packed what.
 * @param dictionary the 32 KiB before the piece; null for the first
 * @param effort little for what hardly shrinks by looking longer
 */
export function deflatePiece(
  piece: Uint8Array,
  dictionary: Uint8Array | null,
  last: boolean,
  effort: "usual" | "little" = "usual",
): Buffer {
  // A state as small as the piece allows: clearing the full one takes longer than deflating a small piece.
  const windowBits =
    dictionary === null
      ? Math.min(15, Math.max(9, 32 - Math.clz32(piece.length - 1)))
      : 15;
  return deflateRawSync(piece, {
    level:
      effort === "little" ||
      (dictionary === null && last && piece.length <= smallBytes)
        ? levelOfSmall
        : level,
    windowBits,
    memLevel: Math.min(9, windowBits - 5),
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
