import type { MetadataValue } from "../../../../main/domain/metadata.ts";
import { fieldName } from "../../../../main/domain/metadata.ts";
import type { MetadataFields } from "../../../../preload/contract.ts";

/** One value while somebody changes it. */
export interface DraftValue {
  /** Names it as long as the dialog is open, wherever it moves. */
  readonly key: number;
  value: string;
  /** Empty for none. */
  language: string;
  readonly authority: string | null;
  readonly confidence: number;
}

/** The values of one field, in their order. */
export interface DraftField {
  readonly name: string;
  values: DraftValue[];
}

const languageTag = /^(?:\*|[A-Za-z]{1,8}(?:[-_][A-Za-z0-9]{1,8})*)$/u;
let lastKey = 0;

/** The metadata of an object by field, each with its values in their order. */
export function metadataFields(
  metadata: readonly MetadataValue[],
): MetadataFields {
  const fields: Record<string, MetadataFields[string][number][]> = {};
  const ordered = metadata.toSorted((one, other) => one.place - other.place);
  for (const one of ordered) {
    const { value, language, authority, confidence } = one;
    (fields[fieldName(one)] ??= []).push({
      value,
      language,
      authority,
      confidence,
    });
  }
  return fields;
}

/** A value that has just been added. */
export function newValue(value = "", language = ""): DraftValue {
  lastKey += 1;
  return { key: lastKey, value, language, authority: null, confidence: -1 };
}

export function draftOf(fields: MetadataFields): DraftField[] {
  return Object.entries(fields)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, values]) => ({
      name,
      values: values.map(({ value, language, authority, confidence }) => ({
        ...newValue(value, language ?? ""),
        authority,
        confidence,
      })),
    }));
}

/** What the draft means; fields without values are left out. */
export function fieldsOf(draft: readonly DraftField[]): MetadataFields {
  return Object.fromEntries(
    draft
      .filter(({ values }) => values.length > 0)
      .map(({ name, values }) => [
        name,
        values.map(({ value, language, authority, confidence }) => ({
          value,
          language: language.trim() === "" ? null : language.trim(),
          authority,
          confidence,
        })),
      ]),
  );
}

export const isBlank = ({ value }: DraftValue): boolean => value.trim() === "";
export const isNoLanguage = ({ language }: DraftValue): boolean =>
  language.trim() !== "" && !languageTag.test(language.trim());
/** Whether a draft can be saved as it is. */
export const isSound = (draft: readonly DraftField[]): boolean =>
  draft.every(({ values }) =>
    values.every((value) => !isBlank(value) && !isNoLanguage(value)),
  );

/** The list with the value at a place moved by one. */
export function moved(
  values: readonly DraftValue[],
  place: number,
  by: -1 | 1,
): DraftValue[] {
  const one = values[place];
  return one === undefined
    ? [...values]
    : values.toSpliced(place, 1).toSpliced(place + by, 0, one);
}
