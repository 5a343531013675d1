/** Bytes of a file, the last one included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The part of a file that a Range header asks for; null for the whole file. Several parts at once are answered with the
 * whole.
 * @param size of the file in bytes
 */
export function byteRange(
  header: string | null | undefined,
  size: number,
): ByteRange | "impossible" | null {
  const match = /^bytes=\s*([0-9]*)-([0-9]*)\s*$/.exec(header ?? "");
  if (match === null) return null;
  const [, first = "", last = ""] = match;
  if (first === "" && last === "") return null;
  if (first === "") {
    const length = Math.min(Number(last), size);
    return length === 0
      ? "impossible"
      : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  const end = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== "" && Number(last) < start) return null;
  return start >= size ? "impossible" : { start, end };
}
