import { packArchive } from "../pack-archive.ts";
import type { Packer } from "../packer.ts";
import { servePackThread } from "../serve-thread.ts";
import { zipKind } from "./kind.ts";
import { inputMeasure, zipMeasure } from "./measure.ts";

/** One ZIP file, written by as many threads as there are. */
export const zipPacker: Packer = {
  id: "zip",
  title: "ZIP archive",
  extension: ".zip",
  makes: "file",
  measure: zipMeasure,
  compresses: true,
  parts: null,
  pack: (request) => packArchive(zipKind, request),
  serve: (parts) => {
    servePackThread(zipKind, parts);
  },
};

/** ZIP knows no more without its 64-bit extension; some room is left for entries that end the package. */
const mostEntries = 65_000;

/** ZIP files with at most 10 MiB of content each. */
export const smallZipPacker: Packer = {
  ...zipPacker,
  id: "zip_10mb",
  title: "ZIP archives of 10 MB",
  measure: inputMeasure,
  parts: { bytes: 10 * 2 ** 20, entries: mostEntries },
};

/** ZIP files with at most 2 GiB of content each, which programs without ZIP64 can read. */
export const largeZipPacker: Packer = {
  ...zipPacker,
  id: "zip_2gb",
  title: "ZIP archives of 2 GB",
  measure: inputMeasure,
  parts: { bytes: 2 * 2 ** 30, entries: mostEntries },
};
