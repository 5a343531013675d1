import { SaxesParser } from "saxes";
import {
  nothingFound,
  type FormatRules,
  type Inspection,
} from "../package-check.ts";
import { followFolders } from "../follow-folders.ts";
import { archiveNamespace } from "./shared-elements.ts";

const decoder = new TextDecoder("utf-8", { fatal: true });
/** Fact of a description of communities and collections of ours. */
const hierarchyFact = "xml:hierarchy";

/** The rules of our XML packages: documents that are well-formed, and a file wherever an item says there is one. */
export const xmlRules: FormatRules = {
  inspect(path, bytes) {
    const names = path.split("/");
    if (names.length === 2 && names[1] === "hierarchy.xml")
      return inspectDocument(bytes, "hierarchy");
    if (names.length === 2 && names[1] === "links.xml")
      return inspectDocument(bytes, "links");
    if (names.length === 3 && names[2] === "item.xml")
      return inspectDocument(bytes, "item");
    return nothingFound;
  },
  startCheck: () =>
    followFolders({
      itemFile: "item.xml",
      markFile: "hierarchy.xml",
      markFact: hierarchyFact,
    }),
};

/** Facts are the paths that an item says its files have, and what the document is. */
function inspectDocument(bytes: Uint8Array, root: string): Inspection {
  const faults: string[] = [];
  const facts: string[] = [];
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return { faults: ["It is not UTF-8."], facts };
  }
  // Somebody else's file of that name is none of our business.
  if (!text.slice(0, 2000).includes(archiveNamespace)) return nothingFound;
  const parser = new SaxesParser();
  let depth = 0;
  parser.on("doctype", () => faults.push("It has a DOCTYPE."));
  parser.on("opentag", ({ name, attributes }) => {
    depth += 1;
    if (depth === 1 && name !== root)
      faults.push(`Its root element is ${name} instead of ${root}.`);
    const path = attributes["path"];
    if (root === "item" && name === "bitstream" && path !== undefined) {
      if (path.startsWith("/") || path.split("/").includes(".."))
        faults.push(
          `${JSON.stringify(path)} is not a path inside the item's folder.`,
        );
      else facts.push(path);
    }
  });
  parser.on("closetag", () => {
    depth -= 1;
  });
  parser.on("error", (error) => {
    faults.push(`It is not well-formed: ${error.message}.`);
  });
  parser.write(text).close();
  if (root === "hierarchy") facts.push(hierarchyFact);
  return { faults: faults.slice(0, 5), facts };
}
