import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { AppError, fromSystemError } from "./domain/errors.ts";
import { removeOld, useMark } from "./remove-old.ts";
import { takeProcessLock, type ProcessLock } from "./store/process-lock.ts";

/**
 * Does something with a folder that is there only meanwhile; however long that takes, nobody takes it for something a
 * program has left behind. What was left behind beside it goes.
 * @param around folder for such folders
 * @param work is given the path of a folder, which is not there yet
 * @throws AppError disk.full, file.unwritable; what `work` throws
 */
export async function withMomentaryFolder<Result>(
  around: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  removeOld(around);
  const own = join(around, randomUUID());
  let use: ProcessLock | null = null;
  try {
    use = begin(own);
    return await work(join(own, "scratch"));
  } finally {
    use?.release();
    // Work that had to be ended from outside has not done it.
    await rm(own, { recursive: true, force: true });
  }
}

/** Makes the folder and marks it as used. @throws AppError disk.full, file.unwritable */
function begin(folder: string): ProcessLock | null {
  try {
    mkdirSync(folder, { recursive: true });
    return takeProcessLock(join(folder, useMark));
  } catch (error) {
    const known = fromSystemError(error, folder, "write");
    if (known instanceof AppError) throw known;
    // What keeps the lock has failures of its own.
    throw new AppError("file.unwritable", `${folder} cannot be written.`, {
      object: folder,
      remedy: "Check that the disk has room and may be written to.",
      cause: error,
    });
  }
}
