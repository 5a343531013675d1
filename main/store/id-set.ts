export type IdSet = ReturnType<typeof createIdSet>;

/** Keeps ids as one bit each: a million take 125 kB. */
export function createIdSet() {
  let bits = new Uint8Array(4096);
  let size = 0;
  const has = (id: number): boolean =>
    ((bits[id >> 3] ?? 0) & (1 << (id & 7))) !== 0;

  return {
    has,
    /** Number of ids in it. */
    size: (): number => size,
    /** @returns whether it was not there before */
    add(id: number): boolean {
      const at = id >> 3;
      if (at >= bits.length) {
        const larger = new Uint8Array(Math.max(at + 1, bits.length * 2));
        larger.set(bits);
        bits = larger;
      }
      if (has(id)) return false;
      bits[at] = (bits[at] ?? 0) | (1 << (id & 7));
      size += 1;
      return true;
    },
    /** Takes an id out. @returns whether it was there */
    delete(id: number): boolean {
      if (!has(id)) return false;
      bits[id >> 3] = (bits[id >> 3] ?? 0) & ~(1 << (id & 7));
      size -= 1;
      return true;
    },
    /** The next ids above one, ascending, at most `limit`. */
    above(id: number, limit: number): number[] {
      const found: number[] = [];
      const end = bits.length * 8;
      for (let at = id + 1; at < end && found.length < limit; at += 1) {
        if ((at & 7) === 0 && bits[at >> 3] === 0) at += 7;
        else if (has(at)) found.push(at);
      }
      return found;
    },
    /** The next ids below one, descending, at most `limit`. */
    below(id: number, limit: number): number[] {
      const found: number[] = [];
      const start = Math.min(id, bits.length * 8) - 1;
      for (let at = start; at >= 0 && found.length < limit; at -= 1) {
        if ((at & 7) === 7 && bits[at >> 3] === 0) at -= 7;
        else if (has(at)) found.push(at);
      }
      return found;
    },
  };
}
