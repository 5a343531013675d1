import { facetNames, type FacetName } from "../domain/facet-filter.ts";
import { facetFields, type Lookup } from "../domain/lookup.ts";
import type { Access, Caller } from "./access.ts";
import type { FacetAsked, FacetPorts } from "./facets.ts";
import type { Items } from "./items.ts";

/** How many of the items that are looked for have a value. */
export interface FacetCount {
  readonly value: string;
  readonly items: number;
}

export interface ItemFacet {
  readonly facet: FacetName;
  /** The most frequent first; null when there are too many items to count. */
  readonly values: readonly FacetCount[] | null;
}

export type ItemFacets = ReturnType<typeof createItemFacets>;

/** How the items somebody looks at are spread over types, years, authors and the like. */
export function createItemFacets(
  ports: FacetPorts,
  items: Pick<Items, "chosen">,
  access: Pick<Access, "scope">,
) {
  const askedOf = (facet: FacetName, limit: number): FacetAsked => ({
    fields: facet === "fileType" ? [] : facetFields[facet],
    by: facet === "year" || facet === "fileType" ? facet : "value",
    prefix: "",
    skip: 0,
    limit,
  });

  /**
   * Where values of a facet are chosen, the others of that facet are counted as if they were not: choosing one more of
   * them shows so many items more.
   * @throws AppError object.not-found, access.unauthenticated, access.denied
   */
  return async (
    caller: Caller,
    lookup: Lookup,
    limit: number,
  ): Promise<readonly ItemFacet[]> => {
    const { filters = [] } = lookup;
    const scope = access.scope(caller);
    const count = async (
      facets: readonly FacetName[],
      counted: Lookup,
    ): Promise<readonly ItemFacet[]> => {
      if (facets.length === 0) return [];
      const found = await ports.count(
        items.chosen(caller, counted),
        scope,
        facets.map((facet) => askedOf(facet, limit)),
        true,
      );
      return facets.map((facet, index) => ({
        facet,
        values:
          found === null
            ? null
            : (found[index] ?? []).map((value) => ({
                value: value.label,
                items: value.count,
              })),
      }));
    };
    const isChosen = (name: FacetName): boolean =>
      filters.some(({ facet }) => facet === name);
    const counts = await Promise.all([
      count(
        facetNames.filter((name) => !isChosen(name)),
        lookup,
      ),
      ...facetNames.filter(isChosen).map((name) =>
        count([name], {
          ...lookup,
          filters: filters.filter(({ facet }) => facet !== name),
        }),
      ),
    ]);
    const found = new Map(counts.flat().map((facet) => [facet.facet, facet]));
    return facetNames.flatMap((name) => found.get(name) ?? []);
  };
}
