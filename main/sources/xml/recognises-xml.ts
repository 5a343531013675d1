import { lstat, open, opendir, stat } from "node:fs/promises";
import { join } from "node:path";

/** How much of a ZIP is searched at its end; our packages name these files last. */
const searchSize = 1024 * 1024;
/** Folders that are looked into for the one that holds the package. */
const lookLimit = 20;

/** Whether a folder or ZIP has `hierarchy.xml` and the schemas of our packages. */
export async function recognisesXml(path: string): Promise<boolean> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return (await packageFolder(path)) !== null;
    if (!found.isFile()) return false;
    const { size } = found;
    const file = await open(path, "r");
    try {
      const mark = Buffer.alloc(2);
      await file.read(mark, 0, 2, 0);
      if (mark.toString("latin1") !== "PK") return false;
      const tail = Buffer.alloc(Math.min(size, searchSize));
      await file.read(tail, 0, tail.length, size - tail.length);
      return (
        tail.includes("hierarchy.xml") && tail.includes("schemas/archive.xsd")
      );
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}

/** The folder with `hierarchy.xml`: the given one, or one right below it; null when there is none. */
export async function packageFolder(path: string): Promise<string | null> {
  const isPackage = async (folder: string) => {
    for (const name of ["hierarchy.xml", join("schemas", "archive.xsd")]) {
      const found = await lstat(join(folder, name)).catch(() => null);
      if (found?.isFile() !== true) return false;
    }
    return true;
  };
  if (await isPackage(path)) return path;
  let looks = 0;
  for await (const entry of await opendir(path)) {
    if (!entry.isDirectory()) continue;
    if (++looks > lookLimit) break;
    if (await isPackage(join(path, entry.name))) return join(path, entry.name);
  }
  return null;
}
