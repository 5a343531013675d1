import { mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { Worker } from "node:worker_threads";
import type { Logger } from "pino";
import { AppError } from "../domain/errors.ts";
import type { Problem, Run, RunProgress } from "../domain/run.ts";
import type { RunStore } from "../store/run-store.ts";
import { takeProcessLock, type ProcessLock } from "../store/process-lock.ts";
import { lockFile, runFolder } from "./export-paths.ts";
import { removeForgottenLocks } from "./forgotten-locks.ts";
import { patiently } from "../store/patiently.ts";
import type {
  CancelMessage,
  JobMessage,
  JobPaths,
  JobStart,
} from "./protocol.ts";
import { forgetMemory } from "./run-memory.ts";
import { removeLeftovers } from "./run-leftovers.ts";
import {
  abandonedAs,
  cancelledView,
  stateOf,
  type RunOutcome,
} from "./run-outcome.ts";
import { startThread } from "./thread.ts";

const crashed =
  "the program ended while this run was being processed; it goes on";
/** A run that was taken up this often and ended the program again is given up. */
const mostCrashes = 2;
/** After this time in milliseconds a job that was told to stop is ended. */
const grace = 800;
/** Progress is kept in the catalog this often, in milliseconds; watchers see every step. */
const keepProgressEvery = 1000;

export type Runner = ReturnType<typeof createRunner>;

export interface RunnerDeps {
  readonly runs: RunStore;
  readonly paths: JobPaths;
  readonly log: Logger;
  /** Runs that may be processed at the same time. */
  readonly slots: number;
  /** Threads each run may use for packing and hashing. */
  readonly threads: number;
  /**
   * What becomes of a run whose process has ended: it goes on, or it is given up with whoever waited for it, or it has
   * failed; `elsewhere` is one that waits for its turn in another process.
   */
  fateOf(run: Run): "goes-on" | "given-up" | "failed" | "elsewhere";
  /** Called after each change of a run, with its state as it is now. */
  announce(run: Run): void;
}

interface ActiveRun {
  readonly worker: Worker;
  readonly lock: ProcessLock;
  progress: RunProgress;
  /** Writes follow each other; the last one stands here. */
  writes: Promise<void>;
  cancelled: boolean;
  /** Somebody has asked it to wait; it goes back into the queue. */
  paused: boolean;
  problems: { error: number; warning: number; note: number };
  readonly ended: Promise<void>;
}

/**
 * Processes queued runs, a bounded number at a time. The only writer of run state: jobs run in threads and report.
 * A run belongs to the process that holds its lock file, so several processes can share one data folder.
 */
export function createRunner({
  runs,
  paths,
  log,
  slots,
  threads,
  fateOf,
  announce,
}: RunnerDeps) {
  const active = new Map<number, ActiveRun>();
  let closing = false;

  const show = (id: number) => {
    const run = runs.get(id);
    if (run !== null) announce(withProgress(run));
  };
  const withProgress = (run: Run): Run => {
    const job = active.get(run.id);
    return job === undefined ? run : { ...run, progress: job.progress };
  };

  /** Takes up as many queued runs as there are free slots. */
  async function wake(): Promise<void> {
    for (const run of runs.unfinished()) {
      if (closing || active.size >= slots) return;
      if (run.state === "queued" && run.paused !== true && !active.has(run.id))
        await begin(run);
    }
  }

  async function begin(run: Run): Promise<void> {
    mkdirSync(runFolder(paths.exports, run.uuid), { recursive: true });
    const lock = takeProcessLock(lockFile(paths.exports, run.uuid));
    // Another process has taken it.
    if (lock === null) return;
    let start: JobStart;
    try {
      start = {
        run: { id: run.id, uuid: run.uuid },
        request: runs.request(run.id),
        paths,
        threads,
      };
      if (!(await patiently(() => runs.start(run.id)))) {
        lock.remove();
        return;
      }
      await patiently(() => {
        runs.clearProblems(run.id);
      });
    } catch (error) {
      lock.remove();
      throw error;
    }
    const worker = startThread("job", start);
    let markEnded = () => {};
    const job: ActiveRun = {
      worker,
      lock,
      progress: run.progress,
      writes: Promise.resolve(),
      cancelled: false,
      paused: false,
      problems: { error: 0, warning: 0, note: 0 },
      ended: new Promise((resolve) => {
        markEnded = resolve;
      }),
    };
    active.set(run.id, job);
    log.info({ run: run.id, kind: run.kind, title: run.title }, "run started");
    show(run.id);
    follow(run, job, start, markEnded);
  }

  function follow(
    run: Run,
    job: ActiveRun,
    start: JobStart,
    markEnded: () => void,
  ): void {
    let outcome: RunOutcome | null = null;
    let lastKept = 0;
    const write = (action: () => void) => {
      job.writes = job.writes
        .then(() => patiently(action))
        .catch((error: unknown) => {
          log.error(
            { run: run.id, err: error },
            "the state of a run could not be written",
          );
        });
    };
    job.worker.on("message", (message: JobMessage) => {
      switch (message.type) {
        case "progress":
          if (
            message.progress.phase !== job.progress.phase ||
            performance.now() - lastKept > keepProgressEvery
          ) {
            lastKept = performance.now();
            write(() => {
              runs.setProgress(run.id, message.progress);
            });
          }
          job.progress = message.progress;
          show(run.id);
          break;
        case "log":
          log[message.level]({ run: run.id }, message.message);
          write(() => {
            runs.addLog(run.id, message.level, message.message);
          });
          break;
        case "problems":
          for (const { severity } of message.problems) job.problems[severity]++;
          write(() => {
            keepProblems(run.id, message.problems);
          });
          break;
        case "finished":
          outcome = {
            result: message.result,
            remembered: message.remembered,
          };
          break;
        case "failed":
          if (message.stack !== undefined)
            log.error(
              { run: run.id, stack: message.stack },
              "a job failed unexpectedly",
            );
          outcome = { error: message.error };
          break;
      }
    });
    job.worker.on("error", (error: Error) => {
      log.error({ run: run.id, err: error }, "the thread of a job failed");
      outcome ??= {
        error: { code: "internal", kind: "failed", message: error.message },
      };
    });
    job.worker.on("exit", () => {
      outcome ??= {
        error: {
          code: "run.failed",
          kind: "failed",
          message: "The job ended without a result.",
        },
      };
      void conclude(run, job, start, outcome).finally(markEnded);
    });
  }

  function keepProblems(id: number, problems: readonly Problem[]): void {
    runs.addProblems(id, problems);
  }

  async function conclude(
    run: Run,
    job: ActiveRun,
    start: JobStart,
    outcome: RunOutcome,
  ): Promise<void> {
    await job.writes;
    try {
      const stopped =
        "error" in outcome && (closing || job.paused) && !job.cancelled;
      const fate = stopped ? fateOf({ ...run, state: "processing" }) : null;
      if (stopped && (job.paused || fate === "goes-on")) {
        // Stopped by the end of the program, or by somebody who wants it to wait: it goes on when that is over.
        await patiently(() => runs.requeue(run.id));
      } else {
        const cancelled =
          (stopped && fate !== "failed") ||
          (job.cancelled && "error" in outcome);
        await removeLeftovers(start, "error" in outcome).catch(
          (error: unknown) => {
            log.error(
              { run: run.id, err: error },
              "something of a run was left behind",
            );
          },
        );
        const state = stateOf(outcome, job.problems, cancelled);
        await patiently(() => {
          runs.finish(run.id, state, {
            progress: job.progress,
            ...("error" in outcome
              ? {
                  error: stopped
                    ? abandonedAs(state)
                    : cancelled
                      ? cancelledView
                      : outcome.error,
                }
              : {
                  result: outcome.result,
                  remembered: outcome.remembered,
                }),
          });
        });
        log.info({ run: run.id, uuid: run.uuid, state }, "run ended");
      }
    } catch (error) {
      log.error(
        { run: run.id, err: error },
        "the end of a run could not be written",
      );
    } finally {
      active.delete(run.id);
      job.lock.remove();
      show(run.id);
    }
    await wake();
  }

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

  return {
    wake,

    /**
     * Puts runs whose process has died back into the queue, and removes the locks it has left. To be called once at the
     * start.
     * @returns the runs that will be taken up again
     */
    async recover(): Promise<Run[]> {
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
      removeForgottenLocks(paths.exports);
      return orphans;
    },

    /** The run with its progress as it is this moment. */
    get(id: number): Run | null {
      const run = runs.get(id);
      return run === null ? null : withProgress(run);
    },

    /** Resolves when the run has ended, one way or another. */
    async ended(id: number): Promise<Run> {
      for (;;) {
        const job = active.get(id);
        if (job !== undefined) await job.ended;
        const run = runs.get(id);
        if (run === null)
          throw new AppError("run.not-found", `There is no run ${String(id)}.`);
        if (run.state !== "queued" && run.state !== "processing") return run;
        if (closing) return run;
        if (!active.has(id)) {
          await wake();
          const others = [...active.values()].map((other) => other.ended);
          // Another process may own it; then its end shows in the catalog only.
          await Promise.race([
            ...others,
            new Promise((resolve) => setTimeout(resolve, 250)),
          ]);
        }
      }
    },

    /**
     * Stops a run and removes what it wrote.
     * @throws AppError run.not-found, run.not-running
     */
    async cancel(id: number): Promise<void> {
      const run = runs.get(id);
      if (run === null)
        throw new AppError("run.not-found", `There is no run ${String(id)}.`, {
          object: String(id),
        });
      const job = active.get(id);
      if (job !== undefined) {
        job.cancelled = true;
        await stop(job);
        return;
      }
      if (run.state !== "queued") {
        throw new AppError(
          "run.not-running",
          `The run ${String(id)} is not running here.`,
          { object: String(id) },
        );
      }
      await patiently(() => {
        runs.finish(id, "cancelled", {
          progress: run.progress,
          error: cancelledView,
        });
      });
      await removeLeftovers({ run, request: runs.request(id), paths }, true);
      show(id);
    },

    /**
     * Lets a run wait until {@link resume} is called, also when the program is started again meanwhile. What it has done
     * is kept.
     * @throws AppError run.not-found, run.not-running
     */
    async pause(id: number): Promise<void> {
      const run = runs.get(id);
      if (run === null)
        throw new AppError("run.not-found", `There is no run ${String(id)}.`, {
          object: String(id),
        });
      const job = active.get(id);
      if (
        (job === undefined && run.state !== "queued") ||
        fateOf(run) !== "goes-on"
      )
        throw new AppError(
          "run.not-running",
          `The run ${String(id)} is not running here, or somebody else waits for it.`,
          { object: String(id) },
        );
      await patiently(() => runs.setPaused(id, true));
      if (job === undefined) {
        show(id);
        return;
      }
      job.paused = true;
      await stop(job);
    },

    /**
     * Puts a run that waits back into the queue.
     * @throws AppError run.not-found, run.not-running
     */
    async resume(id: number): Promise<void> {
      const run = runs.get(id);
      if (run === null)
        throw new AppError("run.not-found", `There is no run ${String(id)}.`, {
          object: String(id),
        });
      if (run.paused !== true)
        throw new AppError(
          "run.not-running",
          `The run ${String(id)} does not wait to go on.`,
          { object: String(id) },
        );
      await patiently(() => runs.setPaused(id, false));
      show(id);
      await wake();
    },

    /**
     * Takes back the success of a run that was to be delivered and was stopped: what it made goes, and the next run of its
     * definition takes what this one took.
     * @throws AppError run.not-found
     */
    async retract(id: number): Promise<void> {
      const run = runs.get(id);
      if (run === null)
        throw new AppError("run.not-found", `There is no run ${String(id)}.`, {
          object: String(id),
        });
      if (!(await patiently(() => runs.retract(id, cancelledView)))) return;
      await rm(runFolder(paths.exports, run.uuid), {
        recursive: true,
        force: true,
      });
      show(id);
    },

    /**
     * Forgets a run that has ended, with the archive it keeps in the data folder.
     * @throws AppError run.not-found, run.running
     */
    async remove(id: number): Promise<void> {
      const run = runs.get(id);
      if (run === null)
        throw new AppError("run.not-found", `There is no run ${String(id)}.`, {
          object: String(id),
        });
      if (
        active.has(id) ||
        run.state === "queued" ||
        run.state === "processing"
      ) {
        throw new AppError("run.running", "The run has not ended yet.", {
          object: String(id),
          remedy: "Wait for its end, or cancel it first.",
        });
      }
      // First the files: a run without its archive tells so, an archive without its run would be nobody's.
      await rm(runFolder(paths.exports, run.uuid), {
        recursive: true,
        force: true,
      });
      forgetMemory(paths.exports, run.uuid);
      await patiently(() => runs.remove(id));
    },

    /** Stops all runs so that they can go on later, and waits for their threads. */
    async close(): Promise<void> {
      closing = true;
      await Promise.all([...active.values()].map(stop));
    },
  };

  async function stop(job: ActiveRun): Promise<void> {
    job.worker.postMessage({ type: "cancel" } satisfies CancelMessage);
    const timer = setTimeout(() => void job.worker.terminate(), grace);
    await job.ended;
    clearTimeout(timer);
  }
}
