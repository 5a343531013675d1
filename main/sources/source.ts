import type {
  BitstreamDraft,
  BundleDraft,
  Content,
  ItemVersion,
  Policy,
} from "../domain/catalog.ts";
import type { ContentRef } from "../domain/content-ref.ts";
import type { MetadataDraft } from "../domain/metadata.ts";
import type { Report } from "../domain/run.ts";

export interface SourceBitstream extends Omit<BitstreamDraft, "content"> {
  readonly content: ContentRef;
  /** Checksums the source promises; the import compares them with what it reads. */
  readonly expected?: Partial<Content>;
}

export interface SourceBundle extends Omit<BundleDraft, "bitstreams"> {
  readonly bitstreams: readonly SourceBitstream[];
}

/** A link to another item, applied after all items are in. */
export interface SourceRelationship {
  /** Name of the relationship, for instance `isAuthorOfPublication`. */
  readonly type: string;
  /** handle, uuid, `folderName:<folder>`, `rowName:<folder>` or `schema.element[.qualifier]:value` (saf.md section 20). */
  readonly target: string;
  /** Where it stands among the relationships of its left and of its right item; absent when the source does not say. */
  readonly places?: { readonly left: number; readonly right: number };
}

/** One item as its source tells it. */
export interface SourceItem {
  readonly refused?: undefined;
  /** Names the item within its source for ever: a folder, or `row:12`. */
  readonly key: string;
  readonly uuid?: string;
  readonly handle?: string;
  /** Handles or uuids of collections, the first owns the item; empty when the source does not say. */
  readonly collections: readonly string[];
  readonly inArchive: boolean;
  readonly withdrawn: boolean;
  readonly discoverable: boolean;
  /** Milliseconds since 1970; absent when the source does not say. */
  readonly lastModified?: number;
  readonly submitter: string | null;
  readonly metadata: readonly MetadataDraft[];
  readonly bundles: readonly SourceBundle[];
  readonly policies: readonly Policy[];
  /** A table knows nothing of policies, though it may know the uuid: its items get the rights of their collection. */
  readonly rightsUntold?: true;
  readonly relationships: readonly SourceRelationship[];
  readonly version?: ItemVersion;
}

/** An item that cannot be taken; why has been reported. */
export interface RefusedItem {
  readonly refused: true;
  readonly key: string;
}

export interface SourceCommunity {
  readonly name: string;
  readonly uuid: string;
  readonly handle: string | null;
  /** uuid of the parent; null at the top. */
  readonly parent: string | null;
  readonly metadata: readonly MetadataDraft[];
  readonly logo?: SourceBitstream;
  readonly policies: readonly Policy[];
}

export interface SourceCollection {
  readonly name: string;
  readonly uuid: string;
  readonly handle: string | null;
  /** uuids of the communities it is in. */
  readonly parents: readonly string[];
  readonly metadata: readonly MetadataDraft[];
  readonly logo?: SourceBitstream;
  readonly license: string | null;
  /** Metadata of the item template; null when there is none. */
  readonly template: readonly MetadataDraft[] | null;
  readonly policies: readonly Policy[];
}

/** Communities and collections that a package describes (our own packages do; plain SAF does not). */
export interface SourceStructure {
  readonly communities: readonly SourceCommunity[];
  readonly collections: readonly SourceCollection[];
  /** Names of groups that policies mention. */
  readonly groups: readonly string[];
}

/** A source that is open for reading. */
export interface SourcePackage {
  readonly structure: SourceStructure | null;
  /** Number of items; null when it is unknown before reading. */
  readonly total: number | null;
  /** Items in the natural order of their keys, one at a time. */
  items(): AsyncIterable<SourceItem | RefusedItem>;
  close(): Promise<void>;
}

export interface SourceContext {
  /** Takes every problem as it is found. */
  readonly report: Report;
  /** An empty folder for working files; removed by the caller afterwards. */
  readonly workFolder: string;
  /** Bytes that what is read may take at most where it is going to be stored. */
  readonly freeBytes: number;
  readonly signal: AbortSignal;
  readonly options: SourceOptions;
}

export interface SourceOptions {
  /** Character encoding of a spreadsheet (WHATWG label); detected when absent. */
  readonly encoding?: string;
  /** Column delimiter of a spreadsheet; detected when absent. */
  readonly delimiter?: string;
  /** Root folder of `-r -s <store> -f <path>` lines of `contents`; such lines are refused when absent. */
  readonly assetstore?: string;
}

/** A kind of thing that items can be imported from. */
export interface Source {
  readonly id: string;
  readonly title: string;
  /** Whether the path looks like this kind of source; cheap, never throws for a readable path. */
  recognises(path: string): Promise<boolean>;
  /**
   * Opens the source and checks what can be checked before reading it.
   * @throws AppError archive.*, file.*, input.invalid
   */
  open(path: string, context: SourceContext): Promise<SourcePackage>;
}
