import { communitySearches } from "./authorised.ts";
import {
  metadataBody,
  patchBody,
  readMetadata,
  readObject,
  readPatch,
  readReplacement,
} from "./bodies.ts";
import { containerSorts } from "./resources/containers.ts";
import { optional } from "./resources/resource-context.ts";
import type { Asked, Routes } from "./routes.ts";

/** Communities (dspace.md section 8). */
export function addCommunities(routes: Routes): void {
  const { context, one, many, searches, change } = routes;
  const { objects, communities } = context;

  many(
    "/core/communities",
    "Communities",
    containerSorts,
    ({ resources }, paging) => resources.communities("any", paging),
  );
  searches("/core/communities", ["top", ...Object.keys(communitySearches)]);
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
        objects.parentCommunityOf(
          caller,
          objects.get(caller, "community", uuid),
        ),
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

  const shown = ({ caller, resources }: Asked, uuid: string) =>
    resources.community(objects.get(caller, "community", uuid));
  change(
    "POST",
    "/core/communities",
    "Make a community, at the top or in another one",
    201,
    async (asked) => {
      const parent = asked.uuidOf("parent");
      const uuid = await communities.create(asked.caller, parent, () =>
        readMetadata(readObject(asked.json())),
      );
      return shown(asked, uuid);
    },
    {
      body: metadataBody,
      querystring: {
        type: "object",
        properties: { parent: { type: "string", format: "uuid" } },
      },
    },
  );
  change(
    "PUT",
    "/core/communities/:uuid",
    "Replace the metadata of a community",
    200,
    async (asked) => {
      const { caller, uuid } = asked;
      await communities.update(caller, uuid, () =>
        readReplacement(asked.json(), objects.get(caller, "community", uuid)),
      );
      return shown(asked, uuid);
    },
    { body: metadataBody },
  );
  change(
    "PATCH",
    "/core/communities/:uuid",
    "Change the metadata of a community",
    200,
    async (asked) => {
      const { caller, uuid } = asked;
      await communities.patch(caller, uuid, () => readPatch(asked.json()));
      return shown(asked, uuid);
    },
    { body: patchBody },
  );
  change(
    "DELETE",
    "/core/communities/:uuid",
    "Remove a community with all that is below it",
    200,
    async ({ caller, uuid }) => {
      await communities.remove(caller, uuid);
      return null;
    },
  );
}
