import { createReadStream } from "node:fs";
import { appendFile, writeFile } from "node:fs/promises";

/**
 * Keeps a copy of a growing file of lines, each of them changed.
 * @param change what becomes of a line; null: it is left out
 * @returns brings the copy up to date
 */
export async function mirrorLines(
  from: string,
  to: string,
  change: (line: string) => string | null,
): Promise<() => Promise<void>> {
  let at = 0;
  await writeFile(to, "");
  return async () => {
    let rest = "";
    const stream = createReadStream(from, { start: at, encoding: "utf8" });
    for await (const piece of stream) {
      const lines = `${rest}${String(piece)}`.split("\n");
      rest = lines.pop() ?? "";
      let text = "";
      for (const line of lines) {
        const changed = change(line);
        if (changed !== null) text += `${changed}\n`;
      }
      if (text !== "") await appendFile(to, text);
    }
    // What is written there always ends with a whole line.
    at += stream.bytesRead;
  };
}
