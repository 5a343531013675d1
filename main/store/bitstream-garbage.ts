import { opendir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { fromSystemError, systemErrorCode } from "../domain/errors.ts";
import { incomingFolder } from "./bitstream-layout.ts";
import { cancelled } from "./ingest-writer.ts";
import { walkBitstreams } from "./walk-bitstreams.ts";

export interface GarbageOptions {
  /** Files younger than this are left alone, in milliseconds: whoever wrote them may not have referred to them yet. */
  readonly graceMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** What was removed. */
export interface GarbageResult {
  readonly files: number;
  readonly bytes: number;
  /** Files that were left half-written by a run that was stopped. */
  readonly incoming: number;
  /** Files of both kinds that were left because they are too young. */
  readonly young: number;
}

/** Size of a file that has been removed because it was old enough; null when it has gone already. */
async function removeIfOld(
  path: string,
  graceMs: number,
): Promise<number | "young" | null> {
  try {
    const found = await stat(path);
    if (!found.isFile()) return null;
    if (Date.now() - found.mtimeMs < graceMs) return "young";
    await unlink(path);
    return found.size;
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return null;
    throw fromSystemError(error, path, "write");
  }
}

/**
 * Removes the files nothing refers to, and what stopped runs have left in the incoming folder. One file at a time is
 * looked at, so it takes little memory and can be stopped at any moment.
 * @param isReferenced asked once for each file of the store
 * @throws AppError run.cancelled, file.unwritable, file.unreadable
 */
export async function removeUnreferencedBitstreams(
  root: string,
  isReferenced: (sha256: string) => boolean,
  { graceMs, signal }: GarbageOptions,
): Promise<GarbageResult> {
  let files = 0;
  let bytes = 0;
  let incoming = 0;
  let young = 0;
  for await (const { path, sha256 } of walkBitstreams(root)) {
    if (signal?.aborted === true) throw cancelled();
    if (sha256 === null || isReferenced(sha256)) continue;
    const size = await removeIfOld(path, graceMs);
    if (size === null) continue;
    if (size === "young") {
      young += 1;
      continue;
    }
    files += 1;
    bytes += size;
  }
  const folder = join(root, incomingFolder);
  try {
    for await (const { name } of await opendir(folder)) {
      if (signal?.aborted === true) throw cancelled();
      const size = await removeIfOld(join(folder, name), graceMs);
      if (size === "young") young += 1;
      else if (size !== null) incoming += 1;
    }
  } catch (error) {
    if (systemErrorCode(error) !== "ENOENT")
      throw fromSystemError(error, folder, "read");
  }
  return { files, bytes, incoming, young };
}
