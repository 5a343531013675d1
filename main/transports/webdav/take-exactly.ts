/**
 * Cuts a stream into pieces of given lengths, one after the other.
 * @param onTaken told how many bytes were asked for so far
 * @returns gives the next so many bytes
 */
export function takeExactly(
  chunks: AsyncIterable<Buffer>,
  onTaken: (bytes: number) => void,
): (length: number) => AsyncGenerator<Buffer, void, undefined> {
  const source = chunks[Symbol.asyncIterator]();
  let left: Buffer | null = null;
  let taken = 0;
  return async function* (length) {
    let missing = length;
    while (missing > 0) {
      let chunk: Buffer | null = left;
      left = null;
      if (chunk === null) {
        const next = await source.next();
        if (next.done === true) return;
        chunk = next.value;
      }
      if (chunk.length > missing) {
        left = chunk.subarray(missing);
        chunk = chunk.subarray(0, missing);
      }
      missing -= chunk.length;
      yield chunk;
      taken += chunk.length;
      onTaken(taken);
    }
    // The end of the stream must be reached for what is checked there to be checked.
    if (left === null) {
      const next = await source.next();
      if (next.done !== true) left = next.value;
    }
  };
}
