import type { Database } from "better-sqlite3";
import type { RunRecordLine, RunRecordPage } from "../domain/run-record.ts";
import type { Severity } from "../domain/run.ts";

/** Steps are numbered from 1, problems from here on: no run has as many steps. */
const firstProblem = 1_000_000_000_000;

const levels = { note: "info", warning: "warn", error: "error" } as const;
const severities = { info: "note", warn: "warning", error: "error" } as const;

interface StepRow {
  readonly number: number;
  readonly at: number;
  readonly level: keyof typeof severities;
  readonly message: string;
}

interface ProblemRow extends Omit<RunRecordLine, "at" | "file" | "line"> {
  readonly file: string | null;
  readonly line: number | null;
}

interface PageInput {
  readonly run: number;
  readonly after: number;
  readonly limit: number;
}

/** Reads all that is kept of runs page by page: the log, then the problems. */
export function createRunRecordReader(database: Database) {
  const stepsOf = (condition: string) =>
    database.prepare<[PageInput & { level: string | null }], StepRow>(
      `SELECT number, at, level, message FROM run_log
       WHERE run_id = @run AND number > @after ${condition} ORDER BY number LIMIT @limit`,
    );
  const steps = stepsOf("");
  const stepsLike = stepsOf("AND level = @level");
  const problemsOf = (condition: string) =>
    database.prepare<[PageInput & { severity: string | null }], ProblemRow>(
      `SELECT number, severity, code, object, file, line, message, action FROM run_problem
       WHERE run_id = @run AND number > @after ${condition} ORDER BY number LIMIT @limit`,
    );
  const problems = problemsOf("");
  const problemsLike = problemsOf("AND severity = @severity");
  const countSteps = database.prepare<
    [number],
    { level: keyof typeof severities; count: number }
  >(
    "SELECT level, count(*) AS count FROM run_log WHERE run_id = ? GROUP BY level",
  );
  const countProblems = database.prepare<
    [number],
    { severity: Severity; count: number }
  >(
    "SELECT severity, count(*) AS count FROM run_problem WHERE run_id = ? GROUP BY severity",
  );

  function* lines(
    run: number,
    severity: Severity | null,
    after: number,
    limit: number,
  ): Generator<RunRecordLine> {
    let left = limit;
    if (after < firstProblem) {
      const level = severity === null ? null : levels[severity];
      const found = (level === null ? steps : stepsLike).all({
        run,
        after,
        limit: left,
        level,
      });
      for (const { number, at, level: of, message } of found)
        yield {
          number,
          severity: severities[of],
          at,
          code: "",
          object: "",
          message,
          action: "",
        };
      left -= found.length;
    }
    if (left === 0) return;
    for (const { number, file, line, ...problem } of (severity === null
      ? problems
      : problemsLike
    ).all({
      run,
      after: Math.max(0, after - firstProblem),
      limit: left,
      severity,
    }))
      yield {
        ...problem,
        number: number + firstProblem,
        at: null,
        ...(file === null ? {} : { file }),
        ...(line === null ? {} : { line }),
      };
  }

  return {
    /**
     * A page of what is kept of a run.
     * @param severity only lines of this one; null for all
     * @param after number of the last line of the page before; 0 for the first
     */
    page(
      run: number,
      severity: Severity | null,
      after: number,
      limit: number,
    ): RunRecordPage {
      const found = [...lines(run, severity, after, limit + 1)];
      const counts = { error: 0, warning: 0, note: 0 };
      for (const { level, count } of countSteps.all(run))
        counts[severities[level]] += count;
      for (const { severity: of, count } of countProblems.all(run))
        counts[of] += count;
      return {
        lines: found.slice(0, limit),
        more: found.length > limit,
        counts,
      };
    },
  };
}
