import { longestLine, mostLines } from "../control-file-limits.ts";
import { ItemRefusal } from "./item-refusal.ts";

/**
 * Lines of a control file with their numbers from 1, one after another; any of the three ways to end a line counts.
 * Nothing after the last end is no line.
 * @param file name of the file, for messages
 * @throws ItemRefusal text.too-large
 */
export function* listLines(
  text: string,
  file: string,
): Generator<{ readonly line: string; readonly number: number }> {
  const ends = /\r\n|\n|\r/gu;
  let from = 0;
  let taken = 0;
  for (let number = 1; ; number++) {
    const end = ends.exec(text);
    const to = end === null ? text.length : end.index;
    if (to - from > longestLine) {
      throw new ItemRefusal({
        code: "text.too-large",
        file,
        line: number,
        message: `The line has ${to - from} characters; at most ${longestLine} are taken.`,
      });
    }
    if (to > from && ++taken > mostLines) {
      throw new ItemRefusal({
        code: "text.too-large",
        file,
        line: number,
        message: `The file has more than ${mostLines} lines.`,
        remedy: "Divide the item into several.",
      });
    }
    if (end === null && to === from) return;
    yield { line: text.slice(from, to), number };
    if (end === null) return;
    from = ends.lastIndex;
  }
}
