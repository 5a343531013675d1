/** Bits, the highest of each number first. */
export interface BitWriter {
  /** @param count up to 24 */
  put(value: number, count: number): void;
  /** All bits, filled up to whole bytes. */
  finish(): Buffer;
}

export function createBitWriter(expectedBytes: number): BitWriter {
  let bytes: Buffer = Buffer.allocUnsafeSlow(Math.max(64, expectedBytes));
  let length = 0;
  let pending = 0;
  let pendingBits = 0;

  function byte(value: number): void {
    if (length === bytes.length) {
      const larger = Buffer.allocUnsafeSlow(bytes.length * 2);
      bytes.copy(larger);
      bytes = larger;
    }
    bytes[length++] = value;
  }

  return {
    put(value, count) {
      pending = (pending << count) | value;
      pendingBits += count;
      while (pendingBits >= 8) {
        pendingBits -= 8;
        byte((pending >>> pendingBits) & 0xff);
      }
      pending &= (1 << pendingBits) - 1;
    },
    finish() {
      if (pendingBits > 0) byte((pending << (8 - pendingBits)) & 0xff);
      return bytes.subarray(0, length);
    },
  };
}
