import { mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { AppError, toErrorView } from "../domain/errors.ts";
import type { Run } from "../domain/run.ts";
import { asAppError } from "../store/open.ts";
import { takeProcessLock } from "../store/process-lock.ts";
import { lockFile, runFolder } from "./export-paths.ts";
import { patiently } from "../store/patiently.ts";
import type { CancelMessage, JobStart } from "./protocol.ts";
import { forgetMemory } from "./run-memory.ts";
import { removeLeftovers } from "./run-leftovers.ts";
import {
  abandonedAs,
  cancelledView,
  stateOf,
  type RunOutcome,
} from "./run-outcome.ts";
import { startThread } from "./thread.ts";
import type { ActiveRun } from "./active-run.ts";
import { followJob } from "./follow-job.ts";
import { createRunRecovery, type RecoveryDeps } from "./run-recovery.ts";

/** After this time in milliseconds a job that was told to stop is ended. */
const grace = 800;
export type Runner = ReturnType<typeof createRunner>;

export interface RunnerDeps extends RecoveryDeps {
  /** Runs that may be processed at the same time. */
  readonly slots: number;
  /** Threads each run may use for packing and hashing. */
  readonly threads: number;
  /** Called after each change of a run, with its state as it is now. */
  announce(run: Run): void;
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
  /** How runs ended whose end could not be written, as on a full disk; the next start takes them up again. */
  const unwritten = new Map<number, Pick<Run, "state" | "error">>();
  let closing = false;

  const show = (id: number) => {
    const run = runs.get(id);
    if (run !== null) announce(withProgress(run));
  };
  /** @throws AppError run.not-found */
  const existing = (id: number): Run => {
    const run = runs.get(id);
    if (run === null)
      throw new AppError("run.not-found", `There is no run ${String(id)}.`, {
        object: String(id),
      });
    return run;
  };
  const withProgress = (run: Run): Run => {
    const job = active.get(run.id);
    return job === undefined
      ? { ...run, ...unwritten.get(run.id) }
      : { ...run, progress: job.progress };
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
        run: { id: run.id, uuid: run.uuid, origin: run.origin },
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
    unwritten.delete(run.id);
    log.info({ run: run.id, kind: run.kind, title: run.title }, "run started");
    show(run.id);
    followJob(run, job, {
      runs,
      log,
      show: () => {
        show(run.id);
      },
      ended: (outcome) => {
        void conclude(run, job, start, outcome).finally(markEnded);
      },
    });
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
      unwritten.set(run.id, {
        state: "failed",
        error:
          "error" in outcome
            ? outcome.error
            : toErrorView(asAppError(error, paths.catalog)),
      });
    } finally {
      active.delete(run.id);
      job.lock.remove();
      show(run.id);
    }
    await wake();
  }

  return {
    wake,
    recover: createRunRecovery({ runs, paths, log, fateOf }, show),

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
        const stored = runs.get(id);
        if (stored === null)
          throw new AppError("run.not-found", `There is no run ${String(id)}.`);
        const run = withProgress(stored);
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
      const run = existing(id);
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
      const run = existing(id);
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
      const run = existing(id);
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
      const run = existing(id);
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
      const run = existing(id);
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
