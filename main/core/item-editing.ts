import { AppError } from "../domain/errors.ts";
import type { MetadataEntries } from "../domain/metadata-map.ts";
import { applyPatch, type PatchOperation } from "../domain/metadata-patch.ts";
import type { Access, Caller } from "./access.ts";
import { requireUnchanged, type Revision } from "./revision.ts";
import type { TargetPorts, Targets } from "./targets.ts";

/** A new item as it was sent. */
export interface NewItem {
  readonly entries: MetadataEntries;
  readonly discoverable: boolean;
}

/** An item as it is to be; null leaves a flag as it is. */
export interface ChangedItem {
  readonly entries: MetadataEntries;
  readonly withdrawn: boolean | null;
  readonly discoverable: boolean | null;
}

/** What this file needs of the catalog. */
export interface ItemEditingPorts extends TargetPorts {
  metadata(object: number): MetadataEntries;
  /** @returns the new item's uuid @throws AppError field.not-registered */
  createItem(
    collection: number,
    entries: MetadataEntries,
    discoverable: boolean,
    submitter: string | null,
  ): string;
  /** Replaces metadata, title and what is searched. @throws AppError field.not-registered */
  setItemMetadata(item: number, entries: MetadataEntries): void;
  /** An item is withdrawn or in the archive, never both. */
  setItemState(
    state: "withdrawn" | "discoverable",
    item: number,
    value: boolean,
  ): void;
  /** The owning collection; null for a template. */
  owner(item: number): number | null;
  isMapped(collection: number, item: number): boolean;
  move(item: number, from: number, to: number): void;
  map(item: number, collection: number): void;
  unmap(item: number, collection: number): void;
  remove(kind: "item", id: number): Promise<void>;
}

export type ItemEditing = ReturnType<typeof createItemEditing>;

