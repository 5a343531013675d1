/** Words that follow each other in a text; with `prefix` the last one may be the beginning of a word. */
export interface TypedTerm {
  readonly text: string;
  readonly prefix: boolean;
}

/**
 * What a person types, as terms that must all occur: text in double quotes is one, the last word may be the beginning
 * of one. Nothing typed is wrong.
 */
export function typedTerms(query: string): readonly TypedTerm[] {
  const terms = [...query.matchAll(/"([^"]+)"|([^\s"]+)/gu)]
    .map((match) => (match[1] ?? match[2] ?? "").replaceAll("\u0000", ""))
    .filter((term) => /[\p{L}\p{N}]/u.test(term));
  const open = !/["\s]$/u.test(query);
  return terms.map((text, index) => ({
    text,
    prefix: open && index === terms.length - 1,
  }));
}
