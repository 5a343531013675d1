/** Symbols to be sorted: small whole numbers from 0. */
type Symbols = Uint8Array | Int32Array;

/**
 * Sorts the suffixes of a string by induced sorting (Nong, Zhang and Chan's SA-IS), in time linear to its length.
 * @param symbols the string
 * @param largest no symbol is larger
 * @returns where the suffixes begin, smallest suffix first; a suffix is smaller than any it is the beginning of
 */
export function sortSuffixes(symbols: Symbols, largest: number): Int32Array {
  const length = symbols.length;
  const order = new Int32Array(length);
  if (length < 2) return order;
  const at = (index: number): number => symbols[index] ?? 0;

  /** 1 where the suffix is smaller than the one after it. */
  const rising = new Uint8Array(length);
  for (let index = length - 2; index >= 0; index -= 1) {
    const one = at(index);
    const next = at(index + 1);
    rising[index] =
      one === next ? (rising[index + 1] ?? 0) : one < next ? 1 : 0;
  }

  /** Where the falling and the rising suffixes of each first symbol begin. */
  const fallingStart = new Int32Array(largest + 2);
  const risingStart = new Int32Array(largest + 2);
  for (let index = 0; index < length; index += 1) {
    const symbol = at(index);
    if (rising[index] === 1)
      fallingStart[symbol + 1] = (fallingStart[symbol + 1] ?? 0) + 1;
    else risingStart[symbol] = (risingStart[symbol] ?? 0) + 1;
  }
  for (let symbol = 0; symbol <= largest; symbol += 1) {
    risingStart[symbol] =
      (risingStart[symbol] ?? 0) + (fallingStart[symbol] ?? 0);
    fallingStart[symbol + 1] =
      (fallingStart[symbol + 1] ?? 0) + (risingStart[symbol] ?? 0);
  }

  const isValley = (index: number): boolean =>
    index > 0 && rising[index - 1] === 0 && rising[index] === 1;

  /** Sorts all suffixes from those that begin in a valley, given in order. */
  function induce(valleys: Int32Array): void {
    order.fill(-1);
    let next = risingStart.slice();
    const put = (symbol: number, suffix: number): void => {
      const place = next[symbol] ?? 0;
      order[place] = suffix;
      next[symbol] = place + 1;
    };
    for (const valley of valleys) put(at(valley), valley);
    next = fallingStart.slice();
    put(at(length - 1), length - 1);
    for (let place = 0; place < length; place += 1) {
      const before = (order[place] ?? 0) - 1;
      if (before >= 0 && rising[before] === 0) put(at(before), before);
    }
    next = fallingStart.slice();
    for (let place = length - 1; place >= 0; place -= 1) {
      const before = (order[place] ?? 0) - 1;
      if (before < 0 || rising[before] === 0) continue;
      const end = (next[at(before) + 1] ?? 0) - 1;
      next[at(before) + 1] = end;
      order[end] = before;
    }
  }

  const numbers = new Int32Array(length).fill(-1);
  const found: number[] = [];
  for (let index = 1; index < length; index += 1) {
    if (isValley(index)) numbers[index] = found.push(index) - 1;
  }
  const valleys = Int32Array.from(found);
  induce(valleys);
  const count = valleys.length;
  if (count === 0) return order;

  const sorted = order.filter((suffix) => (numbers[suffix] ?? -1) >= 0);
  const endOf = (valley: number): number =>
    valleys[(numbers[valley] ?? 0) + 1] ?? length;
  /** Whether the pieces from two valleys to the next ones are the same. */
  const isSame = (one: number, other: number): boolean => {
    const end = endOf(one);
    if (end - one !== endOf(other) - other) return false;
    let left = one;
    let right = other;
    while (left < end && at(left) === at(right)) {
      left += 1;
      right += 1;
    }
    return left !== length && right !== length && at(left) === at(right);
  };
  const names = new Int32Array(count);
  let name = 0;
  for (let place = 1; place < count; place += 1) {
    const valley = sorted[place] ?? 0;
    if (!isSame(sorted[place - 1] ?? 0, valley)) name += 1;
    names[numbers[valley] ?? 0] = name;
  }
  const inner = sortSuffixes(names, name);
  induce(inner.map((place) => valleys[place] ?? 0));
  return order;
}

/**
 * Where the smallest rotation of a string begins (Booth). The suffixes of that rotation are in the same order as the
 * rotations.
 */
export function smallestRotation(symbols: Uint8Array): number {
  const length = symbols.length;
  let one = 0;
  let other = 1;
  let same = 0;
  while (one < length && other < length && same < length) {
    const left = symbols[(one + same) % length] ?? 0;
    const right = symbols[(other + same) % length] ?? 0;
    if (left === right) {
      same += 1;
      continue;
    }
    if (left > right) one += same + 1;
    else other += same + 1;
    if (one === other) other += 1;
    same = 0;
  }
  return Math.min(one, other);
}
