import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { fromSystemError } from "../domain/errors.ts";

/**
 * The MD5 of a file's bytes in hex digits.
 * @throws AppError file.unreadable, file.not-found; what the signal was called off with
 */
export async function md5OfFile(
  path: string,
  signal: AbortSignal,
): Promise<string> {
  const sum = createHash("md5");
  try {
    await pipeline(createReadStream(path, { highWaterMark: pieceBytes }), sum, {
      signal,
    });
  } catch (error) {
    signal.throwIfAborted();
    throw fromSystemError(error, path, "read");
  }
  return sum.digest("hex");
}

const pieceBytes = 1024 * 1024;
