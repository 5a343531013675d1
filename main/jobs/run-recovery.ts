import { mkdirSync } from "node:fs";
import type { Logger } from "pino";
import type { Run } from "../domain/run.ts";
import { patiently } from "../store/patiently.ts";
import { takeProcessLock } from "../store/process-lock.ts";
import type { RunStore } from "../store/run-store.ts";
import { lockFile } from "./export-paths.ts";
import { removeForgottenLocks } from "./forgotten-locks.ts";
import type { JobPaths } from "./protocol.ts";
import { removeLeftovers } from "./run-leftovers.ts";
import { abandonedAs } from "./run-outcome.ts";

const crashed =
  "the program ended while this run was being processed; it goes on";
/** A run that was taken up this often and ended the program again is given up. */
const mostCrashes = 2;

export interface RecoveryDeps {
  readonly runs: RunStore;
  readonly paths: JobPaths;
  readonly log: Logger;
  /**
   * What becomes of a run whose process has ended: it goes on, or it is given up with whoever waited for it, or it has
   * failed; `elsewhere` is one that waits for its turn in another process.
   */
  fateOf(run: Run): "goes-on" | "given-up" | "failed" | "elsewhere";
}

/**
 * Decides what becomes of runs whose process has died.
 * @param show tells watchers that a run has changed
 */
export function createRunRecovery(
  { runs, paths, log, fateOf }: RecoveryDeps,
  show: (run: number) => void,
) {
  /** How often the program has ended while this run was being processed. */
  function crashes(id: number): number {
    return runs.log(id).filter((line) => line.message === crashed).length;
  }

  /** Ends a run that would take the program down again and again. */
  async function giveUp(run: Run): Promise<void> {
    const request = runs.request(run.id);
    await removeLeftovers({ run, request, paths }, true);
    await patiently(() => {
      runs.finish(run.id, "failed", {
        progress: run.progress,
        error: {
          code: "run.failed",
          kind: "failed",
          message: `The program ended ${String(mostCrashes + 1)} times while this run was being processed, so it was given up.`,
          remedy:
            "Look at what it reads; the log in the data folder may say more.",
        },
      });
    });
    log.error({ run: run.id, title: run.title }, "a run was given up");
    show(run.id);
  }

  /** Ends a run that nobody waits for any more. */
  async function abandon(run: Run, failed: boolean): Promise<void> {
    await removeLeftovers({ run, request: runs.request(run.id), paths }, true);
    const state = failed ? "failed" : "cancelled";
    await patiently(() => {
      runs.finish(run.id, state, {
        progress: run.progress,
        error: abandonedAs(state),
      });
    });
    log.warn({ run: run.id, title: run.title }, "a run was abandoned");
  }

  /**
   * Puts runs whose process has died back into the queue, and removes the locks it has left. To be called once at the
   * start.
   * @returns the runs that will be taken up again
   */
  async function recover(): Promise<Run[]> {
    const orphans: Run[] = [];
    for (const run of runs.unfinished()) {
      mkdirSync(paths.exports, { recursive: true });
      const lock = takeProcessLock(lockFile(paths.exports, run.uuid));
      if (lock === null) continue;
      try {
        const fate = fateOf(run);
        if (fate === "elsewhere" && run.state === "queued") continue;
        if (fate !== "goes-on") {
          await abandon(run, fate === "failed");
          continue;
        }
        if (run.state === "processing" && crashes(run.id) >= mostCrashes) {
          await giveUp(run);
          continue;
        }
        if (run.state === "processing") {
          await patiently(() => runs.requeue(run.id));
          await patiently(() => {
            runs.addLog(run.id, "warn", crashed);
          });
          log.warn(
            { run: run.id, title: run.title },
            "an interrupted run is taken up again",
          );
        }
        orphans.push(runs.get(run.id) ?? run);
      } finally {
        lock.remove();
      }
    }
    removeForgottenLocks(paths.exports, (path, error) => {
      log.warn({ err: error, path }, "a lock that was left cannot be removed");
    });
    return orphans;
  }

  return recover;
}
