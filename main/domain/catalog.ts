import type { MetadataDraft, MetadataValue } from "./metadata.ts";

/** The kinds of object that share the one numeric id sequence. */
export type ObjectKind =
  | "community"
  | "collection"
  | "item"
  | "bundle"
  | "bitstream"
  | "group"
  | "account";

export interface ObjectRef {
  readonly id: number;
  readonly uuid: string;
}

/** Actions of a resource policy, DSpace's names. */
export const policyActions = [
  "READ",
  "WRITE",
  "DELETE",
  "ADD",
  "REMOVE",
  "ADMIN",
  "DEFAULT_BITSTREAM_READ",
  "DEFAULT_ITEM_READ",
  "WITHDRAWN_READ",
] as const;
export type PolicyAction = (typeof policyActions)[number];

/** Who may do what with one object, and when. Exactly one of group and account is set. */
export interface Policy {
  readonly action: PolicyAction;
  readonly group: string | null;
  readonly account: string | null;
  readonly name: string | null;
  readonly description: string | null;
  /** DSpace's policy type: TYPE_SUBMISSION, TYPE_WORKFLOW, TYPE_INHERITED, TYPE_CUSTOM; null when unknown. */
  readonly type: string | null;
  /** First day on which it holds (`YYYY-MM-DD`): an embargo when in the future. */
  readonly startDate: string | null;
  /** Last day on which it holds (`YYYY-MM-DD`): a lease. */
  readonly endDate: string | null;
}

/** Size and checksums of a file's content. Hex digests in lower case; crc32 as an unsigned number. */
export interface Content {
  readonly size: number;
  readonly sha256: string;
  readonly md5: string;
  readonly crc32: number;
}

export interface Bitstream extends ObjectRef, Content {
  readonly name: string | null;
  readonly description: string | null;
  /** Where the file came from, DSpace's dc.source. */
  readonly source: string | null;
  readonly mimeType: string;
  readonly formatName: string;
  readonly sequence: number;
  readonly primary: boolean;
  /** Metadata other than name, description and source (for instance iiif.label). */
  readonly metadata: readonly MetadataValue[];
  readonly policies: readonly Policy[];
}

export interface Bundle extends ObjectRef {
  readonly name: string;
  readonly bitstreams: readonly Bitstream[];
  readonly metadata: readonly MetadataValue[];
  readonly policies: readonly Policy[];
}

export interface CollectionRef extends ObjectRef {
  readonly handle: string | null;
  readonly name: string;
}

export interface Relationship {
  /** Name seen from this item (leftward type when the item is on the left). */
  readonly type: string;
  readonly side: "left" | "right";
  readonly other: ObjectRef & { readonly handle: string | null };
  readonly leftPlace: number;
  readonly rightPlace: number;
}

/** Which version of a work an item is (DSpace versioning). Each version is an item of its own. */
export interface ItemVersion {
  /** Names all versions of one work. */
  readonly history: string;
  /** From 1. */
  readonly number: number;
  /** What has changed with this version. */
  readonly summary: string | null;
  /** Milliseconds since 1970-01-01T00:00:00Z; null when it is unknown. */
  readonly createdAt: number | null;
}

/** An item with everything that belongs to it. */
export interface Item extends ObjectRef {
  readonly handle: string | null;
  readonly owningCollection: CollectionRef;
  /** Further collections the item is mapped to, ordered by id. */
  readonly mappedCollections: readonly CollectionRef[];
  readonly inArchive: boolean;
  readonly withdrawn: boolean;
  readonly discoverable: boolean;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly lastModified: number;
  /** E-mail of the account that submitted it. */
  readonly submitter: string | null;
  readonly metadata: readonly MetadataValue[];
  readonly bundles: readonly Bundle[];
  readonly policies: readonly Policy[];
  readonly relationships: readonly Relationship[];
  /** Absent when the item has only ever been what it is. */
  readonly version?: ItemVersion & {
    /** The current version when it is another item: the one that has replaced this one. */
    readonly replacedBy:
      (ObjectRef & { readonly handle: string | null }) | null;
  };
}

/** What every object has. */
export interface MetadataOwner {
  readonly metadata: readonly MetadataValue[];
  readonly policies: readonly Policy[];
}

export interface Community extends ObjectRef {
  readonly handle: string | null;
  readonly name: string;
  readonly parent: ObjectRef | null;
  readonly metadata: readonly MetadataValue[];
}

export interface Collection extends ObjectRef {
  readonly handle: string | null;
  readonly name: string;
  readonly parents: readonly ObjectRef[];
  readonly metadata: readonly MetadataValue[];
}

/** A bitstream to be created; its bytes are in the bitstream store already. */
export interface BitstreamDraft {
  readonly uuid?: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly source: string | null;
  /** MIME type; when absent it follows from the name's extension. */
  readonly mimeType?: string;
  readonly content: Content;
  readonly sequence?: number;
  readonly primary: boolean;
  readonly metadata: readonly MetadataDraft[];
  readonly policies: readonly Policy[];
}

export interface BundleDraft {
  readonly uuid?: string;
  readonly name: string;
  readonly bitstreams: readonly BitstreamDraft[];
  readonly metadata: readonly MetadataDraft[];
  readonly policies: readonly Policy[];
}

/** An item to be created, as a whole or not at all. */
export interface ItemDraft {
  readonly uuid?: string;
  /** Handle to keep; when absent a new one is minted. */
  readonly handle?: string;
  readonly owningCollection: number;
  readonly mappedCollections: readonly number[];
  readonly inArchive: boolean;
  readonly withdrawn: boolean;
  readonly discoverable: boolean;
  readonly lastModified: number;
  readonly submitter: string | null;
  readonly metadata: readonly MetadataDraft[];
  readonly bundles: readonly BundleDraft[];
  readonly policies: readonly Policy[];
  readonly version?: ItemVersion;
}

/** A file that not everybody may read. */
export interface ClosedFile {
  readonly item: number;
  readonly bitstream: number;
  /** Day (`YYYY-MM-DD`) from which everybody may; null when none is known. */
  readonly opens: string | null;
}
