import { AppError } from "../domain/errors.ts";
import type {
  AccessStatus,
  Relationship,
  RelationshipType,
} from "../domain/item-links.ts";
import type { Access, Caller } from "./access.ts";
import type { EpersonRecord } from "./epersons.ts";
import type { ItemRecord, Part, Slice } from "./objects.ts";

/** What this file needs of the catalog. */
export interface ItemLinkPorts {
  relationships(item: number, slice: Slice): Part<Relationship>;
  relationship(id: number): Relationship | null;
  relationshipType(id: number): RelationshipType | null;
  /** @param today `YYYY-MM-DD` */
  accessStatus(item: number, today: string): AccessStatus;
  /** Uuid of the account that submitted an item; null when it has none here. */
  submitter(item: number): string | null;
}

export type ItemLinks = ReturnType<typeof createItemLinks>;

/** What hangs on an item besides its bundles and collections. */
export function createItemLinks(
  ports: ItemLinkPorts & {
    epersonOf(uuid: string): EpersonRecord | null;
  },
  access: Pick<Access, "administers" | "reads">,
) {
  return {
    /** Which ends of a relationship the caller may read: what of the others identifies them is not told. */
    readableEnds: (
      caller: Caller,
      { left, right }: Relationship,
    ): { readonly left: boolean; readonly right: boolean } => ({
      left: access.reads(caller, left.id),
      right: access.reads(caller, right.id),
    }),
    relationships: (item: ItemRecord, slice: Slice): Part<Relationship> =>
      ports.relationships(item.id, slice),
    /**
     * A relationship of which one end may be read.
     * @throws AppError object.not-found
     */
    relationship(caller: Caller, id: number): Relationship {
      const found = ports.relationship(id);
      if (
        found === null ||
        !(
          access.reads(caller, found.left.id) ||
          access.reads(caller, found.right.id)
        )
      )
        throw missing("relationship", id);
      return found;
    },
    /** @throws AppError object.not-found */
    relationshipType(id: number): RelationshipType {
      const found = ports.relationshipType(id);
      if (found === null) throw missing("relationship type", id);
      return found;
    },
    accessStatus: (item: ItemRecord): AccessStatus =>
      ports.accessStatus(item.id, new Date().toISOString().slice(0, 10)),
    /** Who submitted an item, told to themselves and to who administers the item; null for others. */
    submitter(caller: Caller, item: ItemRecord): EpersonRecord | null {
      const uuid = ports.submitter(item.id);
      if (uuid === null) return null;
      return uuid === caller.account?.uuid ||
        access.administers(caller, item.id)
        ? ports.epersonOf(uuid)
        : null;
    },
  };
}

function missing(what: string, id: number): AppError {
  return new AppError(
    "object.not-found",
    `There is no ${what} ${String(id)}.`,
    {
      object: String(id),
    },
  );
}
