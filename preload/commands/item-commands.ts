import type { Item } from "../../main/domain/catalog.ts";
import type { Lookup } from "../../main/domain/lookup.ts";
import type {
  ItemPageInput,
  ItemPage,
  ItemStretchInput,
  FacetView,
  ItemExport,
  ItemStanding,
} from "../shapes.ts";

/** The list of items, and what is known of one. */
export interface ItemCommands {
  "items.page": { readonly input: ItemPageInput; readonly output: ItemPage };
  /** Ids of the items of a stretch of the list, in its order. */
  "items.ids": {
    readonly input: ItemStretchInput;
    readonly output: readonly number[];
  };
  /** How the items of a list are spread over types, years, authors and the like; `limit` values of each. */
  "items.facets": {
    readonly input: Lookup & { readonly limit: number };
    readonly output: readonly FacetView[];
  };
  "items.get": {
    readonly input: { readonly item: number };
    readonly output: Item;
  };
  /** What the caller may do with an item, and how its files are. */
  "items.standing": {
    readonly input: { readonly item: number };
    readonly output: ItemStanding;
  };
  /** The latest exports that packed an item, newest first. */
  "items.exports": {
    readonly input: { readonly item: number };
    readonly output: readonly ItemExport[];
  };
}
