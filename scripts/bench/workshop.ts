import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { flushDisk } from "./machine.ts";
import { say } from "./say.ts";

export interface Workshop {
  readonly folder: string;
  /** An empty folder for what one run writes; the one of the run before is gone. */
  freshFolder(): string;
  /** A folder that stays until the end, empty at first. */
  keptFolder(name: string): string;
  /**
   * To be called before each run: what was written is brought to the disk, and a run that makes very many files waits
   * until the file system has got over the removal of very many.
   */
  settle(makesVeryMany: boolean): Promise<void>;
  /** Very many files have been removed just now. */
  noteRemoval(): void;
  /** Removes what the run before wrote. @param veryMany it is put aside until the end instead */
  clear(veryMany: boolean): void;
  /** Removes everything. */
  remove(): void;
}

/**
 * Where runs write. On ext4 without a journal, making files is slow for a minute after very many have been removed
 * (it looks for inodes that were not freed just now), so large trees are put aside and removed at the end.
 */
export function createWorkshop(
  folder: string,
  settleSeconds: number,
): Workshop {
  const work = join(folder, "work");
  const current = join(work, "run");
  const aside = join(work, "aside");
  rmSync(work, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true });
  let removedAt = -Infinity;
  let put = 0;
  return {
    folder: work,
    freshFolder() {
      mkdirSync(current);
      return current;
    },
    keptFolder(name) {
      const kept = join(work, name);
      mkdirSync(kept);
      return kept;
    },
    async settle(makesVeryMany) {
      flushDisk(work);
      const left = removedAt + settleSeconds * 1000 - performance.now();
      if (!makesVeryMany || left <= 0) return;
      say(`  waiting ${Math.ceil(left / 1000)} s for the file system`);
      await pause(left);
    },
    noteRemoval() {
      removedAt = performance.now();
    },
    clear(veryMany) {
      put += 1;
      if (veryMany) renameSync(current, join(aside, String(put)));
      else rmSync(current, { recursive: true, force: true });
    },
    remove() {
      rmSync(work, { recursive: true, force: true });
    },
  };
}
