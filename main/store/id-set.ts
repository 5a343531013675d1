/** Keeps ids as one bit each: a million take 125 kB. */
export function createIdSet() {
  let bits = new Uint8Array(4096);
  return {
    /** @returns whether it was not there before */
    add(id: number): boolean {
      const at = id >> 3;
      if (at >= bits.length) {
        const larger = new Uint8Array(Math.max(at + 1, bits.length * 2));
        larger.set(bits);
        bits = larger;
      }
      const byte = bits[at] ?? 0;
      const bit = 1 << (id & 7);
      bits[at] = byte | bit;
      return (byte & bit) === 0;
    },
  };
}
