/** Negative when `one` comes first, by the bytes of UTF-8: the order SQLite has, which is that of the code points. */
export function compareText(one: string, other: string): number {
  const common = Math.min(one.length, other.length);
  for (let at = 0; at < common; at++) {
    const difference = one.charCodeAt(at) - other.charCodeAt(at);
    if (difference !== 0)
      return placeOf(one.charCodeAt(at)) - placeOf(other.charCodeAt(at));
  }
  return one.length - other.length;
}

/** Halves of characters beyond the first 65,536 come after all others, though there are some with greater numbers. */
function placeOf(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}
