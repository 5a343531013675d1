import { lstat, opendir } from "node:fs/promises";
import { join } from "node:path";

/** Folders that are looked into for the one that holds the package. */
const lookLimit = 40;
/** A package in a bag in a folder. */
const depthLimit = 2;

/** The folder that has files of these names: the given one, or one at most two below it; null when there is none. */
export async function findPackageFolder(
  path: string,
  names: readonly string[],
): Promise<string | null> {
  let looks = 0;
  let level = [path];
  for (let depth = 0; depth <= depthLimit; depth++) {
    const below: string[] = [];
    for (const folder of level) {
      const found = await Promise.all(
        names.map((name) => lstat(join(folder, name)).catch(() => null)),
      );
      if (found.every((one) => one?.isFile() === true)) return folder;
      for await (const entry of await opendir(folder)) {
        if (!entry.isDirectory()) continue;
        if (++looks > lookLimit) break;
        below.push(join(folder, entry.name));
      }
    }
    level = below;
  }
  return null;
}
