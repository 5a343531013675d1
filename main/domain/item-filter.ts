import { Type } from "typebox";

/** Which items are meant, as a tree of what is true of them. */
export type ItemFilter =
  /** All of the parts (none: every item), or at least one of them (none: no item). */
  | { readonly kind: "and" | "or"; readonly parts: readonly ItemFilter[] }
  | { readonly kind: "not"; readonly part: ItemFilter }
  | { readonly kind: "ids"; readonly ids: readonly number[] }
  | { readonly kind: "uuids"; readonly uuids: readonly string[] }
  /** In a collection, or anywhere in a community. */
  | { readonly kind: "within"; readonly ids: readonly number[] }
  /** Has one of the values in a metadata field (`dc.title`), or with `missing` none at all there. */
  | {
      readonly kind: "value";
      readonly field: string;
      readonly values: readonly string[];
      readonly missing: boolean;
    }
  /**
   * Has all the words, with `phrase` one behind the other, in the same value of one of the fields (null: of any). With
   * `wildcards`, `*` stands for any letters and `?` for one.
   */
  | {
      readonly kind: "words";
      readonly fields: readonly string[] | null;
      readonly text: string;
      readonly phrase: boolean;
      readonly wildcards: boolean;
    }
  /** Has a value in a field between two; absent ends are open. Numbers are compared as numbers, all else as text. */
  | {
      readonly kind: "between";
      readonly field: string;
      readonly from: string | number | null;
      readonly to: string | number | null;
    }
  /** Has what a person typed, the last word of which may be the beginning of one. */
  | { readonly kind: "typed"; readonly query: string }
  /** Has a file in the bundle ORIGINAL in one of these formats, by the name of the format. */
  | { readonly kind: "file-type"; readonly names: readonly string[] }
  /** Has its id, or the time of its last change in milliseconds since 1970, between two. */
  | {
      readonly kind: "own";
      readonly what: "id" | "last-modified";
      readonly from: number | null;
      readonly to: number | null;
    };

/** By what items are put in order. */
export interface ItemSort {
  /** A metadata field in dotted form. */
  readonly field: string | { readonly own: "id" | "last-modified" };
  readonly descending: boolean;
}

/** A search with everything that can be said of it. */
export interface ItemSearch {
  readonly filter: ItemFilter;
  /** Empty: in the order in which they came into the catalog. */
  readonly sort: readonly ItemSort[];
  readonly limit: number | null;
  readonly offset: number;
}

const kinds = [
  "and",
  "or",
  "not",
  "ids",
  "uuids",
  "within",
  "value",
  "words",
  "between",
  "typed",
  "file-type",
  "own",
] as const satisfies readonly ItemFilter["kind"][];

/** Checks what was written by this program; only its outline. */
export const itemSearchSchema = Type.Unsafe<ItemSearch>(
  Type.Object({
    filter: Type.Object({
      kind: Type.Union(kinds.map((kind) => Type.Literal(kind))),
    }),
    sort: Type.Array(Type.Object({ descending: Type.Boolean() })),
    limit: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()]),
    offset: Type.Integer({ minimum: 0 }),
  }),
);
