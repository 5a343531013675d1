import { SaxesParser } from "saxes";
import { AppError } from "../../domain/errors.ts";

/** An element of a document with everything in it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  /** All text right inside it. */
  text: string;
}

const archiveNamespace = "urn:holdall:archive";
const mostElements = 2_000_000;
const mostAttributes = 40;
const mostDepth = 12;

/**
 * Reads one of our documents as a whole. Entities are the five of XML and numeric ones; a document type declaration is
 * refused unread.
 * @param root name its outermost element must have
 * @throws AppError input.invalid
 */
export function readElementTree(bytes: Uint8Array, root: string): XmlElement {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refuse("It is not UTF-8.");
  }
  const parser = new SaxesParser<{ xmlns: true }>({ xmlns: true });
  const open: XmlElement[] = [];
  let top: XmlElement | null = null;
  let elements = 0;
  parser.on("error", (error) =>
    refuse(`It is not well-formed XML: ${error.message}`),
  );
  parser.on("doctype", () =>
    refuse("It has a document type declaration, which could hide anything."),
  );
  parser.on("opentag", (tag) => {
    elements += 1;
    const given = Object.values(tag.attributes);
    if (
      elements > mostElements ||
      open.length >= mostDepth ||
      given.length > mostAttributes
    )
      refuse("It is larger or deeper than such a document can be.");
    const element: XmlElement = {
      name:
        tag.uri === archiveNamespace ? tag.local : `{${tag.uri}}${tag.local}`,
      attributes: Object.fromEntries(
        given
          .filter(({ uri }) => uri === "")
          .map(({ local, value }) => [local, value]),
      ),
      children: [],
      text: "",
    };
    open.at(-1)?.children.push(element);
    top ??= element;
    open.push(element);
  });
  const add = (piece: string) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += piece;
  };
  parser.on("text", add);
  parser.on("cdata", add);
  parser.on("closetag", () => {
    open.pop();
  });
  parser.write(text).close();
  const found = top as XmlElement | null;
  if (found?.name !== root)
    return refuse(`Its outermost element is not ${root}.`);
  if (found.attributes["schemaVersion"] !== "1")
    return refuse(
      `It is of version ${found.attributes["schemaVersion"] ?? "?"} of the schema; only 1 is known.`,
    );
  return found;
}

/** @throws AppError input.invalid */
export function refuse(message: string): never {
  throw new AppError("input.invalid", message);
}

/** The children of a child: `inside(item, "bundles", "bundle")`. */
export function inside(
  element: XmlElement,
  list: string,
  name: string,
): readonly XmlElement[] {
  return (
    child(element, list)?.children.filter((found) => found.name === name) ?? []
  );
}

export function child(
  element: XmlElement,
  name: string,
): XmlElement | undefined {
  return element.children.find((found) => found.name === name);
}

/** An attribute that must be there. @throws AppError input.invalid */
export function required(element: XmlElement, name: string): string {
  return (
    element.attributes[name] ??
    refuse(`An element ${element.name} has no attribute ${name}.`)
  );
}

/** An attribute that may be absent. */
export function optional(element: XmlElement, name: string): string | null {
  return element.attributes[name] ?? null;
}

/** A whole number. @throws AppError input.invalid */
export function wholeNumber(element: XmlElement, name: string): number {
  const text = required(element, name).trim();
  if (!/^-?\d{1,15}$/u.test(text))
    refuse(`The ${name} of an element ${element.name} is no whole number.`);
  return Number(text);
}

/** @throws AppError input.invalid */
export function truth(element: XmlElement, name: string): boolean {
  const text = required(element, name).trim();
  if (text === "true" || text === "1") return true;
  if (text === "false" || text === "0") return false;
  return refuse(
    `The ${name} of an element ${element.name} is not true or false.`,
  );
}

const uuidPattern =
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;

/** @throws AppError input.invalid when it is there and is no uuid */
export function optionalUuid(element: XmlElement): string | undefined {
  const text = element.attributes["uuid"];
  if (text !== undefined && !uuidPattern.test(text))
    refuse(`The uuid of an element ${element.name} is none.`);
  return text;
}

/** @throws AppError input.invalid */
export function requiredUuid(element: XmlElement): string {
  required(element, "uuid");
  return optionalUuid(element) ?? "";
}
