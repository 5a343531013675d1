import type { CollectionRef, ObjectKind } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";

/** What this file needs of the catalog. */
export interface ReferencePorts {
  find(
    reference: string,
  ): { readonly id: number; readonly kind: ObjectKind } | null;
  collectionsNamed(name: string): readonly CollectionRef[];
  communitiesNamed(name: string): readonly CollectionRef[];
}

export interface FoundObject {
  readonly kind: "community" | "collection" | "item";
  readonly id: number;
}

export type References = ReturnType<typeof createReferences>;

/** Turns what a person types (uuid, handle, numeric id, name) into an object. */
export function createReferences(ports: ReferencePorts) {
  const exact = (reference: string): FoundObject | null => {
    const found = ports.find(reference.trim());
    if (found === null) return null;
    const { kind, id } = found;
    return kind === "community" || kind === "collection" || kind === "item"
      ? { kind, id }
      : null;
  };
  const named = (
    kind: "community" | "collection",
    name: string,
  ): FoundObject | null => {
    const found =
      kind === "collection"
        ? ports.collectionsNamed(name)
        : ports.communitiesNamed(name);
    if (found.length > 1) {
      throw new AppError(
        kind === "collection" ? "collection.ambiguous" : "community.ambiguous",
        `There are ${String(found.length)} ${kind === "collection" ? "collections" : "communities"} named "${name}".`,
        {
          object: name,
          remedy: `Use a uuid instead: ${found.map((one) => one.uuid).join(", ")}.`,
        },
      );
    }
    const [only] = found;
    return only === undefined ? null : { kind, id: only.id };
  };

  return {
    exact,
    /**
     * A community, collection or item by uuid, handle, numeric id or (not for items) name.
     * @throws AppError object.not-found, collection.ambiguous, community.ambiguous
     */
    target(reference: string): FoundObject {
      const found =
        exact(reference) ??
        named("collection", reference) ??
        named("community", reference);
      if (found === null) {
        throw new AppError(
          "object.not-found",
          `There is no community, collection or item "${reference}".`,
          {
            object: reference,
            remedy: "`holdall list collections` shows what there is.",
          },
        );
      }
      return found;
    },
    /** A collection by any reference; null when there is none of that name. */
    collection(reference: string): FoundObject | null {
      const found = exact(reference);
      return found?.kind === "collection"
        ? found
        : named("collection", reference);
    },
    /** @throws AppError community.not-found, community.ambiguous */
    community(reference: string): FoundObject {
      const found = exact(reference);
      const community =
        found?.kind === "community" ? found : named("community", reference);
      if (community === null) {
        throw new AppError(
          "community.not-found",
          `There is no community "${reference}".`,
          {
            object: reference,
            remedy: "`holdall list communities` shows what there is.",
          },
        );
      }
      return community;
    },
  };
}
