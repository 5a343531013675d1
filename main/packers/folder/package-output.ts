import { createHash } from "node:crypto";
import { mkdir, open, rm } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { throwIfCancelled } from "../archive-file.ts";
import type { PackageOutput } from "../archive-kind.ts";
import { addCounts, noCounts } from "../archive-kind.ts";
import { writeFailure } from "../file-pieces.ts";
import type { GrowingFile } from "../growing-file.ts";
import { openGrowingFile } from "../growing-file.ts";
import type { PackCounts, PackRequest } from "../packer.ts";
import type { FolderChunk } from "./entry-files.ts";

/**
 * Makes the folder of a run. It begins anew every time: which of the files an earlier process had written whole would
 * have to be found out by reading all of them.
 * @throws AppError disk.full, file.unwritable, run.cancelled
 */
export async function openFolderOutput(
  request: PackRequest,
): Promise<PackageOutput<FolderChunk>> {
  const { partFile, signal } = request;
  throwIfCancelled(signal);
  try {
    await rm(partFile, { recursive: true, force: true });
    await mkdir(partFile);
  } catch (error) {
    throw writeFailure(error, partFile);
  }
  const manifest = await openGrowingFile(request.manifestFile);
  try {
    const problems = await openGrowingFile(request.problemsFile);
    await manifest.clear();
    await problems.clear();
    return createOutput(partFile, manifest, problems);
  } catch (error) {
    await manifest.close();
    throw error;
  }
}

function createOutput(
  partFile: string,
  manifest: GrowingFile,
  problems: GrowingFile,
): PackageOutput<FolderChunk> {
  let counts: PackCounts = noCounts;
  let size = 0;
  let isOpen = true;
  async function close(): Promise<void> {
    if (!isOpen) return;
    isOpen = false;
    await manifest.close();
    await problems.close();
  }
  return {
    counts: () => counts,
    async commit(chunk) {
      await Promise.all([
        manifest.append(chunk.manifest),
        problems.append(chunk.problems),
      ]);
      size += chunk.written;
      counts = addCounts(counts, chunk);
    },
    checkpoint: () => ({ packer: "folder", counts }),
    async finish() {
      try {
        if (process.platform !== "win32") {
          const handle = await open(partFile, "r");
          await handle.sync().finally(() => handle.close());
        }
      } catch (error) {
        throw writeFailure(error, partFile);
      }
      // A folder has no bytes of its own: its checksums are those of the list of all its files with theirs.
      const sums = createHash("sha256");
      let sum = 0;
      for await (const piece of manifest.pieces()) {
        sums.update(piece);
        sum = crc32(piece, sum);
      }
      await close();
      return { size, sha256: sums.digest("hex"), crc32: sum, counts };
    },
    close,
  };
}
