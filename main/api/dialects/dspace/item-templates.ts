import { patchBody, readPatch } from "./bodies.ts";
import type { Asked, Routes } from "./routes.ts";

/** Templates of items; they are made at their collection (dspace.md section 13). */
export function addItemTemplates(routes: Routes): void {
  const { context, one, change, notOffered } = routes;
  const { objects, itemTemplates } = context;
  const path = "/core/itemtemplates/:uuid";

  const shown = ({ caller, resources, uuid }: Asked) => {
    itemTemplates.requireTemplate(caller, uuid);
    return resources.itemTemplate(objects.get(caller, "item", uuid));
  };
  one(path, "The template of a collection's items", shown);
  one(
    `${path}/templateItemOf`,
    "The collection of a template",
    ({ caller, resources, uuid }) => {
      itemTemplates.requireTemplate(caller, uuid);
      const collection = objects.templateItemOf(
        caller,
        objects.get(caller, "item", uuid),
      );
      return collection === null ? null : resources.collection(collection);
    },
  );
  change(
    "PATCH",
    path,
    "Change the metadata of a template",
    200,
    async (asked) => {
      await itemTemplates.patch(asked.caller, asked.uuid, () =>
        readPatch(asked.json()),
      );
      return shown(asked);
    },
    { body: patchBody },
  );
  change("DELETE", path, "Remove a template", 200, async ({ caller, uuid }) => {
    await itemTemplates.remove(caller, uuid);
    return null;
  });

  notOffered("/core/itemtemplates");
}
