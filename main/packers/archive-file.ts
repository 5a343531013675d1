import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { AppError } from "../domain/errors.ts";
import { combineCrc32 } from "./crc32-combine.ts";
import type { FileMark } from "./file-pieces.ts";
import { readPieces, writeFailure, writeFully } from "./file-pieces.ts";

/** The archive while it is written; its checksums keep up with it. */
export interface ArchiveFile {
  size(): number;
  mark(): FileMark;
  /** Cuts the file back to a mark and reads it again for its checksums; false when it does not hold what the mark says. */
  restore(mark: FileMark): Promise<boolean>;
  clear(): Promise<void>;
  /**
   * @param sum CRC-32 of the bytes
   * @param hold the bytes begin with a header that is not final: the checksums wait for {@link ArchiveFile.settle}
   * @throws AppError disk.full, file.unwritable
   */
  append(bytes: Uint8Array, sum: number, hold: boolean): Promise<void>;
  /** Writes the final bytes over the header that was held and takes what came since into the checksums. */
  settle(header: Uint8Array): Promise<void>;
  /** Flushes the file to disk. */
  finish(): Promise<{
    readonly size: number;
    readonly sha256: string;
    readonly crc32: number;
  }>;
  close(): Promise<void>;
}

/** So much is written before it is brought to the disk, which goes on beside the packing and leaves little for the end. */
const syncedBytes = 32 * 1024 * 1024;

/** What every part of the packer throws when the run is called off. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted)
    throw new AppError("run.cancelled", "The run was cancelled.");
}

/**
 * Opens the file the archive is written to, or makes it; what it holds stays until it is restored or cleared.
 * @throws AppError file.unwritable, disk.full
 */
export async function openArchiveFile(
  path: string,
  signal: AbortSignal,
): Promise<ArchiveFile> {
  const handle = await open(path, constants.O_RDWR | constants.O_CREAT).catch(
    (error: unknown) => {
      throw writeFailure(error, path);
    },
  );
  let size = 0;
  let sums = createHash("sha256");
  let sum = 0;
  let heldFrom: number | null = null;
  let syncedTo = 0;
  let syncing: Promise<void> | null = null;
  /** The system tells only once that something could not be written. */
  let syncFailure: { readonly error: unknown } | null = null;

  function start(): void {
    size = 0;
    sums = createHash("sha256");
    sum = 0;
    heldFrom = null;
    syncedTo = 0;
  }

  function syncBeside(): void {
    if (syncing !== null || size - syncedTo < syncedBytes) return;
    syncedTo = size;
    syncing = handle
      .datasync()
      .catch((error: unknown) => {
        syncFailure ??= { error };
      })
      .finally(() => {
        syncing = null;
      });
  }

  /** Waits until nothing is being brought to the disk. */
  async function settleSync(): Promise<void> {
    await syncing;
    if (syncFailure !== null) throw writeFailure(syncFailure.error, path);
  }

  async function takeIn(from: number, to: number): Promise<number> {
    let read = 0;
    for await (const piece of readPieces(handle, from, to)) {
      throwIfCancelled(signal);
      sums.update(piece);
      sum = crc32(piece, sum);
      read += piece.length;
    }
    return read;
  }

  async function write(bytes: Uint8Array, position: number): Promise<void> {
    try {
      await writeFully(handle, bytes, position);
    } catch (error) {
      throw writeFailure(error, path);
    }
  }

  return {
    size() {
      return size;
    },
    mark() {
      return { length: size, crc32: sum };
    },
    async restore(mark) {
      start();
      size = await takeIn(0, mark.length);
      if (size !== mark.length || sum !== mark.crc32) return false;
      await handle.truncate(size);
      return true;
    },
    async clear() {
      await handle.truncate(0);
      start();
    },
    async append(bytes, bytesSum, hold) {
      if (hold) heldFrom = size;
      const position = size;
      size += bytes.length;
      // The system writes on another thread while the checksum is taken on this one.
      const written = write(bytes, position);
      if (heldFrom === null) {
        sums.update(bytes);
        sum = combineCrc32(sum, bytesSum, bytes.length);
      }
      await written;
      if (syncFailure !== null) throw writeFailure(syncFailure.error, path);
      syncBeside();
    },
    async settle(header) {
      if (heldFrom === null) throw new Error("No header is held.");
      await write(header, heldFrom);
      const read = await takeIn(heldFrom, size);
      if (read !== size - heldFrom) {
        throw new AppError(
          "file.unwritable",
          `${path} was cut off while it was being written.`,
          { object: path },
        );
      }
      heldFrom = null;
    },
    async finish() {
      await settleSync();
      try {
        await handle.datasync();
      } catch (error) {
        throw writeFailure(error, path);
      }
      return { size, sha256: sums.digest("hex"), crc32: sum };
    },
    async close() {
      await syncing;
      await handle.close();
    },
  };
}
