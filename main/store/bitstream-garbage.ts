import { opendir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { fromSystemError, systemErrorCode } from "../domain/errors.ts";
import { incomingFolder } from "./bitstream-layout.ts";
import { cancelled } from "./ingest-writer.ts";
import { walkBitstreams } from "./walk-bitstreams.ts";

export interface GarbageOptions {
  /** Files younger than this are left alone, in milliseconds: whoever wrote them may not have referred to them yet. */
  readonly graceMs: number;
  readonly signal?: AbortSignal | undefined;
  /** False only looks what would be removed. */
  readonly remove?: boolean | undefined;
  /** Told of each file that was looked at. */
  readonly onFile?: (() => void) | undefined;
}

/** What was removed, or would be. */
export interface GarbageResult {
  readonly files: number;
  readonly bytes: number;
  /** Files that were left half-written by a run that was stopped. */
  readonly incoming: number;
  readonly incomingBytes: number;
  /** Files of both kinds that were left because they are too young. */
  readonly young: number;
}

/** After so many files in a row other work of the thread has its turn. */
const stretch = 500;

/** Size of a file that is old enough, and was removed if that was asked for; null when it has gone already. */
async function takeIfOld(
  path: string,
  { graceMs, remove = true }: GarbageOptions,
): Promise<number | "young" | null> {
  try {
    const found = await stat(path);
    if (!found.isFile()) return null;
    if (Date.now() - found.mtimeMs < graceMs) return "young";
    if (remove) await unlink(path);
    return found.size;
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return null;
    throw fromSystemError(error, path, "write");
  }
}

/**
 * Removes (or only counts) the files nothing refers to, and what stopped runs have left in the incoming folder. One file at a time is
 * looked at, so it takes little memory and can be stopped at any moment.
 * @param isReferenced asked once for each file of the store
 * @throws AppError run.cancelled, file.unwritable, file.unreadable
 */
export async function removeUnreferencedBitstreams(
  root: string,
  isReferenced: (sha256: string) => boolean,
  options: GarbageOptions,
): Promise<GarbageResult> {
  const { signal, onFile } = options;
  let looked = 0;
  let files = 0;
  let bytes = 0;
  let incoming = 0;
  let incomingBytes = 0;
  let young = 0;
  for await (const { path, sha256 } of walkBitstreams(root)) {
    if (signal?.aborted === true) throw cancelled();
    looked += 1;
    onFile?.();
    if (looked % stretch === 0) await setImmediate();
    if (sha256 === null || isReferenced(sha256)) continue;
    const size = await takeIfOld(path, options);
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
      const size = await takeIfOld(join(folder, name), options);
      if (size === "young") young += 1;
      else if (size !== null) {
        incoming += 1;
        incomingBytes += size;
      }
    }
  } catch (error) {
    if (systemErrorCode(error) !== "ENOENT")
      throw fromSystemError(error, folder, "read");
  }
  return { files, bytes, incoming, incomingBytes, young };
}
