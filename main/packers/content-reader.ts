import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { crc32 } from "node:zlib";
import {
  AppError,
  fromSystemError,
  systemErrorCode,
} from "../domain/errors.ts";
import type { BitstreamCheck } from "./packer.ts";

/** What the catalog says about a bitstream. */
export interface KnownContent {
  readonly sha256: string;
  readonly size: number;
  readonly crc32: number;
}

/** Reads bitstreams and compares them with the catalog. */
export interface ContentReader {
  /** Reads a bitstream and compares it; keeps its bytes for {@link ContentReader.bytes} as far as there is room. */
  readonly check: (bitstream: KnownContent) => BitstreamCheck;
  /**
   * The bytes of a bitstream that was checked: kept ones, or read again where it is small. Valid until the next call
   * of `bytes` or `release`. Null when it is too large: read it from its file.
   * @throws AppError bitstream.damaged when it is not what was checked any more, file.*
   */
  bytes(bitstream: KnownContent): Uint8Array | null;
  /** Forgets what was kept, when an item is finished. */
  release(): void;
}

/** Bytes kept for one item between check and encoding. */
const keepBytes = 16 * 1024 * 1024;
/** Bitstreams up to this size are read again as a whole when they were not kept. */
const againBytes = 4 * 1024 * 1024;
const arenaBytes = 1024 * 1024;
const readBytes = 1024 * 1024;

const fine: BitstreamCheck = { ok: true };

/**
 * Reads until the target is full or the file ends.
 * @param pulse called before each read of at most a mebibyte; may throw to stop
 */
export function readFully(
  descriptor: number,
  target: Uint8Array,
  position: number,
  pulse?: () => void,
): number {
  let filled = 0;
  while (filled < target.length) {
    pulse?.();
    const wanted = Math.min(target.length - filled, readBytes);
    const count = readSync(
      descriptor,
      target,
      filled,
      wanted,
      position + filled,
    );
    if (count === 0) break;
    filled += count;
  }
  return filled;
}

/**
 * Reads a file from its beginning into room for one byte more than it should have: of a small one, a single read that
 * leaves just that byte free says that it ends there.
 */
function readExactly(
  descriptor: number,
  room: Uint8Array,
  pulse: () => void,
): number {
  if (room.length > readBytes) return readFully(descriptor, room, 0, pulse);
  pulse();
  const count = readSync(descriptor, room, 0, room.length, 0);
  return count >= room.length - 1
    ? count
    : readFully(descriptor, room, 0, pulse);
}

function hexadecimal(value: number): string {
  return value.toString(16).padStart(8, "0");
}

function damaged(message: string): BitstreamCheck {
  return { ok: false, code: "bitstream.damaged", message };
}

/** A failure to read that concerns this one file; anything else ends the run. */
function refusal(error: unknown, file: string): BitstreamCheck {
  const code = systemErrorCode(error);
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return {
        ok: false,
        code: "bitstream.missing",
        message: "Its file is missing in the bitstream store.",
      };
    case "EACCES":
    case "EPERM":
    case "EIO":
    case "EISDIR":
    case "ELOOP":
    case "ENXIO":
      return damaged(
        `Its file in the bitstream store cannot be read (${code}).`,
      );
    default:
      throw fromSystemError(error, file, "read");
  }
}

/**
 * Makes a reader. It works synchronously.
 * @param bitstreamFile path of a bitstream's file
 * @param pulse called between reads of about a mebibyte; may throw to stop
 */
