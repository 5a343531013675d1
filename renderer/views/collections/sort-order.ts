import type { ItemPageInput } from "../../../preload/contract.ts";

export type SortField = ItemPageInput["sort"];

/** In which order items are listed. */
export interface SortOrder {
  readonly sort: SortField;
  readonly descending: boolean;
}

/** The orders offered, by the name they have in addresses and catalogues of texts. */
export const sortOrders = {
  title: { sort: "title", descending: false },
  titleBack: { sort: "title", descending: true },
  newest: { sort: "modified", descending: true },
  oldest: { sort: "modified", descending: false },
  issuedBack: { sort: "issued", descending: true },
  issued: { sort: "issued", descending: false },
  added: { sort: "id", descending: false },
} as const satisfies Record<string, SortOrder>;

export type SortName = keyof typeof sortOrders;

export const sortNames = Object.keys(sortOrders) as SortName[];

/** The name of an order from an address; `title` for anything unknown. */
export function sortNameOf(text: unknown): SortName {
  return sortNames.find((name) => name === text) ?? "title";
}

/** The name of an order that somebody has kept. */
export function sortNameFor({ sort, descending }: SortOrder): SortName {
  return (
    sortNames.find(
      (name) =>
        sortOrders[name].sort === sort &&
        sortOrders[name].descending === descending,
    ) ?? "title"
  );
}

/** The order that a click on the heading of a field gives: its usual way first, then the other. */
export function nextSort(field: SortField, current: SortName): SortName {
  const names = sortNames.filter((name) => sortOrders[name].sort === field);
  const [usual = "title", other = usual] = names;
  return current === usual ? other : usual;
}
