import { provenanceField } from "./metadata.ts";
import type { SearchField } from "./search-query.ts";

/** Names people search and filter by, with the fields they stand for: those of a new DSpace. */
const named: Readonly<Record<string, readonly string[]>> = {
  title: ["dc.title"],
  author: ["dc.contributor.author", "dc.creator"],
  subject: ["dc.subject", "dc.subject.*"],
  dateIssued: ["dc.date.issued"],
  dateAccessioned: ["dc.date.accessioned"],
  entityType: ["dspace.entity.type"],
  itemtype: ["dc.type"],
  language: ["dc.language", "dc.language.iso"],
  publisher: ["dc.publisher"],
};

/** The filter that asks for items with files. */
export const contentFilter = "has_content_in_original_bundle";

/**
 * What a name in a query or filter stands for; null when it is neither one of those nor a metadata field that is searched:
 * what only administrators may read is not, as in DSpace.
 */
export function searchField(name: string): SearchField | null {
  if (Object.hasOwn(named, name)) return { name, fields: named[name] ?? [] };
  if (name === provenanceField) return null;
  return /^\w+(?:\.\w+){1,2}$/.test(name) && /^[a-z]/i.test(name)
    ? { name, fields: [name] }
    : null;
}
