/** The records of a ZIP file as bytes (APPNOTE 4.3). Numbers beyond 32 bits go to ZIP64 fields, and only those. */

/** Sizes and offsets from here on are written as ZIP64; the value itself is the mark for "look there". */
export const zip64From = 0xffffffff;

/** Longest name a record can hold, in bytes of UTF-8. */
export const longestName = 0xffff;

/** Most bytes a local header takes beside its name. */
export const localHeaderRoom = 30 + 20;

const zip64EntriesFrom = 0xffff;
const localHeaderLength = 30;
const centralRecordLength = 46;
const madeByUnix = (3 << 8) | 45;
const version = { plain: 20, zip64: 45 };
const utf8Names = 0x800;
const regularFile = (0o100644 << 16) >>> 0;

/** What both records of an entry say. */
export interface RecordFacts {
  /** See `dosTime`. */
  readonly time: number;
  /** 0 stored, 8 deflated. */
  readonly method: 0 | 8;
  readonly crc32: number;
  readonly compressedSize: number;
  readonly size: number;
}

function writeUInt64(target: Buffer, at: number, value: number): void {
  target.writeUInt32LE(value % 0x100000000, at);
  target.writeUInt32LE(Math.floor(value / 0x100000000), at + 4);
}

/** Fields from version to compressed and plain size, which lie alike in both records. */
function writeFacts(
  target: Buffer,
  at: number,
  facts: RecordFacts,
  zip64: boolean,
): void {
  target.writeUInt16LE(zip64 ? version.zip64 : version.plain, at);
  target.writeUInt16LE(utf8Names, at + 2);
  target.writeUInt16LE(facts.method, at + 4);
  target.writeUInt32LE(facts.time, at + 6);
  target.writeUInt32LE(facts.crc32, at + 10);
}

/**
 * Writes the local header of an entry whose name (UTF-8) is already in place, 30 bytes after `at`.
 * A local header with ZIP64 must hold both sizes there.
 * @returns the length of the header, name included
 */
export function writeLocalHeader(
  target: Buffer,
  at: number,
  nameLength: number,
  facts: RecordFacts,
): number {
  const zip64 = facts.size >= zip64From || facts.compressedSize >= zip64From;
  target.writeUInt32LE(0x04034b50, at);
  writeFacts(target, at + 4, facts, zip64);
  target.writeUInt32LE(zip64 ? zip64From : facts.compressedSize, at + 18);
  target.writeUInt32LE(zip64 ? zip64From : facts.size, at + 22);
  target.writeUInt16LE(nameLength, at + 26);
  target.writeUInt16LE(zip64 ? 20 : 0, at + 28);
  const end = at + localHeaderLength + nameLength;
  if (!zip64) return end - at;
  target.writeUInt16LE(1, end);
  target.writeUInt16LE(16, end + 2);
  writeUInt64(target, end + 4, facts.size);
  writeUInt64(target, end + 12, facts.compressedSize);
  return end + 20 - at;
}

/** Where the name belongs in a local header that begins at `at`. */
export function localNameAt(at: number): number {
  return at + localHeaderLength;
}

/** Where the name belongs in a central directory record that begins at `at`. */
export function centralNameAt(at: number): number {
  return at + centralRecordLength;
}

/** Most bytes a central directory record takes beside its name. */
export const centralRecordRoom = centralRecordLength + 28;

/**
 * Writes the central directory record of an entry whose name is already in place; its offset is left 0 for
 * {@link relocate}.
 * @returns the length of the record
 */
export function writeCentralRecord(
  target: Buffer,
  at: number,
  nameLength: number,
  facts: RecordFacts,
): number {
  const large = facts.size >= zip64From;
  const largeCompressed = facts.compressedSize >= zip64From;
  const extra =
    large || largeCompressed
      ? 4 + (large ? 8 : 0) + (largeCompressed ? 8 : 0)
      : 0;
  target.writeUInt32LE(0x02014b50, at);
  target.writeUInt16LE(madeByUnix, at + 4);
  writeFacts(target, at + 6, facts, extra > 0);
  target.writeUInt32LE(
    largeCompressed ? zip64From : facts.compressedSize,
    at + 20,
  );
  target.writeUInt32LE(large ? zip64From : facts.size, at + 24);
  target.writeUInt16LE(nameLength, at + 28);
  target.writeUInt16LE(extra, at + 30);
  target.writeUInt32LE(0, at + 32); // no comment, first disk
  target.writeUInt16LE(0, at + 36); // internal attributes
  target.writeUInt32LE(regularFile, at + 38);
  target.writeUInt32LE(0, at + 42);
  let end = at + centralRecordLength + nameLength;
  if (extra > 0) {
    target.writeUInt16LE(1, end);
    target.writeUInt16LE(extra - 4, end + 2);
    end += 4;
    if (large) {
      writeUInt64(target, end, facts.size);
      end += 8;
    }
    if (largeCompressed) {
      writeUInt64(target, end, facts.compressedSize);
      end += 8;
    }
  }
  return end - at;
}

