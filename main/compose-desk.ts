import type { CommandContext } from "./commands/command.ts";
import type { Access, Caller } from "./core/access.ts";
import { createBaskets } from "./core/baskets.ts";
import { createItemFacets } from "./core/item-facets.ts";
import type { Items } from "./core/items.ts";
import { createSavedSearches } from "./core/saved-searches.ts";
import type { Searching } from "./jobs/searching.ts";
import type { Catalog } from "./store/catalog.ts";
import { patiently } from "./store/patiently.ts";

const columnsName = "item table columns";

/** What people find and keep for themselves in the window, put together. */
export function composeDesk(
  catalog: Catalog,
  searching: Searching,
  items: Items,
  access: Access,
): Pick<
  CommandContext,
  "baskets" | "itemFacets" | "savedSearches" | "columns"
> {
  const { baskets, savedSearches, personSettings } = catalog;
  const ownerOf = (caller: Caller): number | null => caller.account?.id ?? null;
  return {
    baskets: createBaskets(
      {
        page: baskets.page,
        count: baskets.count,
        add: (...entry) => patiently(() => baskets.add(...entry)),
        remove: (...entries) => patiently(() => baskets.remove(...entries)),
        clear: (owner) =>
          patiently(() => {
            baskets.clear(owner);
          }),
        kind: catalog.objects.kind,
      },
      items,
      access,
    ),
    itemFacets: createItemFacets({ count: searching.facets }, items, access),
    savedSearches: createSavedSearches(
      {
        list: savedSearches.list,
        create: (...search) => patiently(() => savedSearches.create(...search)),
        rename: (...search) => patiently(() => savedSearches.rename(...search)),
        remove: (...search) => patiently(() => savedSearches.remove(...search)),
      },
      items,
    ),
    columns: {
      get(caller) {
        const kept = personSettings.get(ownerOf(caller), columnsName);
        return kept === null ? null : (JSON.parse(kept) as string[]);
      },
      set: (caller, columns) =>
        patiently(() => {
          personSettings.set(
            ownerOf(caller),
            columnsName,
            JSON.stringify(columns),
          );
        }),
    },
  };
}
