import { createReadStream } from "node:fs";
import iconv from "iconv-lite";
import { fromSystemError } from "../../domain/errors.ts";

/**
 * The text of a spreadsheet in chunks, without byte order mark, with line feeds as the only line ends (files mix them,
 * and lines must be counted alike everywhere).
 * @param skipLines lines left out at the beginning
 * @throws AppError file.*
 */
export async function* sheetText(
  path: string,
  encoding: string,
  skipLines: number,
): AsyncGenerator<string> {
  let toSkip = skipLines;
  let carried = "";
  const decoder = iconv.getDecoder(encoding, { stripBOM: true });
  const stream = createReadStream(path, { highWaterMark: 64 * 1024 });
  const take = (text: string): string => {
    let taken = text.replace(/\r\n?/gu, "\n");
    while (toSkip > 0 && taken !== "") {
      const feed = taken.indexOf("\n");
      if (feed < 0) return "";
      taken = taken.slice(feed + 1);
      toSkip--;
    }
    return taken;
  };
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const text = carried + decoder.write(chunk);
      // A carriage return at the end of a chunk may have its line feed in the next one.
      carried = text.endsWith("\r") ? "\r" : "";
      const taken = take(carried === "" ? text : text.slice(0, -1));
      if (taken !== "") yield taken;
    }
  } catch (error) {
    throw fromSystemError(error, path, "read");
  } finally {
    stream.destroy();
  }
  const rest = take(carried + (decoder.end() ?? ""));
  if (rest !== "") yield rest;
}
