import { optional } from "./resources/resource-context.ts";
import type { Routes } from "./routes.ts";

/** Bundles (dspace.md section 12). */
export function addBundles(routes: Routes): void {
  const { context, one, many, notOffered } = routes;
  const { objects } = context;

  one("/core/bundles/:uuid", "A bundle", ({ caller, resources, uuid }) =>
    resources.bundle(objects.get(caller, "bundle", uuid)),
  );
  many(
    "/core/bundles/:uuid/bitstreams",
    "Bitstreams of a bundle",
    [],
    ({ caller, resources, uuid }, paging) =>
      resources.bitstreams(objects.get(caller, "bundle", uuid), paging),
  );
  one(
    "/core/bundles/:uuid/item",
    "The item of a bundle",
    ({ caller, resources, uuid }) =>
      optional(
        objects.itemOf(caller, objects.get(caller, "bundle", uuid)),
        resources.item,
      ),
  );
  one(
    "/core/bundles/:uuid/primaryBitstream",
    "The primary bitstream of a bundle",
    ({ caller, resources, uuid }) =>
      optional(
        objects.primaryBitstream(caller, objects.get(caller, "bundle", uuid)),
        resources.bitstream,
      ),
  );

  notOffered("/core/bundles");
}
