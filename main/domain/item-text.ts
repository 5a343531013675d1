import { fieldName, provenanceField, type MetadataDraft } from "./metadata.ts";

/** What of an item is searched, as one text for each of the three columns of the index. */
export interface ItemText {
  readonly title: string;
  readonly contributor: string;
  readonly other: string;
}

/** The title by which an item is listed: the first dc.title. */
export function titleOf(metadata: readonly MetadataDraft[]): string {
  const title = metadata.find(
    (value) =>
      value.schema === "dc" &&
      value.element === "title" &&
      value.qualifier === null,
  );
  return title?.value ?? "";
}

/** Titles, names of people, and everything else but what not everybody may read: a hit would tell it. */
export function searchText(values: readonly MetadataDraft[]): ItemText {
  const title: string[] = [];
  const contributor: string[] = [];
  const other: string[] = [];
  for (const value of values) {
    if (fieldName(value) === provenanceField) continue;
    const list =
      value.element === "title"
        ? title
        : value.element === "contributor" || value.element === "creator"
          ? contributor
          : other;
    list.push(value.value);
  }
  return {
    title: title.join("\n"),
    contributor: contributor.join("\n"),
    other: other.join("\n"),
  };
}
