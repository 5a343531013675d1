export interface FieldValue {
  readonly value: string;
  readonly language: string | null;
  readonly authority: string | null;
  readonly confidence: number;
  readonly place: number;
}

/** Fields in dotted form, sorted, each with its values in their order. */
export type MetadataMap = Readonly<Record<string, readonly FieldValue[]>>;

/** Own metadata where it is only passed on: JSON in UTF-8, which nobody on the way makes into characters and back. */
export interface PassedMetadata {
  /** The members of the object, fields in order of their names, without the brackets around them; in pieces. */
  readonly members: readonly Uint8Array[];
  /** The same without what only administrators see; null where there is nothing of that. */
  readonly open: readonly Uint8Array[] | null;
  /** The first title as JSON; null where there is none. */
  readonly title: Uint8Array | null;
  /** The first entity type as JSON; null where there is none. */
  readonly entityType: Uint8Array | null;
}

export interface ItemRecord {
  readonly kind: "item";
  readonly id: number;
  readonly uuid: string;
  readonly handle: string | null;
  readonly inArchive: boolean;
  readonly discoverable: boolean;
  readonly withdrawn: boolean;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
  readonly metadata: PassedMetadata;
}

/** Of an item whose metadata the caller may not see. */
export const noMetadata: PassedMetadata = {
  members: [],
  open: null,
  title: null,
  entityType: null,
};
