import type { Problem, Run } from "../domain/run.ts";

/** A line that a run has written. */
export interface LogLine {
  readonly at: number;
  readonly level: "info" | "warn" | "error";
  readonly message: string;
}

/** What a run has said and what went wrong in it, a line each; empty when that is nothing. */
export function logOf(
  run: Run,
  lines: readonly LogLine[],
  problems: Iterable<Problem>,
): Buffer {
  const written = lines.map(({ at, level, message }) =>
    line(at, level.toUpperCase(), message),
  );
  const end = run.finishedAt ?? run.createdAt;
  for (const { severity, object, message, action } of problems)
    written.push(
      line(end, severity.toUpperCase(), `${object}: ${message} ${action}`),
    );
  if (run.error !== null) written.push(line(end, "ERROR", run.error.message));
  return Buffer.from(written.join(""));
}

function line(at: number, level: string, message: string): string {
  return `${new Date(at).toISOString()} ${level} ${message.replace(/\s*\n\s*/g, " ")}\n`;
}
