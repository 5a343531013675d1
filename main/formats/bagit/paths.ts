/** A path as a line of a manifest writes it: what would end the line, and the sign for that, as numbers (RFC 8493 section 2.1.3). */
export function toManifestLine(path: string): string {
  return path.replace(
    /[%\r\n]/g,
    (character) =>
      `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}

/** The reverse of {@link toManifestLine}. */
export function fromManifestLine(text: string): string {
  return text.replace(/%(25|0[ad])/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}
