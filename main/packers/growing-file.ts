import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { crc32 } from "node:zlib";
import type { FileMark } from "./file-pieces.ts";
import { readPieces, writeFailure, writeFully } from "./file-pieces.ts";

/** A file that only grows and can be taken back to an earlier state of itself. */
export interface GrowingFile {
  mark(): FileMark;
  /** Cuts the file back to a mark; false when it does not hold what the mark says. */
  restore(mark: FileMark, signal: AbortSignal): Promise<boolean>;
  clear(): Promise<void>;
  /** @throws AppError disk.full, file.unwritable */
  append(bytes: Uint8Array): Promise<void>;
  pieces(): AsyncIterable<Buffer>;
  close(): Promise<void>;
}

/**
 * Opens a file or makes it; what it holds stays until it is restored or cleared.
 * @throws AppError file.unwritable, disk.full
 */
export async function openGrowingFile(path: string): Promise<GrowingFile> {
  const handle = await open(path, constants.O_RDWR | constants.O_CREAT).catch(
    (error: unknown) => {
      throw writeFailure(error, path);
    },
  );
  let length = 0;
  let sum = 0;
  return {
    mark() {
      return { length, crc32: sum };
    },
    async restore(mark, signal) {
      length = 0;
      sum = 0;
      for await (const piece of readPieces(handle, 0, mark.length)) {
        if (signal.aborted) return false;
        sum = crc32(piece, sum);
        length += piece.length;
      }
      if (length !== mark.length || sum !== mark.crc32) return false;
      await handle.truncate(length);
      return true;
    },
    async clear() {
      await handle.truncate(0);
      length = 0;
      sum = 0;
    },
    async append(bytes) {
      if (bytes.length === 0) return;
      try {
        await writeFully(handle, bytes, length);
      } catch (error) {
        throw writeFailure(error, path);
      }
      length += bytes.length;
      sum = crc32(bytes, sum);
    },
    pieces() {
      return readPieces(handle, 0, length);
    },
    close() {
      return handle.close();
    },
  };
}
