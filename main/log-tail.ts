import { open } from "node:fs/promises";
import type { LoggedLine } from "./domain/upkeep.ts";

/** So much of the end of the log is read, in bytes. */
const most = 256 * 1024;
/** Pino's numbers of levels. */
const levels = [
  { from: 50, level: "error" },
  { from: 40, level: "warn" },
  { from: 30, level: "info" },
  { from: 0, level: "debug" },
] as const;

/** The last lines of the log, the newest last; none when there is no log yet. */
export async function readLogTail(
  file: string,
  limit: number,
): Promise<readonly LoggedLine[]> {
  const handle = await open(file).catch(() => null);
  if (handle === null) return [];
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, most);
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(length),
      0,
      length,
      size - length,
    );
    const lines = buffer.toString("utf8", 0, bytesRead).split("\n");
    // The first one may have lost its beginning.
    return (length < size ? lines.slice(1) : lines)
      .flatMap((line) => readLine(line) ?? [])
      .slice(-limit);
  } finally {
    await handle.close();
  }
}

function readLine(line: string): LoggedLine | null {
  if (line === "") return null;
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof entry !== "object" || entry === null) return null;
  const { time, level, msg, err } = entry as Record<string, unknown>;
  const number = typeof level === "number" ? level : 30;
  const why =
    typeof err === "object" && err !== null && "message" in err
      ? `: ${String(err.message)}`
      : "";
  return {
    at: Date.parse(String(time)) || 0,
    level: levels.find(({ from }) => number >= from)?.level ?? "debug",
    message: `${typeof msg === "string" ? msg : ""}${why}`,
  };
}
