import { readdirSync } from "node:fs";
import { join } from "node:path";
import { takeProcessLock } from "../store/process-lock.ts";

/**
 * Removes locks of runs and deliveries that nobody holds any more: a process that dies between the end of its work and
 * the removal of its lock leaves it behind, and nobody would ask for it again.
 * @param exports the folder of exports; need not exist
 * @param failed told of what cannot be taken, and stays: nothing that only tidies up may keep the program from starting
 */
export function removeForgottenLocks(
  exports: string,
  failed: (path: string, error: unknown) => void,
): void {
  for (const path of listLocks(exports))
    try {
      takeProcessLock(path)?.remove();
    } catch (error) {
      failed(path, error);
    }
}

/** Lock files of runs and deliveries, held or not. Absolute paths. */
function listLocks(exports: string): string[] {
  try {
    return readdirSync(exports)
      .filter(isLock)
      .map((name) => join(exports, name));
  } catch {
    // Without the folder nothing was ever run.
    return [];
  }
}

/** Whether something in the folder of exports is a lock of a run or of a delivery; see `export-paths.ts`. */
export function isLock(name: string): boolean {
  return /^(?:run|delivery)-[0-9a-f-]+\.lock$/.test(name);
}
