/** Collects which part of a file each entry takes, to find entries that share bytes, and bytes of no entry. */
export interface ExtentRegister {
  /**
   * @param end offset after the last byte
   * @param exact whether the entry surely ends there, and not later
   */
  add(start: number, end: number, exact?: boolean): void;
  /** Whether any two of them share a byte. */
  overlap(): boolean;
  /** The parts up to `fileEnd` that belong to none; what follows an entry without an exact end is left out. */
  gaps(
    fileEnd: number,
  ): Iterable<{ readonly start: number; readonly end: number }>;
}

/**
 * Sixteen bytes for each entry; they are sorted only when the entries are not in the order of their offsets.
 * @param count most entries that will be added
 */
export function createExtentRegister(count: number): ExtentRegister {
  const starts = new Float64Array(count);
  /** Negative where the end is not exact. */
  const ends = new Float64Array(count);
  let length = 0;
  let lastEnd = 0;
  let inOrder = true;

  /** Places in the order of their offsets. */
  function places(): Iterable<number> {
    const order = Uint32Array.from({ length }, (_, index) => index);
    if (inOrder) return order;
    return order.sort(
      (left, right) => (starts[left] ?? 0) - (starts[right] ?? 0),
    );
  }

  return {
    add(start, end, exact = true) {
      starts[length] = start;
      ends[length] = exact ? end : -end;
      length += 1;
      if (start < lastEnd) inOrder = false;
      lastEnd = end;
    },
    overlap() {
      if (inOrder) return false;
      let reached = 0;
      for (const index of places()) {
        if ((starts[index] ?? 0) < reached) return true;
        reached = Math.abs(ends[index] ?? 0);
      }
      return false;
    },
    *gaps(fileEnd) {
      let reached = 0;
      let exact = true;
      for (const index of places()) {
        const start = starts[index] ?? 0;
        if (exact && start > reached) yield { start: reached, end: start };
        const end = ends[index] ?? 0;
        reached = Math.abs(end);
        exact = end > 0;
      }
      if (exact && fileEnd > reached) yield { start: reached, end: fileEnd };
    },
  };
}
