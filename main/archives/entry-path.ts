/** What a name in an archive means as a path. */
export type EntryPath =
  | {
      readonly safe: true;
      /** `/` between names, none of them empty, `.` or `..`; a folder's path has no slash at its end. */
      readonly path: string;
      readonly folder: boolean;
      /** What had to be changed, as a part of a sentence; null when the path is the name as it is. */
      readonly changed: string | null;
    }
  | {
      readonly safe: false;
      /** What is wrong with it, as a part of a sentence. */
      readonly reason: string;
    };

const controlCharacter = /[\p{Cc}\u2028\u2029]/u;
const plain = /^[^\\:]*$/;
const specialName = /(?:^|\/)\.{0,2}(?:\/|$)/;

/**
 * Decides whether the name of an entry is a path inside the archive. Backslashes count as separators, since some
 * Windows programs write them; names that point outside are never mended, they are refused.
 */
export function readEntryPath(name: string): EntryPath {
  if (name === "") return { safe: false, reason: "has no name" };
  if (controlCharacter.test(name))
    return { safe: false, reason: "has control characters in its name" };
  if (plain.test(name) && !specialName.test(name))
    return { safe: true, path: name, folder: false, changed: null };

  const path = name.replaceAll("\\", "/");
  if (path.startsWith("//"))
    return {
      safe: false,
      reason: "has the path of a network share as its name",
    };
  if (path.startsWith("/"))
    return { safe: false, reason: "has an absolute path as its name" };
  if (/^[A-Za-z]:/.test(path))
    return {
      safe: false,
      reason: "has a path with a drive letter as its name",
    };
  const folder = path.endsWith("/");
  const names = (folder ? path.slice(0, -1) : path).split("/");
  if (names.includes(".."))
    return {
      safe: false,
      reason: "has a path that leads out of its folder (..)",
    };
  if (names.includes(""))
    return { safe: false, reason: "has an empty folder name in its path" };
  const kept = names.filter((part) => part !== ".");
  const changes: string[] = [];
  if (path !== name)
    changes.push("backslashes in its name were read as separators");
  if (kept.length < names.length) changes.push("“.” in its path was left out");
  // "./" alone is the archive's own root folder, which some programs list.
  if (kept.length === 0)
    return { safe: true, path: ".", folder: true, changed: null };
  return {
    safe: true,
    path: kept.join("/"),
    folder,
    changed: changes.length === 0 ? null : changes.join("; "),
  };
}
