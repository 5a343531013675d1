import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Run } from "../domain/run.ts";
import { isLock } from "./forgotten-locks.ts";

/** What tells whether something in the folder of exports belongs to anybody. */
export interface OrphanQuestions {
  /** The run with this uuid. */
  runOf(uuid: string): Run | null;
  /** Whether the archive of a run was removed by the rules of its saved export. */
  isExpired(run: number): boolean;
}

/** Files and folders in the folder of exports that belong to no run and no delivery (any more). Absolute paths. */
export function listOrphans(
  exports: string,
  { runOf, isExpired }: OrphanQuestions,
): string[] {
  const orphans: string[] = [];
  for (const name of readdirSync(exports)) {
    const path = join(exports, name);
    // Those that are not held are removed at the next start.
    if (isLock(name)) continue;
    const run = runOf(name);
    if (run?.state === "queued" || run?.state === "processing") continue;
    const keeps =
      run !== null &&
      (run.state === "done" || run.state === "done-with-problems") &&
      !isExpired(run.id);
    if (!keeps) {
      orphans.push(path);
      continue;
    }
    for (const inside of readdirSync(path))
      if (inside === "work") orphans.push(join(path, inside));
  }
  return orphans;
}
