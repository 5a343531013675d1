import { readSync } from "node:fs";
import type { Entry } from "yauzl";
import { checkLocalHeader, localHeaderSize } from "./local-header.ts";

/** Checks local headers one after another, in as few reads as it can. */
export interface HeaderReader {
  /** The offset after the entry's last byte (or after its bare header, when that is wrong) and what is wrong with it. */
  check(entry: Entry): { readonly end: number; readonly fault: string | null };
}

const wideWindow = 256 * 1024;
/** Enough for a header with a long name and the usual extra fields. */
const narrowWindow = 512;
const largestHeader = localHeaderSize + 2 * 0xffff;

/**
 * @param descriptor the open archive
 * @param dataEnd offset where the central directory begins; no entry may reach beyond it
 */
export function createHeaderReader(
  descriptor: number,
  dataEnd: number,
): HeaderReader {
  const window = Buffer.allocUnsafeSlow(wideWindow);
  let windowStart = 0;
  let windowLength = 0;

  /** Bytes of the archive from `offset`, at least `least` of them where the data goes on so far. */
  function at(offset: number, least: number): Buffer {
    const inside = offset - windowStart;
    if (inside >= 0 && inside + least <= windowLength)
      return window.subarray(inside, windowLength);
    // After a small entry the next headers are probably close by; a jump over a large one needs the header only.
    const near =
      offset >= windowStart && offset < windowStart + windowLength + wideWindow;
    const length = Math.min(
      Math.max(least, near ? wideWindow : narrowWindow),
      dataEnd - offset,
    );
    windowStart = offset;
    windowLength =
      length <= 0 ? 0 : readSync(descriptor, window, 0, length, offset);
    return window.subarray(0, windowLength);
  }

  return {
    check(entry) {
      const offset = entry.relativeOffsetOfLocalHeader;
      const expected = {
        method: entry.compressionMethod,
        compressedSize: entry.compressedSize,
        size: entry.uncompressedSize,
        crc32: entry.crc32,
        rawName: entry.fileNameRaw,
      };
      if (offset + localHeaderSize > dataEnd) {
        return {
          end: offset + localHeaderSize,
          fault: "the directory points outside of the archive",
        };
      }
      let bytes = at(offset, localHeaderSize + entry.fileNameLength);
      if (bytes.length >= localHeaderSize) {
        const length =
          localHeaderSize + bytes.readUInt16LE(26) + bytes.readUInt16LE(28);
        if (length > bytes.length)
          bytes = at(offset, Math.min(length, largestHeader));
      }
      const found = checkLocalHeader(bytes, 0, expected);
      if (found.fault !== undefined)
        return { end: offset + localHeaderSize, fault: found.fault };
      const end = offset + found.length + entry.compressedSize;
      if (end > dataEnd)
        return {
          end: offset + found.length,
          fault: "its data would reach beyond the archive's data",
        };
      return { end, fault: null };
    },
  };
}
