import { smallestRotation, sortSuffixes } from "./suffix-array.ts";

/** What a block becomes before it is coded. */
export interface Transformed {
  /** Which bytes occur. */
  readonly used: readonly boolean[];
  /** Numbers of the move-to-front list, runs of its first place shortened, the end mark last. */
  readonly symbols: Uint16Array;
  /** Number of different symbols. */
  readonly alphabet: number;
  /** Place of the block itself among its sorted rotations. */
  readonly origin: number;
}

/** Runs of four to 255 equal bytes become four of them and a count. Content grows by a quarter at most. */
export function shortenRuns(bytes: Uint8Array): Uint8Array {
  const out = Buffer.allocUnsafe(Math.ceil(bytes.length * 1.25) + 1);
  let length = 0;
  for (let from = 0; from < bytes.length;) {
    const byte = bytes[from] ?? 0;
    let end = from + 1;
    while (end < bytes.length && end - from < 255 && bytes[end] === byte)
      end += 1;
    const run = end - from;
    for (let put = Math.min(run, 4); put > 0; put -= 1) out[length++] = byte;
    if (run >= 4) out[length++] = run - 4;
    from = end;
  }
  return out.subarray(0, length);
}

/** The last column of the sorted rotations (Burrows and Wheeler). */
function lastColumn(block: Uint8Array): { column: Uint8Array; origin: number } {
  const length = block.length;
  const start = smallestRotation(block);
  const rotated = Buffer.concat([
    block.subarray(start),
    block.subarray(0, start),
  ]);
  const order = sortSuffixes(rotated, 255);
  const column = new Uint8Array(length);
  const self = (length - start) % length;
  let origin = 0;
  for (let place = 0; place < length; place += 1) {
    const suffix = order[place] ?? 0;
    if (suffix === self) origin = place;
    column[place] = rotated[suffix === 0 ? length - 1 : suffix - 1] ?? 0;
  }
  return { column, origin };
}

/** @param block at least one byte */
export function transformBlock(block: Uint8Array): Transformed {
  const { column, origin } = lastColumn(block);
  const used = Array.from({ length: 256 }, () => false);
  for (const byte of column) used[byte] = true;
  const list = Uint8Array.from(
    used.flatMap((occurs, byte) => (occurs ? [byte] : [])),
  );
  const alphabet = list.length + 2;
  // Every byte becomes one symbol at most, then comes the end mark.
  const symbols = new Uint16Array(column.length + 1);
  let count = 0;
  let zeros = 0;
  const endRun = (): void => {
    // The length of a run in the digits 1 and 2, lowest first.
    for (; zeros > 0; zeros = (zeros - 1) >> 1)
      symbols[count++] = zeros % 2 === 1 ? 0 : 1;
  };
  for (const byte of column) {
    if (list[0] === byte) {
      zeros += 1;
      continue;
    }
    endRun();
    let place = 1;
    while (list[place] !== byte) place += 1;
    list.copyWithin(1, 0, place);
    list[0] = byte;
    symbols[count++] = place + 1;
  }
  endRun();
  symbols[count++] = alphabet - 1;
  return { used, symbols: symbols.subarray(0, count), alphabet, origin };
}
