import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { fromSystemError } from "../domain/errors.ts";

/**
 * The MD5 of a file's bytes in hex digits.
 * @param onProgress how many bytes have been read, of how many
 * @throws AppError file.unreadable, file.not-found; what the signal was called off with
 */
export async function md5OfFile(
  path: string,
  signal: AbortSignal,
  onProgress: (bytes: number, bytesTotal: number) => void,
): Promise<string> {
  const sum = createHash("md5");
  try {
    const { size } = statSync(path);
    let bytes = 0;
    onProgress(0, size);
    const pieces: AsyncIterable<Buffer> = createReadStream(path, {
      highWaterMark: pieceBytes,
      signal,
    });
    for await (const piece of pieces) {
      sum.update(piece);
      bytes += piece.length;
      onProgress(bytes, size);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw fromSystemError(error, path, "read");
  }
  return sum.digest("hex");
}

const pieceBytes = 1024 * 1024;
