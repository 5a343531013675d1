import { fieldName, type MetadataDraft } from "../../domain/metadata.ts";
import {
  fromMetadataDocument,
  toSafText,
  type MetadataDocument,
} from "../../domain/saf-sidecar.ts";

/** What the sidecar says of one field, to be taken value by value. */
interface Originals {
  readonly drafts: readonly MetadataDraft[];
  /** Places of the values that become something in XML, by what they become, the first at the end. */
  readonly byText: ReadonlyMap<string, number[]>;
  /** Places of the values that are nothing in XML, the first at the end. */
  readonly unwritten: number[];
}

/**
 * Gives the values read from XML back what XML could not hold. XML is the truth: a value of the sidecar counts only
 * when it becomes, in XML, exactly the value and language that are there; then its original text, authority and
 * confidence are taken, each value once and in order. Values that XML could not hold at all are put back in their place.
 */
export function restoreMetadata(
  values: readonly MetadataDraft[],
  document: MetadataDocument,
): MetadataDraft[] {
  const fields = groupOriginals(document);
  const restored: MetadataDraft[] = [];
  for (const value of values) {
    const originals = fields.get(fieldName(value));
    const places = originals?.byText.get(textKey(value.value, value.language));
    const place = places?.pop();
    const original = place === undefined ? undefined : originals?.drafts[place];
    if (originals === undefined || place === undefined || !original) {
      restored.push(value);
      continue;
    }
    takeUnwritten(originals, place, restored);
    restored.push(original);
  }
  for (const originals of fields.values())
    takeUnwritten(originals, Infinity, restored);
  return restored;
}

/** An item can have hundreds of thousands of values of one field, so each must be found without a search. */
function groupOriginals(document: MetadataDocument): Map<string, Originals> {
  const fields = new Map<
    string,
    {
      drafts: MetadataDraft[];
      byText: Map<string, number[]>;
      unwritten: number[];
    }
  >();
  for (const draft of fromMetadataDocument(document)) {
    const name = fieldName(draft);
    let field = fields.get(name);
    if (field === undefined) {
      field = { drafts: [], byText: new Map(), unwritten: [] };
      fields.set(name, field);
    }
    const place = field.drafts.length;
    field.drafts.push(draft);
    // Values of the schema `relation` are never in the XML, where they would be doubled.
    const text = draft.schema === "relation" ? "" : toSafText(draft.value);
    if (text === "") {
      field.unwritten.push(place);
      continue;
    }
    const key = textKey(text, projectLanguage(draft.language));
    const places = field.byText.get(key);
    if (places === undefined) field.byText.set(key, [place]);
    else places.push(place);
  }
  for (const { byText, unwritten } of fields.values()) {
    unwritten.reverse();
    for (const places of byText.values()) places.reverse();
  }
  return fields;
}

function textKey(text: string, language: string | null): string {
  return `${language ?? ""}\0${text}`;
}

/** Adds the values before a place that are nothing in XML and were not taken yet. */
function takeUnwritten(
  { drafts, unwritten }: Originals,
  before: number,
  into: MetadataDraft[],
): void {
  for (;;) {
    const place = unwritten.at(-1);
    if (place === undefined || place >= before) return;
    unwritten.pop();
    const draft = drafts[place];
    if (draft !== undefined) into.push(draft);
  }
}

function projectLanguage(language: string | null): string | null {
  return language === null ? null : toSafText(language) || null;
}
