import type { Logger } from "pino";
import type { Run } from "../domain/run.ts";
import { patiently } from "../store/patiently.ts";
import type { RunStore } from "../store/run-store.ts";
import type { ActiveRun } from "./active-run.ts";
import type { JobMessage } from "./protocol.ts";
import type { RunOutcome } from "./run-outcome.ts";

/** Progress is kept in the catalog this often, in milliseconds; watchers see every step. */
const keepProgressEvery = 1000;

/**
 * Keeps what the thread of a run reports.
 * @param show tells watchers that there is something new
 * @param ended called once, when the thread has ended
 */
export function followJob(
  run: Run,
  job: ActiveRun,
  {
    runs,
    log,
    show,
    ended,
  }: {
    readonly runs: RunStore;
    readonly log: Logger;
    show(): void;
    ended(outcome: RunOutcome): void;
  },
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
        show();
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
          runs.addProblems(run.id, message.problems);
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
    ended(outcome);
  });
}
