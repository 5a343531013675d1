import { open, stat } from "node:fs/promises";
import { manifestName } from "../domain/saf-sidecar.ts";
import { findPackageFolder } from "./find-package-folder.ts";
import { lastNames } from "./last-names.ts";
import { payloadName } from "./payload-name.ts";

/**
 * Whether a folder or ZIP has files of these names beside each other. Of a ZIP only the end is looked at: our packages
 * name these files last. What is in a package may have any name and does not count.
 * @param names paths below the folder of the package
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
    const file = await open(path, "r");
    try {
      return hasPackage(await lastNames(file), names);
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}

function hasPackage(
  entries: ReadonlySet<string>,
  [first = "", ...others]: readonly string[],
): boolean {
  for (const entry of entries) {
    if (entry !== first && !entry.endsWith(`/${first}`)) continue;
    const folder = entry.slice(0, entry.length - first.length);
    if (
      others.every((name) => entries.has(`${folder}${name}`)) &&
      !isContent(folder, entries)
    )
      return true;
  }
  return false;
}

/** Whether a folder (`""` or ending with a slash) is below one with a manifest, and not the payload of a bag. */
function isContent(folder: string, entries: ReadonlySet<string>): boolean {
  for (
    let at = folder.lastIndexOf("/", folder.length - 2) + 1;
    folder !== "";
    at = folder.lastIndexOf("/", at - 2) + 1
  ) {
    const above = folder.slice(0, at);
    if (
      entries.has(`${above}${manifestName}`) &&
      folder !== `${above}${payloadName}/`
    )
      return true;
    if (at === 0) return false;
  }
  return false;
}
