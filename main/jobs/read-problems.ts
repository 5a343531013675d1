import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { Problem, Report } from "../domain/run.ts";

/** Whether a problem tells of a file that is not in the package; `object` is its path below the root folder then. */
export function isLoss({ code }: Problem): boolean {
  return code === "bitstream.missing" || code === "bitstream.damaged";
}

/** Reports every problem of a file with one JSON problem a line. A file that does not exist has none. */
export async function readProblems(
  file: string,
  report: Report,
): Promise<void> {
  const input = createReadStream(file);
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      if (line !== "") report(JSON.parse(line) as Problem);
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT"))
      throw error;
  }
}
