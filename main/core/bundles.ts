import { AppError } from "../domain/errors.ts";
import type { MetadataEntries } from "../domain/metadata-map.ts";
import { applyPatch, type PatchOperation } from "../domain/metadata-patch.ts";
import type { Access, Caller } from "./access.ts";
import { moveStep } from "./bundle-order.ts";
import type { TargetPorts, Targets } from "./targets.ts";

/** What this file needs of the catalog. */
export interface BundlePorts extends TargetPorts {
  /** Whether an item may have bundles: the template of a collection may not. */
  isTemplate(item: number): boolean;
  bundleNamed(item: number, name: string): number | null;
  /** @returns uuid @throws AppError field.not-registered */
  createBundle(item: number, entries: MetadataEntries): string;
  bundleMetadata(bundle: number): MetadataEntries;
  /** @throws AppError field.not-registered */
  setBundleMetadata(bundle: number, entries: MetadataEntries): void;
  itemOfBundle(bundle: number): number;
  /** Ids of the bitstreams in their order. */
  bitstreamsOf(bundle: number): readonly number[];
  setOrder(bundle: number, bitstreams: readonly number[]): void;
  primary(bundle: number): number | null;
  setPrimary(bundle: number, bitstream: number | null): void;
  /** Removes an object of an item with everything in it. */
  removeFrom(item: number, kind: "bundle", id: number): Promise<void>;
  /** Removes a bundle in which there is nothing; to be called in a transaction. */
  removeEmpty(item: number, bundle: number): void;
}

export type Bundles = ReturnType<typeof createBundles>;

/** Changes of bundles (dspace.md section 12). Each `read` is asked once the change is known to be allowed. */
export function createBundles(
  ports: BundlePorts,
  access: Access,
  { target, change }: Targets,
) {
  const writable = (caller: Caller, uuid: string): number =>
    target(caller, "bundle", uuid, access.requireWrites);

  const requireFreeName = (
    item: number,
    entries: MetadataEntries,
    own: number | null,
  ): void => {
    const name = entries.get("dc.title")?.[0]?.value ?? "";
    if (name.trim() === "")
      throw new AppError("request.impossible", "A bundle has a name.");
    const other = ports.bundleNamed(item, name);
    if (other !== null && other !== own)
      throw new AppError(
        "input.invalid",
        `The item has a bundle ${name} already.`,
        { object: name },
      );
  };

  /** @throws AppError request.impossible */
  const memberNamed = (bundle: number, uuid: string): number => {
    const found = ports.find(uuid);
    if (
      found?.kind !== "bitstream" ||
      !ports.bitstreamsOf(bundle).includes(found.id)
    )
      throw new AppError(
        "request.impossible",
        `The bundle has no bitstream ${uuid}.`,
        { object: uuid },
      );
    return found.id;
  };

  return {
    /**
     * @returns its uuid
     * @throws AppError access.unauthenticated, access.denied, object.not-found, method.not-allowed, input.invalid (the
     *   name is taken), request.impossible, field.not-registered
     */
    create: (
      caller: Caller,
      item: string,
      read: () => MetadataEntries,
    ): Promise<string> =>
      change(
        () => {
          const id = target(caller, "item", item, access.requireAdds);
          if (ports.isTemplate(id))
            throw new AppError(
              "method.not-allowed",
              "The template of a collection has no bundles.",
              { object: item },
            );
          return id;
        },
        read,
        (id, entries) => {
          requireFreeName(id, entries, null);
          return ports.createBundle(id, entries);
        },
      ),
    /**
     * Changes metadata, and moves bitstreams to other places.
     * @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible, field.not-registered
     */
    patch: (
      caller: Caller,
      uuid: string,
      read: () => readonly PatchOperation[],
    ): Promise<void> =>
      change(
        () => writable(caller, uuid),
        read,
        (id, operations) => {
          const old = ports.bundleMetadata(id);
          const before = ports.bitstreamsOf(id);
          let order = before;
          const entries = applyPatch(old, operations, (step) => {
            order = moveStep(order, step);
          });
          if (entries !== old) {
            requireFreeName(ports.itemOfBundle(id), entries, id);
            ports.setBundleMetadata(id, entries);
          }
          if (order !== before) ports.setOrder(id, order);
        },
      ),
    /** @throws AppError access.unauthenticated, access.denied, object.not-found */
    async remove(caller: Caller, uuid: string): Promise<void> {
      const id = target(caller, "bundle", uuid, access.requireAdministers);
      await ports.removeFrom(ports.itemOfBundle(id), "bundle", id);
    },
    /**
     * Removes a bundle in which there is nothing: what others have put into it meanwhile stays.
     * @returns whether it was so
     * @throws AppError access.unauthenticated, access.denied, object.not-found
     */
    removeEmpty: (caller: Caller, uuid: string): Promise<boolean> =>
      change(
        () => target(caller, "bundle", uuid, access.requireAdministers),
        () => null,
        (id) => {
          // Looked at in the transaction: what comes in while it is waited for would go with the bundle.
          if (ports.bitstreamsOf(id).length > 0) return false;
          ports.removeEmpty(ports.itemOfBundle(id), id);
          return true;
        },
      ),
    /**
     * Says which bitstream of a bundle is the primary one.
     * @param expected whether there has to be one already, or must not
     * @throws AppError access.unauthenticated, access.denied, object.not-found, input.invalid, request.impossible
     */
    setPrimary: (
      caller: Caller,
      uuid: string,
      expected: "none" | "one" | "any",
      read: () => string,
    ): Promise<void> =>
      change(
        () => {
          const id = writable(caller, uuid);
          if (expected !== "any") requirePrimary(id, expected);
          return id;
        },
        read,
        (id, bitstream) => {
          ports.setPrimary(id, memberNamed(id, bitstream));
        },
      ),
    /** @throws AppError access.unauthenticated, access.denied, object.not-found, input.invalid */
    clearPrimary(caller: Caller, uuid: string): Promise<void> {
      const find = (): number => {
        const id = writable(caller, uuid);
        requirePrimary(id, "one");
        return id;
      };
      find();
      return ports.write(() => {
        ports.setPrimary(find(), null);
      });
    },
  };

  function requirePrimary(bundle: number, expected: "none" | "one"): void {
    if ((ports.primary(bundle) === null) === (expected === "none")) return;
    throw new AppError(
      "input.invalid",
      expected === "none"
        ? "The bundle has a primary bitstream already."
        : "The bundle has no primary bitstream.",
    );
  }
}
