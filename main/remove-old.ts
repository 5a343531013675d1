import { existsSync, lstatSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { takeProcessLock } from "./store/process-lock.ts";

/** Nothing that is made for the moment is wanted so long, in milliseconds. */
const oldAfter = 86_400_000;

/** Name of a file in a folder that is locked as long as somebody uses the folder. */
export const useMark = "in-use.lock";

/** Whether a process works in a folder, however long it has written nothing right in it. */
function isUsed(path: string): boolean {
  const mark = join(path, useMark);
  if (!existsSync(mark)) return false;
  const lock = takeProcessLock(mark);
  lock?.release();
  return lock === null;
}

/** When something was last at a path, or at what lies directly in it: who writes below need not touch the folder itself. */
function lastTouched(path: string): number {
  const found = statSync(path);
  const within = found.isDirectory() ? readdirSync(path) : [];
  return within.reduce(
    (newest, name) => Math.max(newest, lstatSync(join(path, name)).mtimeMs),
    found.mtimeMs,
  );
}

/**
 * Removes from a folder what was made for the moment and is not used, and what a program that was ended has left there.
 * What cannot be removed stays until the next time: on some systems, what another program has open.
 * @returns paths of what has been removed
 */
export function removeOld(folder: string): readonly string[] {
  const removed: string[] = [];
  if (!existsSync(folder)) return removed;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    try {
      if (Date.now() - lastTouched(path) <= oldAfter || isUsed(path)) continue;
      rmSync(path, { recursive: true, force: true });
      removed.push(path);
    } catch {
      continue;
    }
  }
  return removed;
}
