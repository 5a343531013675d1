import type { Database } from "better-sqlite3";
import type { Problem } from "../domain/run.ts";

export interface LogLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly level: "info" | "warn" | "error";
  readonly message: string;
}

interface ProblemRow extends Omit<Problem, "file" | "line"> {
  readonly file: string | null;
  readonly line: number | null;
}

/** What runs have said while they ran, and what was wrong with what they came across. */
export function createRunNotes(database: Database) {
  const addLog = database.prepare(
    "INSERT INTO run_log SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ? FROM run_log WHERE run_id = ?",
  );
  const log = database.prepare<[number], LogLine>(
    "SELECT at, level, message FROM run_log WHERE run_id = ? ORDER BY number",
  );
  const lastProblem = database
    .prepare<[number], number>(
      "SELECT coalesce(max(number), 0) FROM run_problem WHERE run_id = ?",
    )
    .pluck();
  const insertProblem = database.prepare(
    "INSERT INTO run_problem VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const clearProblems = database.prepare(
    "DELETE FROM run_problem WHERE run_id = ?",
  );
  const problems = database.prepare<[number, number], ProblemRow>(
    `SELECT severity, code, object, file, line, message, action FROM run_problem WHERE run_id = ?
     ORDER BY number LIMIT ?`,
  );
  const countProblems = database.prepare<
    [number],
    { severity: string; count: number }
  >(
    "SELECT severity, count(*) AS count FROM run_problem WHERE run_id = ? GROUP BY severity",
  );

  return {
    addLog: (id: number, level: LogLine["level"], message: string): void =>
      void addLog.run(id, Date.now(), level, message, id),
    log: (id: number): LogLine[] => log.all(id),
    addProblems: (id: number, list: readonly Problem[]): void => {
      database
        .transaction(() => {
          let number = lastProblem.get(id) ?? 0;
          for (const {
            severity,
            code,
            object,
            file,
            line,
            message,
            action,
          } of list) {
            insertProblem.run(
              id,
              ++number,
              severity,
              code,
              object,
              file ?? null,
              line ?? null,
              message,
              action,
            );
          }
        })
        .immediate();
    },
    clearProblems: (id: number): void => void clearProblems.run(id),
    /** In their order. @param limit the most that are wanted; -1 for all */
    *problems(id: number, limit = -1): Iterable<Problem> {
      for (const { file, line, ...problem } of problems.iterate(id, limit)) {
        yield {
          ...problem,
          ...(file === null ? {} : { file }),
          ...(line === null ? {} : { line }),
        };
      }
    },
    /** How many problems a run has, by how bad they are. */
    countProblems(id: number): Record<Problem["severity"], number> {
      const counts = { error: 0, warning: 0, note: 0 };
      for (const { severity, count } of countProblems.all(id)) {
        if (
          severity === "error" ||
          severity === "warning" ||
          severity === "note"
        )
          counts[severity] = count;
      }
      return counts;
    },
  };
}
