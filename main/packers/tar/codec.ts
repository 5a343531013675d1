/** How the bytes of a tar archive are compressed: piece by piece, so that threads can share the work. */
export interface Codec {
  /** Packer that uses it; recorded in checkpoints. */
  readonly id: string;
  /** Bytes that are compressed together. */
  readonly pieceBytes: number;
  /** Whether {@link Codec.tail} needs to know what the archive was before it was compressed. */
  readonly sums: boolean;
  /** What the file begins with. */
  readonly head: Uint8Array;
  /**
   * Compresses one piece; the results one after the other are the archive. Depends on its arguments alone.
   * @param before what came before the piece in the same block; null when nothing did
   */
  pack(piece: Uint8Array, before: Uint8Array | null): Uint8Array;
  /** Most bytes that content becomes. @param pieces most pieces it is cut into; it may share the last with others */
  bound(size: number, pieces: number): number;
  /**
   * What the file ends with.
   * @param crc32 of everything before compression
   * @param length of everything before compression
   */
  tail(crc32: number, length: number): Uint8Array;
}

const nothing = new Uint8Array(0);

/** Not compressed at all. */
export const plainCodec: Codec = {
  id: "tar",
  pieceBytes: 1024 * 1024,
  sums: false,
  head: nothing,
  pack: (piece) => piece,
  bound: (size) => size,
  tail: () => nothing,
};
