import { CsvError, parse } from "csv-parse";
import { AppError } from "../../domain/errors.ts";
import { stopIfAborted } from "../stop-if-aborted.ts";
import { sheetText } from "./sheet-text.ts";

/** One row of a spreadsheet as its cells, or as what is wrong with it. */
export type SheetRecord =
  | {
      readonly broken?: undefined;
      /** Number of the row as a spreadsheet program counts, from 1. */
      readonly row: number;
      /** First line of the row in the file, from 1. */
      readonly line: number;
      readonly cells: readonly string[];
    }
  | {
      readonly broken: string;
      readonly row: number;
      readonly line: number;
    };

export interface SheetForm {
  readonly path: string;
  readonly encoding: string;
  readonly delimiter: string;
  /** Lines before the heading row that are no rows (`sep=;`). */
  readonly skipLines: number;
}

/** Most characters of a row: a quote that is never closed must not swallow the file. */
const rowLimit = 16 * 1024 * 1024;
/** Rows that may be broken before the rest is given up: each one means reading up to it again. */
const brokenLimit = 100;

/**
 * Rows in order. After a row with broken quotes reading goes on with the next line, so that one bad row costs only
 * itself.
 * @throws AppError archive.damaged when too many rows are broken, file.*, run.cancelled
 */
export async function* readRecords(
  form: SheetForm,
  signal: AbortSignal,
): AsyncGenerator<SheetRecord> {
  let line = form.skipLines;
  let row = 0;
  for (let broken = 0; ; broken++) {
    let fault: CsvError | undefined;
    for await (const read of parseFrom(form, line, signal)) {
      if (read instanceof CsvError) {
        fault = read;
      } else {
        row++;
        yield { row, line: line + 1, cells: read.cells };
        line = read.endLine;
      }
    }
    if (fault === undefined) return;
    row++;
    line++;
    yield { broken: faultText(fault), row, line };
    if (broken === brokenLimit) {
      throw new AppError(
        "archive.damaged",
        `${form.path} has more than ${brokenLimit} rows with broken quotes.`,
        {
          object: form.path,
          remedy: "Save the spreadsheet as CSV again and check its delimiter.",
        },
      );
    }
  }
}

/** Rows after a line until the end or, as the last thing, a fault. */
async function* parseFrom(
  form: SheetForm,
  skipLines: number,
  signal: AbortSignal,
): AsyncGenerator<{ cells: string[]; endLine: number } | CsvError> {
  // Rows are taken from the callback: what a failing stream has buffered would be lost.
  let ready: { cells: string[]; endLine: number }[] = [];
  const parser = parse({
    delimiter: form.delimiter,
    record_delimiter: "\n",
    relax_column_count: true,
    trim: true,
    max_record_size: rowLimit,
    on_record: (cells: string[], context) => {
      ready.push({ cells, endLine: skipLines + context.lines });
      return null;
    },
  });
  let fault: unknown;
  parser.on("error", (error: unknown) => {
    fault ??= error;
  });
  parser.resume();
  try {
    for await (const text of sheetText(form.path, form.encoding, skipLines)) {
      stopIfAborted(signal);
      await new Promise<void>((resolve) => {
        parser.write(text, (error) => {
          if (error instanceof Error) fault ??= error;
          resolve();
        });
      });
      yield* ready;
      ready = [];
      if (fault !== undefined) break;
    }
    if (fault === undefined) {
      await new Promise<void>((resolve) => {
        parser.once("close", resolve);
        parser.end();
      });
      yield* ready;
    }
  } finally {
    parser.destroy();
  }
  if (fault instanceof CsvError) yield fault;
  else if (fault instanceof Error) throw fault;
}

function faultText(fault: CsvError): string {
  switch (fault.code) {
    case "CSV_QUOTE_NOT_CLOSED":
      return "A quote is opened and never closed.";
    case "CSV_INVALID_CLOSING_QUOTE":
    case "CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE":
      return "A quoted cell goes on after its closing quote, or a quote inside it is not doubled.";
    case "INVALID_OPENING_QUOTE":
      return "A quote is in the middle of a cell that does not begin with one.";
    case "CSV_MAX_RECORD_SIZE":
      return "The row is too long; a quote may never be closed.";
    default:
      return fault.message;
  }
}
