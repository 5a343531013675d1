import { crc32, deflateRawSync } from "node:zlib";

/** An entry of a ZIP made byte by byte; whatever is given replaces what an honest writer would write. */
export interface RawEntry {
  readonly name: string | Uint8Array;
  /** Content before packing. */
  readonly content?: string | Uint8Array;
  readonly deflate?: boolean;
  /** Packed bytes in place of the packed content. */
  readonly packed?: Uint8Array;
  readonly flags?: number;
  readonly method?: number;
  readonly crc32?: number;
  readonly size?: number;
  readonly compressedSize?: number;
  readonly extra?: Uint8Array;
  /** Unix mode with file type. */
  readonly mode?: number;
  /** Offset of the local header, in place of the right one. */
  readonly offset?: number;
  /** No local header and no data are written; the record points to `offset`. */
  readonly recordOnly?: boolean;
  /** Version needed to extract. */
  readonly version?: number;
  /** Bytes after its data. */
  readonly after?: Uint8Array;
  /** What the local header says where it differs from the record. */
  readonly local?: {
    readonly name?: string | Uint8Array;
    readonly method?: number;
    readonly flags?: number;
    readonly crc32?: number;
    readonly size?: number;
    readonly compressedSize?: number;
    readonly extra?: Uint8Array;
    readonly version?: number;
  };
}

/** Fields of an end record. */
export interface RawEnd {
  readonly disk?: number;
  readonly startDisk?: number;
  readonly countHere?: number;
  readonly count?: number;
  readonly size?: number;
  readonly offset?: number;
}

export interface RawZip {
  /** Count in the end record, in place of the right one. */
  readonly count?: number;
  /** Bytes before the first local header. */
  readonly before?: Uint8Array;
  /** Bytes between the last record and the end record. */
  readonly afterRecords?: Uint8Array;
  /** What the end record says in place of the right things. */
  readonly end?: RawEnd;
  /** With it there is a ZIP64 end record and its locator, with these in place of the right things. */
  readonly wideEnd?: RawEnd & {
    readonly recordSize?: number;
    readonly recordOffset?: number;
    readonly disks?: number;
  };
}

function bytesOf(value: string | Uint8Array): Buffer {
  return typeof value === "string" ? Buffer.from(value) : Buffer.from(value);
}

/** An extra field with its header. */
export function extraField(id: number, data: Uint8Array): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt16LE(id, 0);
  header.writeUInt16LE(data.length, 2);
  return Buffer.concat([header, data]);
}

/** Info-ZIP's Unicode Path field for a name. */
export function unicodePathField(rawName: Uint8Array, name: string): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(1, 0);
  head.writeUInt32LE(crc32(rawName), 1);
  return extraField(0x7075, Buffer.concat([head, Buffer.from(name)]));
}

/** Makes a ZIP that may be as wrong as a test wants it. */
export function rawZip(entries: readonly RawEntry[], zip: RawZip = {}): Buffer {
  const parts: Buffer[] = [bytesOf(zip.before ?? "")];
  const records: Buffer[] = [];
  let offset = parts[0]?.length ?? 0;
  for (const entry of entries) {
    const content = bytesOf(entry.content ?? "");
    const packed = bytesOf(
      entry.packed ??
        (entry.deflate === true ? deflateRawSync(content) : content),
    );
    const name = bytesOf(entry.name);
    const method = entry.method ?? (entry.deflate === true ? 8 : 0);
    const flags = entry.flags ?? 0x800;
    const sum = entry.crc32 ?? crc32(content);
    const size = entry.size ?? content.length;
    const compressedSize = entry.compressedSize ?? packed.length;
    const extra = bytesOf(entry.extra ?? "");
    const { local = {} } = entry;
    if (entry.recordOnly !== true) {
      const localName = bytesOf(local.name ?? name);
      const localExtra = bytesOf(local.extra ?? "");
      const header = Buffer.alloc(30);
      header.writeUInt32LE(0x04034b50, 0);
      header.writeUInt16LE(local.version ?? entry.version ?? 20, 4);
      header.writeUInt16LE(local.flags ?? flags, 6);
      header.writeUInt16LE(local.method ?? method, 8);
      header.writeUInt16LE(0x5821, 12);
      header.writeUInt32LE(local.crc32 ?? sum, 14);
      header.writeUInt32LE(local.compressedSize ?? compressedSize, 18);
      header.writeUInt32LE(local.size ?? size, 22);
      header.writeUInt16LE(localName.length, 26);
      header.writeUInt16LE(localExtra.length, 28);
      parts.push(header, localName, localExtra, packed);
      parts.push(bytesOf(entry.after ?? ""));
    }
    const record = Buffer.alloc(46);
    record.writeUInt32LE(0x02014b50, 0);
    record.writeUInt16LE((3 << 8) | 20, 4);
    record.writeUInt16LE(entry.version ?? 20, 6);
    record.writeUInt16LE(flags, 8);
    record.writeUInt16LE(method, 10);
    record.writeUInt16LE(0x5821, 14);
    record.writeUInt32LE(sum, 16);
    record.writeUInt32LE(compressedSize, 20);
    record.writeUInt32LE(size, 24);
    record.writeUInt16LE(name.length, 28);
    record.writeUInt16LE(extra.length, 30);
    record.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 38);
    record.writeUInt32LE(entry.offset ?? offset, 42);
    records.push(record, name, extra);
    offset = parts.reduce((sum_, part) => sum_ + part.length, 0);
  }
  const directory = Buffer.concat(records);
  const between = bytesOf(zip.afterRecords ?? "");
  const count = zip.count ?? entries.length;
  const right = {
    disk: 0,
    startDisk: 0,
    countHere: count,
    count,
    size: directory.length,
    offset,
  };
  const says = { ...right, ...zip.end };
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(says.disk, 4);
  end.writeUInt16LE(says.startDisk, 6);
  end.writeUInt16LE(says.countHere, 8);
  end.writeUInt16LE(says.count, 10);
  end.writeUInt32LE(says.size, 12);
  end.writeUInt32LE(says.offset, 16);
  if (zip.wideEnd === undefined)
    return Buffer.concat([...parts, directory, between, end]);
  const recordOffset = offset + directory.length + between.length;
  const wide = { ...right, recordSize: 44, recordOffset, disks: 1 };
  Object.assign(wide, zip.wideEnd);
  const wideEnd = Buffer.alloc(76);
  wideEnd.writeUInt32LE(0x06064b50, 0);
  wideEnd.writeBigUInt64LE(BigInt(wide.recordSize), 4);
  wideEnd.writeUInt16LE(45, 14);
  wideEnd.writeUInt32LE(wide.disk, 16);
  wideEnd.writeUInt32LE(wide.startDisk, 20);
  wideEnd.writeBigUInt64LE(BigInt(wide.countHere), 24);
  wideEnd.writeBigUInt64LE(BigInt(wide.count), 32);
  wideEnd.writeBigUInt64LE(BigInt(wide.size), 40);
  wideEnd.writeBigUInt64LE(BigInt(wide.offset), 48);
  wideEnd.writeUInt32LE(0x07064b50, 56);
  wideEnd.writeBigUInt64LE(BigInt(wide.recordOffset), 64);
  wideEnd.writeUInt32LE(wide.disks, 72);
  return Buffer.concat([...parts, directory, between, wideEnd, end]);
}
