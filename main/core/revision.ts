import { AppError } from "../domain/errors.ts";
import type { MetadataEntries } from "../domain/metadata-map.ts";

/** Metadata as it is to be, made from what it was when somebody began to change it. */
export interface Revision {
  readonly expected: MetadataEntries;
  readonly entries: MetadataEntries;
}

/**
 * Nobody has changed the metadata since somebody else began to.
 * @throws AppError object.changed
 */
export function requireUnchanged(
  current: MetadataEntries,
  expected: MetadataEntries,
  object: string,
): void {
  if (textOf(current) === textOf(expected)) return;
  throw new AppError(
    "object.changed",
    "Somebody else has changed the metadata meanwhile.",
    { object, remedy: "Look at both, and save what is to be kept." },
  );
}

const textOf = (entries: MetadataEntries): string =>
  JSON.stringify(
    [...entries]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([field, values]) => [
        field,
        ...values.map(({ value, language, authority, confidence }) => [
          value,
          language,
          authority,
          confidence,
        ]),
      ]),
  );
