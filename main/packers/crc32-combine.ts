/** Polynomial of CRC-32, bits reversed. */
const polynomial = 0xedb88320;

/** Product of two polynomials modulo the CRC's, bits reversed. */
function multiply(left: number, right: number): number {
  let product = 0;
  let factor = right;
  for (let mask = 0x80000000; mask !== 0; mask >>>= 1) {
    if ((left & mask) !== 0) product ^= factor;
    factor = (factor & 1) !== 0 ? (factor >>> 1) ^ polynomial : factor >>> 1;
  }
  return product >>> 0;
}

/** x^(8 * 2^n) modulo the CRC's polynomial, for n from 0 to 52. */
const powers = (() => {
  const list: number[] = [];
  let power = 0x00800000; // x^8
  for (let n = 0; n <= 52; n += 1) {
    list.push(power);
    power = multiply(power, power);
  }
  return list;
})();

/**
 * CRC-32 of two byte sequences one after the other, from their CRC-32s: pieces can be summed up on different threads.
 * @param secondLength length of the second sequence in bytes, below 2^53
 */
export function combineCrc32(
  first: number,
  second: number,
  secondLength: number,
): number {
  let shift = 0x80000000; // x^0
  let rest = secondLength;
  for (let n = 0; rest > 0; n += 1) {
    if (rest % 2 === 1) shift = multiply(powers[n] ?? 0, shift);
    rest = Math.floor(rest / 2);
  }
  return (multiply(shift, first) ^ second) >>> 0;
}
