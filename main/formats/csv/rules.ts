import { sheetName } from "../../domain/sheet-package.ts";
import { listRules } from "../list-rules.ts";
import type { EntryFollower } from "../package-check.ts";

const quote = 0x22;
const comma = 0x2c;
const feed = 0x0a;
/** The heading row of a table of this program begins with these columns. */
const beginning = Buffer.from("id,collection");

/** The rules of CSV packages: `metadata.csv` has a row for each item, and all rows have the columns of the first. */
export const csvRules = listRules(sheetName, followRows);

/** Counts rows and their cells. */
function followRows(): EntryFollower & { readonly ours: () => boolean } {
  let rows = 0;
  let cells = 1;
  let columns = 0;
  let quoted = false;
  let empty = true;
  let uneven = 0;
  let firstUneven = 0;
  let begins: Buffer = Buffer.alloc(0);
  const endRow = () => {
    if (!empty) {
      rows += 1;
      if (columns === 0) columns = cells;
      else if (cells !== columns) {
        uneven += 1;
        if (uneven === 1) firstUneven = rows;
      }
    }
    cells = 1;
    empty = true;
  };
  return {
    update(bytes) {
      if (begins.length < beginning.length)
        begins = Buffer.concat([
          begins,
          bytes.subarray(0, beginning.length - begins.length),
        ]);
      for (const byte of bytes) {
        if (byte === quote) quoted = !quoted;
        else if (!quoted && byte === comma) cells += 1;
        else if (!quoted && byte === feed) {
          endRow();
          continue;
        }
        empty = false;
      }
    },
    ours: () => begins.equals(beginning),
    end() {
      endRow();
      const faults = quoted ? ["A quote is opened and never closed."] : [];
      if (uneven > 0)
        faults.push(
          uneven === 1
            ? `Row ${String(firstUneven)} has not as many cells as the first.`
            : `${String(uneven)} of its rows have not as many cells as the first; row ${String(firstUneven)} is the first of them.`,
        );
      return { faults, facts: [String(Math.max(0, rows - 1))] };
    },
  };
}
