import { createBitWriter, type BitWriter } from "./bit-writer.ts";
import { blockCrc } from "./block-crc.ts";
import { codeLengths, codesOf } from "./code-lengths.ts";
import { shortenRuns, transformBlock, type Transformed } from "./transform.ts";

/** So much content fits a block of 900,000 bytes even when its runs make it grow by a quarter. */
export const bzip2Bytes = 719_000;

/** Symbols that are coded with the same table. */
const groupSymbols = 50;
const passes = 4;

function put48(bits: BitWriter, high: number, low: number): void {
  bits.put(high, 24);
  bits.put(low, 24);
}

function put32(bits: BitWriter, value: number): void {
  bits.put(value >>> 16, 16);
  bits.put(value & 0xffff, 16);
}

function tableCount(symbols: number): number {
  if (symbols < 200) return 2;
  if (symbols < 600) return 3;
  if (symbols < 1200) return 4;
  return symbols < 2400 ? 5 : 6;
}

function countSymbols(symbols: Uint16Array, alphabet: number): number[] {
  const counts = Array.from({ length: alphabet }, () => 0);
  for (const symbol of symbols) counts[symbol] = (counts[symbol] ?? 0) + 1;
  return counts;
}

/** Tables to begin with: each prefers a range of symbols that make up an equal part of the content. */
function firstTables(
  counts: readonly number[],
  total: number,
  tables: number,
): Uint8Array[] {
  const result: Uint8Array[] = [];
  let from = 0;
  let rest = total;
  for (let table = 0; table < tables; table += 1) {
    const share = rest / (tables - table);
    let to = from;
    let sum = 0;
    while (to < counts.length && (sum < share || to === from))
      sum += counts[to++] ?? 0;
    const lengths = new Uint8Array(counts.length).fill(15);
    lengths.fill(0, from, to);
    result.push(lengths);
    rest -= sum;
    from = to;
  }
  return result;
}

/** The table that codes a group in the fewest bits. */
function bestTable(group: Uint16Array, tables: readonly Uint8Array[]): number {
  let best = 0;
  let least = Infinity;
  for (const [index, lengths] of tables.entries()) {
    let bits = 0;
    for (const symbol of group) bits += lengths[symbol] ?? 0;
    if (bits < least) {
      least = bits;
      best = index;
    }
  }
  return best;
}

/** Tables of code lengths, and which of them each group of symbols is coded with. */
function chooseTables({ symbols, alphabet }: Transformed): {
  tables: Uint8Array[];
  selectors: number[];
} {
  const count = tableCount(symbols.length);
  let tables = firstTables(
    countSymbols(symbols, alphabet),
    symbols.length,
    count,
  );
  let selectors: number[] = [];
  for (let pass = 0; pass < passes; pass += 1) {
    const counts = tables.map(() => Array.from({ length: alphabet }, () => 0));
    selectors = [];
    for (let from = 0; from < symbols.length; from += groupSymbols) {
      const group = symbols.subarray(from, from + groupSymbols);
      const table = bestTable(group, tables);
      selectors.push(table);
      const own = counts[table];
      if (own === undefined) continue;
      for (const symbol of group) own[symbol] = (own[symbol] ?? 0) + 1;
    }
    tables = counts.map(codeLengths);
  }
  return { tables, selectors };
}

function putUsed(bits: BitWriter, used: readonly boolean[]): void {
  const rows = Array.from({ length: 16 }, (_, row) =>
    used.slice(row * 16, row * 16 + 16),
  );
  for (const row of rows) bits.put(row.includes(true) ? 1 : 0, 1);
  for (const row of rows) {
    if (row.includes(true)) for (const one of row) bits.put(one ? 1 : 0, 1);
  }
}

/** Each selector as its place in a move-to-front list, in ones ended by a zero. */
function putSelectors(
  bits: BitWriter,
  selectors: readonly number[],
  tables: number,
): void {
  bits.put(selectors.length, 15);
  const list = Array.from({ length: tables }, (_, table) => table);
  for (const selector of selectors) {
    const place = list.indexOf(selector);
    list.splice(place, 1);
    list.unshift(selector);
    for (let one = 0; one < place; one += 1) bits.put(1, 1);
    bits.put(0, 1);
  }
}

/** Code lengths, each as the difference to the one before. */
function putLengths(bits: BitWriter, lengths: Uint8Array): void {
  let current = lengths[0] ?? 1;
  bits.put(current, 5);
  for (const length of lengths) {
    for (; current < length; current += 1) bits.put(0b10, 2);
    for (; current > length; current -= 1) bits.put(0b11, 2);
    bits.put(0, 1);
  }
}

function putBlock(bits: BitWriter, content: Uint8Array, crc: number): void {
  const transformed = transformBlock(shortenRuns(content));
  const { used, symbols, origin } = transformed;
  const { tables, selectors } = chooseTables(transformed);
  put48(bits, 0x314159, 0x265359);
  put32(bits, crc);
  bits.put(0, 1); // Not randomised.
  bits.put(origin, 24);
  putUsed(bits, used);
  bits.put(tables.length, 3);
  putSelectors(bits, selectors, tables.length);
  for (const lengths of tables) putLengths(bits, lengths);
  const codes = tables.map(codesOf);
  for (const [group, selector] of selectors.entries()) {
    const lengths = tables[selector] ?? new Uint8Array(0);
    const own = codes[selector] ?? new Int32Array(0);
    const from = group * groupSymbols;
    for (const symbol of symbols.subarray(from, from + groupSymbols))
      bits.put(own[symbol] ?? 0, lengths[symbol] ?? 0);
  }
}

/**
 * Compresses content into one bzip2 stream of one block; streams one after the other are a bzip2 file.
 * @param content at most {@link bzip2Bytes}
 */
export function encodeBzip2(content: Uint8Array): Buffer {
  if (content.length > bzip2Bytes)
    throw new RangeError("The content is too large for one block.");
  const bits = createBitWriter((content.length >> 1) + 1024);
  bits.put(0x425a, 16); // BZ
  bits.put(0x6839, 16); // h9
  let crc = 0;
  if (content.length > 0) {
    crc = blockCrc(content);
    putBlock(bits, content, crc);
  }
  put48(bits, 0x177245, 0x385090);
  put32(bits, crc);
  return bits.finish();
}
