import type { PackRequest, PackResult } from "../packer.ts";
import { throwIfCancelled } from "./archive-file.ts";
import { packClosingEntries } from "./closing-entries.ts";
import { openPackageOutput } from "./package-output.ts";
import type { PackageOutput } from "./package-output.ts";
import { startPackThreads } from "./pack-threads.ts";

const progressMilliseconds = 100;

/** Reports progress, but not more often than anyone could read it. */
function createProgress(
  request: PackRequest,
): (output: PackageOutput, underway: number) => void {
  let last = -Infinity;
  return (output, underway) => {
    const now = performance.now();
    if (now - last < progressMilliseconds) return;
    last = now;
    const counts = output.counts();
    request.onProgress({ ...counts, bytes: counts.bytes + underway });
  };
}

async function packBlocks(
  request: PackRequest,
  output: PackageOutput,
): Promise<void> {
  const { signal, blocks, base } = request;
  const firstBlock = output.counts().blocks;
  if (firstBlock >= blocks) return;
  const threads = startPackThreads({
    threads: Math.max(1, Math.min(request.threads, blocks - firstBlock)),
    blocks,
    firstBlock,
    base,
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
      report(output, chunk.underway);
    }
  } finally {
    signal.removeEventListener("abort", cancel);
    await threads.stop();
  }
}

/**
 * Writes a ZIP archive. Pack threads encode blocks into shared memory; this thread puts them into the file strictly in
 * order, so the bytes do not depend on the number of threads. After each block, everything the checkpoint names is in
 * the files.
 * @throws AppError disk.full, file.unwritable, file.unreadable, bitstream.damaged, archive.unsafe, run.cancelled
 */
export async function packZip(request: PackRequest): Promise<PackResult> {
  throwIfCancelled(request.signal);
  const output = await openPackageOutput(request);
  try {
    await packBlocks(request, output);
    await packClosingEntries(request, output);
    throwIfCancelled(request.signal);
    const result = await output.finish();
    request.onProgress(result.counts);
    return result;
  } finally {
    await output.close();
  }
}
