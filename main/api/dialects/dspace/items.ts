import { refused } from "../../../core/access.ts";
import { AppError } from "../../../domain/errors.ts";
import {
  itemBody,
  patchBody,
  readItemFlags,
  readNewItem,
  readObject,
  readPatch,
  readReplacement,
  uriListBody,
} from "./bodies.ts";
import { containerSorts } from "./resources/containers.ts";
import { itemSorts } from "./resources/items.ts";
import { optional } from "./resources/resource-context.ts";
import type { Asked, Routes } from "./routes.ts";

/** Items (dspace.md section 11). */
export function addItems(routes: Routes): void {
  const { context, one, many, change } = routes;
  const { objects, itemEditing, itemLinks } = context;

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
  one(
    "/core/items/:uuid/templateItemOf",
    "The collection whose template it is",
    ({ caller, resources, uuid }) =>
      optional(
        objects.templateItemOf(caller, objects.get(caller, "item", uuid)),
        resources.collection,
      ),
  );
  many(
    "/core/items/:uuid/relationships",
    "Relationships of an item",
    [],
    ({ caller, resources, uuid }, paging) =>
      resources.relationships(objects.get(caller, "item", uuid), paging),
  );
  one(
    "/core/items/:uuid/submitter",
    "Who submitted an item",
    ({ caller, resources, uuid }) =>
      optional(
        itemLinks.submitter(caller, objects.get(caller, "item", uuid)),
        resources.eperson,
      ),
  );
  one(
    "/core/items/:uuid/accessStatus",
    "What everybody can do with its files",
    ({ caller, resources, uuid }) =>
      resources.accessStatus(objects.get(caller, "item", uuid)),
  );
  one(
    "/core/items/:uuid/identifiers",
    "Identifiers of an item",
    ({ caller, resources, uuid }) =>
      resources.identifiers(objects.get(caller, "item", uuid)),
  );
  for (const name of ["thumbnail", "version"]) {
    one(`/core/items/:uuid/${name}`, "Always absent", ({ caller, uuid }) => {
      objects.get(caller, "item", uuid);
      return null;
    });
  }

  const shown = ({ caller, resources }: Asked, uuid: string) =>
    resources.item(objects.get(caller, "item", uuid));
  change(
    "POST",
    "/core/items",
    "Make an item in the archive; for administrators",
    201,
    async (asked) => {
      const uuid = await itemEditing.create(
        asked.caller,
        () => asked.uuidOf("owningCollection"),
        () => readNewItem(readObject(jsonOrImpossible(asked))),
      );
      return shown(asked, uuid);
    },
    {
      body: itemBody,
      querystring: {
        type: "object",
        required: ["owningCollection"],
        properties: { owningCollection: { type: "string", format: "uuid" } },
      },
    },
  );
  change(
    "PUT",
    "/core/items/:uuid",
    "Replace the metadata of an item, and its flags where they are sent",
    200,
    async (asked) => {
      const { caller, uuid } = asked;
      await itemEditing.update(caller, uuid, () => {
        const body = asked.json();
        return {
          entries: readReplacement(body, objects.get(caller, "item", uuid)),
          ...readItemFlags(body),
        };
      });
      return shown(asked, uuid);
    },
    { body: itemBody },
  );
  change(
    "PATCH",
    "/core/items/:uuid",
    "Change an item: metadata, /withdrawn, /discoverable",
    200,
    async (asked) => {
      const { caller, uuid } = asked;
      await itemEditing.patch(caller, uuid, () => readPatch(asked.json()));
      return shown(asked, uuid);
    },
    { body: patchBody },
  );
  change(
    "DELETE",
    "/core/items/:uuid",
    "Remove an item",
    200,
    async ({ caller, uuid }) => {
      await itemEditing.remove(caller, uuid);
      return null;
    },
  );

  change(
    "PUT",
    "/core/items/:uuid/owningCollection",
    "Move an item to another collection",
    200,
    async (asked) => {
      const { caller, resources, uuid } = asked;
      let to = "";
      await itemEditing.move(caller, uuid, () => {
        const [collection, ...more] = collectionsOf(asked);
        if (collection === undefined || more.length > 0)
          throw new AppError(
            "request.impossible",
            "An item has one owning collection.",
          );
        return (to = collection);
      });
      return resources.collection(objects.get(caller, "collection", to));
    },
    { body: uriListBody },
  );
  change(
    "POST",
    "/core/items/:uuid/mappedCollections",
    "Show an item in further collections",
    201,
    async (asked) => {
      await itemEditing.map(asked.caller, asked.uuid, () =>
        collectionsOf(asked),
      );
      return null;
    },
    { body: uriListBody },
  );
  change(
    "DELETE",
    "/core/items/:uuid/mappedCollections/:collection",
    "Take an item out of a collection that does not own it",
    200,
    async ({ caller, uuid, parameter }) => {
      const collection = parameter("collection").toLowerCase();
      await itemEditing.unmap(caller, uuid, collection);
      return null;
    },
  );
}

/**
 * The uuids of the collections in a list of URIs.
 * @throws AppError request.impossible, media-type.unsupported
 */
function collectionsOf(asked: Asked): readonly string[] {
  return asked.uris().map(({ noun, id }) => {
    if (noun !== "collections")
      throw new AppError("request.impossible", `${id} is no collection.`, {
        object: id,
      });
    return id;
  });
}

/** The body of a new item: what cannot be read is 422 here, not 400 (dspace.md section 11). */
function jsonOrImpossible(asked: Asked): unknown {
  try {
    return asked.json();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "input.invalid")
      throw error;
    throw new AppError("request.impossible", error.message, { cause: error });
  }
}
