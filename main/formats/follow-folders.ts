import type { PackageCheck } from "./package-check.ts";

/** Files that are missing so far and may still come; what is missing beyond them is counted. */
const mostMissing = 10_000;

export interface FolderRules {
  /** Name of the file every item has in its folder; its facts are the paths of the item's files below the folder. */
  readonly itemFile: string;
  /** A file in the root folder by which a package is recognised as ours, when it has the given fact. */
  readonly markFile: string;
  readonly markFact: string;
}

/** Follows a package with a folder for each item right below its root, whose item file says which files there are. */
export function followFolders(rules: FolderRules): PackageCheck {
  let ours = false;
  let items = 0;
  let files = 0;
  let folder: string | null = null;
  let wanted = new Set<string>();
  const missing = new Set<string>();
  let missingMore = 0;
  const leave = () => {
    for (const path of wanted) {
      if (missing.size < mostMissing) missing.add(path);
      else missingMore += 1;
    }
    wanted = new Set();
    folder = null;
  };
  return {
    entry(path, facts) {
      if (path.endsWith("/")) return;
      const names = path.split("/");
      if (names.length === 2 && names[1] === rules.markFile)
        ours ||= facts.includes(rules.markFact);
      if (folder !== null && !path.startsWith(`${folder}/`)) leave();
      if (names.length === 3 && names[2] === rules.itemFile) {
        folder = names.slice(0, 2).join("/");
        wanted = new Set(facts.map((file) => `${String(folder)}/${file}`));
        items += 1;
      } else if (wanted.delete(path) || missing.delete(path)) {
        files += 1;
      }
    },
    recognised: () => ours,
    end(report) {
      leave();
      for (const object of missing) {
        report({
          severity: "error",
          object,
          message: "An item lists this file, but it is missing.",
        });
      }
      if (missingMore > 0) {
        report({
          severity: "error",
          object: ".",
          message: `${missingMore === 1 ? "One more listed file is" : `${String(missingMore)} more listed files are`} missing.`,
        });
      }
      // A package of ours may hold collections alone, or only what is gone since the one before.
      if (items === 0 && !ours) {
        report({
          severity: "warning",
          object: "",
          message: "There is no item in the package.",
        });
      }
      return { items, files, ours };
    },
  };
}
