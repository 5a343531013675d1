import type { FileHandle } from "node:fs/promises";
import {
  AppError,
  fromSystemError,
  systemErrorCode,
} from "../domain/errors.ts";

const pieceBytes = 1024 * 1024;

/** How far a file has been written and what it holds: enough to recognise it again. */
export interface FileMark {
  readonly length: number;
  readonly crc32: number;
}

/** Names the reason why a file could not be written. */
export function writeFailure(error: unknown, path: string): unknown {
  if (systemErrorCode(error) !== "EFBIG")
    return fromSystemError(error, path, "write");
  return new AppError(
    "file.unwritable",
    `${path} cannot grow any further: its disk does not hold files of that size.`,
    {
      object: path,
      remedy:
        "Choose a folder on another disk (one formatted with FAT32 holds files below 4 GiB only), then run it again.",
      cause: error,
    },
  );
}

/** Writes all of the bytes, however many the system takes at a time. */
export async function writeFully(
  handle: FileHandle,
  bytes: Uint8Array,
  position: number,
): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const result = await handle.write(
      bytes,
      written,
      bytes.length - written,
      position + written,
    );
    if (result.bytesWritten === 0)
      throw new Error("The system writes nothing and gives no reason.");
    written += result.bytesWritten;
  }
}

/**
 * Reads a part of a file in large pieces; a piece is valid until the next one is asked for. Ends early where the file does.
 */
export async function* readPieces(
  handle: FileHandle,
  from: number,
  to: number,
): AsyncGenerator<Buffer, void> {
  const buffer = Buffer.allocUnsafeSlow(
    Math.min(pieceBytes, Math.max(to - from, 1)),
  );
  for (let at = from; at < to;) {
    const { bytesRead } = await handle.read(
      buffer,
      0,
      Math.min(buffer.length, to - at),
      at,
    );
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}
