/** CRC-32 as bzip2 takes it: highest bit first. */
const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit += 1)
    value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

/** The checksum of a block before anything is done to it. */
export function blockCrc(bytes: Uint8Array): number {
  let sum = -1;
  for (const byte of bytes)
    sum = (sum << 8) ^ (table[(sum >>> 24) ^ byte] ?? 0);
  return ~sum >>> 0;
}
