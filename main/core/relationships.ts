import { AppError } from "../domain/errors.ts";
import type { Relationship, RelationshipType } from "../domain/item-links.ts";
import type {
  RelatedItem,
  RelationCount,
  RelationKind,
  RelationMark,
  Relations,
} from "../domain/related-item.ts";
import type { Access, Caller } from "./access.ts";
import type { Write } from "./targets.ts";

type Side = RelationKind["side"];

/** What this file needs of the catalog. */
export interface RelationshipPorts {
  readonly write: Write;
  kind(object: number): string | null;
  /** Null also for who may not see it. */
  titleOf(caller: Caller, item: number): string | null;
  handleOf(item: number): string | null;
  relationship(id: number): Relationship | null;
  relationshipType(id: number): RelationshipType | null;
  /** What the item is as an entity, by its metadata; null when it is none. */
  entityType(item: number): string | null;
  /** Types on whose left or right entities of a type can stand, by name. */
  typesFor(entityType: string): readonly RelationshipType[];
  /** The relationships of an item, by side and type, each in its order. */
  relationsOf(
    item: number,
    page: { readonly after: RelationMark | null; readonly limit: number },
  ): readonly Relationship[];
  /** How many there are of each kind, in the same order. */
  relationCounts(item: number): readonly RelationCount[];
  /** Ids of the relationships of one kind of an item, in their order. */
  orderOf(item: number, type: number, side: Side): readonly number[];
  related(type: number, left: number, right: number): boolean;
  /** At the end of both sides. @returns id */
  addRelationship(type: number, left: number, right: number): number;
  removeRelationship(id: number): void;
  setOrderOf(side: Side, relationships: readonly number[]): void;
  /** The item counts as changed. */
  touch(item: number): void;
}

export type Relationships = ReturnType<typeof createRelationships>;

/** Relationships that are listed at once. */
const most = 500;

/**
 * What items belong to: who administers an item changes this, and may name every item that they may read. The others
 * count as changed too, since exports of them tell it.
 */
