import { createFiles } from "./core/files.ts";
import { createItemVersions } from "./core/item-versions.ts";
import { createItemStandings } from "./core/item-standing.ts";
import { createItems } from "./core/items.ts";
import type { SeenItems } from "./core/seen-item.ts";
import { createObjects } from "./core/objects.ts";
import type { Access } from "./core/access.ts";
import type { Searching } from "./jobs/searching.ts";
import type { BitstreamStore } from "./store/bitstream-store.ts";
import type { Catalog } from "./store/catalog.ts";
import { patiently } from "./store/patiently.ts";

/** How the catalog's objects are read and found, put together. */
export function composeObjects(
  catalog: Catalog,
  store: BitstreamStore,
  searching: Searching,
  seen: SeenItems,
  access: Access,
) {
  const items = createItems(
    {
      kind: catalog.objects.kind,
      collectionsOf: catalog.containers.collectionsBelow,
      page: searching.page,
      ids: searching.ids,
      totals: searching.totals,
      totalsOf: searching.totalsOf,
      load: (id) => catalog.reader.load([id], true)[0] ?? null,
    },
    seen,
    access,
  );
  const files = createFiles(
    {
      bitstream: (id) => catalog.browse.records("bitstream", [id])[0] ?? null,
      fileOf: store.fileOf,
      faultOf: store.faultOf,
      lastCheck: catalog.contentChecks.last,
      keepCheck: (...check) =>
        patiently(() => {
          catalog.contentChecks.keep(...check);
        }),
      now: () => Date.now(),
    },
    access,
  );
  const objects = createObjects(
    {
      ...catalog.browse,
      template: catalog.itemEditor.template,
      templateOf: catalog.itemEditor.templateOf,
      find: catalog.objects.byUuid,
      items: (collection, sort, slice, scope) =>
        searching.ids(
          {
            collections: collection === null ? null : [collection],
            query: null,
          },
          { sort, descending: slice.descending },
          slice.skip,
          slice.limit,
          scope,
        ),
      itemPage: catalog.keepPages(searching.records),
      fileOf: store.fileOf,
    },
    access,
  );

  return {
    items,
    files,
    objects,
    versions: createItemVersions(catalog.versions, items, seen, access),
    standings: createItemStandings(items, seen, files, access),
  };
}
