import { AppError } from "../domain/errors.ts";
import type { MetadataEntries } from "../domain/metadata-map.ts";
import type { Access, Caller } from "./access.ts";
import {
  createContainerChanges,
  parentCommunity,
  type ContainerPorts,
} from "./container-changes.ts";
import type { Targets } from "./targets.ts";

/** What this file needs of the catalog. */
export interface CollectionPorts extends ContainerPorts<"collection"> {
  /** @returns the new collection's uuid @throws AppError field.not-registered */
  createCollection(parent: number, entries: MetadataEntries): string;
}

export type Collections = ReturnType<typeof createCollections>;

/**
 * Changes of collections. Those who administer what is around one may remove it with the items it owns; items that are
 * mapped to it stay where they belong.
 */
export function createCollections(
  ports: CollectionPorts,
  access: Access,
  targets: Targets,
) {
  const changes = createContainerChanges(
    {
      kind: "collection",
      requireToRemove: access.requireAdministersAbove,
      make: ports.createCollection,
    },
    ports,
    access,
    targets,
  );
  return {
    ...changes,
    /**
     * @param parent uuid of the community around it
     * @returns its uuid
     * @throws AppError access.unauthenticated, access.denied, input.invalid, request.impossible, field.not-registered
     */
    create: (
      caller: Caller,
      parent: () => string | null,
      read: () => MetadataEntries,
    ): Promise<string> =>
      changes.create(
        caller,
        () => {
          const uuid = parent();
          if (uuid === null)
            throw new AppError(
              "input.invalid",
              "A collection is made in a community: name it as `parent`.",
            );
          return parentCommunity(ports, access, caller, uuid);
        },
        read,
      ),
  };
}
