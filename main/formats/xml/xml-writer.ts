import { createXmlText } from "./xml-text.ts";

type AttributeValue = string | number | boolean | null;

export type Attributes = Readonly<Record<string, AttributeValue>>;

export type XmlWriter = ReturnType<typeof createXmlWriter>;

/** Builds the text of a document, element by element. Attributes that are null are left out. */
export function createXmlWriter() {
  const text = createXmlText();
  let out = `<?xml version="1.0" encoding="UTF-8"?>\n`;
  const open: string[] = [];

  const start = (name: string, attributes: Attributes) => {
    out += `${" ".repeat(open.length)}<${name}`;
    for (const key of Object.keys(attributes)) {
      const value = attributes[key];
      if (value === undefined || value === null) continue;
      out += ` ${key}="${typeof value === "string" ? text.attribute(value) : String(value)}"`;
    }
  };
  return {
    /** An element around what `inside` writes. */
    element(name: string, attributes: Attributes, inside: () => void): void {
      start(name, attributes);
      out += ">\n";
      open.push(name);
      inside();
      open.pop();
      out += `${" ".repeat(open.length)}</${name}>\n`;
    },
    /** An element that holds nothing. */
    empty(name: string, attributes: Attributes): void {
      start(name, attributes);
      out += "/>\n";
    },
    /** An element that holds nothing but text, kept to the last blank. */
    text(name: string, attributes: Attributes, content: string): void {
      start(name, attributes);
      out += `>${text.content(content)}</${name}>\n`;
    },
    /** Begins an element that {@link XmlWriter.take} may cut in pieces. */
    begin(name: string, attributes: Attributes): void {
      start(name, attributes);
      out += ">\n";
      open.push(name);
    },
    end(): void {
      const name = open.pop() ?? "";
      out += `${" ".repeat(open.length)}</${name}>\n`;
    },
    /** Hands out what has been written since the last time. */
    take(): string {
      const taken = out;
      out = "";
      return taken;
    },
    /** Characters that XML cannot hold, so far. */
    changed: text.changed,
  };
}
