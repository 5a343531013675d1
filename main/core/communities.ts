import type { MetadataEntries } from "../domain/metadata-map.ts";
import type { Access, Caller } from "./access.ts";
import {
  createContainerChanges,
  parentCommunity,
  type ContainerPorts,
} from "./container-changes.ts";
import type { Targets } from "./targets.ts";

/** What this file needs of the catalog. */
export interface CommunityPorts extends ContainerPorts<"community"> {
  /** @returns the new community's uuid @throws AppError field.not-registered */
  createCommunity(parent: number | null, entries: MetadataEntries): string;
}

export type Communities = ReturnType<typeof createCommunities>;

/** Changes of communities. Those who administer one may remove it, with all that is below it. */
export function createCommunities(
  ports: CommunityPorts,
  access: Access,
  targets: Targets,
) {
  const changes = createContainerChanges(
    {
      kind: "community",
      requireToRemove: access.requireAdministers,
      make: ports.createCommunity,
    },
    ports,
    access,
    targets,
  );
  return {
    ...changes,
    /**
     * @param parent uuid of the community around it; null at the top, which is for administrators
     * @returns its uuid
     * @throws AppError access.unauthenticated, access.denied, request.impossible, field.not-registered
     */
    create: (
      caller: Caller,
      parent: string | null,
      read: () => MetadataEntries,
    ): Promise<string> =>
      changes.create(
        caller,
        () => {
          if (parent !== null)
            return parentCommunity(ports, access, caller, parent);
          access.requireAdministrator(caller);
          return null;
        },
        read,
      ),
  };
}