/** Changes of items. Each `read` gives what was sent, and is asked once the change is known to be allowed. */
export function createItemEditing(
  ports: ItemEditingPorts,
  access: Access,
  { target, change }: Targets,
) {
  /** @throws AppError method.not-allowed */
  const requireOwner = (item: number, uuid: string): number => {
    const owner = ports.owner(item);
    if (owner === null)
      throw new AppError(
        "method.not-allowed",
        "This is not possible with the template of a collection.",
        { object: uuid },
      );
    return owner;
  };
  /** An item, but no template, that the caller administers. */
  const administered = (caller: Caller, uuid: string): number => {
    const id = target(caller, "item", uuid, access.requireAdministers);
    requireOwner(id, uuid);
    return id;
  };
  /** @throws AppError request.impossible */
  const collectionNamed = (uuid: string): number => {
    const found = ports.find(uuid);
    if (found?.kind !== "collection")
      throw new AppError(
        "request.impossible",
        `There is no collection ${uuid}.`,
        { object: uuid },
      );
    return found.id;
  };
  /** @throws AppError request.impossible */
  const requireOther = (collection: number, owner: number): void => {
    if (collection === owner)
      throw new AppError(
        "request.impossible",
        "A collection that owns an item has no need of a mapping.",
      );
  };

  return {
    /**
     * Makes an item that is in the archive at once; for administrators.
     * @param collection uuid of the collection that is to own it
     * @returns its uuid
     * @throws AppError access.unauthenticated, access.denied, input.invalid, request.impossible, field.not-registered
     */
    async create(
      caller: Caller,
      collection: () => string | null,
      read: () => NewItem,
    ): Promise<string> {
      const place = (): number => {
        access.requireAdministrator(caller);
        const found = ports.find(collection() ?? "");
        if (found?.kind !== "collection")
          throw new AppError(
            "input.invalid",
            "An item is made in a collection: name it as `owningCollection`.",
          );
        return found.id;
      };
      place();
      const { entries, discoverable } = read();
      return ports.write(() =>
        ports.createItem(
          place(),
          entries,
          discoverable,
          caller.account?.email ?? null,
        ),
      );
    },
    /** @throws AppError access.unauthenticated, access.denied, object.not-found, method.not-allowed, field.not-registered */
    update: (
      caller: Caller,
      uuid: string,
      read: () => ChangedItem,
    ): Promise<void> =>
      change(
        () => administered(caller, uuid),
        read,
        (id, { entries, withdrawn, discoverable }) => {
          ports.setItemMetadata(id, entries);
          if (withdrawn !== null)
            ports.setItemState("withdrawn", id, withdrawn);
          if (discoverable !== null)
            ports.setItemState("discoverable", id, discoverable);
        },
      ),
    /**
     * Replaces the metadata, provided that nobody has changed it meanwhile.
     * @throws AppError as {@link update}; object.changed
     */
    revise: (
      caller: Caller,
      uuid: string,
      read: () => Revision,
    ): Promise<void> =>
      change(
        () => administered(caller, uuid),
        read,
        (id, { expected, entries }) => {
          requireUnchanged(ports.metadata(id), expected, uuid);
          ports.setItemMetadata(id, entries);
        },
      ),
    /**
     * Changes metadata, withdraws or takes back (`/withdrawn`), hides or shows (`/discoverable`).
     * @throws AppError as {@link update}; request.impossible
     */
    patch: (
      caller: Caller,
      uuid: string,
      read: () => readonly PatchOperation[],
    ): Promise<void> =>
      change(
        () => administered(caller, uuid),
        read,
        (id, operations) => {
          const old = ports.metadata(id);
          const states = new Map<"withdrawn" | "discoverable", boolean>();
          const entries = applyPatch(old, operations, (operation) => {
            const [state, value] = readState(operation);
            states.set(state, value);
          });
          if (entries !== old) ports.setItemMetadata(id, entries);
          for (const [state, value] of states)
            ports.setItemState(state, id, value);
        },
      ),
    /** @throws AppError access.unauthenticated, access.denied, object.not-found, method.not-allowed */
    async remove(caller: Caller, uuid: string): Promise<void> {
      await ports.remove("item", administered(caller, uuid));
    },
    /**
     * Gives an item to another collection, to which the caller may add.
     * @param read uuid of the collection
     * @throws AppError as {@link remove}; input.invalid when it owns the item already, request.impossible
     */
    move: (caller: Caller, uuid: string, read: () => string): Promise<void> =>
      change(
        () => administered(caller, uuid),
        read,
        (item, to) => {
          const collection = collectionNamed(to);
          access.requireAdds(caller, collection);
          const owner = requireOwner(item, uuid);
          if (collection === owner)
            throw new AppError(
              "input.invalid",
              "The collection owns the item already.",
              { object: to },
            );
          ports.move(item, owner, collection);
        },
      ),
    /**
     * Shows an item in collections to which the caller may add. Exports of a collection take along what is mapped to it,
     * with files and remarks that not everybody may read, so that it is for administrators of the item to lend it.
     * @param read uuids of the collections
     * @throws AppError access.unauthenticated, access.denied, object.not-found, method.not-allowed, request.impossible
     */
    map: (
      caller: Caller,
      uuid: string,
      read: () => readonly string[],
    ): Promise<void> =>
      change(
        () => administered(caller, uuid),
        read,
        (item, uuids) => {
          const owner = requireOwner(item, uuid);
          for (const collection of uuids.map(collectionNamed)) {
            access.requireAdds(caller, collection);
            requireOther(collection, owner);
            if (!ports.isMapped(collection, item)) ports.map(item, collection);
          }
        },
      ),
    /**
     * Takes an item out of a collection that does not own it, and that the caller administers.
     * @throws AppError access.unauthenticated, access.denied, object.not-found, method.not-allowed, request.impossible
     */
    async unmap(caller: Caller, uuid: string, from: string): Promise<void> {
      const find = (): readonly [number, number] => {
        const item = target(caller, "item", uuid, access.requireReads);
        const owner = requireOwner(item, uuid);
        const collection = collectionNamed(from);
        access.requireAdministers(caller, collection);
        requireOther(collection, owner);
        return [item, collection];
      };
      find();
      await ports.write(() => {
        const [item, collection] = find();
        if (ports.isMapped(collection, item)) ports.unmap(item, collection);
      });
    },
  };
}

/** @throws AppError request.impossible */
function readState({
  op,
  path,
  value,
}: PatchOperation): ["withdrawn" | "discoverable", boolean] {
  const state =
    path === "/withdrawn"
      ? "withdrawn"
      : path === "/discoverable"
        ? "discoverable"
        : null;
  if (state === null || op !== "replace")
    throw new AppError(
      "request.impossible",
      `${op} is not possible at ${path.slice(0, 200)}.`,
      { object: path },
    );
  if (value === true || value === "true") return [state, true];
  if (value === false || value === "false") return [state, false];
  throw new AppError("request.impossible", `${path} is true or false.`, {
    object: path,
  });
}
