import type { PackCounts, PackRequest, PackResult } from "./packer.ts";
import { throwIfCancelled } from "./archive-file.ts";
import { packClosingEntries } from "./closing-entries.ts";
import type { ArchiveKind, PackageOutput } from "./archive-kind.ts";
import type { Chunk } from "./chunk.ts";
import { startPackThreads } from "./pack-threads.ts";

const progressMilliseconds = 100;

/** Reports progress, but not more often than anyone could read it. */
function createProgress(
  request: PackRequest,
): (counts: PackCounts, underway: number) => void {
  let last = -Infinity;
  return (counts, underway) => {
    const now = performance.now();
    if (now - last < progressMilliseconds) return;
    last = now;
    request.onProgress({ ...counts, bytes: counts.bytes + underway });
  };
}

async function packBlocks<Kind extends Chunk>(
  request: PackRequest,
  output: PackageOutput<Kind>,
): Promise<void> {
  const { signal, blocks, base } = request;
  const firstBlock = output.counts().blocks;
  if (firstBlock >= blocks) return;
  const threads = startPackThreads<Kind>({
    threads: Math.max(1, Math.min(request.threads, blocks - firstBlock)),
    blocks,
    firstBlock,
    base,
    partFile: request.partFile,
    spawn: request.spawn,
  });
  const report = createProgress(request);
  const cancel = (): void => {
    try {
      throwIfCancelled(signal);
    } catch (error) {
      threads.fail(error);
    }
  };
  signal.addEventListener("abort", cancel);
  cancel();
  try {
    for (let block = firstBlock; block < blocks;) {
      const { chunk, bytes, release } = await threads.next(block);
      await output.commit(chunk, bytes);
      release();
      if (chunk.last) {
        request.saveCheckpoint(output.checkpoint());
        block += 1;
      }
      report(output.counts(), chunk.underway);
    }
  } finally {
    signal.removeEventListener("abort", cancel);
    await threads.stop();
  }
}

/**
 * Writes an archive. Pack threads encode blocks into shared memory; this thread puts them into the file strictly in
 * order, so the bytes do not depend on the number of threads. After each block, everything the checkpoint names is in
 * the files.
 * @throws AppError disk.full, file.unwritable, file.unreadable, bitstream.damaged, archive.unsafe, run.cancelled
 */
export async function packArchive<Kind extends Chunk>(
  kind: ArchiveKind<Kind>,
  request: PackRequest,
): Promise<PackResult> {
  throwIfCancelled(request.signal);
  const output = await kind.openOutput(request);
  try {
    await packBlocks(request, output);
    await packClosingEntries(kind, request, output);
    throwIfCancelled(request.signal);
    const result = await output.finish();
    request.onProgress(result.counts);
    return result;
  } finally {
    await output.close();
  }
}
