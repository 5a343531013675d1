import { AppError } from "../domain/errors.ts";
import type { MetadataEntries } from "../domain/metadata-map.ts";
import { applyPatch, type PatchOperation } from "../domain/metadata-patch.ts";
import type { Access, Caller } from "./access.ts";
import { requireUnchanged, type Revision } from "./revision.ts";
import { missing, type TargetPorts, type Targets } from "./targets.ts";

/** What this file needs of the catalog. */
export interface ItemTemplatePorts extends TargetPorts {
  metadata(object: number): MetadataEntries;
  /** @throws AppError field.not-registered */
  setItemMetadata(item: number, entries: MetadataEntries): void;
  /** The template of a collection; null when it has none. */
  template(collection: number): number | null;
  /** The collection whose template an item is; null for other items. */
  templateOf(item: number): number | null;
  /** @returns the new template's uuid @throws AppError field.not-registered */
  createTemplate(collection: number, entries: MetadataEntries): string;
  remove(kind: "item", id: number): Promise<void>;
}

export type ItemTemplates = ReturnType<typeof createItemTemplates>;

/** The items that new items of a collection start from. */
export function createItemTemplates(
  ports: ItemTemplatePorts,
  access: Access,
  { target, change }: Targets,
) {
  /** @throws AppError access.unauthenticated, access.denied, object.not-found */
  const templateTarget = (caller: Caller, uuid: string): number => {
    access.requireSignedIn(caller);
    const found = ports.find(uuid);
    if (found?.kind !== "item" || ports.templateOf(found.id) === null)
      throw missing("item", uuid);
    access.requireAdministers(caller, found.id);
    return found.id;
  };

  const entriesOf = (template: number | null): MetadataEntries =>
    template === null ? new Map() : ports.metadata(template);

  return {
    /** Whether there is such a template and the caller may change it. @throws as {@link templateTarget} */
    requireTemplate: (caller: Caller, uuid: string): void =>
      void templateTarget(caller, uuid),
    /**
     * What the template of a collection says; nothing where it has none.
     * @param collection uuid
     * @throws AppError access.unauthenticated, access.denied, object.not-found
     */
    of(caller: Caller, collection: string): MetadataEntries {
      const id = target(
        caller,
        "collection",
        collection,
        access.requireAdministers,
      );
      return entriesOf(ports.template(id));
    },
    /**
     * Replaces what it says, provided that nobody has changed it meanwhile; a collection without a template gets one.
     * @param collection uuid
     * @throws AppError as {@link of}; object.changed, field.not-registered
     */
    revise: (
      caller: Caller,
      collection: string,
      read: () => Revision,
    ): Promise<void> =>
      change(
        () =>
          target(caller, "collection", collection, access.requireAdministers),
        read,
        (id, { expected, entries }) => {
          const template = ports.template(id);
          requireUnchanged(entriesOf(template), expected, collection);
          if (template === null) ports.createTemplate(id, entries);
          else ports.setItemMetadata(template, entries);
        },
      ),
    /**
     * @param collection uuid
     * @returns the template's uuid
     * @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible, field.not-registered
     */
    create: (
      caller: Caller,
      collection: string,
      read: () => MetadataEntries,
    ): Promise<string> =>
      change(
        () =>
          target(caller, "collection", collection, access.requireAdministers),
        read,
        (id, entries) => {
          if (ports.template(id) !== null)
            throw new AppError(
              "request.impossible",
              "The collection has a template already.",
              { object: collection },
            );
          return ports.createTemplate(id, entries);
        },
      ),
    /** @throws AppError as {@link templateTarget}; request.impossible, field.not-registered */
    patch: (
      caller: Caller,
      uuid: string,
      read: () => readonly PatchOperation[],
    ): Promise<void> =>
      change(
        () => templateTarget(caller, uuid),
        read,
        (id, operations) => {
          const entries = applyPatch(ports.metadata(id), operations);
          ports.setItemMetadata(id, entries);
        },
      ),
    /** @throws AppError as {@link templateTarget} */
    async remove(caller: Caller, uuid: string): Promise<void> {
      await ports.remove("item", templateTarget(caller, uuid));
    },
  };
}
