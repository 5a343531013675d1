/** Bytes of a text that are shown: some thousand lines. */
export const mostShown = 64_000;

/** The beginning of a text. */
export interface TextStart {
  readonly text: string;
  /** Whether the file goes on. */
  readonly cut: boolean;
}

/**
 * The beginning of a file as text; null when it is none.
 * @param bytes at most {@link mostShown} of them
 * @param size of the whole file
 */
export function textStart(bytes: Uint8Array, size: number): TextStart | null {
  const cut = size > bytes.length;
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? "utf-16le"
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? "utf-16be"
        : null;
  if (utf16 !== null)
    return { text: new TextDecoder(utf16).decode(bytes), cut };
  if (bytes.includes(0)) return null;
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    // A character that is cut at the end is no fault.
    return { text: decoder.decode(bytes, { stream: cut }), cut };
  } catch {
    return { text: new TextDecoder("windows-1252").decode(bytes), cut };
  }
}
