import { typedTerms } from "../domain/typed-terms.ts";

/** What a person types as an FTS5 query; nothing typed can be a syntax error. */
export function toMatch(query: string): string {
  const terms = typedTerms(query).map(
    ({ text, prefix }) =>
      `"${text.replaceAll('"', '""')}"${prefix ? " *" : ""}`,
  );
  return terms.length === 0 ? '""' : terms.join(" AND ");
}
