import { contentFilter, searchField } from "../domain/search-fields.ts";
import type { Caller, ReadScope } from "./access.ts";
import type { Discovery, DiscoveryInput } from "./discovery.ts";
import type { ItemChoice } from "./items.ts";

export interface FacetValue {
  readonly label: string;
  /** Items that have it. */
  readonly count: number;
}

/** What is counted. */
export interface FacetAsked {
  readonly fields: readonly string[];
  /** `years`: ranges of years, as DSpace groups them, the newest first. */
  readonly by: "value" | "year" | "years" | "content" | "fileType";
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
  /** The values for each that is asked; null when there are too many items to look at. */
  count(
    choice: ItemChoice,
    scope: ReadScope | null,
    asked: readonly FacetAsked[],
    /** Whether it may take longer, as long as it keeps nobody else waiting. */
    patient?: boolean,
  ): Promise<readonly (readonly FacetValue[])[] | null>;
}

const offered = [
  { name: "author", type: "text", by: "value" },
  { name: "subject", type: "text", by: "value" },
  { name: "dateIssued", type: "date", by: "years" },
  { name: "entityType", type: "standard", by: "value" },
  { name: contentFilter, type: "standard", by: "content" },
] as const;

export type Facets = ReturnType<typeof createFacets>;

/** How the items of a search are spread over authors, subjects, years and the like. */
export function createFacets(
  ports: FacetPorts,
  discovery: Pick<Discovery, "chosen">,
) {
  type Offered = (typeof offered)[number];
  const askedOf = (
    { name, by }: Offered,
    part: Pick<FacetAsked, "prefix" | "skip" | "limit">,
  ): FacetAsked => ({ fields: searchField(name)?.fields ?? [], by, ...part });

  /** Null when there are too many items. */
  async function count(
    caller: Caller,
    input: DiscoveryInput,
    facets: readonly Offered[],
    part: Pick<FacetAsked, "prefix" | "skip" | "limit">,
    patient: boolean,
  ): Promise<readonly Facet[] | null> {
    const chosen = discovery.chosen(caller, input);
    const values =
      chosen === null
        ? []
        : await ports.count(
            chosen.choice,
            chosen.scope,
            facets.map((facet) => askedOf(facet, part)),
            patient,
          );
    return values === null
      ? null
      : facets.map(({ name, type }, number) => ({
          name,
          type,
          values: values[number] ?? [],
        }));
  }

  return {
    offered: offered.map(({ name, type }) => ({ name, type })),
    /** The most frequent values of every facet; none where there are too many items to count. */
    all: async (
      caller: Caller,
      input: DiscoveryInput,
      limit: number,
    ): Promise<readonly Facet[]> =>
      (await count(
        caller,
        input,
        offered,
        { prefix: "", skip: 0, limit },
        false,
      )) ?? [],
    /** The values of one facet, of more items than come with a search; null when it is not offered. */
    async one(
      caller: Caller,
      name: string,
      input: DiscoveryInput,
      part: Pick<FacetAsked, "prefix" | "skip" | "limit">,
    ): Promise<Facet | null> {
      const facet = offered.find((known) => known.name === name);
      if (facet === undefined) return null;
      const [found] = (await count(caller, input, [facet], part, true)) ?? [];
      return found ?? { name, type: facet.type, values: [] };
    },
  };
}
