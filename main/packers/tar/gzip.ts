import { constants, deflateRawSync } from "node:zlib";
import { deflatePiece, pieceBytes } from "../deflate.ts";
import type { Codec } from "./codec.ts";

/** Deflate; no flags, no time stamp, no name; made on no system in particular (RFC 1952). */
const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);

/** One gzip stream (RFC 1952) whose pieces end at byte borders, so that they can be made apart from each other. */
export const gzipCodec: Codec = {
  id: "tar.gz",
  pieceBytes,
  sums: true,
  head: header,
  pack: (piece, before) => deflatePiece(piece, before, false),
  // What deflate adds to content it cannot shrink.
  bound: (size, pieces) => size + Math.ceil(size / 1024) + pieces * 256,
  tail(crc32, length) {
    const end = deflateRawSync(new Uint8Array(0), {
      finishFlush: constants.Z_FINISH,
    });
    const tail = Buffer.alloc(end.length + 8);
    tail.set(end);
    tail.writeUInt32LE(crc32, end.length);
    // The length modulo 2^32.
    tail.writeUInt32LE(length % 2 ** 32, end.length + 4);
    return tail;
  },
};