function recordLength(records: Buffer, at: number): number {
  return (
    centralRecordLength +
    records.readUInt16LE(at + 28) +
    records.readUInt16LE(at + 30)
  );
}

/**
 * Puts the offsets of the local headers into central directory records.
 * @param records records as {@link writeCentralRecord} makes them; changed in place where that is possible
 * @param offsets offset of each record's local header from `start`
 * @param start offset in the archive the others count from
 * @returns the records to be written, longer than before when offsets need ZIP64
 */
export function relocate(
  records: Buffer,
  offsets: Float64Array,
  start: number,
): Buffer {
  let at = 0;
  let beyond = 0;
  for (const offset of offsets) {
    if (start + offset >= zip64From) beyond += 1;
    else records.writeUInt32LE(start + offset, at + 42);
    at += recordLength(records, at);
  }
  return beyond === 0 ? records : widen(records, offsets, start, beyond);
}

function widen(
  records: Buffer,
  offsets: Float64Array,
  start: number,
  beyond: number,
): Buffer {
  const wide = Buffer.allocUnsafe(records.length + beyond * 12);
  let from = 0;
  let to = 0;
  for (const offset of offsets) {
    const length = recordLength(records, from);
    records.copy(wide, to, from, from + length);
    let end = to + length;
    if (start + offset >= zip64From) {
      const extra = records.readUInt16LE(from + 30);
      const extraAt = end - extra;
      // The sizes come before the offset in the field, so an existing one is continued at its end.
      if (extra === 0) {
        wide.writeUInt16LE(1, extraAt);
        end += 4;
      }
      writeUInt64(wide, end, start + offset);
      end += 8;
      wide.writeUInt16LE(end - extraAt - 4, extraAt + 2);
      wide.writeUInt16LE(end - extraAt, to + 30);
      wide.writeUInt16LE(version.zip64, to + 6);
      wide.writeUInt32LE(zip64From, to + 42);
    }
    from += length;
    to = end;
  }
  return wide.subarray(0, to);
}

/** The records that end the archive: with ZIP64 from 65,535 entries or 4 GiB on. */
export function endOfArchive(
  entries: number,
  directorySize: number,
  directoryOffset: number,
): Buffer {
  const zip64 =
    entries >= zip64EntriesFrom ||
    directorySize >= zip64From ||
    directoryOffset >= zip64From;
  const bytes = Buffer.alloc(zip64 ? 98 : 22);
  let at = 0;
  if (zip64) {
    bytes.writeUInt32LE(0x06064b50, 0);
    writeUInt64(bytes, 4, 44);
    bytes.writeUInt16LE(madeByUnix, 12);
    bytes.writeUInt16LE(version.zip64, 14);
    writeUInt64(bytes, 24, entries);
    writeUInt64(bytes, 32, entries);
    writeUInt64(bytes, 40, directorySize);
    writeUInt64(bytes, 48, directoryOffset);
    bytes.writeUInt32LE(0x07064b50, 56);
    writeUInt64(bytes, 64, directoryOffset + directorySize);
    bytes.writeUInt32LE(1, 72);
    at = 76;
  }
  bytes.writeUInt32LE(0x06054b50, at);
  bytes.writeUInt16LE(Math.min(entries, zip64EntriesFrom), at + 8);
  bytes.writeUInt16LE(Math.min(entries, zip64EntriesFrom), at + 10);
  bytes.writeUInt32LE(Math.min(directorySize, zip64From), at + 12);
  bytes.writeUInt32LE(Math.min(directoryOffset, zip64From), at + 16);
  return bytes;
}
