/** One metadata value of an object, as DSpace holds it. */
export interface MetadataValue {
  readonly schema: string;
  readonly element: string;
  readonly qualifier: string | null;
  /** Language tag such as `en` or `pt_BR`; null when none is given. */
  readonly language: string | null;
  readonly value: string;
  readonly authority: string | null;
  /** DSpace confidence: -1 (none given) to 600 (accepted). */
  readonly confidence: number;
  /** Order among the values of the same field, from 0. */
  readonly place: number;
}

/** A metadata value before its place is known: what a source reads. */
export type MetadataDraft = Omit<
  MetadataValue,
  "place" | "authority" | "confidence"
> &
  Partial<Pick<MetadataValue, "authority" | "confidence">>;

/** Who did what to an object: for its administrators only. */
export const provenanceField = "dc.description.provenance";

/** A field in dotted form: `dc.title`, `dc.contributor.author`. */
export function fieldName(field: {
  schema: string;
  element: string;
  qualifier: string | null;
}): string {
  return field.qualifier === null
    ? `${field.schema}.${field.element}`
    : `${field.schema}.${field.element}.${field.qualifier}`;
}

/** The values with those of one field side by side, in the order given; fields sorted by name. */
export function valuesByField(
  values: readonly MetadataValue[],
): readonly MetadataValue[] {
  let last = "";
  const sorted = values.every((value) => {
    const name = fieldName(value);
    const isNext = name >= last;
    last = name;
    return isNext;
  });
  if (sorted) return values;
  // Sorting keeps the order of what is equal.
  return values
    .map((value) => ({ value, name: fieldName(value) }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map(({ value }) => value);
}

/** Numbers the values of each field from 0 in the order given, and fills what a draft may leave out. */
export function withPlaces(drafts: readonly MetadataDraft[]): MetadataValue[] {
  const next = new Map<string, number>();
  return drafts.map((draft) => {
    const name = fieldName(draft);
    const place = next.get(name) ?? 0;
    next.set(name, place + 1);
    return {
      schema: draft.schema,
      element: draft.element,
      qualifier: draft.qualifier,
      language: draft.language,
      value: draft.value,
      authority: draft.authority ?? null,
      confidence: draft.confidence ?? -1,
      place,
    };
  });
}
