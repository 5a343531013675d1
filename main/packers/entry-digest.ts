import { createHash, hash } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";
import { fromSystemError } from "../domain/errors.ts";
import type { Entry } from "../domain/package-entry.ts";
import type { BlockEncoder, EncoderParts } from "./archive-kind.ts";
import type { Chunk } from "./chunk.ts";

const stepBytes = 1024 * 1024;

/** Records the SHA-512 of entries whose format asks for it. */
export function createEntryDigester<Kind extends Chunk>({
  reader,
  bitstreamFile,
}: Pick<EncoderParts<Kind>, "reader" | "bitstreamFile">) {
  let space: Buffer | null = null;

  function* fileDigest(
    file: string,
  ): Generator<undefined, { sha512: string; size: number }> {
    space ??= Buffer.allocUnsafeSlow(stepBytes);
    const sums = createHash("sha512");
    let size = 0;
    try {
      const descriptor = openSync(file, "r");
      try {
        for (;;) {
          const count = readSync(descriptor, space, 0, space.length, size);
          if (count === 0) break;
          sums.update(space.subarray(0, count));
          size += count;
          yield;
        }
      } finally {
        closeSync(descriptor);
      }
    } catch (error) {
      throw fromSystemError(error, file, "read");
    }
    return { sha512: sums.digest("hex"), size };
  }

  /**
   * In steps of about a mebibyte, as entries are encoded.
   * @throws AppError bitstream.damaged, file.*
   */
  return function* digest(
    { path, sha512, source }: Entry,
    encoder: Pick<BlockEncoder, "digest">,
  ): Generator<undefined, void> {
    if (sha512 !== true) return;
    const bytes =
      source.kind === "bytes"
        ? source.bytes
        : source.kind === "bitstream"
          ? reader.bytes(source)
          : null;
    if (bytes !== null) {
      encoder.digest(path, hash("sha512", bytes, "hex"), bytes.length);
      return;
    }
    const file =
      source.kind === "bitstream"
        ? bitstreamFile(source.sha256)
        : source.kind === "file"
          ? source.file
          : "";
    const found = yield* fileDigest(file);
    encoder.digest(path, found.sha512, found.size);
  };
}
