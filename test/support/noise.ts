/** Bytes no packer can make smaller, the same each time. */
export function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 0x9e3779b9;
  for (let n = 0; n < length; n++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[n] = state;
  }
  return bytes;
}
