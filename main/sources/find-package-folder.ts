import { lstat, opendir } from "node:fs/promises";
import { join } from "node:path";
import { manifestName } from "../domain/saf-sidecar.ts";
import { payloadName } from "./payload-name.ts";

/** Folders that are looked into for the one that holds the package. */
const lookLimit = 40;
/** A package in a bag in a folder. */
const depthLimit = 2;

/**
 * The folder that has files of these names: the given one, or one at most two below it; null when there is none. What is
 * in a package does not count, unless it is a bag and its payload.
 */
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
        names.map((name) => isFile(join(folder, name))),
      );
      if (!found.includes(false)) return folder;
      const closed = await isFile(join(folder, manifestName));
      for await (const entry of await opendir(folder)) {
        if (!entry.isDirectory()) continue;
        if (closed && entry.name !== payloadName) continue;
        if (++looks > lookLimit) break;
        below.push(join(folder, entry.name));
      }
    }
    level = below;
  }
  return null;
}

async function isFile(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => null);
  return found?.isFile() === true;
}
