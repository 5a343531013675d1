import { lstatSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { ContentRef } from "../domain/content-ref.ts";
import { fromSystemError, systemErrorCode } from "../domain/errors.ts";

/**
 * A file below a folder that is reached without following a link; undefined when there is none that can be read, and for
 * every path that could lead out of the folder, whoever wrote it.
 */
export function regularFile(
  base: string,
  path: string,
): ContentRef | undefined {
  let current = base;
  const names = path.split("/");
  if (!names.every(staysBelow)) return undefined;
  try {
    for (const [index, name] of names.entries()) {
      current = join(current, name);
      const found = lstatSync(current, { throwIfNoEntry: false });
      if (found === undefined) return undefined;
      const last = index === names.length - 1;
      if (!(last ? found.isFile() : found.isDirectory())) return undefined;
    }
  } catch (error) {
    // A name that no file can have, or a folder that may not be looked into.
    if (systemErrorCode(error) !== undefined) return undefined;
    throw error;
  }
  return { kind: "file", path: current };
}

/** Whether a name of a path leads one step down, also where the system knows other separators. */
const staysBelow = (name: string): boolean =>
  !["", ".", ".."].includes(name) && basename(name) === name;

/** Whether a path is a folder. @throws AppError file.* */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw fromSystemError(error, path, "read");
  }
}