export function createRelationships(ports: RelationshipPorts, access: Access) {
  /** @throws AppError item.not-found */
  function requireItem(item: number): void {
    if (ports.kind(item) !== "item")
      throw new AppError(
        "item.not-found",
        `There is no item ${String(item)}.`,
        {
          object: String(item),
        },
      );
  }
  /** @throws AppError access.unauthenticated, access.denied, item.not-found */
  function administered(caller: Caller, item: number): void {
    access.requireSignedIn(caller);
    requireItem(item);
    access.requireAdministers(caller, item);
  }
  /** @throws AppError object.not-found */
  function ofItem(item: number, id: number): Relationship {
    const found = ports.relationship(id);
    if (found !== null && (found.left.id === item || found.right.id === item))
      return found;
    throw new AppError(
      "object.not-found",
      `The item has no relationship ${String(id)}.`,
      { object: String(id) },
    );
  }
  function touchBoth({ left, right }: Relationship): void {
    ports.touch(left.id);
    ports.touch(right.id);
  }

  function shown(
    caller: Caller,
    item: number,
    relation: Relationship,
  ): RelatedItem {
    const { id, type, left, right } = relation;
    const side = sideOf(item, relation);
    const other = side === "left" ? right : left;
    return {
      id,
      kind: kindOf(type, side),
      other: access.reads(caller, other.id)
        ? {
            ...other,
            handle: ports.handleOf(other.id),
            title: ports.titleOf(caller, other.id),
          }
        : null,
    };
  }

  return {
    /**
     * @param after where the page before ended; null for the first
     * @throws AppError access.unauthenticated, access.denied, item.not-found
     */
    of(caller: Caller, item: number, after: RelationMark | null): Relations {
      requireItem(item);
      access.requireReads(caller, item);
      const counts = ports.relationCounts(item);
      const entity = ports.entityType(item);
      const page = ports.relationsOf(item, { after, limit: most + 1 });
      const listed = page.slice(0, most);
      const last = page.length > most ? listed.at(-1) : undefined;
      return {
        items: listed.map((relation) => shown(caller, item, relation)),
        next: last === undefined ? null : markOf(item, last),
        total: counts.reduce((sum, { count }) => sum + count, 0),
        counts,
        kinds:
          entity === null
            ? []
            : ports
                .typesFor(entity)
                .flatMap((type) => [
                  ...(type.leftType === entity ? [kindOf(type, "left")] : []),
                  ...(type.rightType === entity ? [kindOf(type, "right")] : []),
                ]),
      };
    },
    /**
     * @returns id of the relationship
     * @throws AppError access.unauthenticated, access.denied, item.not-found, request.impossible
     */
    add(
      caller: Caller,
      item: number,
      read: () => {
        readonly type: number;
        readonly side: Side;
        readonly other: number;
      },
    ): Promise<number> {
      administered(caller, item);
      const { type: typeId, side, other } = read();
      return ports.write(() => {
        administered(caller, item);
        requireItem(other);
        if (other === item)
          throw impossible("An item cannot be related to itself.", item);
        access.requireReads(caller, other);
        const type = ports.relationshipType(typeId);
        if (type === null)
          throw impossible("There is no such kind of relationship.", typeId);
        const [left, right] = side === "left" ? [item, other] : [other, item];
        for (const [one, needed] of [
          [left, type.leftType],
          [right, type.rightType],
        ] as const)
          if (ports.entityType(one) !== needed)
            throw impossible(
              `${ports.titleOf(caller, one) ?? String(one)} is no ${needed}.`,
              one,
            );
        if (ports.related(typeId, left, right))
          throw impossible("The two items are related so already.", other);
        requireRoom(caller, left, typeId, "left", type.leftMax);
        requireRoom(caller, right, typeId, "right", type.rightMax);
        const id = ports.addRelationship(typeId, left, right);
        ports.touch(left);
        ports.touch(right);
        return id;
      });
    },
    /** @throws AppError access.unauthenticated, access.denied, item.not-found, object.not-found */
    remove(caller: Caller, item: number, id: number): Promise<void> {
      administered(caller, item);
      return ports.write(() => {
        administered(caller, item);
        const relation = ofItem(item, id);
        ports.removeRelationship(id);
        touchBoth(relation);
      });
    },
    /**
     * Takes a relationship to another place among those of its kind.
     * @param place how many stand before it then
     * @throws AppError access.unauthenticated, access.denied, item.not-found, object.not-found
     */
    place(
      caller: Caller,
      item: number,
      id: number,
      place: number,
    ): Promise<void> {
      administered(caller, item);
      return ports.write(() => {
        administered(caller, item);
        const relation = ofItem(item, id);
        const side = sideOf(item, relation);
        const others = ports
          .orderOf(item, relation.type.id, side)
          .filter((one) => one !== id);
        ports.setOrderOf(side, others.toSpliced(place, 0, id));
        touchBoth(relation);
      });
    },
  };

  /** @throws AppError request.impossible */
  function requireRoom(
    caller: Caller,
    item: number,
    type: number,
    side: Side,
    limit: number | null,
  ): void {
    if (limit === null || ports.orderOf(item, type, side).length < limit)
      return;
    throw impossible(
      `${ports.titleOf(caller, item) ?? String(item)} has as many of these as it can have.`,
      item,
    );
  }
}

function sideOf(item: number, { left }: Relationship): Side {
  return left.id === item ? "left" : "right";
}

function markOf(item: number, relation: Relationship): RelationMark {
  const { id, type, leftPlace, rightPlace } = relation;
  const side = sideOf(item, relation);
  return {
    type: type.id,
    side,
    place: side === "left" ? leftPlace : rightPlace,
    id,
  };
}

function kindOf(type: RelationshipType, side: Side): RelationKind {
  return {
    type: type.id,
    side,
    name: side === "left" ? type.leftward : type.rightward,
    otherType: side === "left" ? type.rightType : type.leftType,
  };
}

function impossible(message: string, object: number): AppError {
  return new AppError("request.impossible", message, {
    object: String(object),
  });
}
