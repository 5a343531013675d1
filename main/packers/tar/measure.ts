import type { VolumeMeasure } from "../packer.ts";
import type { Codec } from "./codec.ts";
import { endOfTar, padding, tarHeader } from "./header.ts";

/** What things take in the file of a tar archive. */
export function createTarMeasure(codec: Codec): VolumeMeasure {
  return {
    entry(path, size) {
      const plain = tarHeader(path, size, 0).length + size + padding(size);
      // A block ends its last piece early, and a block may be a single entry.
      return codec.bound(plain, Math.ceil(plain / codec.pieceBytes) + 1);
    },
    frame: codec.head.length + codec.bound(endOfTar.length, 1) + 32,
  };
}
