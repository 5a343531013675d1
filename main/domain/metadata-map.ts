import type { MetadataDraft } from "./metadata.ts";

/** One value of a field; its place is where it stands in the list of the field. */
export interface FieldEntry {
  readonly value: string;
  readonly language: string | null;
  readonly authority: string | null;
  /** DSpace confidence: -1 (none given) to 600 (accepted). */
  readonly confidence: number;
}

/** Metadata by field in dotted form (`dc.contributor.author`), each with its values in their order. */
export type MetadataEntries = ReadonlyMap<string, readonly FieldEntry[]>;

/** The parts of a field in dotted form; null when it has fewer than two or more than three. */
export function fieldParts(
  name: string,
): Pick<MetadataDraft, "schema" | "element" | "qualifier"> | null {
  const [schema, element, qualifier, ...rest] = name.split(".");
  return schema === undefined ||
    schema === "" ||
    element === undefined ||
    element === "" ||
    qualifier === "" ||
    rest.length > 0
    ? null
    : { schema, element, qualifier: qualifier ?? null };
}

/** The values as drafts, field by field. Names that are no field are left out: look at them before. */
export function draftsOf(entries: MetadataEntries): MetadataDraft[] {
  const drafts: MetadataDraft[] = [];
  for (const [name, values] of entries) {
    const field = fieldParts(name);
    if (field === null) continue;
    for (const entry of values) drafts.push({ ...field, ...entry });
  }
  return drafts;
}
