import { join } from "node:path";
import { multistream, pino, type Logger, type StreamEntry } from "pino";
import { createStream } from "rotating-file-stream";
import type { LogLevel } from "./config.ts";

export interface Log {
  readonly logger: Logger;
  /** Writes what is left and closes the file. */
  close(): Promise<void>;
}

/** A second reader of the log. */
export interface LogCopy {
  readonly stream: NodeJS.WritableStream;
  /** Only warnings and errors. */
  readonly warningsOnly: boolean;
}

/**
 * Opens the structured log: one JSON object a line in `logs/holdall.log`, ten files of 10 MB at the most.
 * @param also where else the lines go
 */
export function openLog(
  folder: string,
  level: LogLevel,
  also: LogCopy | null = null,
): Log {
  const stream = createStream("holdall.log", {
    path: folder,
    size: "10M",
    maxFiles: 10,
  });
  // A log that cannot be written must not end the work it describes; it is said once where somebody may see it.
  stream.once("error", (error: Error) => {
    process.stderr.write(
      `The log in ${join(folder, "holdall.log")} cannot be written: ${error.message}\n`,
    );
  });
  const logger = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    also === null ? stream : multistream(streams(stream, level, also)),
  );
  return {
    logger,
    close: () =>
      new Promise((resolve) => {
        stream.end(() => {
          resolve();
        });
      }),
  };
}

function streams(
  file: NodeJS.WritableStream,
  level: LogLevel,
  also: LogCopy,
): StreamEntry[] {
  if (level === "silent") return [];
  return [
    { level, stream: file },
    {
      level: also.warningsOnly && level !== "error" ? "warn" : level,
      stream: also.stream,
    },
  ];
}
