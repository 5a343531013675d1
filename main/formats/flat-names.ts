import type { Bitstream, Bundle } from "../domain/catalog.ts";
import { itemSidecarName } from "../domain/saf-sidecar.ts";

/** Longest file name in UTF-8 bytes; most file systems end at 255, importers add prefixes. */
const longestName = 200;

const reserved = new Set([
  "contents",
  "collections",
  "handle",
  "relationships",
  "dublin_core.xml",
  itemSidecarName.toLowerCase(),
  // What file managers leave behind; programs that tidy up, importers among them, pass over it.
  "__macosx",
  "desktop.ini",
  "thumbs.db",
]);
// DSpace's own pattern, in which the dot stands for any character (saf.md section 20).
const reservedPattern = /^metadata_.*.xml$/;
const windowsDevice = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/;
const unsafeCharacters = /[\p{Cc}\p{Cs}\u2028\u2029\ufffe\uffff/\\:*?"<>|]/gu;

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

/**
 * One safe file name: no path, no characters or names that a file system or the importer gives a meaning of its own
 * (saf.md section 22, rows 12 to 16). The original name is kept in the sidecar.
 */
export function safeName(name: string): string {
  let safe = name.replace(unsafeCharacters, (character) =>
    /[\t\n\r]/.test(character) ? " " : "_",
  );
  safe = trimEnds(shorten(safe, longestName));
  const lower = safe.toLowerCase();
  if (
    safe === "" ||
    safe.startsWith(".") ||
    // A line of `contents` that begins with a dash and a letter is taken for an option.
    safe.startsWith("-") ||
    reserved.has(lower) ||
    reservedPattern.test(lower) ||
    windowsDevice.test(lower)
  ) {
    safe = `_${safe}`;
  }
  return safe;
}

/** Without blanks around it, and without dots at its end, which Windows drops. */
function trimEnds(name: string): string {
  return name.replace(/[.\s]+$/u, "").trimStart();
}

/**
 * Names of all bitstreams of an item inside its folder, in order; unique even where case or Unicode composition is not
 * told apart. The same item always gets the same names.
 */
export function nameFiles(
  bundles: readonly Bundle[],
): { readonly name: string; readonly bitstream: Bitstream }[] {
  const taken = new Set<string>();
  return bundles
    .flatMap((bundle) => bundle.bitstreams)
    .map((bitstream) => {
      const wanted = safeName(
        bitstream.name === null || bitstream.name === ""
          ? `${bitstream.uuid}.${extensions[bitstream.mimeType] ?? "bin"}`
          : bitstream.name,
      );
      let name = wanted;
      for (let n = 2; taken.has(key(name)); n++) name = withNumber(wanted, n);
      taken.add(key(name));
      return { name, bitstream };
    });
}

function key(name: string): string {
  return name.normalize("NFC").toLowerCase().normalize("NFC");
}

function withNumber(name: string, number: number): string {
  const suffix = `_${String(number)}`;
  const dot = name.lastIndexOf(".");
  const stem = dot > 0 ? name.slice(0, dot) : name;
  const extension = dot > 0 ? name.slice(dot) : "";
  return (
    shorten(stem, longestName - suffix.length - Buffer.byteLength(extension)) +
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
