import { AppError, toErrorView, type ErrorCode } from "../domain/errors.ts";

/** What a command line ends with (PRODUCT: exit codes). */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  warnings: 3,
  /** There was nothing to do; only for those who ask to be told, for it is no failure. */
  empty: 4,
} as const;

/** Failures that a command line with other words in it would not have had. */
const usageCodes: readonly ErrorCode[] = [
  "usage.invalid",
  "input.invalid",
  "format.unknown",
  "packer.unknown",
  "schedule.invalid",
  "target.settings-invalid",
  "transport.unknown",
];

export interface Output {
  readonly json: boolean;
  /** A line for people; silent with --json. */
  line(text?: string): void;
  /** The result for scripts; silent without --json. */
  result(value: unknown): void;
  /** A line for people about what is going on, on stderr. */
  note(text: string): void;
}

export function createOutput(json: boolean): Output {
  return {
    json,
    line(text = "") {
      if (!json) process.stdout.write(`${harmless(text)}\n`);
    },
    result(value) {
      if (json) process.stdout.write(`${JSON.stringify(value)}\n`);
    },
    note(text) {
      process.stderr.write(`${harmless(text)}\n`);
    },
  };
}

/** Says an error on stderr (and as JSON on stdout with --json) and gives the exit code. A bug shows its stack. */
export function tellError(error: unknown, json: boolean): number {
  const view = toErrorView(error);
  if (json) process.stdout.write(`${JSON.stringify({ error: view })}\n`);
  if (error instanceof AppError) {
    process.stderr.write(
      `holdall: ${[error.message, error.remedy].filter(Boolean).join(" ")}\n`,
    );
    return usageCodes.includes(error.code) ? exitCodes.usage : exitCodes.failed;
  }
  process.stderr.write(
    `holdall: something went wrong inside Holdall.\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return exitCodes.failed;
}

/** A command line that could not be read, as JSON on stdout. @param message as commander gives it */
export function tellUsage(message: string): void {
  const reason = message.replace(/^error: /u, "");
  const error = new AppError(
    "usage.invalid",
    reason.startsWith("(outputHelp") ? "No command was given." : reason,
    { remedy: "--help shows what there is." },
  );
  process.stdout.write(`${JSON.stringify({ error: toErrorView(error) })}\n`);
}

const units = ["B", "kB", "MB", "GB", "TB", "PB"];

/** Text without what would make a terminal do something: titles and names come from anywhere. */
function harmless(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) =>
    character === "\n" || character === "\t" ? character : "\ufffd",
  );
}

/** Text on one line: a title may have several, and one row is to stay one row. */
export function oneLine(text: string): string {
  return text.replace(/\s*[\n\r\t\u2028\u2029]\s*/gu, " ");
}

/** A number of bytes for people, in powers of 1000. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? String(value) : value.toFixed(value < 10 ? 1 : 0)} ${units[unit] ?? ""}`;
}

/** A number with the noun it counts: `1 item`, `5 items`. */
export function count(
  number: number,
  noun: string,
  plural = `${noun}s`,
): string {
  return `${number.toLocaleString("en")} ${number === 1 ? noun : plural}`;
}

/** Rows as columns of even width; the last column is not padded. */
export function table(cells: readonly (readonly string[])[]): string[] {
  const rows = cells.map((row) => row.map(oneLine));
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}
