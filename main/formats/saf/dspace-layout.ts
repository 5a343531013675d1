import type { Fault } from "../package-check.ts";
import { createFolderSet } from "./folder-set.ts";

/** Follows where a package has its items, to tell what DSpace's importer would make of it (saf.md section 21). */
export interface DspaceLayout {
  /** Takes every entry in the package's order; the path of a folder ends with `/`. */
  entry(path: string): void;
  /** Takes every item folder; "" is the package itself. */
  item(folder: string): void;
  /**
   * @param ours whether this program wrote the package, which writes no entries for folders
   */
  end(report: (fault: Fault) => void, ours: boolean): void;
}

/** A cause of which the first case is named and the others are counted. */
interface Cause {
  readonly first: string;
  others: number;
}

/** Folders without a `dublin_core.xml` that are kept in mind at once; it may still come. */
const mostOpenFolders = 10_000;

/** Names at a ZIP's top by which DSpace's upload takes it for something else. */
const misleading = /^(?:mimetype|META-INF|\[Content_Types\]\.xml)$/;

export function createDspaceLayout(): DspaceLayout {
  /** DSpace's root: the first name of the first file that lies two folders deep; null until there is one. */
  let root: string | null = null;
  let rootFile = "";
  let entries = 0;
  let topFileFirst: string | null = null;
  let misled: string | null = null;
  /** Folders one or two deep that are no items so far, and whether there is a file in them. */
  const open = new Map<string, boolean>();
  const items = createFolderSet();
  let lastItem: string | null = null;
  /** Items by the folder around them; a package has few of those, and more than some are not needed. */
  const parents = new Map<string, Cause>();
  let single = false;
  let blanks: Cause | null = null;

  function see(folder: string, hasFile: boolean): void {
    if (folder === lastItem) return;
    const had = open.get(folder);
    if (had === undefined) {
      if (open.size < mostOpenFolders && !items.has(folder))
        open.set(folder, hasFile);
    } else if (hasFile && !had) {
      open.set(folder, true);
    }
  }

  function settle(folder: string): void {
    open.delete(folder);
    items.add(folder);
  }

  return {
    entry(path) {
      entries += 1;
      const isFile = !path.endsWith("/");
      const slash = path.indexOf("/");
      const top = slash < 0 ? path : path.slice(0, slash);
      if (misled === null && misleading.test(top)) misled = top;
      if (slash < 0) {
        if (entries === 1) topFileFirst = path;
        return;
      }
      see(top, isFile);
      const next = path.indexOf("/", slash + 1);
      if (next < 0) return;
      if (root === null && isFile) {
        root = top;
        rootFile = path;
      }
      see(path.slice(0, next), isFile);
    },
    item(folder) {
      if (folder === "") {
        single = true;
        return;
      }
      lastItem = folder;
      settle(folder);
      // What is around an item is named with the item, not as a folder that is none.
      const names = folder.split("/");
      for (let depth = 1; depth < names.length && depth < 3; depth += 1)
        settle(names.slice(0, depth).join("/"));
      const parent = names.slice(0, -1).join("/");
      const known = parents.get(parent);
      if (known !== undefined) known.others += 1;
      else if (parents.size < mostOpenFolders)
        parents.set(parent, { first: folder, others: 0 });
      if (/\s/u.test(names.at(-1) ?? "")) {
        if (blanks === null) blanks = { first: folder, others: 0 };
        else blanks.others += 1;
      }
    },
    end(report, ours) {
      const warn = (object: string, message: string) => {
        report({ severity: "warning", object, message });
      };
      if (blanks !== null) {
        warn(
          blanks.first,
          `The folder name has white space, which DSpace's map file cannot hold.${othersToo(blanks.others)}`,
        );
      }
      if (!single && parents.size === 0) return;
      if (single) {
        warn(
          ".",
          "DSpace imports the folders in a package; the files of an item at its top are passed over.",
        );
      }
      const around = root ?? "";
      const inside = parents.has(around);
      const outside = [...parents].filter(([parent]) => parent !== around);
      const [first] = outside;
      if (first !== undefined) {
        const object = first[1].first;
        const others =
          outside.reduce((sum, [, cause]) => sum + 1 + cause.others, 0) - 1;
        warn(
          object,
          inside
            ? `DSpace imports the items directly in ${around} only, its first folder with folders in it, and leaves out the others without a word: this one${andOthers(others)}.`
            : `DSpace takes ${around} for the folder around the items, because of ${rootFile}, and finds none directly in it: not this one${andOthers(others)}.`,
        );
      }
      if (topFileFirst !== null && parents.size > 0) {
        warn(
          topFileFirst,
          "DSpace cannot unpack a file at the top that comes before any folder, and imports nothing.",
        );
      }
      if (misled !== null) {
        warn(
          misled,
          "DSpace takes a ZIP with this name at its top for something else than a ZIP, and refuses it.",
        );
      }
      const level = around === "" ? 0 : around.length + 1;
      const strays = [...open].filter(
        ([folder]) =>
          folder.startsWith(around === "" ? "" : `${around}/`) &&
          folder.length > level &&
          !folder.slice(level).includes("/"),
      );
      for (const withFiles of [false, true]) {
        const some = strays.filter(([, hasFile]) => hasFile === withFiles);
        const [one] = some;
        if (one === undefined) continue;
        report({
          severity: ours && !withFiles ? "error" : "warning",
          object: one[0],
          message: `${withFiles ? "The folder has no dublin_core.xml" : "The folder is empty"}. DSpace takes it for an item, and its import ends there.${othersToo(some.length - 1)}`,
        });
      }
    },
  };
}

function andOthers(others: number): string {
  if (others === 0) return "";
  return ` and ${String(others)} ${others === 1 ? "other" : "others"}`;
}

function othersToo(others: number): string {
  if (others === 0) return "";
  return ` So it is with ${String(others)} other ${others === 1 ? "folder" : "folders"}.`;
}
