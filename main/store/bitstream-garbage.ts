import { randomUUID } from "node:crypto";
import { mkdir, opendir, rename, stat, unlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { fromSystemError, systemErrorCode } from "../domain/errors.ts";
import { bitstreamFile, incomingFolder, isDigest } from "./bitstream-layout.ts";
import { cancelled } from "./ingest-writer.ts";
import { walkBitstreams } from "./walk-bitstreams.ts";

export interface GarbageOptions {
  /** Files younger than this are left alone, in milliseconds: whoever wrote them may not have referred to them yet. */
  readonly graceMs: number;
  readonly signal?: AbortSignal | undefined;
  /** False only looks what would be removed. */
  readonly remove?: boolean | undefined;
  /**
   * Whether what nothing refers to any more may be needed still, as by an export that packs what the catalog was when it
   * began. Asked for each file, after it was found that nothing refers to it: whoever begins later cannot want it.
   */
  readonly isInUse?: (() => boolean) | undefined;
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
  /** Contents that were left because they may be in use. */
  readonly inUse: number;
}

/** After so many files in a row other work of the thread has its turn. */
const stretch = 500;

/** How the names of files begin that are on their way out: the SHA-256 of what they hold and a number follow. */
const leaving = "leaving-";

/** The content that a file on its way out holds; null for the name of any other file. */
function leavingContent(name: string): string | null {
  if (!name.startsWith(leaving)) return null;
  const sha256 = name.slice(leaving.length, leaving.length + 64);
  return isDigest(sha256) ? sha256 : null;
}

/**
 * Takes a file of the store away, unless somebody has begun to rely on it since it was looked at: while it has no name,
 * whoever stores the same content stores it anew, so that what is seen then stays so.
 * @param isWanted asked when it has lost its name
 * @returns whether it is gone
 */
async function takeAway(
  root: string,
  path: string,
  isWanted: (mtimeMs: number) => boolean,
): Promise<boolean> {
  const incoming = join(root, incomingFolder);
  const aside = join(incoming, `${leaving}${basename(path)}-${randomUUID()}`);
  await mkdir(incoming, { recursive: true });
  await rename(path, aside);
  const { mtimeMs } = await stat(aside);
  if (isWanted(mtimeMs)) {
    // Where it has been stored anew meanwhile this takes the place of its equal.
    await rename(aside, path);
    return false;
  }
  await unlink(aside);
  return true;
}

/** Gives a file that was on its way out its name again, unless another process has just done so or finished removing it. */
async function putBack(aside: string, path: string): Promise<void> {
  try {
    await rename(aside, path);
  } catch (error) {
    if (systemErrorCode(error) !== "ENOENT")
      throw fromSystemError(error, path, "write");
  }
}

/**
 * Size of a file that is old enough, and was removed if that was asked for; null when it has gone already.
 * @param take removes it; false when somebody has just begun to rely on it
 */
async function takeIfOld(
  path: string,
  { graceMs, remove = true }: GarbageOptions,
  isInUse: () => boolean,
  take: () => Promise<boolean>,
): Promise<number | "young" | "in-use" | null> {
  try {
    const found = await stat(path);
    if (!found.isFile()) return null;
    // What is on its way out has kept its old time, but was given its name just now.
    const since = basename(path).startsWith(leaving)
      ? found.ctimeMs
      : found.mtimeMs;
    if (Date.now() - since < graceMs) return "young";
    if (isInUse()) return "in-use";
    if (remove && !(await take())) return "young";
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
  const { signal, onFile, graceMs, isInUse = () => false } = options;
  let looked = 0;
  let files = 0;
  let bytes = 0;
  let incoming = 0;
  let incomingBytes = 0;
  let young = 0;
  let inUse = 0;
  for await (const { path, sha256 } of walkBitstreams(root)) {
    if (signal?.aborted === true) throw cancelled();
    looked += 1;
    onFile?.();
    if (looked % stretch === 0) await setImmediate();
    if (sha256 === null || isReferenced(sha256)) continue;
    const isWanted = (mtimeMs: number): boolean =>
      Date.now() - mtimeMs < graceMs || isReferenced(sha256) || isInUse();
    const size = await takeIfOld(path, options, isInUse, () =>
      takeAway(root, path, isWanted),
    );
    if (size === "young") young += 1;
    else if (size === "in-use") inUse += 1;
    else if (size !== null) {
      files += 1;
      bytes += size;
    }
  }
  const folder = join(root, incomingFolder);
  try {
    for await (const { name } of await opendir(folder)) {
      if (signal?.aborted === true) throw cancelled();
      const path = join(folder, name);
      const sha256 = leavingContent(name);
      // Somebody relies on it, or an export that runs may: whoever was taking it away came to an end before asking that.
      if (sha256 !== null && (isReferenced(sha256) || isInUse())) {
        if (options.remove !== false)
          await putBack(path, bitstreamFile(root, sha256));
        continue;
      }
      const size = await takeIfOld(
        path,
        options,
        () => false,
        async () => {
          await unlink(path);
          return true;
        },
      );
      if (size === "young") young += 1;
      else if (typeof size === "number") {
        incoming += 1;
        incomingBytes += size;
      }
    }
  } catch (error) {
    if (systemErrorCode(error) !== "ENOENT")
      throw fromSystemError(error, folder, "read");
  }
  return { files, bytes, incoming, incomingBytes, young, inUse };
}
