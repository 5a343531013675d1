import { join } from "node:path";
import { pino, type Logger } from "pino";
import { createStream } from "rotating-file-stream";
import type { LogLevel } from "./config.ts";

export interface Log {
  readonly logger: Logger;
  /** Writes what is left and closes the file. */
  close(): Promise<void>;
}

/** Opens the structured log: one JSON object a line in `logs/holdall.log`, ten files of 10 MB at the most. */
export function openLog(folder: string, level: LogLevel): Log {
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
    stream,
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
