import { Type, type Static } from "typebox";
import {
  facetNames,
  type FacetFilter,
  type FacetName,
} from "./facet-filter.ts";
import type { ItemFilter } from "./item-filter.ts";
import type { SearchExpression, SearchField } from "./search-query.ts";
import { typedTerms } from "./typed-terms.ts";

/** What somebody looks for in the window: everything that is said must be true of an item. */
export interface Lookup {
  /** Words; the last one may be the beginning of a word. */
  readonly query?: string | undefined;
  /** Numeric id of a community or collection. */
  readonly container?: number | undefined;
  readonly filters?: readonly FacetFilter[] | undefined;
}

const parts = {
  query: Type.Optional(Type.String({ maxLength: 1000 })),
  container: Type.Optional(Type.Integer({ minimum: 1 })),
  filters: Type.Optional(
    Type.Array(
      Type.Object(
        {
          facet: Type.Union(facetNames.map((name) => Type.Literal(name))),
          value: Type.String({ minLength: 1, maxLength: 4096 }),
        },
        { additionalProperties: false },
      ),
      { maxItems: 100 },
    ),
  ),
};
/** The properties of a lookup, for commands that take more besides. */
export const lookupProperties = parts;
export const lookupSchema = Type.Unsafe<Lookup>(
  Type.Object(parts, { additionalProperties: false }),
);

/** What a lookup finds, but for some items. */
export const lookedUpSchema = Type.Object(
  {
    lookup: lookupSchema,
    /** Numeric ids. */
    except: Type.Array(Type.Integer({ minimum: 1 }), { maxItems: 10_000 }),
  },
  { additionalProperties: false },
);
export type LookedUp = Static<typeof lookedUpSchema>;

/** The orders in which any place of a list can be reached along an index. */
export const listSorts = ["title", "modified", "issued", "id"] as const;
export interface ListOrder {
  readonly sort: (typeof listSorts)[number];
  readonly descending: boolean;
}

/** The fields whose values a facet counts; of a year only the first four characters count. */
export const facetFields: Readonly<
  Record<Exclude<FacetName, "fileType">, readonly string[]>
> = {
  type: ["dc.type"],
  year: ["dc.date.issued"],
  author: ["dc.contributor.author", "dc.creator"],
  format: ["dc.format", "dc.format.medium", "dc.format.mimetype"],
  language: ["dc.language.iso", "dc.language"],
};

/** Whether there is something to search for; a person may be about to type more. */
export function hasWords(query: string | undefined): query is string {
  return query !== undefined && /[\p{L}\p{N}]/u.test(query);
}

/** Words and chosen values as the finder takes them; null: all items. The place is not in it. */
export function expressionOf({
  query,
  filters = [],
}: Lookup): SearchExpression | null {
  const all: SearchExpression[] = [
    ...(hasWords(query)
      ? typedTerms(query).map(({ text, prefix }): SearchExpression => ({
          kind: "words",
          field: null,
          text,
          prefix,
        }))
      : []),
    ...byFacet(filters).map(([facet, values]) =>
      facetExpression(facet, values),
    ),
  ];
  const [only] = all;
  if (only === undefined) return null;
  return all.length === 1 ? only : { kind: "and", parts: all };
}

function facetExpression(
  facet: FacetName,
  values: readonly string[],
): SearchExpression {
  if (facet === "fileType") return { kind: "fileType", names: values };
  const field: SearchField = { name: facet, fields: facetFields[facet] };
  if (facet !== "year") return { kind: "values", field, texts: values };
  return {
    kind: "or",
    parts: values.map((year) => ({
      kind: "range",
      field,
      from: year,
      to: year,
    })),
  };
}

/**
 * The same as an export takes it.
 * @param except items that are left out
 */
export function filterOf(
  { query, container, filters = [] }: Lookup,
  except: readonly number[] = [],
): ItemFilter {
  return {
    kind: "and",
    parts: [
      ...(hasWords(query) ? [{ kind: "typed", query } as const] : []),
      ...(container === undefined
        ? []
        : [{ kind: "within", ids: [container] } as const]),
      ...byFacet(filters).map(([facet, values]) => facetFilter(facet, values)),
      ...(except.length === 0
        ? []
        : [{ kind: "not", part: { kind: "ids", ids: except } } as const]),
    ],
  };
}

function facetFilter(facet: FacetName, values: readonly string[]): ItemFilter {
  if (facet === "fileType") return { kind: "file-type", names: values };
  return {
    kind: "or",
    parts: facetFields[facet].flatMap((field): ItemFilter[] =>
      facet === "year"
        ? values.map((year) => ({
            kind: "between",
            field,
            from: year,
            to: year,
          }))
        : [{ kind: "value", field, values, missing: false }],
    ),
  };
}

function byFacet(
  filters: readonly FacetFilter[],
): [facet: FacetName, values: readonly string[]][] {
  return facetNames.flatMap((name) => {
    const values = filters
      .filter(({ facet }) => facet === name)
      .map(({ value }) => value);
    return values.length === 0
      ? []
      : [[name, values] as [FacetName, readonly string[]]];
  });
}
