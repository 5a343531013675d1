import type { LocationQuery, LocationQueryRaw } from "vue-router";
import {
  facetNames,
  type FacetFilter,
} from "../../../main/domain/facet-filter.ts";

/** Chosen values as they stand in the address: `f=type:Letter&f=year:1884`. What is no facet is passed over. */
export function filtersOf(query: LocationQuery): FacetFilter[] {
  return [query["f"] ?? []].flat().flatMap((text) => {
    const colon = text?.indexOf(":") ?? -1;
    const facet = facetNames.find((name) => name === text?.slice(0, colon));
    const value = text?.slice(colon + 1) ?? "";
    return facet === undefined || value === "" ? [] : [{ facet, value }];
  });
}

export function filtersToAddress(
  filters: readonly FacetFilter[],
): LocationQueryRaw {
  return { f: filters.map(({ facet, value }) => `${facet}:${value}`) };
}
