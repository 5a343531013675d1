/**
 * A text whose plain order is the natural order of the path: numbers by their value (`item_2` before `item_10`), a
 * folder before what is in it.
 */
export function naturalKey(path: string): string {
  return path
    .replace(/\d+/gu, (digits) => {
      const value = digits.replace(/^0+(?=\d)/u, "");
      return `0${String(value.length).padStart(5, "0")}${value}`;
    })
    .replaceAll("/", "\u0001");
}
