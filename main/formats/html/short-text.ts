/**
 * A text as headings and lists show it: what is longer than they have room for is cut, and never through a character.
 * @param most UTF-16 code units, the mark of the cut included
 */
export function shortText(text: string, most: number): string {
  if (text.length <= most) return text;
  const start = text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/u, "");
  return `${start.trimEnd()}…`;
}
