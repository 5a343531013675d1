import { basename, resolve } from "node:path";
import { archiveForm } from "./archive-form.ts";
import type {
  PackageReading,
  PackageReadingOptions,
} from "./package-reading.ts";
import { readBackArchive, type ReadBackOptions } from "./read-back.ts";
import { readBackFolder } from "./read-back-folder.ts";
import { readBackTar } from "./read-back-tar.ts";

export interface ReadPackageOptions
  extends ReadBackOptions, PackageReadingOptions {
  /** Name a folder stands for in the paths of its files; its own name when it is absent. */
  readonly root?: string | undefined;
  /** File in a folder with a line `<checksum>  <path>` for each file in package order. */
  readonly orderFile: string;
}

/**
 * Reads a package again, whatever it is kept in. Only ZIPs are read by the threads that are spawned; everything else is
 * read by the thread that asks.
 * @throws AppError archive.damaged, archive.not-recognised, file.not-found, file.unreadable
 */
export async function readPackageBack(
  path: string,
  options: ReadPackageOptions,
): Promise<PackageReading> {
  const form = archiveForm(path);
  switch (form) {
    case "zip":
      return readBackArchive(path, options);
    case "folder": {
      const root = options.root ?? basename(resolve(path));
      return readBackFolder(path, { ...options, root });
    }
    default:
      return readBackTar(path, form, options);
  }
}
