import type { ArchiveKind } from "../archive-kind.ts";
import { packArchive } from "../pack-archive.ts";
import type { Packer } from "../packer.ts";
import { servePackThread } from "../serve-thread.ts";
import { bzip2Codec } from "./bzip2.ts";
import type { Codec } from "./codec.ts";
import { plainCodec } from "./codec.ts";
import { createTarEncoder } from "./entry-encoder.ts";
import { gzipCodec } from "./gzip.ts";
import { createTarMeasure } from "./measure.ts";
import { openTarOutput } from "./package-output.ts";
import type { TarChunk } from "./piece-writer.ts";

function createTarPacker(
  codec: Codec,
  title: string,
  extension: string,
): Packer {
  const kind: ArchiveKind<TarChunk> = {
    createEncoder: (parts) => createTarEncoder(codec, parts),
    openOutput: (request) => openTarOutput(codec, request),
  };
  return {
    id: codec.id,
    title,
    extension,
    makes: "file",
    measure: createTarMeasure(codec),
    compresses: codec !== plainCodec,
    parts: null,
    pack: (request) => packArchive(kind, request),
    serve: (parts) => {
      servePackThread(kind, parts);
    },
  };
}

/** One tar archive. */
export const tarPacker: Packer = createTarPacker(
  plainCodec,
  "Tar archive",
  ".tar",
);

/** One tar archive, compressed by as many threads as there are. */
export const tarGzipPacker: Packer = createTarPacker(
  gzipCodec,
  "Tar archive, gzip",
  ".tar.gz",
);

/** One tar archive, compressed with bzip2 by as many threads as there are. */
export const tarBzip2Packer: Packer = createTarPacker(
  bzip2Codec,
  "Tar archive, bzip2",
  ".tar.bz2",
);
