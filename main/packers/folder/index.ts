import type { ArchiveKind } from "../archive-kind.ts";
import { packArchive } from "../pack-archive.ts";
import type { Packer } from "../packer.ts";
import { servePackThread } from "../serve-thread.ts";
import { createFolderEncoder, type FolderChunk } from "./entry-files.ts";
import { openFolderOutput } from "./package-output.ts";

const kind: ArchiveKind<FolderChunk> = {
  createEncoder: createFolderEncoder,
  openOutput: openFolderOutput,
};

/** A folder with the package's files in it. */
export const folderPacker: Packer = {
  id: "folder",
  title: "Folder",
  extension: "",
  makes: "folder",
  measure: { entry: (_path, size) => size, frame: 0 },
  compresses: false,
  parts: null,
  pack: (request) => packArchive(kind, request),
  serve: (parts) => {
    servePackThread(kind, parts);
  },
};
