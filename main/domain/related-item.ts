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

/** One of the items that an item belongs to. */
export interface RelatedItem {
  /** Numeric id of the relationship. */
  readonly id: number;
  readonly kind: RelationKind;
  readonly other: {
    readonly id: number;
    readonly uuid: string;
    readonly handle: string | null;
    /** Null when the caller may not read it. */
    readonly title: string | null;
  };
}

/** All that an item belongs to, as far as it is shown at once. */
export interface Relations {
  /** By kind, each in its order. */
  readonly items: readonly RelatedItem[];
  readonly total: number;
  /** What can be added, by the type of entity that the item is; none for an item that is no entity. */
  readonly kinds: readonly RelationKind[];
}

/** One version of a work. */
export interface WorkVersion {
  /** From 1. */
  readonly number: number;
  /** What has changed with it. */
  readonly summary: string | null;
  /** Milliseconds since 1970; null when it is unknown. */
  readonly createdAt: number | null;
  readonly item: {
    readonly id: number;
    readonly uuid: string;
    readonly handle: string | null;
    /** Null when the caller may not read it. */
    readonly title: string | null;
  };
}
