import { isAscii, isUtf8 } from "node:buffer";
import { crc32 } from "node:zlib";
import iconv from "iconv-lite";

/** How the bytes of a name were read. */
export interface DecodedName {
  readonly name: string;
  /** Null where the archive itself says what the name is; else what was guessed. */
  readonly guessed: "utf-8" | "cp437" | "cp852" | null;
  /** How the other old code page would read it; null when it was not a choice between code pages. */
  readonly otherwise: string | null;
}

interface ExtraField {
  readonly id: number;
  readonly data: Buffer;
}

const utf8Flag = 0x800;
const unicodePathField = 0x7075;

/** The name of Info-ZIP's Unicode Path extra field; it counts only while its checksum fits the name in the header. */
function unicodePath(
  raw: Buffer,
  extraFields: readonly ExtraField[],
): string | null {
  for (const { id, data } of extraFields) {
    if (id !== unicodePathField || data.length < 6 || data[0] !== 1) continue;
    const path = data.subarray(5);
    if (data.readUInt32LE(1) === crc32(raw) && isUtf8(path))
      return path.toString("utf8");
  }
  return null;
}

/**
 * How likely a reading is a name somebody gave: Latin letters speak for it, frames, symbols and Greek letters against
 * it, and so does a capital within a word of small letters.
 */
function plausibility(name: string): number {
  let score = 0;
  let previousSmall = false;
  for (const character of name) {
    if (character > "\u007f") {
      if (!/\p{Script=Latin}/u.test(character)) score -= 1;
      else score += previousSmall && /\p{Lu}/u.test(character) ? -0.5 : 1;
    }
    previousSmall = /\p{Ll}/u.test(character);
  }
  return score;
}

/**
 * Reads the name of an entry. What the archive states comes first (Unicode Path field, UTF-8 flag), then UTF-8 if the
 * bytes are valid UTF-8, then whichever of the DOS code pages 437 and 852 gives the more plausible name.
 */
export function decodeEntryName(
  raw: Buffer,
  flags: number,
  extraFields: readonly ExtraField[],
): DecodedName {
  if (extraFields.length > 0) {
    const stated = unicodePath(raw, extraFields);
    if (stated !== null)
      return { name: stated, guessed: null, otherwise: null };
  }
  if (isAscii(raw))
    return { name: raw.toString("latin1"), guessed: null, otherwise: null };
  if (isUtf8(raw)) {
    return {
      name: raw.toString("utf8"),
      guessed: (flags & utf8Flag) === 0 ? "utf-8" : null,
      otherwise: null,
    };
  }
  const western = iconv.decode(raw, "cp437");
  const central = iconv.decode(raw, "cp852");
  return plausibility(central) > plausibility(western)
    ? { name: central, guessed: "cp852", otherwise: western }
    : { name: western, guessed: "cp437", otherwise: central };
}
