const marks = /\p{M}+/gu;
const longest = 160;

/**
 * The text by which a name or title is sorted: without case, diacritics and outer blanks, cut to a length that keeps
 * indexes small. Equal keys are told apart by id.
 */
export function sortKey(text: string): string {
  return text
    .slice(0, 2 * longest)
    .normalize("NFKD")
    .replace(marks, "")
    .toLowerCase()
    .trim()
    .slice(0, longest);
}
