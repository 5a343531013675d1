const units = ["KB", "MB", "GB", "TB"] as const;

/** A size as people read it: `3.4 MB`, thousand by thousand. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return countWords(bytes, "byte");
  let size = bytes / 1000;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const digits = size < 9.95 ? 1 : 0;
  return `${size.toFixed(digits)} ${units[unit] ?? ""}`;
}

/** `1 item`, `20,000 items`. */
export function countWords(
  count: number,
  one: string,
  many = `${one}s`,
): string {
  return `${numberWords(count)} ${count === 1 ? one : many}`;
}

export function numberWords(count: number): string {
  return count.toLocaleString("en");
}

/** `isAuthorOfPublication` as `Is author of publication`. */
export function typeWords(type: string): string {
  const words = type.replace(
    /([\p{Ll}\d])(\p{Lu})/gu,
    (_, end: string, start: string) => `${end} ${start.toLowerCase()}`,
  );
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
