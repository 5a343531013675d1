import type { Bitstream } from "../domain/catalog.ts";

const unsafeCharacters = /[\p{Cc}\p{Cs}\u2028\u2029\ufffe\uffff/\\:*?"<>|]/gu;
const windowsDevice = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/;

const extensions: Readonly<Record<string, string>> = {
  "application/pdf": "pdf",
  "application/zip": "zip",
  "image/gif": "gif",
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/tiff": "tif",
  "text/csv": "csv",
  "text/html": "html",
  "text/plain": "txt",
  "text/plain; charset=utf-8": "txt",
  "text/xml": "xml",
  "application/xml": "xml",
  "video/mp4": "mp4",
  "audio/mpeg": "mp3",
};

/** The name of a bitstream, or one made of its uuid when it has none. */
export function givenName(bitstream: Bitstream): string {
  return bitstream.name === null || bitstream.name === ""
    ? `${bitstream.uuid}.${extensions[bitstream.mimeType] ?? "bin"}`
    : bitstream.name;
}

/**
 * One file name without a path and without characters that a file system gives a meaning of its own.
 * @param bytes most UTF-8 bytes it may have
 */
export function withoutUnsafe(name: string, bytes: number): string {
  const safe = name.replace(unsafeCharacters, (character) =>
    /[\t\n\r]/.test(character) ? " " : "_",
  );
  return trimEnds(shorten(safe, bytes));
}

/** Whether a name means a device to Windows, whatever its extension. */
export function isWindowsDevice(name: string): boolean {
  return windowsDevice.test(name.toLowerCase());
}

/** Without blanks around it, and without dots at its end, which Windows drops. */
function trimEnds(name: string): string {
  return name.replace(/[.\s]+$/u, "").trimStart();
}

/** What names have in common that some file system takes for the same. */
export function nameKey(name: string): string {
  return name.normalize("NFC").toLowerCase().normalize("NFC");
}

/** The name with a number before its extension, at most so many bytes long. */
export function withNumber(
  name: string,
  number: number,
  bytes: number,
): string {
  const suffix = `_${String(number)}`;
  const dot = name.lastIndexOf(".");
  const stem = dot > 0 ? name.slice(0, dot) : name;
  const extension = dot > 0 ? name.slice(dot) : "";
  return (
    shorten(stem, bytes - suffix.length - Buffer.byteLength(extension)) +
    suffix +
    extension
  );
}

/** Cuts a name to a number of UTF-8 bytes, keeping a short extension and whole characters. */
function shorten(name: string, bytes: number): string {
  if (Buffer.byteLength(name) <= bytes) return name;
  const dot = name.lastIndexOf(".");
  const extension = dot > 0 && name.length - dot <= 10 ? name.slice(dot) : "";
  let room = bytes - Buffer.byteLength(extension);
  let stem = "";
  for (const character of name.slice(0, name.length - extension.length)) {
    room -= Buffer.byteLength(character);
    if (room < 0) break;
    stem += character;
  }
  return stem + extension;
}
