import { fileEntries } from "../file-entries.ts";
import { layOutFlat } from "../flat-layout.ts";
import type { Format } from "../format.ts";
import { omissionProblems } from "../omitted-files.ts";
import { closingEntries } from "./closing-entries.ts";
import { csvLosses } from "./losses.ts";
import { csvRow } from "./row.ts";
import { csvRules } from "./rules.ts";

/** A table as DSpace's batch editing of metadata knows it, beside the files it names. */
export const csv: Format = {
  id: "csv",
  title: "Spreadsheet (CSV) with files",
  rules: csvRules,
  itemFile: null,
  plansWithMetadata: false,
  planItem(item, position, context) {
    return { ...layOutFlat(item, position, context), made: [] };
  },
  itemEntries(item, planned, omitted, context) {
    return {
      entries: fileEntries(item, planned, omitted),
      problems: [
        ...omissionProblems(planned, omitted, context.root),
        ...csvLosses(item, planned, context),
      ],
    };
  },
  closingEntries,
  closingShare(item, planned) {
    const row = csvRow(item, planned, new Set(), {
      options: { migrate: false },
      handlePrefix: "",
    });
    let bytes = otherColumns;
    // Its columns may be the first of their kind, and quotes are doubled.
    for (const [heading, cell] of row)
      bytes += 2 * Buffer.byteLength(heading) + 2 * Buffer.byteLength(cell) + 8;
    return bytes;
  },
};

/** Cells of a row that stay empty because only other items have something there; each takes a comma. */
const otherColumns = 4096;
