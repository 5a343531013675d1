import { collectionSearches } from "./authorised.ts";
import {
  metadataBody,
  patchBody,
  readMetadata,
  readNewTemplate,
  readObject,
  readPatch,
  readReplacement,
  templateBody,
} from "./bodies.ts";
import { AppError } from "../../../domain/errors.ts";
import { containerSorts } from "./resources/containers.ts";
import { itemSorts } from "./resources/items.ts";
import { optional } from "./resources/resource-context.ts";
import type { Asked, Routes } from "./routes.ts";

/** Collections (dspace.md section 9). */
export function addCollections(routes: Routes): void {
  const { context, one, many, change } = routes;
  const { objects, collections, itemTemplates } = context;

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
  many(
    "/core/collections/:uuid/workflowGroups",
    "Groups of the workflow of a collection",
    [],
    ({ caller, resources, uuid }, paging) =>
      resources.workflowGroups(objects.get(caller, "collection", uuid), paging),
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
        objects.parentCommunityOf(
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

  const shown = ({ caller, resources }: Asked, uuid: string) =>
    resources.collection(objects.get(caller, "collection", uuid));
  change(
    "POST",
    "/core/collections",
    "Make a collection in a community",
    201,
    async (asked) => {
      const uuid = await collections.create(
        asked.caller,
        () => asked.uuidOf("parent"),
        () => readMetadata(readObject(asked.json())),
      );
      return shown(asked, uuid);
    },
    {
      body: metadataBody,
      querystring: {
        type: "object",
        required: ["parent"],
        properties: { parent: { type: "string", format: "uuid" } },
      },
    },
  );
  change(
    "PUT",
    "/core/collections/:uuid",
    "Replace the metadata of a collection",
    200,
    async (asked) => {
      const { caller, uuid } = asked;
      await collections.update(caller, uuid, () =>
        readReplacement(asked.json(), objects.get(caller, "collection", uuid)),
      );
      return shown(asked, uuid);
    },
    { body: metadataBody },
  );
  change(
    "PATCH",
    "/core/collections/:uuid",
    "Change the metadata of a collection",
    200,
    async (asked) => {
      const { caller, uuid } = asked;
      await collections.patch(caller, uuid, () => readPatch(asked.json()));
      return shown(asked, uuid);
    },
    { body: patchBody },
  );
  change(
    "DELETE",
    "/core/collections/:uuid",
    "Remove a collection with the items it owns",
    200,
    async ({ caller, uuid }) => {
      await collections.remove(caller, uuid);
      return null;
    },
  );

  const template = ({ caller, resources, uuid }: Asked) => {
    const record = objects.template(
      caller,
      objects.get(caller, "collection", uuid),
    );
    if (record === null)
      throw new AppError(
        "object.not-found",
        "The collection has no template.",
        { object: uuid },
      );
    return resources.itemTemplate(record);
  };
  one(
    "/core/collections/:uuid/itemtemplate",
    "The template of a collection's items; 404 where it has none",
    template,
  );
  change(
    "POST",
    "/core/collections/:uuid/itemtemplate",
    "Give a collection a template for its items",
    201,
    async (asked) => {
      await itemTemplates.create(asked.caller, asked.uuid, () =>
        readNewTemplate(readObject(asked.json())),
      );
      return template(asked);
    },
    { body: templateBody },
  );
}
