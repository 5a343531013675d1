import { isAscii } from "node:buffer";

/** What the central directory says about an entry and its local header must say too. */
export interface ExpectedHeader {
  readonly method: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly crc32: number;
  /** Bytes of the name; not compared when absent. */
  readonly rawName?: Uint8Array;
  /** General purpose flags and version needed; not compared when absent. */
  readonly demands?: { readonly flags: number; readonly version: number };
}

/** Either the length of the header with name and extra field, or why it is wrong, as a part of a sentence. */
export type HeaderCheck =
  | {
      readonly length: number;
      /** Whether CRC-32 and sizes follow the data once more. */
      readonly sizesFollow: boolean;
      readonly fault?: undefined;
    }
  | { readonly length?: undefined; readonly fault: string };

/** Bytes of a local header before its name. */
export const localHeaderSize = 30;
const signature = 0x04034b50;
const encryptedFlag = 0x1;
const sizesFollowFlag = 0x8;
const utf8Flag = 0x800;
/** Highest version (4.6) that programs which read no more than stored and deflated entries know. */
const highestVersion = 46;
const zip64Field = 0x0001;
const wide = 0xffffffff;

/** Sizes from the ZIP64 extra field of a local header, where the plain fields send the reader there. */
function wideSizes(
  extra: Buffer,
  size: number,
  compressedSize: number,
): { size: number; compressedSize: number } {
  let at = 0;
  while (at + 4 <= extra.length) {
    const length = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === zip64Field) {
      let field = at + 4;
      const end = Math.min(field + length, extra.length);
      const next = (): number => {
        if (field + 8 > end) return Number.NaN;
        field += 8;
        return Number(extra.readBigUInt64LE(field - 8));
      };
      return {
        size: size === wide ? next() : size,
        compressedSize: compressedSize === wide ? next() : compressedSize,
      };
    }
    at += 4 + length;
  }
  return { size, compressedSize };
}

/**
 * What other programs stumble over although the content can be read: they go by the flags of one place or the other,
 * and do not try what asks for a later version than they know.
 */
function demandFault(
  flags: number,
  version: number,
  demands: { readonly flags: number; readonly version: number },
  rawName: Uint8Array,
): string | null {
  const differing = flags ^ demands.flags;
  if ((differing & sizesFollowFlag) !== 0) {
    return (flags & sizesFollowFlag) !== 0
      ? "its local header says that its sizes follow its data, the directory does not"
      : "the directory says that its sizes follow its data, its local header does not";
  }
  if ((differing & utf8Flag) !== 0 && !isAscii(rawName)) {
    return (flags & utf8Flag) !== 0
      ? "its local header marks its name as UTF-8, the directory does not"
      : "the directory marks its name as UTF-8, its local header does not";
  }
  const most = Math.max(version, demands.version);
  return most > highestVersion
    ? `it asks for version ${(most / 10).toFixed(1)} of ZIP, though its content needs no later one than 4.5`
    : null;
}

/**
 * Compares a local header with its central record: signature, encryption, method, name, and CRC-32 and sizes where the
 * header has them. A different answer in the two places means that two programs would unpack two different files.
 * @param bytes holds the header at `offset`; name and extra field must be within it
 */
export function checkLocalHeader(
  bytes: Buffer,
  offset: number,
  expected: ExpectedHeader,
): HeaderCheck {
  if (offset + localHeaderSize > bytes.length)
    return { fault: "its local header is cut off" };
  if (bytes.readUInt32LE(offset) !== signature)
    return { fault: "there is no local header where the directory points" };
  const flags = bytes.readUInt16LE(offset + 6);
  if ((flags & encryptedFlag) !== 0)
    return { fault: "its local header says that it is encrypted" };
  const method = bytes.readUInt16LE(offset + 8);
  if (method !== expected.method) {
    return {
      fault: `its local header says method ${method}, the directory ${expected.method}`,
    };
  }
  const nameEnd = offset + localHeaderSize + bytes.readUInt16LE(offset + 26);
  const end = nameEnd + bytes.readUInt16LE(offset + 28);
  if (end > bytes.length) return { fault: "its local header is cut off" };
  if (expected.rawName !== undefined) {
    const { rawName } = expected;
    if (
      nameEnd - offset - localHeaderSize !== rawName.length ||
      bytes.compare(
        rawName,
        0,
        rawName.length,
        offset + localHeaderSize,
        nameEnd,
      ) !== 0
    ) {
      const name = bytes
        .toString("latin1", offset + localHeaderSize, nameEnd)
        .replace(/[^ -~]/g, "?");
      return { fault: `its local header gives it another name (${name})` };
    }
  }
  let size = bytes.readUInt32LE(offset + 22);
  let compressedSize = bytes.readUInt32LE(offset + 18);
  if (size === wide || compressedSize === wide) {
    ({ size, compressedSize } = wideSizes(
      bytes.subarray(nameEnd, end),
      size,
      compressedSize,
    ));
  }
  const crc = bytes.readUInt32LE(offset + 14);
  const later = (flags & sizesFollowFlag) !== 0;
  // With sizes in a data descriptor the header has zeros, or already the right values.
  if (crc !== expected.crc32 && !(later && crc === 0)) {
    return {
      fault: "its local header and the directory give different CRC-32 values",
    };
  }
  if (size !== expected.size && !(later && size === 0)) {
    return {
      fault: `its local header says ${size} bytes, the directory ${expected.size}`,
    };
  }
  if (
    compressedSize !== expected.compressedSize &&
    !(later && compressedSize === 0)
  ) {
    return {
      fault: `its local header says ${compressedSize} packed bytes, the directory ${expected.compressedSize}`,
    };
  }
  if (expected.demands !== undefined) {
    const fault = demandFault(
      flags,
      // The other byte is the system that made it.
      bytes.readUInt8(offset + 4),
      expected.demands,
      expected.rawName ?? bytes.subarray(offset + localHeaderSize, nameEnd),
    );
    if (fault !== null) return { fault };
  }
  return { length: end - offset, sizesFollow: later };
}
