/** A path that a list of files names, judged: safe to look up below the folder of the list, or not. */
export type RelativePath =
  | { readonly safe: true; readonly path: string; readonly changed: boolean }
  | { readonly safe: false; readonly why: string };

const control = /\p{Cc}/u;

/**
 * Brings a path that a package or a sheet names into the form `a/b/c`. Backslashes count as separators, `.` and empty
 * names are left out (`changed` tells that the path had such); whatever could lead out of the folder is refused.
 */
export function relativePath(text: string): RelativePath {
  if (control.test(text)) {
    return { safe: false, why: "it contains control characters" };
  }
  if (/^[A-Za-z]:/u.test(text)) {
    return { safe: false, why: "it names a drive" };
  }
  const path = text.replaceAll("\\", "/");
  if (path.startsWith("/")) return { safe: false, why: "it is absolute" };
  const names = path.split("/");
  if (names.includes("..")) {
    return { safe: false, why: "it leads out of its folder" };
  }
  const kept = names.filter((name) => name !== "" && name !== ".");
  if (kept.length === 0) return { safe: false, why: "it names no file" };
  const joined = kept.join("/");
  return { safe: true, path: joined, changed: joined !== text };
}
