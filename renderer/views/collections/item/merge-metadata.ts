import type { MetadataFields } from "../../../../preload/contract.ts";

type Values = MetadataFields[string];

/** A field that two people have changed to different values. */
export interface FieldConflict {
  readonly name: string;
  readonly mine: Values;
  readonly theirs: Values;
}

export interface Merged {
  /** What both have changed alike, and what only one of them has changed. */
  readonly fields: MetadataFields;
  readonly conflicts: readonly FieldConflict[];
}

/**
 * Brings two changes of the same metadata together, field by field.
 * @param base what both began with
 */
export function mergeMetadata(
  base: MetadataFields,
  mine: MetadataFields,
  theirs: MetadataFields,
): Merged {
  const names = new Set(
    [base, mine, theirs].flatMap((fields) => Object.keys(fields)),
  );
  const fields: Record<string, Values> = {};
  const conflicts: FieldConflict[] = [];
  for (const name of [...names].sort()) {
    const [was, own, other] = [base, mine, theirs].map(
      (one) => one[name] ?? [],
    );
    if (was === undefined || own === undefined || other === undefined) continue;
    if (isSame(own, other) || isSame(other, was)) fields[name] = own;
    else if (isSame(own, was)) fields[name] = other;
    else conflicts.push({ name, mine: own, theirs: other });
  }
  return { fields: withoutEmpty(fields), conflicts };
}

/** What is chosen of a conflict. */
export type Choice = "mine" | "theirs" | "both";

/** The metadata once every conflict is decided. */
export function decided(
  { fields, conflicts }: Merged,
  choices: Readonly<Record<string, Choice>>,
): MetadataFields {
  const all: Record<string, Values> = { ...fields };
  for (const { name, mine, theirs } of conflicts) {
    const choice = choices[name] ?? "mine";
    all[name] =
      choice === "mine"
        ? mine
        : choice === "theirs"
          ? theirs
          : [
              ...theirs,
              ...mine.filter(
                (one) => !theirs.some((other) => isSame([one], [other])),
              ),
            ];
  }
  return withoutEmpty(all);
}

function isSame(one: Values, other: Values): boolean {
  const text = (values: Values): string =>
    JSON.stringify(
      values.map(({ value, language, authority, confidence }) => [
        value,
        language,
        authority,
        confidence,
      ]),
    );
  return text(one) === text(other);
}

const withoutEmpty = (fields: Record<string, Values>): MetadataFields =>
  Object.fromEntries(
    Object.entries(fields).filter(([, values]) => values.length > 0),
  );
