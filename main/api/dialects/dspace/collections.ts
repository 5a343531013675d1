import { collectionSearches } from "./authorised.ts";
import { containerSorts } from "./resources/containers.ts";
import { itemSorts } from "./resources/items.ts";
import { optional } from "./resources/resource-context.ts";
import type { Routes } from "./routes.ts";

/** Collections (dspace.md section 9). */
export function addCollections(routes: Routes): void {
  const { context, one, many } = routes;
  const { objects } = context;

  many(
    "/core/collections",
    "Collections",
    containerSorts,
    ({ resources }, paging) => resources.collections(null, paging),
  );
  routes.searches("/core/collections", Object.keys(collectionSearches));
  one(
    "/core/collections/:uuid",
    "A collection",
    ({ caller, resources, uuid }) =>
      resources.collection(objects.get(caller, "collection", uuid)),
  );
  many(
    "/core/collections/:uuid/items",
    "Items of a collection, mapped ones too",
    itemSorts,
    ({ caller, resources, uuid }, paging) =>
      resources.items(objects.get(caller, "collection", uuid).id, paging),
  );
  many(
    "/core/collections/:uuid/mappedItems",
    "Items mapped to a collection",
    itemSorts.slice(0, 2),
    ({ caller, resources, uuid }, paging) =>
      resources.mappedItems(objects.get(caller, "collection", uuid), paging),
  );
  one(
    "/core/collections/:uuid/license",
    "The licence of a collection",
    ({ caller, resources, uuid }) =>
      resources.license(objects.get(caller, "collection", uuid)),
  );

  one(
    "/core/collections/:uuid/parentCommunity",
    "The community around it",
    ({ caller, resources, uuid }) =>
      optional(
        objects.parentCommunity(
          caller,
          objects.get(caller, "collection", uuid),
        ),
        resources.community,
      ),
  );
  one(
    "/core/collections/:uuid/logo",
    "Its logo",
    ({ caller, resources, uuid }) =>
      optional(
        objects.logo(caller, objects.get(caller, "collection", uuid)),
        resources.bitstream,
      ),
  );
}
