/** What items are told apart by, in the order in which people see it. */
export const facetNames = [
  "type",
  "year",
  "author",
  "format",
  "fileType",
  "language",
] as const;
export type FacetName = (typeof facetNames)[number];

/** One value that somebody has chosen: values of one facet are joined by OR, facets by AND. */
export interface FacetFilter {
  readonly facet: FacetName;
  readonly value: string;
}
