import type { LookedUp } from "../../main/domain/lookup.ts";
import type {
  NoInput,
  BasketEntryView,
  KeptSearchView,
  SavedSearchView,
} from "../shapes.ts";

/** What people keep for themselves: baskets, saved searches, how they like their lists. */
export interface DeskCommands {
  /** What the caller has put aside, in that order; `after` is the id of the last entry of the page before. */
  "basket.page": {
    readonly input: { readonly after?: number; readonly limit: number };
    readonly output: {
      readonly entries: readonly BasketEntryView[];
      /** Of all pages together. */
      readonly count: number;
    };
  };
  /** Puts objects (numeric ids) and all that a search finds into the basket; what is in it already stays once. */
  "basket.add": {
    readonly input: {
      readonly objects?: readonly number[];
      readonly search?: LookedUp;
    };
    readonly output: { readonly count: number };
  };
  "basket.remove": {
    readonly input: { readonly entries: readonly number[] };
    readonly output: { readonly count: number };
  };
  "basket.clear": { readonly input: NoInput; readonly output: null };
  "saved-searches.list": {
    readonly input: NoInput;
    readonly output: readonly SavedSearchView[];
  };
  "saved-searches.create": {
    readonly input: {
      readonly name: string;
      readonly search: KeptSearchView;
    };
    readonly output: SavedSearchView;
  };
  "saved-searches.rename": {
    readonly input: { readonly search: number; readonly name: string };
    readonly output: null;
  };
  "saved-searches.remove": {
    readonly input: { readonly search: number };
    readonly output: null;
  };
  /** Which columns the caller wants in the table of items, in order; null: never chosen. */
  "columns.get": {
    readonly input: NoInput;
    readonly output: readonly string[] | null;
  };
  "columns.set": {
    readonly input: { readonly columns: readonly string[] };
    readonly output: null;
  };
}
