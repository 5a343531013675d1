/** Collects which part of a file each entry takes, to find entries that share bytes. */
export interface ExtentRegister {
  /** @param end offset after the last byte */
  add(start: number, end: number): void;
  /** Whether any two of them share a byte. */
  overlap(): boolean;
}

/**
 * Sixteen bytes for each entry; they are sorted only when the entries are not in the order of their offsets.
 * @param count most entries that will be added
 */
export function createExtentRegister(count: number): ExtentRegister {
  const starts = new Float64Array(count);
  const ends = new Float64Array(count);
  let length = 0;
  let lastEnd = 0;
  let inOrder = true;
  return {
    add(start, end) {
      starts[length] = start;
      ends[length] = end;
      length += 1;
      if (start < lastEnd) inOrder = false;
      lastEnd = end;
    },
    overlap() {
      if (inOrder) return false;
      const order = Uint32Array.from({ length }, (_, index) => index);
      order.sort((left, right) => (starts[left] ?? 0) - (starts[right] ?? 0));
      let reached = 0;
      for (const index of order) {
        if ((starts[index] ?? 0) < reached) return true;
        reached = ends[index] ?? 0;
      }
      return false;
    },
  };
}
