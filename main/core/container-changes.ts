import { AppError } from "../domain/errors.ts";
import type { MetadataEntries } from "../domain/metadata-map.ts";
import { applyPatch, type PatchOperation } from "../domain/metadata-patch.ts";
import type { Access, Caller } from "./access.ts";
import { requireUnchanged, type Revision } from "./revision.ts";
import type { TargetPorts, Targets } from "./targets.ts";

/** What changing a community or a collection needs of the catalog. */
export interface ContainerPorts<
  Kind extends "community" | "collection",
> extends TargetPorts {
  metadata(object: number): MetadataEntries;
  /** Replaces the metadata, and the name. @throws AppError field.not-registered */
  setMetadata(kind: Kind, id: number, entries: MetadataEntries): void;
  /** Removes an object with everything in it, at once and for good. */
  remove(kind: Kind, id: number): Promise<void>;
}

/** What differs between the kinds. */
interface ContainerKind<Kind, Parent> {
  readonly kind: Kind;
  /** Who may remove one: one of the `require…` of access. */
  readonly requireToRemove: (caller: Caller, container: number) => void;
  /** Makes one. @returns its uuid */
  readonly make: (parent: Parent, entries: MetadataEntries) => string;
}

/** Changes that communities and collections have in common. Each `read` gives what was sent, and is asked once the change is known to be allowed. */
export function createContainerChanges<
  Kind extends "community" | "collection",
  Parent extends number | null,
>(
  { kind, requireToRemove, make }: ContainerKind<Kind, Parent>,
  ports: ContainerPorts<Kind>,
  access: Access,
  { target, change }: Targets,
) {
  const changed = (caller: Caller, uuid: string) => () =>
    target(caller, kind, uuid, access.requireAdministers);
  return {
    /**
     * @param place finds what it is to be made in, and whether the caller may; it is asked again inside the transaction
     * @returns the new one's uuid
     * @throws AppError access.unauthenticated, field.not-registered; what `place` and `read` throw
     */
    async create(
      caller: Caller,
      place: () => Parent,
      read: () => MetadataEntries,
    ): Promise<string> {
      const allowed = () => {
        access.requireSignedIn(caller);
        return place();
      };
      allowed();
      const entries = read();
      return ports.write(() => make(allowed(), entries));
    },
    /** @throws AppError access.unauthenticated, access.denied, object.not-found, field.not-registered */
    update: (
      caller: Caller,
      uuid: string,
      read: () => MetadataEntries,
    ): Promise<void> =>
      change(changed(caller, uuid), read, (id, entries) => {
        ports.setMetadata(kind, id, entries);
      }),
    /**
     * Replaces the metadata, provided that nobody has changed it meanwhile.
     * @throws AppError as {@link update}; object.changed
     */
    revise: (
      caller: Caller,
      uuid: string,
      read: () => Revision,
    ): Promise<void> =>
      change(changed(caller, uuid), read, (id, { expected, entries }) => {
        requireUnchanged(ports.metadata(id), expected, uuid);
        ports.setMetadata(kind, id, entries);
      }),
    /** @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible, field.not-registered */
    patch: (
      caller: Caller,
      uuid: string,
      read: () => readonly PatchOperation[],
    ): Promise<void> =>
      change(changed(caller, uuid), read, (id, operations) => {
        const entries = applyPatch(ports.metadata(id), operations);
        ports.setMetadata(kind, id, entries);
      }),
    /** @throws AppError access.unauthenticated, access.denied, object.not-found */
    async remove(caller: Caller, uuid: string): Promise<void> {
      await ports.remove(kind, target(caller, kind, uuid, requireToRemove));
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
