import type { Problem, RunProgress } from "../domain/run.ts";
import type { JobContext, JobMessage } from "./protocol.ts";

const progressInterval = 100;
const problemBatch = 200;

/** Sends what a job reports to the runner: progress at most ten times a second, problems in batches. */
export function createJobReporter(
  send: (message: JobMessage) => void,
): JobContext["report"] & { flush(): void } {
  let problems: Problem[] = [];
  let lastSent = 0;
  let latest: RunProgress | null = null;
  let phase: string | null = null;

  const flushProblems = () => {
    if (problems.length > 0) send({ type: "problems", problems });
    problems = [];
  };
  return {
    progress(progress) {
      latest = progress;
      const now = performance.now();
      if (progress.phase === phase && now - lastSent < progressInterval) return;
      phase = progress.phase;
      lastSent = now;
      send({ type: "progress", progress });
      latest = null;
    },
    log(level, message) {
      send({ type: "log", level, message });
    },
    problem(problem) {
      problems.push(problem);
      if (problems.length >= problemBatch) flushProblems();
    },
    flush() {
      if (latest !== null) send({ type: "progress", progress: latest });
      latest = null;
      flushProblems();
    },
  };
}
