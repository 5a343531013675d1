const signature = 0x08074b50;
/** The longest form: signature, CRC-32, and two sizes of eight bytes. */
export const longestDescriptor = 24;

/** What the record of the entry says. */
interface Described {
  readonly crc32: number;
  readonly compressedSize: number;
  readonly size: number;
}

/**
 * Length of the data descriptor of an entry, in whichever of its four forms (with or without signature, sizes of four
 * or eight bytes) says what the directory says; null when it is in none of them.
 * @param bytes what follows the entry's data; at most {@link longestDescriptor} bytes are looked at
 */
export function descriptorLength(
  bytes: Buffer,
  { crc32, compressedSize, size }: Described,
): number | null {
  const wide = (at: number) =>
    at + 20 <= bytes.length &&
    bytes.readUInt32LE(at) === crc32 &&
    Number(bytes.readBigUInt64LE(at + 4)) === compressedSize &&
    Number(bytes.readBigUInt64LE(at + 12)) === size;
  const narrow = (at: number) =>
    at + 12 <= bytes.length &&
    bytes.readUInt32LE(at) === crc32 &&
    bytes.readUInt32LE(at + 4) === compressedSize &&
    bytes.readUInt32LE(at + 8) === size;
  if (bytes.length >= 4 && bytes.readUInt32LE(0) === signature) {
    if (wide(4)) return 24;
    if (narrow(4)) return 16;
  }
  // The wide form first: of an empty file the narrow one is its beginning.
  if (wide(0)) return 20;
  return narrow(0) ? 12 : null;
}
