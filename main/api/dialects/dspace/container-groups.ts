import {
  workflowRoles,
  type PeopleRole,
} from "../../../domain/container-people.ts";
import { AppError } from "../../../domain/errors.ts";
import type { MetadataEntries } from "../../../domain/metadata-map.ts";
import { readEntries } from "../../../domain/metadata-patch.ts";
import { metadataBody, readObject } from "./bodies.ts";
import { optional } from "./resources/resource-context.ts";
import type { Asked, Routes } from "./routes.ts";

const inCollections = [
  "adminGroup",
  "submittersGroup",
  "itemReadGroup",
  "bitstreamReadGroup",
] as const;

/** The groups of communities and collections (dspace.md sections 8 and 9). */
export function addContainerGroups(routes: Routes): void {
  const { context, one, change } = routes;
  const { containerGroups } = context;

  const add = (
    kind: "community" | "collection",
    path: string,
    name: string,
    roleOf: (asked: Asked) => PeopleRole,
  ): void => {
    one(path, `The ${name} of a ${kind}`, (asked) =>
      optional(
        containerGroups.get(asked.caller, kind, asked.uuid, roleOf(asked)),
        asked.resources.group,
      ),
    );
    change(
      "POST",
      path,
      `Make the ${name} of a ${kind}`,
      201,
      async (asked) =>
        asked.resources.group(
          await containerGroups.create(
            asked.caller,
            kind,
            asked.uuid,
            roleOf(asked),
            () => readGroupMetadata(asked.json()),
          ),
        ),
      {
        body: {
          type: "object",
          properties: { metadata: metadataBody.properties.metadata },
        },
      },
    );
    change(
      "DELETE",
      path,
      `Remove the ${name} of a ${kind}`,
      200,
      async (asked) => {
        await containerGroups.remove(
          asked.caller,
          kind,
          asked.uuid,
          roleOf(asked),
        );
        return null;
      },
    );
  };

  add(
    "community",
    "/core/communities/:uuid/adminGroup",
    "adminGroup",
    () => "adminGroup",
  );
  for (const role of inCollections)
    add("collection", `/core/collections/:uuid/${role}`, role, () => role);
  add(
    "collection",
    "/core/collections/:uuid/workflowGroups/:role",
    "workflow group",
    ({ parameter }) => {
      const role = workflowRoles.find((name) => name === parameter("role"));
      if (role === undefined)
        throw new AppError("object.not-found", "The review has no such role.", {
          remedy: `Use one of ${workflowRoles.join(", ")}.`,
        });
      return role;
    },
  );
}

/**
 * The metadata of a group whose name is not the client's to choose.
 * @throws AppError request.impossible
 */
function readGroupMetadata(body: unknown): MetadataEntries {
  const sent = readObject(body ?? {});
  const entries = readEntries(sent["metadata"]);
  if (sent["name"] !== undefined || entries.has("dc.title"))
    throw new AppError(
      "request.impossible",
      "The name of this group cannot be chosen.",
    );
  if (sent["permanent"] !== undefined && sent["permanent"] !== false)
    throw new AppError("request.impossible", "This group cannot be permanent.");
  return entries;
}
