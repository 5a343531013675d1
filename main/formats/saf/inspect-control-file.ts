import { SaxesParser } from "saxes";
import { Compile } from "typebox/compile";
import {
  itemSidecar,
  itemSidecarName,
  structureDocument,
  structureName,
} from "../../domain/saf-sidecar.ts";
import { onDemand } from "../../domain/on-demand.ts";
import { nothingFound, type Inspection } from "../package-check.ts";
import { plainJson } from "../plain-json.ts";

const metadataFile = /^(?:dublin_core|metadata_[^/]*)\.xml$/;
/** Made when the first one is needed: threads that pack never look. */
const sidecar = onDemand(() => Compile(itemSidecar));
const structure = onDemand(() => Compile(structureDocument));
/** Sidecars as this program writes them. */
const plainSidecar = onDemand(() => plainJson(itemSidecar, "\n"));

/** The fact of a description of communities and collections that this program wrote. */
export const structureFact = "structure";

/**
 * Looks at the content of a control file (saf.md sections 20 and 23). The facts of a `contents` file are the paths it
 * lists; our own structure document has {@link structureFact}.
 */
export function inspectControlFile(
  path: string,
  bytes: Uint8Array,
): Inspection {
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (metadataFile.test(name)) return inspectXml(bytes);
  if (name === "contents") return inspectContents(bytes);
  if (name === itemSidecarName) return inspectSidecar(bytes);
  if (name === structureName && path.split("/").length === 2) {
    return {
      ...inspectJson(bytes, (value) => structure().Check(value)),
      facts: isStructure(bytes) ? [structureFact] : [],
    };
  }
  return nothingFound;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function decode(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

const plainXml = plainForm();
/** Longer texts would take much of the stack. */
const longestPlain = 256 * 1024;

/**
 * Metadata files as this program writes them. What is of this form is well-formed and has an element in every value, so
 * it needs no parser, which would take most of the time of a verification; anything else is left to one.
 */
function plainForm(): RegExp {
  // What XML forbids, and what it gives a meaning; lone surrogates cannot come out of UTF-8.
  const never = String.raw`<>&\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff`;
  const reference = String.raw`&(?:amp|lt|gt|quot|#9|#10|#13);`;
  // Loops without a choice in them are the faster ones.
  const attribute = `"[^"${never}]*(?:${reference}[^"${never}]*)*"`;
  const content = `[^${never}]*(?:${reference}[^${never}]*)*`;
  const value = `  <dcvalue element=${attribute} qualifier=${attribute}(?: language=${attribute})?>${content}</dcvalue>\n`;
  const declaration = String.raw`<\?xml version="1\.0" encoding="utf-8" standalone="no"\?>\n`;
  return new RegExp(
    `^${declaration}<dublin_core schema=${attribute}>\n(?:${value})*</dublin_core>\n$`,
  );
}

function inspectXml(bytes: Uint8Array): Inspection {
  const text = decode(bytes);
  if (text === null) return { faults: ["It is not UTF-8."], facts: [] };
  if (text.length <= longestPlain && plainXml.test(text)) return nothingFound;
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

/** Every item has one, and what this program writes is of the plain form: parsing it would take three times as long. */
function inspectSidecar(bytes: Uint8Array): Inspection {
  if (bytes.length <= longestPlain) {
    const text = decode(bytes);
    if (text !== null && plainSidecar().test(text)) return nothingFound;
  }
  return inspectJson(bytes, (value) => sidecar().Check(value));
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

/** Whether it says that it is our structure document, whatever else is wrong with it. */
function isStructure(bytes: Uint8Array): boolean {
  try {
    const value: unknown = JSON.parse(decode(bytes) ?? "");
    return (
      typeof value === "object" &&
      value !== null &&
      "holdall" in value &&
      "type" in value &&
      value.type === "structure"
    );
  } catch {
    return false;
  }
}
