import type { ObjectRef } from "./catalog.ts";

/** Two items that belong together, as a type of the registry says. */
export interface Relationship {
  readonly id: number;
  readonly type: RelationshipType;
  readonly left: ObjectRef;
  readonly right: ObjectRef;
  readonly leftPlace: number;
  readonly rightPlace: number;
}

/** A way in which items of two entity types belong together. */
export interface RelationshipType {
  readonly id: number;
  readonly leftType: string;
  readonly rightType: string;
  readonly leftward: string;
  readonly rightward: string;
  readonly leftMin: number;
  /** Null: any number. */
  readonly leftMax: number | null;
  readonly rightMin: number;
  readonly rightMax: number | null;
  readonly copyToLeft: boolean;
  readonly copyToRight: boolean;
}

/** What everybody can do with the files of an item, judged by the one shown first. */
export interface AccessStatus {
  readonly status: "open.access" | "embargo" | "restricted" | "metadata.only";
  /** First day on which the file is open, `YYYY-MM-DD`; null where it is no embargo. */
  readonly embargoDate: string | null;
}
