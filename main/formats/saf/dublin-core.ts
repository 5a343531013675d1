import type { MetadataValue } from "../../domain/metadata.ts";
import { toSafText } from "../../domain/saf-sidecar.ts";

/** DSpace's registry ends at 32 characters. */
const longestSchema = 100;

/**
 * The metadata files of an item, one for each schema (saf.md section 20): `dublin_core.xml`, always, then
 * `metadata_<schema>.xml` by schema. Fields are sorted by name, values by place.
 */
export function metadataFiles(
  values: readonly MetadataValue[],
): { readonly name: string; readonly text: string }[] {
  const schemas = new Map<string, MetadataValue[]>([["dc", []]]);
  for (const value of values) {
    // Relations are written to `relationships`; as metadata they would be doubled (saf.md section 22, row 8).
    if (value.schema === "relation") continue;
    const list = schemas.get(value.schema);
    if (list === undefined) schemas.set(value.schema, [value]);
    else list.push(value);
  }
  const others = [...schemas.keys()].filter((schema) => schema !== "dc").sort();
  const taken = new Set<string>();
  return ["dc", ...others].map((schema) => ({
    name: schema === "dc" ? "dublin_core.xml" : fileName(schema, taken),
    text: metadataXml(schema, schemas.get(schema) ?? []),
  }));
}

/**
 * Importers take the schema from the XML; the file only has to have a name that every file system can hold, and that is
 * not another one's where case is not told apart.
 */
function fileName(schema: string, taken: Set<string>): string {
  const safe = schema.replace(/[^A-Za-z0-9.-]+/g, "_").slice(0, longestSchema);
  let name = safe;
  for (let n = 2; taken.has(name.toLowerCase()); n++)
    name = `${safe}_${String(n)}`;
  taken.add(name.toLowerCase());
  return `metadata_${name}.xml`;
}

function metadataXml(schema: string, values: readonly MetadataValue[]): string {
  let xml = `<?xml version="1.0" encoding="utf-8" standalone="no"?>\n<dublin_core schema="${attribute(schema)}">\n`;
  for (const value of [...values].sort(byFieldAndPlace)) {
    const text = toSafText(value.value);
    if (text === "") continue;
    const language = value.language === null ? "" : toSafText(value.language);
    xml += `  <dcvalue element="${attribute(value.element)}" qualifier="${attribute(value.qualifier ?? "none")}"`;
    if (language !== "") xml += ` language="${attribute(language)}"`;
    xml += `>${content(text)}</dcvalue>\n`;
  }
  return xml + "</dublin_core>\n";
}

function byFieldAndPlace(a: MetadataValue, b: MetadataValue): number {
  if (a.element !== b.element) return a.element < b.element ? -1 : 1;
  const left = a.qualifier ?? "";
  const right = b.qualifier ?? "";
  if (left !== right) return left < right ? -1 : 1;
  return a.place - b.place;
}

const special = /[&<>\r]/;
const specials = /[&<>\r]/g;
/** What names of fields and languages are made of. */
const plain = /^[A-Za-z0-9._-]*$/;
const attributeSpecials = /[&<>"\t\n\r]/g;

// Never CDATA: DSpace's importer reads the first text node only (saf.md section 22, row 4).
function content(text: string): string {
  return special.test(text) ? text.replace(specials, escapeCharacter) : text;
}

function attribute(text: string): string {
  return plain.test(text)
    ? text
    : toSafText(text).replace(attributeSpecials, escapeCharacter);
}

function escapeCharacter(character: string): string {
  switch (character) {
    case "&":
      return "&amp;";
    case "<":
      return "&lt;";
    case ">":
      return "&gt;";
    case '"':
      return "&quot;";
    default:
      return `&#${String(character.charCodeAt(0))};`;
  }
}
