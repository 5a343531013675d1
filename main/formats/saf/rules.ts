import { SaxesParser } from "saxes";
import { Compile } from "typebox/compile";
import {
  itemSidecar,
  itemSidecarName,
  structureDocument,
  structureName,
} from "../../domain/saf-sidecar.ts";
import {
  nothingFound,
  type Fault,
  type FormatRules,
  type Inspection,
  type PackageCheck,
} from "../package-check.ts";

const metadataFile = /^(?:dublin_core|metadata_[^/]*)\.xml$/;
const sidecar = Compile(itemSidecar);
const structure = Compile(structureDocument);
const controlFile =
  /^(?:dublin_core\.xml|metadata_[^/]*\.xml|contents|collections|handle|relationships)$/;

/** SAF's rules, as DSpace's importer applies them (saf.md sections 20 and 21). */
export const safRules: FormatRules = {
  inspect(path, bytes) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (metadataFile.test(name)) return inspectXml(bytes);
    if (name === "contents") return inspectContents(bytes);
    if (name === itemSidecarName)
      return inspectJson(bytes, (value) => sidecar.Check(value));
    if (name === structureName && path.split("/").length === 2) {
      return inspectJson(bytes, (value) => structure.Check(value));
    }
    return nothingFound;
  },
  startCheck,
};

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function inspectXml(bytes: Uint8Array): Inspection {
  const text = decode(bytes);
  if (text === null) return { faults: ["It is not UTF-8."], facts: [] };
  const faults: string[] = [];
  const parser = new SaxesParser();
  let depth = 0;
  parser.on("doctype", () => {
    faults.push("It has a DOCTYPE, which DSpace refuses.");
  });
  parser.on("cdata", () => {
    faults.push("It has a CDATA section, whose text DSpace loses.");
  });
  parser.on("opentag", ({ name, attributes }) => {
    depth++;
    if (depth === 1 && name !== "dublin_core")
      faults.push(`Its root element is ${name} instead of dublin_core.`);
    if (
      depth === 2 &&
      name === "dcvalue" &&
      attributes["element"] === undefined
    ) {
      faults.push(
        `Line ${String(parser.line)}: a dcvalue has no element attribute.`,
      );
    }
  });
  parser.on("closetag", () => {
    depth--;
  });
  parser.on("error", (error) => {
    faults.push(`It is not well-formed: ${error.message}.`);
  });
  parser.write(text).close();
  return { faults: faults.slice(0, 5), facts: [] };
}

/** The facts of a `contents` file are the paths it lists, registered files aside. */
function inspectContents(bytes: Uint8Array): Inspection {
  const text = decode(bytes);
  if (text === null) return { faults: ["It is not UTF-8."], facts: [] };
  const faults: string[] = [];
  const facts: string[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === "" || /^-[rsf]\s/.test(line)) return;
    const tab = line.indexOf("\t");
    const path = tab < 0 ? line : line.slice(0, tab);
    if (path === "" || path.startsWith("/") || path.split("/").includes("..")) {
      faults.push(
        `Line ${String(index + 1)}: ${JSON.stringify(path)} is not a path inside the item's folder.`,
      );
    } else {
      facts.push(path);
    }
  });
  return { faults, facts };
}

function inspectJson(
  bytes: Uint8Array,
  fits: (value: unknown) => boolean,
): Inspection {
  try {
    const value: unknown = JSON.parse(decode(bytes) ?? "");
    return fits(value)
      ? nothingFound
      : {
          faults: ["It is not as this version of Holdall writes it."],
          facts: [],
        };
  } catch {
    return { faults: ["It is not JSON."], facts: [] };
  }
}

/** An item folder whose entries are going by. */
interface OpenFolder {
  readonly path: string;
  readonly seen: Set<string>;
  listed: readonly string[] | null;
}

/**
 * Follows the item folders of a package. Entries of one folder usually follow each other; a file that is missing when
 * its folder is left may still come, so it is a fault only at the end.
 */
function startCheck(): PackageCheck {
  let open: OpenFolder | null = null;
  let items = 0;
  let files = 0;
  const missing = new Map<string, string>();
  const unlisted = new Map<string, true>();
  const faults: Fault[] = [];
  let early: string[] = [];

  const leave = () => {
    if (open === null) return;
    const { path, seen, listed } = open;
    open = null;
    early = [];
    if (!seen.has("dublin_core.xml"))
      missing.set(`${path}/dublin_core.xml`, path);
    const wanted = new Set(listed ?? []);
    for (const file of wanted) {
      if (seen.has(file)) files++;
      else missing.set(`${path}/${file}`, path);
    }
    const others = [...seen].filter(
      (file) => !controlFile.test(file) && file !== itemSidecarName,
    );
    if (listed === null) {
      if (others.length > 0) missing.set(`${path}/contents`, path);
      return;
    }
    for (const file of others) {
      if (!wanted.has(file)) unlisted.set(`${path}/${file}`, true);
    }
  };

  return {
    entry(path, facts) {
      if (path.endsWith("/") || path.startsWith("__MACOSX/")) return;
      if (missing.delete(path)) {
        if (!controlFile.test(path.slice(path.lastIndexOf("/") + 1))) files++;
        return;
      }
      const slash = path.lastIndexOf("/");
      const folder = slash < 0 ? "" : path.slice(0, slash);
      const name = path.slice(slash + 1);
      const isControl = controlFile.test(name);
      if (
        open !== null &&
        open.path !== folder &&
        !path.startsWith(`${open.path}/`)
      )
        leave();
      if (open === null) {
        if (!isControl) {
          // It may belong to an item whose control files come after it.
          early.push(path);
          return;
        }
        const inside = `${folder}/`;
        const seen = early
          .filter((other) => folder === "" || other.startsWith(inside))
          .map((other) => (folder === "" ? other : other.slice(inside.length)));
        early = [];
        open = { path: folder, seen: new Set(seen), listed: null };
        items++;
        if (/\s/u.test(folder.slice(folder.lastIndexOf("/") + 1))) {
          faults.push({
            severity: "warning",
            object: folder,
            message:
              "The folder name has white space, which DSpace's map file cannot hold.",
          });
        }
      }
      open.seen.add(path.slice(open.path.length + 1));
      if (name === "contents" && open.path === folder) open.listed = facts;
    },
    end(report) {
      leave();
      for (const fault of faults) report(fault);
      for (const [file, folder] of missing) {
        report({
          severity: "error",
          object: folder,
          message: `${file.slice(folder.length + 1)} is missing.`,
        });
      }
      for (const file of unlisted.keys()) {
        report({
          severity: "warning",
          object: file,
          message:
            "The file is not listed in `contents`, so an importer ignores it.",
        });
      }
      if (items === 0) {
        report({
          severity: "warning",
          object: "",
          message: "There is no item in the package.",
        });
      }
      return { items, files };
    },
  };
}
