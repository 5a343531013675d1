import { open, stat } from "node:fs/promises";
import { findPackageFolder } from "./find-package-folder.ts";

/** How much of a ZIP is searched at its end, where the names of its entries are. */
const searchSize = 1024 * 1024;

/**
 * Whether a folder or ZIP has files of these names beside each other. Of a ZIP only the end is looked at: our packages
 * name these files last.
 */
export async function recognisesPackage(
  path: string,
  names: readonly string[],
): Promise<boolean> {
  try {
    const found = await stat(path);
    if (found.isDirectory())
      return (await findPackageFolder(path, names)) !== null;
    if (!found.isFile()) return false;
    const { size } = found;
    const file = await open(path, "r");
    try {
      const mark = Buffer.alloc(2);
      await file.read(mark, 0, 2, 0);
      if (mark.toString("latin1") !== "PK") return false;
      const tail = Buffer.alloc(Math.min(size, searchSize));
      await file.read(tail, 0, tail.length, size - tail.length);
      return names.every((name) => tail.includes(`/${name}`));
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}
