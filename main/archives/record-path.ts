import { readSync } from "node:fs";
import { parseExtraFields } from "yauzl";
import { decodeEntryName } from "./entry-name.ts";
import { readEntryPath } from "./entry-path.ts";

const recordSize = 46;

/**
 * Reads the path of a record of the central directory again.
 * @param descriptor the open archive
 * @param start offset of the directory
 * @returns a function of the record's offset from `start`
 */
export function createRecordPathReader(
  descriptor: number,
  start: number,
): (offset: number) => string {
  const record = Buffer.alloc(recordSize);
  return (offset) => {
    readSync(descriptor, record, 0, recordSize, start + offset);
    const nameLength = record.readUInt16LE(28);
    const strings = Buffer.alloc(nameLength + record.readUInt16LE(30));
    readSync(
      descriptor,
      strings,
      0,
      strings.length,
      start + offset + recordSize,
    );
    const extra = parseExtraFields(strings.subarray(nameLength));
    const { name } = decodeEntryName(
      strings.subarray(0, nameLength),
      record.readUInt16LE(8),
      extra,
    );
    const read = readEntryPath(name);
    return read.safe ? read.path : name;
  };
}
