/** What JSON has to escape; surrogates are looked at one by one, since only lone ones are. */
const special = /["\\\u0000-\u001f\ud800-\udfff]/;

/** A string as JSON writes it; the same as `JSON.stringify` gives, sooner. */
export function quoted(text: string): string {
  return special.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** The same, and `null` for null. */
export function quotedOrNull(text: string | null): string {
  return text === null ? "null" : quoted(text);
}
