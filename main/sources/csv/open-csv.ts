import { createWriteStream, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { contentChunks } from "../../archives/content-chunks.ts";
import { AppError, fromSystemError } from "../../domain/errors.ts";
import { packageStructureName } from "../../domain/json-package.ts";
import { sheetName } from "../../domain/sheet-package.ts";
import { openPackageFiles } from "../package-files.ts";
import { readStructure } from "../read-structure.ts";
import type {
  RefusedItem,
  SourceContext,
  SourceItem,
  SourcePackage,
  SourceStructure,
} from "../source.ts";
import { detectDelimiter, firstRow, isKnown } from "./detect-delimiter.ts";
import { detectEncoding } from "./detect-encoding.ts";
import { createFileFinder, type FileFinder } from "./file-finder.ts";
import { createPackageFinder } from "./package-finder.ts";
import { parseHeading, type Column } from "./parse-heading.ts";
import {
  readRecords,
  type SheetForm,
  type SheetRecord,
} from "./read-records.ts";
import { readRow, type RowReport } from "./read-row.ts";
import { isPackage } from "./recognises-csv.ts";
import { sheetText } from "./sheet-text.ts";

const pieceBytes = 1024 * 1024;
/** Most characters of the heading row. */
const headingLimit = 1024 * 1024;

/**
 * Opens a spreadsheet, or a package of ours that has one: finds encoding, delimiter and columns, and counts its rows.
 * @throws AppError archive.*, input.invalid, file.*, disk.full, run.cancelled
 */
export async function openCsv(
  path: string,
  context: SourceContext,
): Promise<SourcePackage> {
  if (await isPackage(path)) return openPackage(path, context);
  const sheet = realPath(path);
  const finder = createFileFinder(dirname(sheet), context.workFolder);
  return openSheet({ path, sheet, finder, structure: null }, context);
}

async function openPackage(
  path: string,
  context: SourceContext,
): Promise<SourcePackage> {
  const files = await openPackageFiles(path, sheetName, context);
  try {
    const ref = files.file(sheetName);
    if (ref === undefined) throw notASheet(path);
    const sheet = join(context.workFolder, sheetName);
    // It is read more than once, and from any place.
    await pipeline(contentChunks(ref, pieceBytes), createWriteStream(sheet));
    const structure = readStructure(
      files,
      packageStructureName,
      context.report,
    );
    const finder = createPackageFinder(files);
    return await openSheet({ path, sheet, finder, structure }, context);
  } catch (error) {
    files.close();
    throw fromSystemError(error, path, "read");
  }
}

interface Opened {
  /** What was asked to be opened. */
  readonly path: string;
  /** Absolute path of the spreadsheet. */
  readonly sheet: string;
  readonly finder: FileFinder;
  readonly structure: SourceStructure | null;
}

async function openSheet(
  { path, sheet, finder, structure }: Opened,
  context: SourceContext,
): Promise<SourcePackage> {
  const { report, signal, options } = context;
  const name = basename(sheet);
  const { encoding, guessed } = await detectEncoding(
    sheet,
    options.encoding,
    signal,
  );
  if (guessed) {
    report({
      severity: "warning",
      code: "sheet.encoding",
      object: name,
      file: name,
      message: "The spreadsheet is not UTF-8 and does not say what it is.",
      action: "It was read as Windows-1252 (Western European).",
    });
  }
  const form = await findForm(
    sheet,
    encoding,
    askedDelimiter(options.delimiter),
  );
  let columns: readonly Column[] | null = null;
  let headingRow = 0;
  let total = 0;
  for await (const record of readRecords(form, signal)) {
    if (isBlank(record)) continue;
    if (columns === null) {
      if (record.broken !== undefined) throw brokenHeading(path, record.broken);
      columns = headings(record.cells, name, path, context);
      headingRow = record.row;
    } else {
      total++;
    }
  }
  if (columns === null) throw notASheet(path);
  const sheetInfo: Sheet = { form, columns, headingRow, name };
  return {
    structure,
    total,
    items: () => readItems(sheetInfo, finder, context),
    close: () => {
      finder.close();
      return Promise.resolve();
    },
  };
}

interface Sheet {
  readonly form: SheetForm;
  readonly columns: readonly Column[];
  readonly headingRow: number;
  /** Name of the file, for messages. */
  readonly name: string;
}

async function* readItems(
  { form, columns, headingRow, name }: Sheet,
  finder: FileFinder,
  context: SourceContext,
): AsyncGenerator<SourceItem | RefusedItem> {
  for await (const record of readRecords(form, context.signal)) {
    const { row, line } = record;
    if (row <= headingRow || isBlank(record)) continue;
    const key = `row:${row}`;
    const report: RowReport = (problem) => {
      context.report({ ...problem, object: key, file: name, line });
    };
    if (record.broken !== undefined) {
      report({
        severity: "error",
        code: "row.quotes",
        message: record.broken,
        action: "The row was refused; reading went on with the next line.",
      });
      yield { refused: true, key };
    } else if (!fits(record.cells, columns, report)) {
      yield { refused: true, key };
    } else {
      yield await readRow(key, record.cells, columns, finder, report);
    }
  }
}

/** Compares a row's cells with the columns. Further cells mean that a delimiter shifted the values of the row. */
function fits(
  cells: readonly string[],
  columns: readonly Column[],
  report: RowReport,
): boolean {
  const counts = `The row has ${cells.length} ${cells.length === 1 ? "cell" : "cells"}, the heading row has ${columns.length}.`;
  const beyond = cells.slice(columns.length).some((cell) => cell.trim() !== "");
  const unnamed = columns.some(
    (column, index) =>
      column.kind === "unnamed" && (cells[index] ?? "").trim() !== "",
  );
  if (beyond) {
    report({
      severity: "error",
      code: "row.too-long",
      message: `${counts} A value with the delimiter in it may lack its quotes.`,
      action: "The row was refused.",
    });
    return false;
  }
  if (cells.length < columns.length) {
    report({
      severity: "warning",
      code: "row.too-short",
      message: counts,
      action: "The missing cells were taken as empty.",
    });
  }
  if (unnamed) {
    report({
      severity: "warning",
      code: "column.unnamed",
      message: "A cell is in a column without a heading.",
      action: "It was left out.",
    });
  }
  return true;
}

function headings(
  cells: readonly string[],
  name: string,
  path: string,
  context: SourceContext,
): Column[] {
  if (!cells.some((cell) => isKnown(cell))) throw notASheet(path);
  const columns = cells.map((cell) => parseHeading(cell));
  for (const column of columns) {
    if (column.kind !== "unknown") continue;
    context.report({
      severity: "warning",
      code: "column.unknown",
      object: column.heading,
      file: name,
      line: 1,
      message: `The column "${column.heading}" is neither a field such as dc.title nor a column the import knows.`,
      action: "The column was left out.",
    });
  }
  return columns;
}

function isBlank(record: SheetRecord): boolean {
  return (
    record.broken === undefined &&
    record.cells.every((cell) => cell.trim() === "")
  );
}

async function findForm(
  path: string,
  encoding: string,
  asked: string | undefined,
): Promise<SheetForm> {
  let head = "";
  for await (const text of sheetText(path, encoding, 0)) {
    head += text;
    if (head.length > headingLimit || firstRow(head).length < head.length - 2)
      break;
  }
  // A first line `sep=;` is how some spreadsheet programs tell the delimiter.
  const told = /^"?sep=(.)"?\n/iu.exec(head)?.[1];
  return {
    path,
    encoding,
    delimiter: asked ?? told ?? detectDelimiter(firstRow(head)),
    skipLines: told === undefined ? 0 : 1,
  };
}

function askedDelimiter(asked: string | undefined): string | undefined {
  if (asked === undefined) return undefined;
  const delimiter = asked === "\\t" || asked === "tab" ? "\t" : asked;
  if (delimiter.length === 1 && !/["\r\n]/u.test(delimiter)) return delimiter;
  throw new AppError(
    "input.invalid",
    `"${asked}" cannot be the delimiter of a spreadsheet.`,
    { object: asked, remedy: "Give one character, such as ; or tab." },
  );
}

function realPath(path: string): string {
  try {
    // Asked before it is opened: opening a named pipe would wait for ever.
    if (!statSync(path).isFile()) throw notASheet(path);
    return realpathSync(path);
  } catch (error) {
    throw fromSystemError(error, path, "read");
  }
}

function notASheet(path: string): AppError {
  return new AppError(
    "archive.not-recognised",
    `${path} is not a spreadsheet the import understands: its first row names no field.`,
    {
      object: path,
      remedy:
        "Give the columns headings such as filename, dc.title, dc.contributor.author.",
    },
  );
}

function brokenHeading(path: string, why: string): AppError {
  return new AppError(
    "archive.damaged",
    `The heading row of ${path} cannot be read: ${why}`,
    { object: path, remedy: "Save the spreadsheet as CSV again." },
  );
}
