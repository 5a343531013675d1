import { SaxesParser } from "saxes";
import type { MetadataDraft } from "../../domain/metadata.ts";
import { trimBlanks } from "../../domain/saf-sidecar.ts";
import { mostAttributes, mostValues } from "../control-file-limits.ts";
import { decodeXml } from "./decode-text.ts";
import { ItemRefusal, type ItemNote } from "./item-refusal.ts";

/** What a dublin_core.xml or metadata_*.xml says. */
export interface ParsedMetadata {
  readonly values: readonly MetadataDraft[];
  /** Values of the schema `relation`: links to other items. */
  readonly relations: readonly {
    readonly type: string;
    readonly target: string;
  }[];
  readonly notes: readonly ItemNote[];
}

/** Most elements within each other; the format needs two. */
const depthLimit = 100;

interface OpenValue {
  readonly element: string;
  readonly qualifier: string | null;
  readonly language: string | null;
  text: string;
}

/**
 * Reads one metadata file (saf.md section 20): the whole text of each value, whatever it is made of, with outer blanks
 * cut off as DSpace does. Entities are the five of XML and numeric ones; a document type declaration is refused unread.
 * @param file the file's name, for the schema and for messages
 * @throws ItemRefusal xml.*
 */
export function parseMetadataXml(
  bytes: Uint8Array,
  file: string,
): ParsedMetadata {
  const decoded = decodeXml(bytes);
  if (!("text" in decoded)) throw new ItemRefusal({ ...decoded, file });

  const parser = new SaxesParser<{
    xmlns: false;
    defaultXMLVersion: "1.0";
    forceXMLVersion: true;
  }>({
    xmlns: false,
    defaultXMLVersion: "1.0",
    // XML 1.1 would allow control characters by reference.
    forceXMLVersion: true,
  });
  const values: MetadataDraft[] = [];
  const relations: { type: string; target: string }[] = [];
  const counts = { trimmed: 0, empty: 0, markup: 0, unknown: 0 };
  const lines = { trimmed: 0, empty: 0, markup: 0, unknown: 0 };
  const count = (what: keyof typeof counts): void => {
    if (counts[what]++ === 0) lines[what] = parser.line;
  };
  const refuse = (code: string, message: string): never => {
    throw new ItemRefusal({ code, file, line: parser.line, message });
  };
  let schema = schemaOf(file);
  let depth = 0;
  let open: OpenValue | null = null;

  parser.on("error", (error) => {
    const reason = error.message.replace(/^(?:[^:]*:)?\d+:\d+: /u, "");
    if (reason.startsWith("disallowed character")) {
      refuse(
        "xml.control-character",
        "The file contains a character that XML does not allow.",
      );
    }
    refuse("xml.invalid", `The file is not well-formed XML: ${reason}`);
  });
  parser.on("doctype", () => {
    refuse(
      "xml.doctype",
      "The file has a document type declaration; entities could hide anything in it, so it is never read.",
    );
  });
  let attributes = 0;
  parser.on("opentagstart", () => {
    attributes = 0;
  });
  parser.on("attribute", () => {
    if (++attributes > mostAttributes) {
      refuse(
        "xml.too-large",
        `An element has more than ${mostAttributes} attributes.`,
      );
    }
  });
  parser.on("opentag", (tag) => {
    depth++;
    if (depth > depthLimit) {
      refuse(
        "xml.too-deep",
        `The file has more than ${depthLimit} elements within each other.`,
      );
    }
    if (depth === 1) {
      if (tag.name !== "dublin_core") {
        refuse(
          "xml.unexpected-root",
          `The file's outermost element is ${tag.name} instead of dublin_core.`,
        );
      }
      const named = tag.attributes["schema"]?.trim() ?? "";
      if (named !== "") schema = named;
    } else if (depth === 2 && tag.name === "dcvalue") {
      const element = tag.attributes["element"]?.trim() ?? "";
      if (element === "") {
        refuse("xml.no-element", "A dcvalue does not say its element.");
      }
      const qualifier = tag.attributes["qualifier"]?.trim() ?? "";
      const language = tag.attributes["language"] ?? "";
      open = {
        element,
        qualifier: qualifier === "" || qualifier === "none" ? null : qualifier,
        language: language === "" ? null : language,
        text: "",
      };
    } else if (open === null) {
      count("unknown");
    } else {
      count("markup");
    }
  });
  const addText = (text: string): void => {
    if (open !== null) open.text += text;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    depth--;
    if (depth !== 1 || open === null) return;
    const { text, ...field } = open;
    open = null;
    const value = trimBlanks(text);
    if (value === "") {
      count("empty");
    } else if (schema === "relation") {
      relations.push({ type: field.element, target: value });
    } else {
      if (value.length !== text.length) count("trimmed");
      values.push({ schema, ...field, value });
    }
    if (values.length + relations.length > mostValues)
      refuse("xml.too-large", `The file has more than ${mostValues} values.`);
  });

  parser.write(decoded.text).close();
  if (depth !== 0) refuse("xml.invalid", "The file is not well-formed XML.");

  const notes: ItemNote[] = [];
  const note = (
    severity: ItemNote["severity"],
    code: string,
    what: keyof typeof counts,
    message: (values: string) => string,
    action: string,
  ): void => {
    const number = counts[what];
    if (number === 0) return;
    const words = number === 1 ? "1 value" : `${number} values`;
    const line = lines[what];
    notes.push({ severity, code, file, line, message: message(words), action });
  };
  if (decoded.guessed !== undefined) {
    notes.push({
      severity: "warning",
      code: "xml.encoding",
      file,
      message: decoded.guessed,
      action: "It was read as UTF-8.",
    });
  }
  note(
    "note",
    "value.trimmed",
    "trimmed",
    (of) => `White space around ${of}, the first here.`,
    "It was cut off, as DSpace does.",
  );
  note(
    "note",
    "value.empty",
    "empty",
    (of) => `Nothing in ${of}, the first here.`,
    "Empty values were left out, as DSpace does.",
  );
  note(
    "warning",
    "xml.markup",
    "markup",
    (of) => `Elements inside ${of}, the first here.`,
    "Their text was kept, the markup was dropped.",
  );
  note(
    "warning",
    "xml.unknown-element",
    "unknown",
    () =>
      counts.unknown === 1
        ? "An element other than dcvalue."
        : `${counts.unknown} elements other than dcvalue, the first here.`,
    counts.unknown === 1 ? "It was left out." : "They were left out.",
  );
  return { values, relations, notes };
}

function schemaOf(file: string): string {
  return /^metadata_(.+)\.xml$/su.exec(file)?.[1] ?? "dc";
}
