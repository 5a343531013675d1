import { fieldName, type MetadataDraft } from "../../domain/metadata.ts";
import {
  fromMetadataDocument,
  toSafText,
  type MetadataDocument,
} from "../../domain/saf-sidecar.ts";

interface Original {
  readonly draft: MetadataDraft;
  readonly text: string;
  used: boolean;
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
  const fields = new Map<string, Original[]>();
  for (const draft of fromMetadataDocument(document)) {
    const name = fieldName(draft);
    const list = fields.get(name) ?? [];
    fields.set(name, list);
    // Values of the schema `relation` are never in the XML, where they would be doubled.
    const text = draft.schema === "relation" ? "" : toSafText(draft.value);
    list.push({ draft, text, used: false });
  }

  const restored: MetadataDraft[] = [];
  for (const value of values) {
    const originals = fields.get(fieldName(value)) ?? [];
    const index = originals.findIndex(
      (original) =>
        !original.used &&
        original.text === value.value &&
        projectLanguage(original.draft.language) === value.language,
    );
    const original = originals[index];
    if (original === undefined) {
      restored.push(value);
      continue;
    }
    original.used = true;
    for (const draft of takeUnwritten(originals.slice(0, index))) {
      restored.push(draft);
    }
    restored.push(original.draft);
  }
  for (const originals of fields.values()) {
    for (const draft of takeUnwritten(originals)) restored.push(draft);
  }
  return restored;
}

/** Values that are nothing in XML and were not taken yet. */
function takeUnwritten(originals: readonly Original[]): MetadataDraft[] {
  const found: MetadataDraft[] = [];
  for (const original of originals) {
    if (original.used || original.text !== "") continue;
    original.used = true;
    found.push(original.draft);
  }
  return found;
}

function projectLanguage(language: string | null): string | null {
  return language === null ? null : toSafText(language) || null;
}
