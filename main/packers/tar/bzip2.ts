import { bzip2Bytes, encodeBzip2 } from "./bzip2/encode.ts";
import type { Codec } from "./codec.ts";

const nothing = new Uint8Array(0);

/** A bzip2 file of many streams, as pbzip2 makes them: one for each piece, so that they can be made side by side. */
export const bzip2Codec: Codec = {
  id: "tar_bz2",
  pieceBytes: bzip2Bytes,
  sums: false,
  head: nothing,
  pack: (piece) => encodeBzip2(piece),
  // Random bytes take about 1/200 more.
  bound: (size, pieces) => Math.ceil(size * 1.01) + pieces * 1024,
  tail: () => nothing,
};
