import type { Bitstream } from "../domain/catalog.ts";

/** Name, type, size and checksums of a bitstream as the sidecars write them. */
export function bitstreamFacts(bitstream: Bitstream) {
  return {
    name: bitstream.name,
    mimeType: bitstream.mimeType,
    format: bitstream.formatName,
    sizeBytes: bitstream.size,
    checksums: {
      sha256: bitstream.sha256,
      md5: bitstream.md5,
      crc32: bitstream.crc32.toString(16).padStart(8, "0"),
    },
  };
}
