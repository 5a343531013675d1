import { fieldName, type MetadataValue } from "../../domain/metadata.ts";
import { cleanHtml, looksLikeHtml } from "./clean-html.ts";
import { html, trusted, type Markup } from "./markup.ts";

/** Fields that may hold HTML; all others are text to the last character. */
const htmlField =
  /^(?:dc\.description|dc\.rights|dc\.provenance|dcterms\.(?:abstract|description|provenance|rights|tableOfContents))(?:\.|$)/;

const languageTag = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;

/** A `lang` attribute, with a blank before it, for a language as the catalog writes it; nothing for what is none. */
function languageAttribute(language: string | null): string {
  const tag = language?.trim().replaceAll("_", "-") ?? "";
  return languageTag.test(tag) ? ` lang="${tag}"` : "";
}

/** A metadata value as a page shows it: an address as a link, HTML of descriptions cleaned, the rest as it is. */
export function valueMarkup(value: MetadataValue): Markup {
  const { value: text, language } = value;
  if (htmlField.test(fieldName(value)) && looksLikeHtml(text))
    return block("value rich", language, cleanHtml(text));
  return block("value", language, addressMarkup(text));
}

/** Blanks count in it, so that there are none but those of its content. */
function block(name: string, language: string | null, content: Markup): Markup {
  return trusted(
    `<div class="${name}" dir="auto"${languageAttribute(language)}>${content.markup}</div>\n`,
  );
}

/** An address of the web as a link out of the site; other text as text. */
function addressMarkup(text: string): Markup {
  const address = text.trim();
  if (!/^https?:\/\/[^\s"'<>\\^`{|}]+$/i.test(address) || !isAddress(address))
    return html`${text}`;
  return html`<a href="${address}" rel="noopener noreferrer">${address}</a>`;
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** The first value of a field; null when there is none. */
export function firstValue(
  metadata: readonly MetadataValue[],
  field: string,
): MetadataValue | null {
  return metadata.find((value) => fieldName(value) === field) ?? null;
}

/** The values of the first of some fields that has any, as text. */
export function textsOf(
  metadata: readonly MetadataValue[],
  fields: readonly string[],
): string[] {
  for (const field of fields) {
    const found = metadata.filter((value) => fieldName(value) === field);
    if (found.length > 0) return found.map(({ value }) => value);
  }
  return [];
}
