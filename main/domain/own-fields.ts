import type { FieldEntry, MetadataEntries } from "./metadata-map.ts";

/** Fields of an object that are kept in columns of their own, by their names: `dc.title`. Null: no value. */
export type OwnFields = Readonly<Record<string, string | null>>;

/** The metadata of an object with what is kept in columns. */
export function withOwnFields(
  entries: MetadataEntries,
  own: OwnFields,
): MetadataEntries {
  const all = new Map(entries);
  for (const [field, value] of Object.entries(own))
    if (value !== null && !all.has(field)) all.set(field, [plain(value)]);
  return all;
}

/**
 * Takes the fields that are kept in columns out of the metadata. One that says more than a column holds (several values,
 * a language) stays in the metadata too.
 * @param names of these fields
 */
export function splitOwnFields<Name extends string>(
  entries: MetadataEntries,
  names: readonly Name[],
): {
  readonly own: Readonly<Record<Name, string | null>>;
  readonly rest: MetadataEntries;
} {
  const rest = new Map(entries);
  const own = Object.fromEntries(
    names.map((name) => [name, entries.get(name)?.[0]?.value ?? null]),
  ) as Record<Name, string | null>;
  for (const name of names) {
    const values = entries.get(name) ?? [];
    const [first] = values;
    if (values.length <= 1 && (first === undefined || isPlain(first)))
      rest.delete(name);
  }
  return { own, rest };
}

function plain(value: string): FieldEntry {
  return { value, language: null, authority: null, confidence: -1 };
}

function isPlain({ language, authority, confidence }: FieldEntry): boolean {
  return language === null && authority === null && confidence === -1;
}
