import { AppError } from "../domain/errors.ts";
import type { MetadataEntries } from "../domain/metadata-map.ts";
import { applyPatch, type PatchOperation } from "../domain/metadata-patch.ts";
import type { Access, Caller } from "./access.ts";
import { parentCommunity } from "./communities.ts";
import type { TargetPorts, Targets } from "./targets.ts";

/** What this file needs of the catalog. */
export interface CollectionPorts extends TargetPorts {
  metadata(object: number): MetadataEntries;
  /** Replaces the metadata, and the name. @throws AppError field.not-registered */
  setMetadata(kind: "collection", id: number, entries: MetadataEntries): void;
  /** @returns the new collection's uuid @throws AppError field.not-registered */
  createCollection(parent: number, entries: MetadataEntries): string;
  /** Removes an object with everything in it, at once and for good. */
  remove(kind: "collection", id: number): Promise<void>;
}

export type Collections = ReturnType<typeof createCollections>;

/** Changes of collections. Each `read` gives what was sent, and is asked once the change is known to be allowed. */
export function createCollections(
  ports: CollectionPorts,
  access: Access,
  { target, change }: Targets,
) {
  return {
    /**
     * @param parent uuid of the community around it
     * @returns its uuid
     * @throws AppError access.unauthenticated, access.denied, input.invalid, request.impossible, field.not-registered
     */
    async create(
      caller: Caller,
      parent: () => string | null,
      read: () => MetadataEntries,
    ): Promise<string> {
      const place = (): number => {
        access.requireSignedIn(caller);
        const uuid = parent();
        if (uuid === null)
          throw new AppError(
            "input.invalid",
            "A collection is made in a community: name it as `parent`.",
          );
        return parentCommunity(ports, access, caller, uuid);
      };
      place();
      const entries = read();
      return ports.write(() => ports.createCollection(place(), entries));
    },
    /** @throws AppError access.unauthenticated, access.denied, object.not-found, field.not-registered */
    update: (
      caller: Caller,
      uuid: string,
      read: () => MetadataEntries,
    ): Promise<void> =>
      change(
        () => target(caller, "collection", uuid, access.requireAdministers),
        read,
        (id, entries) => {
          ports.setMetadata("collection", id, entries);
        },
      ),
    /** @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible, field.not-registered */
    patch: (
      caller: Caller,
      uuid: string,
      read: () => readonly PatchOperation[],
    ): Promise<void> =>
      change(
        () => target(caller, "collection", uuid, access.requireAdministers),
        read,
        (id, operations) => {
          const entries = applyPatch(ports.metadata(id), operations);
          ports.setMetadata("collection", id, entries);
        },
      ),
    /**
     * Removes a collection with the items it owns; for those who administer what is around it. Items that are mapped to
     * it stay where they belong.
     * @throws AppError access.unauthenticated, access.denied, object.not-found
     */
    async remove(caller: Caller, uuid: string): Promise<void> {
      await ports.remove(
        "collection",
        target(caller, "collection", uuid, access.requireAdministersAbove),
      );
    },
  };
}
