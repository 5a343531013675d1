import type { Application } from "../compose.ts";
import { localAdministrator } from "../core/access.ts";
import type { Problem, Run } from "../domain/run.ts";
import { exitCodes, type Output } from "./output.ts";
import { createProgressBar } from "./progress-bar.ts";

/** Problems a person is shown; the rest are counted. */
const shown = 20;

/**
 * Waits for a run with a progress bar. Ctrl-C (or SIGTERM) cancels it and waits until nothing of it is left.
 */
export async function followRun(
  application: Application,
  id: number,
  output: Output,
): Promise<Run> {
  const bar = createProgressBar(!output.json);
  const stop = application.events.listen("run.changed", (run) => {
    if (run.id === id) bar.show(run);
  });
  const interrupt = () => {
    bar.clear();
    output.note("Stopping …");
    application.runner.cancel(id).catch(() => undefined);
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  try {
    return await application.runner.ended(id);
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
    stop();
    bar.clear();
  }
}

/** Finishes runs that an earlier process left behind when it died. @returns them */
export async function takeUpInterrupted(
  application: Application,
  output: Output,
): Promise<readonly Run[]> {
  const runs = await application.runner.recover();
  for (const run of runs)
    output.note(`Taking up the interrupted ${run.kind} "${run.title}" again.`);
  return runs;
}

/** Shows the problems of a run, errors first as they were found, and says how many more there are. */
export function showProblems(
  application: Application,
  run: Run,
  output: Output,
): void {
  if (output.json) return;
  let number = 0;
  const total = run.problems.error + run.problems.warning;
  for (const problem of application.context.runs.problems(
    localAdministrator,
    run.id,
    -1,
  )) {
    if (problem.severity === "note") continue;
    if (number++ >= shown) break;
    output.note(describe(problem));
  }
  if (total > shown)
    output.note(
      `… and ${String(total - shown)} more; --json lists all of them.`,
    );
}

function describe({
  severity,
  object,
  file,
  line,
  message,
  action,
}: Problem): string {
  const place =
    file === undefined
      ? ""
      : ` (${file}${line === undefined ? "" : `:${String(line)}`})`;
  return `${severity}: ${object}${place}: ${message} ${action}`;
}

/** Exit code of a finished run. With `strict`, warnings are failures. */
export function runExitCode(run: Run, strict: boolean): number {
  switch (run.state) {
    case "done":
      return exitCodes.done;
    case "done-with-problems":
      return strict ? exitCodes.failed : exitCodes.warnings;
    default:
      return exitCodes.failed;
  }
}

/** A run with all its problems, for --json. */
export function runDocument(
  application: Application,
  run: Run,
): Record<string, unknown> {
  return {
    ...run,
    problemList: [
      ...application.context.runs.problems(localAdministrator, run.id, -1),
    ],
  };
}
