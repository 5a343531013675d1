import { AppError } from "../domain/errors.ts";
import type { MetadataEntries } from "../domain/metadata-map.ts";
import { applyPatch, type PatchOperation } from "../domain/metadata-patch.ts";
import type { Access, Caller } from "./access.ts";
import type { TargetPorts, Targets } from "./targets.ts";

/** What this file needs of the catalog. */
export interface CommunityPorts extends TargetPorts {
  metadata(object: number): MetadataEntries;
  /** Replaces the metadata of a community or collection, and its name. @throws AppError field.not-registered */
  setMetadata(
    kind: "community" | "collection",
    id: number,
    entries: MetadataEntries,
  ): void;
  /** @returns the new community's uuid @throws AppError field.not-registered */
  createCommunity(parent: number | null, entries: MetadataEntries): string;
  /** Removes an object with everything in it, at once and for good. */
  remove(kind: "community", id: number): Promise<void>;
}

export type Communities = ReturnType<typeof createCommunities>;

/** Changes of communities. Each `read` gives what was sent, and is asked once the change is known to be allowed. */
export function createCommunities(
  ports: CommunityPorts,
  access: Access,
  { target, change }: Targets,
) {
  return {
    /**
     * @param parent uuid of the community around it; null at the top, which is for administrators
     * @returns its uuid
     * @throws AppError access.unauthenticated, access.denied, request.impossible, field.not-registered
     */
    async create(
      caller: Caller,
      parent: string | null,
      read: () => MetadataEntries,
    ): Promise<string> {
      const place = (): number | null => {
        access.requireSignedIn(caller);
        if (parent === null) {
          access.requireAdministrator(caller);
          return null;
        }
        return parentCommunity(ports, access, caller, parent);
      };
      place();
      const entries = read();
      return ports.write(() => ports.createCommunity(place(), entries));
    },
    /** @throws AppError access.unauthenticated, access.denied, object.not-found, field.not-registered */
    update: (
      caller: Caller,
      uuid: string,
      read: () => MetadataEntries,
    ): Promise<void> =>
      change(
        () => target(caller, "community", uuid, access.requireAdministers),
        read,
        (id, entries) => {
          ports.setMetadata("community", id, entries);
        },
      ),
    /** @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible, field.not-registered */
    patch: (
      caller: Caller,
      uuid: string,
      read: () => readonly PatchOperation[],
    ): Promise<void> =>
      change(
        () => target(caller, "community", uuid, access.requireAdministers),
        read,
        (id, operations) => {
          const entries = applyPatch(ports.metadata(id), operations);
          ports.setMetadata("community", id, entries);
        },
      ),
    /**
     * Removes a community with all that is below it.
     * @throws AppError access.unauthenticated, access.denied, object.not-found
     */
    async remove(caller: Caller, uuid: string): Promise<void> {
      await ports.remove(
        "community",
        target(caller, "community", uuid, access.requireAdministers),
      );
    },
  };
}

/**
 * The community in which something new is to be made, by its uuid.
 * @throws AppError request.impossible, access.denied
 */
export function parentCommunity(
  ports: Pick<TargetPorts, "find">,
  access: Pick<Access, "requireAdministers">,
  caller: Caller,
  uuid: string,
): number {
  const found = ports.find(uuid);
  if (found?.kind !== "community")
    throw new AppError("request.impossible", `There is no community ${uuid}.`, {
      object: uuid,
    });
  access.requireAdministers(caller, found.id);
  return found.id;
}
