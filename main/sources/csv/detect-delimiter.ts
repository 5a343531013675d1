import { parseHeading } from "./parse-heading.ts";

const candidates = [",", ";", "\t", "|"] as const;

/**
 * The delimiter of a spreadsheet by its heading row: the one that gives the most headings that mean something, else the
 * one that gives the most columns.
 */
export function detectDelimiter(headingRow: string): string {
  let best = ",";
  let bestScore = -1;
  for (const candidate of candidates) {
    const cells = splitRow(headingRow, candidate);
    const known = cells.filter((cell) => isKnown(cell)).length;
    const score = known * 10_000 + Math.min(cells.length, 9_999);
    if (score > bestScore) {
      best = candidate;
      bestScore = score;
    }
  }
  return best;
}

/** Whether a heading means something to the import. */
export function isKnown(heading: string): boolean {
  const { kind } = parseHeading(heading);
  return kind !== "unknown" && kind !== "unnamed";
}

/** Cells of a row, delimiters in quotes respected; good enough to judge headings by. */
export function splitRow(row: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (const character of row) {
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) {
      cells.push(cell);
      cell = "";
    } else cell += character;
  }
  return [...cells, cell];
}

/** The first row of a text, to the first line end outside quotes. */
export function firstRow(text: string): string {
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "\n" || character === "\r")) {
      return text.slice(0, index);
    }
  }
  return text;
}
