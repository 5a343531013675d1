import { containerSorts } from "./resources/containers.ts";
import { optional } from "./resources/resource-context.ts";
import type { Routes } from "./routes.ts";

/** Communities (dspace.md section 8). */
export function addCommunities(routes: Routes): void {
  const { context, one, many, searches } = routes;
  const { objects } = context;

  many(
    "/core/communities",
    "Communities",
    containerSorts,
    ({ resources }, paging) => resources.communities("any", paging),
  );
  searches("/core/communities", ["top"]);
  many(
    "/core/communities/search/top",
    "Communities without a parent",
    containerSorts,
    ({ resources }, paging) => resources.communities("none", paging),
  );
  one("/core/communities/:uuid", "A community", ({ caller, resources, uuid }) =>
    resources.community(objects.get(caller, "community", uuid)),
  );
  many(
    "/core/communities/:uuid/subcommunities",
    "Communities in a community",
    containerSorts,
    ({ caller, resources, uuid }, paging) =>
      resources.subcommunities(objects.get(caller, "community", uuid), paging),
  );
  many(
    "/core/communities/:uuid/collections",
    "Collections in a community",
    containerSorts,
    ({ caller, resources, uuid }, paging) =>
      resources.collections(objects.get(caller, "community", uuid).id, paging),
  );
  one(
    "/core/communities/:uuid/parentCommunity",
    "The community around it",
    ({ caller, resources, uuid }) =>
      optional(
        objects.parentCommunity(caller, objects.get(caller, "community", uuid)),
        resources.community,
      ),
  );
  one(
    "/core/communities/:uuid/logo",
    "Its logo",
    ({ caller, resources, uuid }) =>
      optional(
        objects.logo(caller, objects.get(caller, "community", uuid)),
        resources.bitstream,
      ),
  );
}
