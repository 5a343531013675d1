import { packArchive } from "../pack-archive.ts";
import type { Packer } from "../packer.ts";
import { servePackThread } from "../serve-thread.ts";
import { zipKind } from "./kind.ts";

/** One ZIP file, written by as many threads as there are. */
export const zipPacker: Packer = {
  id: "zip",
  title: "ZIP archive",
  extension: ".zip",
  makes: "file",
  pack: (request) => packArchive(zipKind, request),
  serve: (parts) => {
    servePackThread(zipKind, parts);
  },
};