export function createContentReader(
  bitstreamFile: (sha256: string) => string,
  pulse: () => void,
): ContentReader {
  const kept = new Map<string, { bytes: Uint8Array; crc32: number }>();
  let arena: Buffer = Buffer.allocUnsafeSlow(arenaBytes);
  let largestArena = arena;
  let arenaUsed = 0;
  let keptBytes = 0;
  let spare: Buffer | null = null;

  function spareOf(size: number): Buffer {
    if (spare === null || spare.length < size)
      spare = Buffer.allocUnsafeSlow(Math.max(size, readBytes));
    return spare;
  }

  /** Room to keep a file in, with one byte more to notice that it is longer; null when there is too little. */
  function roomFor(size: number): Buffer | null {
    if (keptBytes + size > keepBytes) return null;
    if (arena.length - arenaUsed < size + 1) {
      // What was kept in the old arena stays valid through its own views.
      arena = Buffer.allocUnsafeSlow(Math.max(arenaBytes, size + 1));
      arenaUsed = 0;
      if (arena.length > largestArena.length) largestArena = arena;
    }
    return arena.subarray(arenaUsed, arenaUsed + size + 1);
  }

  function compare(
    descriptor: number,
    bitstream: KnownContent,
  ): BitstreamCheck {
    const room = roomFor(bitstream.size);
    let size = 0;
    let sum = 0;
    if (room !== null) {
      size = readExactly(descriptor, room, pulse);
      if (size === bitstream.size) sum = crc32(room.subarray(0, size));
    } else {
      const part = spareOf(readBytes).subarray(0, readBytes);
      for (
        let count = -1;
        count !== 0 && size <= bitstream.size;
        size += count
      ) {
        pulse();
        count = readSync(descriptor, part, 0, part.length, size);
        sum = crc32(part.subarray(0, count), sum);
      }
    }
    if (size !== bitstream.size) {
      const actual = fstatSync(descriptor).size;
      return damaged(
        `Its file is ${actual} bytes long, the catalog says ${bitstream.size}.`,
      );
    }
    if (sum !== bitstream.crc32) {
      return damaged(
        `The content of its file has changed: its CRC-32 is ${hexadecimal(sum)}, the catalog says ${hexadecimal(bitstream.crc32)}.`,
      );
    }
    if (room !== null) {
      kept.set(bitstream.sha256, { bytes: room.subarray(0, size), crc32: sum });
      arenaUsed += size;
      keptBytes += size;
    }
    return fine;
  }

  function readAgain(bitstream: KnownContent): Uint8Array {
    const file = bitstreamFile(bitstream.sha256);
    try {
      const descriptor = openSync(file, "r");
      try {
        const room = spareOf(bitstream.size + 1).subarray(
          0,
          bitstream.size + 1,
        );
        const bytes = room.subarray(0, readFully(descriptor, room, 0));
        if (bytes.length === bitstream.size && crc32(bytes) === bitstream.crc32)
          return bytes;
      } finally {
        closeSync(descriptor);
      }
    } catch (error) {
      throw fromSystemError(error, file, "read");
    }
    throw changedWhilePacked(file);
  }

  return {
    check(bitstream) {
      const known = kept.get(bitstream.sha256);
      if (
        known?.crc32 === bitstream.crc32 &&
        known.bytes.length === bitstream.size
      )
        return fine;
      const file = bitstreamFile(bitstream.sha256);
      let descriptor: number;
      try {
        descriptor = openSync(file, "r");
      } catch (error) {
        return refusal(error, file);
      }
      try {
        return compare(descriptor, bitstream);
      } catch (error) {
        return refusal(error, file);
      } finally {
        closeSync(descriptor);
      }
    },
    bytes(bitstream) {
      const known = kept.get(bitstream.sha256);
      if (
        known?.crc32 === bitstream.crc32 &&
        known.bytes.length === bitstream.size
      )
        return known.bytes;
      return bitstream.size <= againBytes ? readAgain(bitstream) : null;
    },
    release() {
      kept.clear();
      arena = largestArena;
      arenaUsed = 0;
      keptBytes = 0;
    },
  };
}

/** A file was not the same when it was read for the second time. */
export function changedWhilePacked(file: string): AppError {
  return new AppError(
    "bitstream.damaged",
    `${file} changed while it was being packed.`,
    {
      object: file,
      remedy:
        "Make sure that no other program writes to this file, then run it again.",
    },
  );
}
