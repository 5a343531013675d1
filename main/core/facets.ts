import { setImmediate as turn } from "node:timers/promises";
import { contentFilter, searchField } from "../domain/search-fields.ts";
import type { Caller } from "./access.ts";
import type { Discovery, DiscoveryInput } from "./discovery.ts";

export interface FacetValue {
  readonly label: string;
  /** Items that have it. */
  readonly count: number;
}

/** What is counted. */
export interface FacetAsked {
  readonly fields: readonly string[];
  readonly by: "value" | "year" | "content";
  /** How values begin; empty: any. */
  readonly prefix: string;
  readonly skip: number;
  readonly limit: number;
}

export interface Facet {
  readonly name: string;
  readonly type: "text" | "date" | "standard";
  readonly values: readonly FacetValue[];
}

/** What this file needs of the catalog. */
export interface FacetPorts {
  count(items: readonly number[], asked: FacetAsked): readonly FacetValue[];
}

const offered = [
  { name: "author", type: "text", by: "value" },
  { name: "subject", type: "text", by: "value" },
  { name: "dateIssued", type: "date", by: "year" },
  { name: "entityType", type: "standard", by: "value" },
  { name: contentFilter, type: "standard", by: "content" },
] as const;

export type Facets = ReturnType<typeof createFacets>;

/** How the items of a search are spread over authors, subjects, years and the like. */
export function createFacets(
  ports: FacetPorts,
  discovery: Pick<Discovery, "items">,
) {
  const facetOf = (
    items: readonly number[] | null,
    { name, type, by }: (typeof offered)[number],
    part: Pick<FacetAsked, "prefix" | "skip" | "limit">,
  ): Facet => ({
    name,
    type,
    values:
      items === null
        ? []
        : ports.count(items, {
            fields: searchField(name)?.fields ?? [],
            by,
            ...part,
          }),
  });

  return {
    offered: offered.map(({ name, type }) => ({ name, type })),
    /** The most frequent values of every facet; none where there are too many items to count. */
    async all(
      caller: Caller,
      input: DiscoveryInput,
      limit: number,
    ): Promise<readonly Facet[]> {
      const items = await discovery.items(caller, input);
      const facets: Facet[] = [];
      if (items === null) return facets;
      for (const facet of offered) {
        facets.push(facetOf(items, facet, { prefix: "", skip: 0, limit }));
        // Each takes its time; others get theirs in between.
        await turn();
      }
      return facets;
    },
    /** The values of one facet; null when it is not offered. */
    async one(
      caller: Caller,
      name: string,
      input: DiscoveryInput,
      part: Pick<FacetAsked, "prefix" | "skip" | "limit">,
    ): Promise<Facet | null> {
      const facet = offered.find((known) => known.name === name);
      return facet === undefined
        ? null
        : facetOf(await discovery.items(caller, input), facet, part);
    },
  };
}
