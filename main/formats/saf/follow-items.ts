import { itemSidecarName, structureName } from "../../domain/saf-sidecar.ts";
import type { PackageCheck } from "../package-check.ts";
import { createDspaceLayout } from "./dspace-layout.ts";
import { structureFact } from "./inspect-control-file.ts";

const controlFile =
  /^(?:dublin_core\.xml|metadata_[^/]*\.xml|contents|collections|handle|relationships)$/;

/** Files of no item yet that are kept in mind; an item's control files may come after its other files. */
const mostEarly = 10_000;
/** Files that are missing so far and may still come; what is missing beyond them is counted. */
const mostMissing = 100_000;
/** Files that no `contents` lists and that are named one by one. */
const mostUnlisted = 1000;

/** An item folder whose entries are going by. */
interface OpenFolder {
  /** "" for a package that is one item. */
  readonly path: string;
  readonly seen: Set<string>;
  listed: readonly string[] | null;
}

/** A path inside an item folder, as the package has it. */
function within(folder: string, file: string): string {
  return folder === "" ? file : `${folder}/${file}`;
}

/** Whether an entry is part of the item, and not the next item or something between them. */
function belongsTo(
  { path: item, seen }: OpenFolder,
  path: string,
  folder: string,
  isControl: boolean,
): boolean {
  if (folder === item) return true;
  if (item !== "") return path.startsWith(`${item}/`);
  // Stray control files at the top do not make the whole package one item.
  return !isControl || seen.has("dublin_core.xml");
}

/**
 * Follows the item folders of a package. Entries of one folder usually follow each other; a file that is missing when
 * its folder is left may still come, so it is a fault only at the end.
 */
export function followItems(): PackageCheck {
  let open: OpenFolder | null = null;
  let items = 0;
  let files = 0;
  let ours = false;
  const missing = new Map<string, string>();
  let missingMore = 0;
  const unlisted: string[] = [];
  let unlistedMore = 0;
  const layout = createDspaceLayout();
  let early: string[] = [];

  const miss = (folder: string, file: string) => {
    if (missing.size < mostMissing) missing.set(within(folder, file), folder);
    else missingMore += 1;
  };

  const leave = () => {
    if (open === null) return;
    const { path, seen, listed } = open;
    open = null;
    early = [];
    if (!seen.has("dublin_core.xml")) miss(path, "dublin_core.xml");
    const wanted = new Set(listed ?? []);
    for (const file of wanted) {
      if (seen.has(file)) files++;
      else miss(path, file);
    }
    const others = [...seen].filter(
      (file) => !controlFile.test(file) && file !== itemSidecarName,
    );
    if (listed === null) {
      if (others.length > 0) miss(path, "contents");
      return;
    }
    for (const file of others) {
      if (wanted.has(file)) continue;
      if (unlisted.length < mostUnlisted) unlisted.push(within(path, file));
      else unlistedMore += 1;
    }
  };

  return {
    entry(path, facts) {
      layout.entry(path);
      if (path.endsWith("/") || path.startsWith("__MACOSX/")) return;
      const slash = path.lastIndexOf("/");
      const folder = slash < 0 ? "" : path.slice(0, slash);
      const name = path.slice(slash + 1);
      const isControl = controlFile.test(name);
      if (
        name === itemSidecarName ||
        (name === structureName && facts.includes(structureFact))
      )
        ours = true;
      if (missing.delete(path)) {
        if (!isControl) files++;
        return;
      }
      if (open !== null && !belongsTo(open, path, folder, isControl)) leave();
      if (open === null) {
        if (!isControl) {
          if (early.length >= mostEarly) early = [];
          early.push(path);
          return;
        }
        const inside = folder === "" ? "" : `${folder}/`;
        const seen = early
          .filter((other) => other.startsWith(inside))
          .map((other) => other.slice(inside.length));
        early = [];
        open = { path: folder, seen: new Set(seen), listed: null };
        items++;
        layout.item(folder);
      }
      open.seen.add(open.path === "" ? path : path.slice(open.path.length + 1));
      if (name === "contents" && open.path === folder) open.listed = facts;
    },
    recognised: () => items > 0,
    end(report) {
      leave();
      for (const [file, folder] of missing) {
        report({
          severity: "error",
          object: folder === "" ? "." : folder,
          message: `${folder === "" ? file : file.slice(folder.length + 1)} is missing.`,
        });
      }
      if (missingMore > 0) {
        report({
          severity: "error",
          object: ".",
          message: `More than ${String(mostMissing)} listed files are missing; ${String(missingMore)} ${missingMore === 1 ? "is" : "are"} not named.`,
        });
      }
      for (const file of unlisted) {
        report({
          severity: "warning",
          object: file,
          message:
            "The file is not listed in `contents`, so an importer ignores it.",
        });
      }
      if (unlistedMore > 0) {
        report({
          severity: "warning",
          object: ".",
          message: `${unlistedMore === 1 ? "One more file is" : `${String(unlistedMore)} more files are`} not listed in \`contents\`.`,
        });
      }
      layout.end(report, ours);
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
