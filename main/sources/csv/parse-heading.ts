import { parseFileOptions, type FileOptions } from "../file-options.ts";

/** What a column of a spreadsheet holds. */
export type Column =
  | {
      readonly kind: "field";
      readonly schema: string;
      readonly element: string;
      readonly qualifier: string | null;
      readonly language: string | null;
    }
  | { readonly kind: "relation"; readonly type: string }
  | { readonly kind: "file"; readonly options: FileOptions }
  | { readonly kind: "collection" | "id" | "handle" }
  | { readonly kind: "unnamed" }
  | { readonly kind: "unknown"; readonly heading: string };

const field =
  /^([A-Za-z][\w-]*)\.([A-Za-z][\w-]*)(?:\.([\w-]+))?((?:\[[^\]]*\])*)$/u;

/**
 * Reads one heading: a field (`dc.title`, `dc.title[en]`), `filename` (with options of SAF's contents, each after two
 * underscores: `filename__bundle:TEXT`), `bundle:TEXT`, `collection`, `id`, `handle`, or `relation.<name>`.
 */
export function parseHeading(text: string): Column {
  const heading = text.trim();
  if (heading === "") return { kind: "unnamed" };
  const [first = "", ...options] = heading.split("__");
  if (/^filename$/iu.test(first)) return fileColumn(heading, options);
  if (/^bundle:/iu.test(first)) {
    return fileColumn(heading, [
      `bundle:${first.slice("bundle:".length)}`,
      ...options,
    ]);
  }
  if (/^collection$/iu.test(heading)) return { kind: "collection" };
  if (/^id$/iu.test(heading)) return { kind: "id" };
  if (/^handle$/iu.test(heading)) return { kind: "handle" };
  const [, schema, element, qualifier, brackets] = field.exec(heading) ?? [];
  if (schema === undefined || element === undefined) {
    return { kind: "unknown", heading };
  }
  if (schema === "relation") return { kind: "relation", type: element };
  // `[en][]` and `[]` are what some spreadsheet templates make of a language.
  const language = /^\[([^\]]*)\]/u.exec(brackets ?? "")?.[1]?.trim() ?? "";
  return {
    kind: "field",
    schema,
    element,
    qualifier:
      qualifier === undefined || qualifier === "none" ? null : qualifier,
    language: language === "" || language === "*" ? null : language,
  };
}

function fileColumn(heading: string, parts: readonly string[]): Column {
  const options = parseFileOptions(parts);
  return options.ignored.length > 0 || options.malformed.length > 0
    ? { kind: "unknown", heading }
    : { kind: "file", options };
}
