import type { ArchiveKind } from "../archive-kind.ts";
import type { ZipChunk } from "./chunk-writer.ts";
import { createChunkWriter } from "./chunk-writer.ts";
import { createEntryEncoder } from "./entry-encoder.ts";
import { openPackageOutput } from "./package-output.ts";

/** What makes an archive a ZIP. */
export const zipKind: ArchiveKind<ZipChunk> = {
  createEncoder({ sink, base, reader, bitstreamFile, manifestFile }) {
    const writer = createChunkWriter(sink, base);
    const { beginBlock, encode } = createEntryEncoder({
      writer,
      reader,
      bitstreamFile,
      manifestFile,
    });
    return {
      ...writer,
      encode,
      beginBlock(block) {
        beginBlock();
        writer.beginBlock(block);
      },
    };
  },
  openOutput: openPackageOutput,
};
