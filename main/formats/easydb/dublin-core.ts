import type { ItemRecord } from "./record.ts";
import { attributes, escapeXml } from "./xml-text.ts";

/** The fifteen elements of simple Dublin Core. */
const elements = new Set([
  "contributor",
  "coverage",
  "creator",
  "date",
  "description",
  "format",
  "identifier",
  "language",
  "publisher",
  "relation",
  "rights",
  "source",
  "subject",
  "title",
  "type",
]);

/** Simple Dublin Core as OAI-PMH writes it; an author is a creator, qualifiers are left out. */
export function dublinCore({ values }: ItemRecord): string {
  const lines = values.flatMap(({ value, metadata }) => {
    if (metadata?.schema !== "dc" || !elements.has(metadata.element)) return [];
    const name =
      metadata.element === "contributor" && metadata.qualifier === "author"
        ? "creator"
        : metadata.element;
    return [
      `<dc:${name}${attributes({ "xml:lang": metadata.language?.replace("_", "-") ?? null })}>${escapeXml(value)}</dc:${name}>\n`,
    ];
  });
  return `<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">\n${lines.join("")}</oai_dc:dc>\n`;
}
