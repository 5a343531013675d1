import { refused } from "../../../core/access.ts";
import { containerSorts } from "./resources/containers.ts";
import { itemSorts } from "./resources/items.ts";
import { optional } from "./resources/resource-context.ts";
import type { Routes } from "./routes.ts";

/** Items (dspace.md section 11). */
export function addItems(routes: Routes): void {
  const { context, one, many } = routes;
  const { objects } = context;

  many(
    "/core/items",
    "All items; for administrators",
    itemSorts,
    ({ caller, resources }, paging) => {
      if (!caller.administrator) throw refused(caller);
      return resources.items(null, paging);
    },
  );
  one("/core/items/:uuid", "An item", ({ caller, resources, uuid }) =>
    resources.item(objects.get(caller, "item", uuid)),
  );
  many(
    "/core/items/:uuid/bundles",
    "Bundles of an item",
    [],
    ({ caller, resources, uuid }, paging) =>
      resources.bundles(objects.get(caller, "item", uuid), paging),
  );
  one(
    "/core/items/:uuid/owningCollection",
    "The collection that owns an item",
    ({ caller, resources, uuid }) =>
      optional(
        objects.owningCollection(caller, objects.get(caller, "item", uuid)),
        resources.collection,
      ),
  );
  many(
    "/core/items/:uuid/mappedCollections",
    "Collections an item is mapped to",
    containerSorts,
    ({ caller, resources, uuid }, paging) =>
      resources.mappedCollections(objects.get(caller, "item", uuid), paging),
  );
  for (const name of ["templateItemOf", "thumbnail"]) {
    one(`/core/items/:uuid/${name}`, "Always absent", ({ caller, uuid }) => {
      objects.get(caller, "item", uuid);
      return null;
    });
  }
}
