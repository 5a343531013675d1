import { join } from "node:path";
import { unlink } from "node:fs/promises";
import { crc32 } from "node:zlib";
import type { PackageOutput } from "../archive-kind.ts";
import { addCounts, noCounts } from "../archive-kind.ts";
import type { PackCounts, PackRequest } from "../packer.ts";
import type { ArchiveFile } from "../archive-file.ts";
import { openArchiveFile, throwIfCancelled } from "../archive-file.ts";
import type { ZipCheckpoint } from "./checkpoint.ts";
import { parseCheckpoint } from "./checkpoint.ts";
import type { ZipChunk } from "./chunk-writer.ts";
import type { GrowingFile } from "../growing-file.ts";
import { openGrowingFile } from "../growing-file.ts";
import { endOfArchive, relocate } from "./records.ts";

interface OutputFiles {
  readonly archive: ArchiveFile;
  readonly directory: GrowingFile;
  readonly manifest: GrowingFile;
  readonly problems: GrowingFile;
}

async function restore(
  files: OutputFiles,
  checkpoint: ZipCheckpoint,
  signal: AbortSignal,
): Promise<boolean> {
  return (
    (await files.directory.restore(checkpoint.directory, signal)) &&
    (await files.manifest.restore(checkpoint.manifest, signal)) &&
    (await files.problems.restore(checkpoint.problems, signal)) &&
    (await files.archive.restore(checkpoint.archive))
  );
}

/**
 * Opens the files of a run, at the checkpoint when there is one that fits them, else empty.
 * @throws AppError disk.full, file.unwritable, run.cancelled
 */
export async function openPackageOutput(
  request: PackRequest,
): Promise<PackageOutput<ZipChunk>> {
  const { signal } = request;
  const spool = join(request.workFolder, "central-directory.spool");
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
      directory: keep(await openGrowingFile(spool)),
      manifest: keep(await openGrowingFile(request.manifestFile)),
      problems: keep(await openGrowingFile(request.problemsFile)),
    };
    const checkpoint = parseCheckpoint(request.resumeFrom, request.blocks);
    let counts = noCounts;
    if (checkpoint !== null && (await restore(files, checkpoint, signal))) {
      counts = checkpoint.counts;
    } else {
      throwIfCancelled(signal);
      await files.archive.clear();
      await files.directory.clear();
      await files.manifest.clear();
      await files.problems.clear();
    }
    return createOutput(files, counts, request.blocks, spool, close);
  } catch (error) {
    await close();
    throw error;
  }
}

function createOutput(
  { archive, directory, manifest, problems }: OutputFiles,
  countsBefore: PackCounts,
  blocks: number,
  spool: string,
  close: () => Promise<void>,
): PackageOutput<ZipChunk> {
  let counts = countsBefore;
  let blockStart = archive.size();
  return {
    counts() {
      return counts;
    },
    async commit(chunk, bytes) {
      const records = Buffer.from(chunk.directory.buffer);
      await Promise.all([
        archive.append(bytes, chunk.crc32, chunk.hold),
        directory.append(relocate(records, chunk.offsets, blockStart)),
        manifest.append(chunk.manifest),
        problems.append(chunk.problems),
      ]);
      if (chunk.patch !== null) await archive.settle(chunk.patch);
      counts = addCounts(counts, chunk);
      if (chunk.last) blockStart = archive.size();
    },
    checkpoint() {
      return {
        packer: "zip",
        version: 2,
        blocks,
        archive: archive.mark(),
        directory: directory.mark(),
        manifest: manifest.mark(),
        problems: problems.mark(),
        counts,
      } satisfies ZipCheckpoint;
    },
    async finish() {
      const offset = archive.size();
      for await (const piece of directory.pieces())
        await archive.append(piece, crc32(piece), false);
      const end = endOfArchive(counts.entries, archive.size() - offset, offset);
      await archive.append(end, crc32(end), false);
      const result = await archive.finish();
      await close();
      await unlink(spool);
      return { ...result, counts };
    },
    close,
  };
}
