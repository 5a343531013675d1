import { lstat, opendir, stat } from "node:fs/promises";
import { join } from "node:path";
import { recognisesPackage } from "../recognises-package.ts";

const marks = ["hierarchy.xml", "schemas/archive.xsd"];
/** Folders that are looked into for the one that holds the package. */
const lookLimit = 20;

/** Whether a folder or ZIP has `hierarchy.xml` and the schemas of our packages. */
export async function recognisesXml(path: string): Promise<boolean> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return (await packageFolder(path)) !== null;
    if (!found.isFile()) return false;
    return await recognisesPackage(path, marks);
  } catch {
    return false;
  }
}

/** The folder with `hierarchy.xml`: the given one, or one right below it; null when there is none. */
export async function packageFolder(path: string): Promise<string | null> {
  const isPackage = async (folder: string) => {
    for (const name of marks) {
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
