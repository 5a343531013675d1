import { readSync } from "node:fs";
import { AppError } from "../domain/errors.ts";

const endSignature = 0x06054b50;
const wideEndSignature = 0x06064b50;
const locatorSignature = 0x07064b50;
const endSize = 22;
const wideEndSize = 56;
const locatorSize = 20;
const longestComment = 0xffff;

/** Fields that the end record and its ZIP64 form have in common. */
interface EndFields {
  readonly disk: number;
  readonly startDisk: number;
  readonly countHere: number;
  readonly count: number;
  readonly size: number;
  readonly offset: number;
}

/** The greatest value of each field, which in the end record means "see the ZIP64 form". */
const elsewhere: EndFields = {
  disk: 0xffff,
  startDisk: 0xffff,
  countHere: 0xffff,
  count: 0xffff,
  size: 0xffffffff,
  offset: 0xffffffff,
};

const fieldNames: Readonly<Record<keyof EndFields, string>> = {
  disk: "number of its disk",
  startDisk: "disk of the directory",
  countHere: "number of entries on this disk",
  count: "number of entries",
  size: "size of the directory",
  offset: "offset of the directory",
};

function readAt(descriptor: number, length: number, position: number): Buffer {
  const bytes = Buffer.alloc(Math.max(0, length));
  const read = readSync(descriptor, bytes, 0, bytes.length, position);
  return bytes.subarray(0, read);
}

/** Where the end record begins in the last bytes of a file; -1 when it is not there. */
function findEnd(tail: Buffer): number {
  for (let at = tail.length - endSize; at >= 0; at -= 1)
    if (tail.readUInt32LE(at) === endSignature) return at;
  return -1;
}

/** Why the records at the end of the archive contradict each other or the file, as a part of a sentence. */
function contradiction(
  descriptor: number,
  fileSize: number,
): { readonly fault: string } | { readonly directoryEnd: number } {
  const tail = readAt(
    descriptor,
    Math.min(fileSize, endSize + longestComment + locatorSize),
    Math.max(0, fileSize - endSize - longestComment - locatorSize),
  );
  const at = findEnd(tail);
  if (at < 0) return { fault: "it has no end record" };
  const position = fileSize - tail.length + at;
  const plain: EndFields = {
    disk: tail.readUInt16LE(at + 4),
    startDisk: tail.readUInt16LE(at + 6),
    countHere: tail.readUInt16LE(at + 8),
    count: tail.readUInt16LE(at + 10),
    size: tail.readUInt32LE(at + 12),
    offset: tail.readUInt32LE(at + 16),
  };
  const locatorAt = at - locatorSize;
  if (locatorAt < 0 || tail.readUInt32LE(locatorAt) !== locatorSignature)
    return disagreement(plain, position, "end record");

  const locator = tail.subarray(locatorAt, at);
  const disks = locator.readUInt32LE(16);
  if (locator.readUInt32LE(4) !== 0 || disks > 1) {
    return {
      fault: `the locator of its ZIP64 end record speaks of ${String(disks)} disks`,
    };
  }
  const widePosition = Number(locator.readBigUInt64LE(8));
  const wide =
    widePosition + wideEndSize <= fileSize
      ? readAt(descriptor, wideEndSize, widePosition)
      : Buffer.alloc(0);
  if (wide.length < wideEndSize || wide.readUInt32LE(0) !== wideEndSignature) {
    return {
      fault: "there is no ZIP64 end record where its locator says",
    };
  }
  const wideEnd = widePosition + 12 + Number(wide.readBigUInt64LE(4));
  if (wideEnd !== position - locatorSize) {
    return {
      fault: `its ZIP64 end record says that it ends at byte ${String(wideEnd)}, but its locator begins at byte ${String(position - locatorSize)}`,
    };
  }
  const fields: EndFields = {
    disk: wide.readUInt32LE(16),
    startDisk: wide.readUInt32LE(20),
    countHere: Number(wide.readBigUInt64LE(24)),
    count: Number(wide.readBigUInt64LE(32)),
    size: Number(wide.readBigUInt64LE(40)),
    offset: Number(wide.readBigUInt64LE(48)),
  };
  for (const key of Object.keys(fieldNames) as (keyof EndFields)[]) {
    if (plain[key] !== elsewhere[key] && plain[key] !== fields[key]) {
      return {
        fault: `the ${fieldNames[key]} is ${String(plain[key])} in its end record and ${String(fields[key])} in the ZIP64 form of it`,
      };
    }
  }
  return disagreement(fields, widePosition, "ZIP64 end record");
}

function disagreement(
  { disk, startDisk, countHere, count, size, offset }: EndFields,
  position: number,
  name: string,
): { readonly fault: string } | { readonly directoryEnd: number } {
  if (disk !== 0 || startDisk !== 0) {
    return {
      fault: `its ${name} says that it is disk ${String(disk)} of an archive whose directory begins on disk ${String(startDisk)}`,
    };
  }
  if (countHere !== count) {
    return {
      fault: `its ${name} promises ${String(count)} ${count === 1 ? "entry" : "entries"}, of which ${String(countHere)} ${countHere === 1 ? "is" : "are"} on this disk`,
    };
  }
  if (offset + size !== position) {
    return {
      fault: `its ${name} puts the directory at bytes ${String(offset)} to ${String(offset + size)}, but the directory ends at byte ${String(position)}`,
    };
  }
  return { directoryEnd: position };
}

/**
 * Checks the records at the end of a ZIP against each other and against where they are: two programs that go by
 * different ones of their fields would see two different archives.
 * @returns the offset after the last byte of the directory
 * @throws AppError archive.damaged
 */
export function readDirectoryEnd(
  descriptor: number,
  fileSize: number,
  path: string,
): number {
  const found = contradiction(descriptor, fileSize);
  if ("directoryEnd" in found) return found.directoryEnd;
  throw new AppError("archive.damaged", `${path} is damaged: ${found.fault}.`, {
    object: path,
    remedy: "Make the archive again, or copy it again from where it came from.",
  });
}
