import type { VolumeMeasure } from "../packer.ts";
import type { Codec } from "./codec.ts";
import { endOfTar, padding, tarHeader } from "./header.ts";

/**
 * Pieces are at least this large on average: but for the last of a volume, which the frame counts, a block has a
 * mebibyte of files or so many items that their headers alone are more than this.
 */
const leastPiece = 65_536;

/** What things take in the file of a tar archive. */
export function createTarMeasure(codec: Codec): VolumeMeasure {
  return {
    entry(path, size) {
      const plain = tarHeader(path, size, 0).length + size + padding(size);
      return Math.ceil(codec.bound(plain, plain / leastPiece));
    },
    frame: codec.head.length + Math.ceil(codec.bound(endOfTar.length, 3)) + 32,
  };
}
