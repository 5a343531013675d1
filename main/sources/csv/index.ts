import type { Source } from "../source.ts";
import { openCsv } from "./open-csv.ts";
import { recognisesCsv } from "./recognises-csv.ts";

/** A spreadsheet saved as CSV beside the files it names: one row for each item. */
export const csvSource: Source = {
  id: "csv",
  title: "Spreadsheet (CSV) beside its files",
  recognises: recognisesCsv,
  open: openCsv,
};
