import { SaxesParser } from "saxes";

/** An element of a reply: small, and without attributes that matter. */
export interface XmlElement {
  readonly name: string;
  text: string;
  readonly children: XmlElement[];
}

/** Reads a reply; null when it is no XML. */
export function readXml(text: string): XmlElement | null {
  const root: XmlElement = { name: "", text: "", children: [] };
  const open = [root];
  const parser = new SaxesParser();
  parser.on("opentag", ({ name }) => {
    const element: XmlElement = { name, text: "", children: [] };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("text", (part) => {
    const inside = open.at(-1);
    if (inside !== undefined) inside.text += part;
  });
  parser.on("closetag", () => open.pop());
  try {
    parser.write(text).close();
  } catch {
    return null;
  }
  return root.children[0] ?? null;
}

/** Text of a child; empty when there is none. */
export function childText(element: XmlElement | null, name: string): string {
  return (
    element?.children.find((child) => child.name === name)?.text.trim() ?? ""
  );
}
