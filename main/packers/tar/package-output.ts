import { crc32 } from "node:zlib";
import type { ArchiveFile } from "../archive-file.ts";
import { openArchiveFile, throwIfCancelled } from "../archive-file.ts";
import type { PackageOutput } from "../archive-kind.ts";
import { addCounts, noCounts } from "../archive-kind.ts";
import {
  checkpointFields,
  parseCounts,
  parseMark,
} from "../checkpoint-parts.ts";
import { combineCrc32 } from "../crc32-combine.ts";
import type { FileMark } from "../file-pieces.ts";
import type { GrowingFile } from "../growing-file.ts";
import { openGrowingFile } from "../growing-file.ts";
import type { PackCheckpoint, PackCounts, PackRequest } from "../packer.ts";
import type { Codec } from "./codec.ts";
import { endOfTar } from "./header.ts";
import type { TarChunk } from "./piece-writer.ts";

/** State of a tar packer after a finished block. */
type TarCheckpoint = PackCheckpoint & {
  readonly packer: string;
  /** Changes when bytes of a resumed archive could differ from those of an earlier program version. */
  readonly version: 1;
  readonly blocks: number;
  readonly archive: FileMark;
  /** The archive so far before compression. */
  readonly plain: FileMark;
  readonly manifest: FileMark;
  readonly problems: FileMark;
};

interface OutputFiles {
  readonly archive: ArchiveFile;
  readonly manifest: GrowingFile;
  readonly problems: GrowingFile;
}

function parseCheckpoint(
  checkpoint: PackCheckpoint | null,
  codec: Codec,
  blocks: number,
): TarCheckpoint | null {
  const from = checkpointFields(checkpoint);
  if (
    from["packer"] !== codec.id ||
    from["version"] !== 1 ||
    from["blocks"] !== blocks
  )
    return null;
  const archive = parseMark(from["archive"]);
  const plain = parseMark(from["plain"]);
  const manifest = parseMark(from["manifest"]);
  const problems = parseMark(from["problems"]);
  const counts = parseCounts(from["counts"]);
  if (
    archive === null ||
    plain === null ||
    manifest === null ||
    problems === null ||
    counts === null ||
    counts.blocks > blocks
  )
    return null;
  return {
    packer: codec.id,
    version: 1,
    blocks,
    archive,
    plain,
    manifest,
    problems,
    counts,
  };
}

async function restore(
  files: OutputFiles,
  checkpoint: TarCheckpoint,
  signal: AbortSignal,
): Promise<boolean> {
  return (
    (await files.manifest.restore(checkpoint.manifest, signal)) &&
    (await files.problems.restore(checkpoint.problems, signal)) &&
    (await files.archive.restore(checkpoint.archive))
  );
}

/**
 * Opens the files of a run, at the checkpoint when there is one that fits them, else empty.
 * @throws AppError disk.full, file.unwritable, run.cancelled
 */
export async function openTarOutput(
  codec: Codec,
  request: PackRequest,
): Promise<PackageOutput<TarChunk>> {
  const { signal } = request;
  const opened: { close(): Promise<void> }[] = [];
  const keep = <File extends { close(): Promise<void> }>(file: File): File => {
    opened.push(file);
    return file;
  };
  async function close(): Promise<void> {
    for (const file of opened.splice(0)) await file.close();
  }
  try {
    const files: OutputFiles = {
      archive: keep(await openArchiveFile(request.partFile, signal)),
      manifest: keep(await openGrowingFile(request.manifestFile)),
      problems: keep(await openGrowingFile(request.problemsFile)),
    };
    const checkpoint = parseCheckpoint(
      request.resumeFrom,
      codec,
      request.blocks,
    );
    if (checkpoint !== null && (await restore(files, checkpoint, signal)))
      return createOutput(files, checkpoint, codec, request.blocks, close);
    throwIfCancelled(signal);
    await files.archive.clear();
    await files.manifest.clear();
    await files.problems.clear();
    await files.archive.append(codec.head, crc32(codec.head), false);
    const begin = { counts: noCounts, plain: { length: 0, crc32: 0 } };
    return createOutput(files, begin, codec, request.blocks, close);
  } catch (error) {
    await close();
    throw error;
  }
}

function createOutput(
  { archive, manifest, problems }: OutputFiles,
  from: { readonly counts: PackCounts; readonly plain: FileMark },
  codec: Codec,
  blocks: number,
  close: () => Promise<void>,
): PackageOutput<TarChunk> {
  let { counts, plain } = from;

  function addPlain(sum: number, length: number): void {
    plain = {
      length: plain.length + length,
      crc32: combineCrc32(plain.crc32, sum, length),
    };
  }

  return {
    counts: () => counts,
    async commit(chunk, bytes) {
      await Promise.all([
        archive.append(bytes, chunk.crc32, false),
        manifest.append(chunk.manifest),
        problems.append(chunk.problems),
      ]);
      if (codec.sums) addPlain(chunk.plainCrc32, chunk.plainLength);
      counts = addCounts(counts, chunk);
    },
    checkpoint() {
      return {
        packer: codec.id,
        version: 1,
        blocks,
        archive: archive.mark(),
        plain,
        manifest: manifest.mark(),
        problems: problems.mark(),
        counts,
      } satisfies TarCheckpoint;
    },
    async finish() {
      const end = codec.pack(endOfTar, null);
      await archive.append(end, crc32(end), false);
      addPlain(crc32(endOfTar), endOfTar.length);
      const tail = codec.tail(plain.crc32, plain.length);
      await archive.append(tail, crc32(tail), false);
      const result = await archive.finish();
      await close();
      return { ...result, counts };
    },
    close,
  };
}
