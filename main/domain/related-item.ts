/** A way in which an item can belong to others, as seen from it. */
export interface RelationKind {
  /** Numeric id of the relationship type. */
  readonly type: number;
  /** On which side of the relationship the item stands. */
  readonly side: "left" | "right";
  /** `isAuthorOfPublication`. */
  readonly name: string;
  /** Entity type of the others. */
  readonly otherType: string;
}

/** How many relationships of one kind an item has. */
export type RelationCount = Pick<RelationKind, "type" | "side"> & {
  readonly count: number;
};

/** Where a page of the relationships of an item ends; the next one goes on behind it, whatever has become of that one. */
export type RelationMark = Pick<RelationKind, "type" | "side"> & {
  readonly place: number;
  /** Numeric id of the relationship. */
  readonly id: number;
};

/** One of the items that an item belongs to. */
export interface RelatedItem {
  /** Numeric id of the relationship. */
  readonly id: number;
  readonly kind: RelationKind;
  /** Null when the caller may not read it. */
  readonly other: NamedItem | null;
}

/** An item as people know it. */
export interface NamedItem {
  readonly id: number;
  readonly uuid: string;
  readonly handle: string | null;
  /** Null when it has none. */
  readonly title: string | null;
}

/** What an item belongs to, as far as it is listed at once. */
export interface Relations {
  /** By kind, each in its order. */
  readonly items: readonly RelatedItem[];
  /** Where to go on; null when these were the last. */
  readonly next: RelationMark | null;
  /** Of all, also of those that are not listed. */
  readonly total: number;
  /** How many there are of each kind, also of those that are not listed. */
  readonly counts: readonly RelationCount[];
  /** What can be added, by the type of entity that the item is; none for an item that is no entity. */
  readonly kinds: readonly RelationKind[];
}

/** One version of a work. */
export interface WorkVersion {
  /** From 1. */
  readonly number: number;
  /** What has changed with it; null too when the caller may not read it. */
  readonly summary: string | null;
  /** Milliseconds since 1970; null when it is unknown, or the caller may not read it. */
  readonly createdAt: number | null;
  /** Null when the caller may not read it. */
  readonly item: NamedItem | null;
}
