import { fieldName, provenanceField, type MetadataDraft } from "./metadata.ts";

/** What of an item is searched, as one text for each of the three columns of the index. */
export interface ItemText {
  readonly title: string;
  readonly contributor: string;
  readonly other: string;
}

const titleField = "dc.title";

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

/** The column of the index in which the values of a field are: titles, names of people, and everything else. */
export function columnOf(field: string): keyof ItemText {
  if (field === titleField) return "title";
  const [, element] = field.split(".");
  return element === "contributor" || element === "creator"
    ? "contributor"
    : "other";
}

/** What is searched of the values of an item: all but what not everybody may read, for a hit would tell it. */
export function searchText(values: readonly MetadataDraft[]): ItemText {
  const title: string[] = [];
  const contributor: string[] = [];
  const other: string[] = [];
  for (const value of values) {
    const name = fieldName(value);
    if (name === provenanceField) continue;
    const list = { title, contributor, other }[columnOf(name)];
    list.push(value.value);
  }
  return {
    title: title.join("\n"),
    contributor: contributor.join("\n"),
    other: other.join("\n"),
  };
}
