import { join } from "node:path";
import { multistream, pino, type Logger, type StreamEntry } from "pino";
import { createLogBatches, type LogBatches } from "./log-batches.ts";
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
  const file = createLogBatches(stream);
  const copy = also === null ? null : createLogBatches(also.stream);
  const logger = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    also === null || copy === null
      ? file
      : multistream(streams(file, level, copy, also.warningsOnly)),
  );
  return {
    logger,
    close: () =>
      new Promise((resolve) => {
        copy?.flush();
        file.flush();
        stream.end(() => {
          resolve();
        });
      }),
  };
}

function streams(
  file: LogBatches,
  level: LogLevel,
  copy: LogBatches,
  warningsOnly: boolean,
): StreamEntry[] {
  if (level === "silent") return [];
  return [
    { level, stream: file },
    {
      level: warningsOnly && level !== "error" ? "warn" : level,
      stream: copy,
    },
  ];
}
