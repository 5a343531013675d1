import type { Bitstream, Bundle } from "../domain/catalog.ts";
import { itemSidecarName } from "../domain/saf-sidecar.ts";
import {
  givenName,
  isWindowsDevice,
  nameKey,
  withNumber,
  withoutUnsafe,
} from "./file-name.ts";

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

/**
 * One safe file name: no path, no characters or names that a file system or the importer gives a meaning of its own
 * (saf.md section 22, rows 12 to 16). The original name is kept in the sidecar.
 */
export function safeName(name: string): string {
  const safe = withoutUnsafe(name, longestName);
  const lower = safe.toLowerCase();
  return safe === "" ||
    safe.startsWith(".") ||
    // A line of `contents` that begins with a dash and a letter is taken for an option.
    safe.startsWith("-") ||
    reserved.has(lower) ||
    reservedPattern.test(lower) ||
    isWindowsDevice(lower)
    ? `_${safe}`
    : safe;
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
      const wanted = safeName(givenName(bitstream));
      let name = wanted;
      for (let n = 2; taken.has(nameKey(name)); n++)
        name = withNumber(wanted, n, longestName);
      taken.add(nameKey(name));
      return { name, bitstream };
    });
}
