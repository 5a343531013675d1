import type { ContentRef } from "../../domain/content-ref.ts";

/** The files of one folder and of those below it, by their path relative to the folder. */
export interface FolderFiles {
  readonly files: ReadonlyMap<string, ContentRef>;
  /** What is there but must not be read, with the reason in words (a link, a device). */
  readonly unsafe: ReadonlyMap<string, string>;
}

/** A SAF package with its item folders found, however it is kept. Paths are relative to it, `/` between names. */
export interface SafTree {
  /** Name of the folder or of the ZIP without its extension. */
  readonly name: string;
  readonly itemCount: number;
  /** Folder that holds all item folders, directly or below; "" is the package itself. */
  readonly root: string;
  /** Item folders in natural order; "" when the package itself is one. */
  itemFolders(): Iterable<string>;
  /** Everything below an item folder. */
  read(folder: string): FolderFiles;
  /** One file of the package; undefined when it is not there or is not a regular file. */
  file(path: string): ContentRef | undefined;
  /** Where a description of the communities and collections may be, the likeliest first. */
  structureFolders(): readonly string[];
  close(): void;
}

/** Most folders within each other that are followed. */
export const depthLimit = 32;

/** 2 = certainly an item folder, 1 = one if nothing below it is, 0 = nothing says so. */
export type Marker = 0 | 1 | 2;

/** What a file's name says about its folder. */
export function markerOf(name: string): Marker {
  if (name === "dublin_core.xml") return 2;
  return name === "contents" || isMetadataName(name) ? 1 : 0;
}

/** Whether a file holds the metadata of a further schema (saf.md section 20). */
export function isMetadataName(name: string): boolean {
  return /^metadata_.*\.xml$/su.test(name);
}

/** Files that operating systems leave behind, and folders of them. */
export function isLitter(path: string): boolean {
  return path
    .split("/")
    .some(
      (name) =>
        name === "__MACOSX" ||
        name === ".DS_Store" ||
        name.startsWith("._") ||
        /^(thumbs\.db|desktop\.ini)$/iu.test(name),
    );
}
