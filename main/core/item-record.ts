export interface FieldValue {
  readonly value: string;
  readonly language: string | null;
  readonly authority: string | null;
  readonly confidence: number;
  readonly place: number;
}

/** Fields in dotted form, sorted, each with its values in their order. */
export type MetadataMap = Readonly<Record<string, readonly FieldValue[]>>;

/** The same where it is only passed on: each field with the JSON of its values, which is not read on the way. */
export type MetadataTexts = readonly (readonly [
  field: string,
  values: string,
])[];

export interface ItemRecord {
  readonly kind: "item";
  readonly id: number;
  readonly uuid: string;
  readonly handle: string | null;
  readonly inArchive: boolean;
  readonly discoverable: boolean;
  readonly withdrawn: boolean;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
  readonly texts: MetadataTexts;
}

/** The first value of a field; null when it has none. */
export function firstText(texts: MetadataTexts, field: string): string | null {
  const found = texts.find(([name]) => name === field);
  if (found === undefined) return null;
  const [first] = JSON.parse(found[1]) as readonly FieldValue[];
  return first?.value ?? null;
}
