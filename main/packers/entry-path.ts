import { AppError } from "../domain/errors.ts";

/** Longest path of an entry: what the name field of a ZIP holds, the shortest of all archives. */
const longestPath = 0xffff;

/** Control characters, backslash, drive letters, and empty, `.` and `..` names (so leading and trailing slashes too). */
const unsafe = /[\p{Cc}\\]|^[A-Za-z]:|(?:^|\/)\.{0,2}(?:\/|$)/u;

/**
 * Guards the package against a path that a format should never have made.
 * @throws AppError archive.unsafe
 */
export function refuseUnsafePath(path: string): void {
  if (!unsafe.test(path) && path.isWellFormed() && path.length <= longestPath)
    return;
  const shown = JSON.stringify(
    path.length > 200 ? `${path.slice(0, 200)}…` : path,
  );
  throw new AppError(
    "archive.unsafe",
    `${shown} cannot be the path of an entry.`,
    { object: path.slice(0, 1000) },
  );
}

/** Refuses a path that some file system could not keep apart from an earlier one of the same set. */
export interface UniquePaths {
  /** @throws AppError archive.entry-invalid */
  add(path: string): void;
  clear(): void;
}

/** Makes an empty set of paths that are compared without regard to case and Unicode composition. */
export function createUniquePaths(): UniquePaths {
  const seen = new Set<string>();
  return {
    add(path) {
      const folded = path.normalize("NFC").toLowerCase();
      if (seen.has(folded)) {
        throw new AppError(
          "archive.entry-invalid",
          `Two entries of one item would be called ${path}.`,
          { object: path },
        );
      }
      seen.add(folded);
    },
    clear() {
      seen.clear();
    },
  };
}
