import { isUtf8 } from "node:buffer";
import iconv from "iconv-lite";

/** Text of a control file, and what had to be guessed to read it. */
export interface DecodedText {
  readonly text: string;
  /** Set when the bytes are not what the file says they are; one sentence. */
  readonly guessed?: string;
}

/** Why bytes could not be turned into text. */
export interface UndecodableText {
  readonly code: "xml.encoding" | "text.encoding";
  readonly message: string;
  readonly line?: number;
}

/** Encodings of XML that are read, by the names that declarations use, and how each is decoded. */
const encodings = new Map<string, string>([
  ["utf-8", "utf-8"],
  ["utf8", "utf-8"],
  ["us-ascii", "utf-8"],
  ["ascii", "utf-8"],
  ["utf-16", "utf-16"],
  ["utf-16le", "utf-16"],
  ["utf-16be", "utf-16"],
  ["iso-8859-1", "win1252"],
  ["iso_8859-1", "win1252"],
  ["latin1", "win1252"],
  ["latin-1", "win1252"],
  ["windows-1252", "win1252"],
  ["cp1252", "win1252"],
]);

/**
 * Decodes an XML document by its byte order mark, else by the encoding it declares, else as UTF-8. ISO-8859-1 is read
 * as Windows-1252, which differs only where ISO-8859-1 has control characters.
 */
export function decodeXml(bytes: Uint8Array): DecodedText | UndecodableText {
  const marked = byMark(bytes);
  if (marked !== undefined) return marked;
  const head = Buffer.from(bytes.subarray(0, 200)).toString("latin1");
  const declared = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/u.exec(
    head,
  )?.[1];
  const label = declared?.trim().toLowerCase();
  const encoding = label === undefined ? "utf-8" : encodings.get(label);
  if (encoding === undefined) {
    return {
      code: "xml.encoding",
      message: `The file says that it is encoded as ${declared ?? ""}, which is not supported.`,
      line: 1,
    };
  }
  if (encoding === "win1252")
    return { text: iconv.decode(asBuffer(bytes), encoding) };
  if (encoding === "utf-16") {
    // The declaration could be read byte by byte, so it is not UTF-16 whatever it says.
    return isUtf8(bytes)
      ? {
          text: asBuffer(bytes).toString("utf8"),
          guessed: "It says that it is UTF-16 but it is UTF-8.",
        }
      : notUtf8(bytes, "xml.encoding");
  }
  return isUtf8(bytes)
    ? { text: asBuffer(bytes).toString("utf8") }
    : notUtf8(bytes, "xml.encoding");
}

/** Decodes a list such as `contents`: UTF-8, by mark UTF-16, and what is neither as Windows-1252. */
export function decodeList(bytes: Uint8Array): DecodedText | UndecodableText {
  const marked = byMark(bytes);
  if (marked !== undefined) return marked;
  if (isUtf8(bytes)) return { text: asBuffer(bytes).toString("utf8") };
  return {
    text: iconv.decode(asBuffer(bytes), "win1252"),
    guessed: "It is not UTF-8.",
  };
}

function byMark(bytes: Uint8Array): DecodedText | UndecodableText | undefined {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) {
    return isUtf8(bytes)
      ? { text: asBuffer(bytes).toString("utf8").slice(1) }
      : notUtf8(bytes, "xml.encoding");
  }
  const label = utf16Of(a, b, c, bytes[3]);
  if (label === undefined) return undefined;
  try {
    return { text: new TextDecoder(label, { fatal: true }).decode(bytes) };
  } catch {
    return {
      code: "xml.encoding",
      message: "The file begins like UTF-16 but is damaged.",
    };
  }
}

/** UTF-16 by its mark, or by how `<?` or `<d` looks in it. */
function utf16Of(
  ...[a, b, c, d]: readonly (number | undefined)[]
): string | undefined {
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a === 0x3c && b === 0 && c !== 0 && d === 0) return "utf-16le";
  if (a === 0 && b === 0x3c && c === 0 && d !== 0) return "utf-16be";
  return undefined;
}

function notUtf8(
  bytes: Uint8Array,
  code: UndecodableText["code"],
): UndecodableText {
  return {
    code,
    message: "The file is not valid UTF-8.",
    line: firstBadLine(bytes),
  };
}

/** Line of the first bytes that are not UTF-8: no UTF-8 sequence contains a line feed, so each line can be judged alone. */
function firstBadLine(bytes: Uint8Array): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed < 0 ? bytes.length : feed;
    if (!isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
  return line;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
