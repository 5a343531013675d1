import type { Packer } from "../packer.ts";
import { packZip } from "./pack-zip.ts";
import { servePackThread } from "./thread.ts";

/** One ZIP file, written by as many threads as there are. */
export const zipPacker: Packer = {
  id: "zip",
  title: "ZIP archive",
  extension: ".zip",
  pack: packZip,
  serve: servePackThread,
};
