const largest = 2n ** 63n;

/**
 * A whole number as RSpace reads it: of 64 bits, with or without a sign.
 * @returns null when it is none; -1 for those that nothing here can be known by
 */
export function readInteger(text: string): number | null {
  if (!/^[+-]?[0-9]{1,40}$/.test(text)) return null;
  const value = BigInt(text.replace("+", ""));
  if (value >= largest || value < -largest) return null;
  return value > 0n && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : -1;
}
