import type { Bundle, CollectionRef, Item, Policy } from "../domain/catalog.ts";
import { fieldName, provenanceField } from "../domain/metadata.ts";
import type { Access, Caller } from "./access.ts";

/** What this file needs of the catalog. */
export interface SeenItemPorts {
  nameOfGroup(group: number): string | null;
  /** Null when there is no such item. */
  summaryOf(
    item: number,
  ): { readonly title: string; readonly withdrawn: boolean } | null;
}

export type SeenItems = ReturnType<typeof createSeenItems>;

/** What somebody who may read an item sees of it, and of what it belongs to. */
export function createSeenItems(
  ports: SeenItemPorts,
  access: Pick<Access, "administers" | "reads" | "readsAmong">,
) {
  /** Tells of others only those that the caller may read. */
  const withoutUnreadable = (caller: Caller, item: Item): Item => {
    const { relationships, version } = item;
    // An item may be related to tens of thousands: their rights are looked up in one go.
    const read = access.readsAmong(caller, [
      ...relationships.map(({ other }) => other.id),
      ...(version?.replacedBy == null ? [] : [version.replacedBy.id]),
    ]);
    return {
      ...item,
      relationships: relationships.filter(({ other }) => read.has(other.id)),
      ...(version?.replacedBy == null || read.has(version.replacedBy.id)
        ? {}
        : { version: { ...version, replacedBy: null } }),
    };
  };

  /** Of others, nobody but who gives rights is told which they have: it would say who they are. */
  const ownPolicies = (
    caller: Caller,
  ): ((policies: readonly Policy[]) => readonly Policy[]) => {
    const groups = new Set(caller.groups.map((id) => ports.nameOfGroup(id)));
    const email = caller.account?.email;
    return (policies) =>
      policies.filter(({ group, account }) =>
        group === null ? account === email : groups.has(group),
      );
  };

  /** An item is in its collection also for who may not read that; what the collection is called is not theirs to know. */
  const place = (caller: Caller, collection: CollectionRef): CollectionRef =>
    access.reads(caller, collection.id)
      ? collection
      : { ...collection, handle: null, name: "" };

  const withOwnPolicies = (
    bundle: Bundle,
    own: (policies: readonly Policy[]) => readonly Policy[],
  ): Bundle => ({
    ...bundle,
    policies: own(bundle.policies),
    bitstreams: bundle.bitstreams.map((file) => ({
      ...file,
      policies: own(file.policies),
    })),
  });

  return {
    /** @param item one that the caller may read */
    item(caller: Caller, item: Item): Item {
      const shown = withoutUnreadable(caller, item);
      if (access.administers(caller, item.id)) return shown;
      const own = ownPolicies(caller);
      return {
        ...shown,
        owningCollection: place(caller, item.owningCollection),
        mappedCollections: item.mappedCollections.filter(({ id }) =>
          access.reads(caller, id),
        ),
        submitter:
          item.submitter === caller.account?.email ? item.submitter : null,
        policies: own(item.policies),
        metadata: item.withdrawn
          ? []
          : item.metadata.filter(
              (value) => fieldName(value) !== provenanceField,
            ),
        bundles: item.withdrawn
          ? []
          : item.bundles.map((bundle) => withOwnPolicies(bundle, own)),
        ...(item.withdrawn && shown.version !== undefined
          ? { version: { ...shown.version, summary: null } }
          : {}),
      };
    },
    /** Whether what an item says of itself is told to somebody who may read it: what is withdrawn says nothing. */
    speaks(caller: Caller, item: number): boolean {
      return (
        ports.summaryOf(item)?.withdrawn !== true ||
        access.administers(caller, item)
      );
    },
    /** Null for an item that has none, or that the caller may not see it of. */
    titleOf(caller: Caller, item: number): string | null {
      const found = ports.summaryOf(item);
      if (found === null || !access.reads(caller, item)) return null;
      return found.withdrawn && !access.administers(caller, item)
        ? null
        : found.title;
    },
  };
}
