import type {
  Bitstream,
  Collection,
  Community,
  Item,
} from "../domain/catalog.ts";
import type { Entry } from "../domain/package-entry.ts";
import type { Asked } from "../domain/run-request.ts";
import type { ExportOptions, Problem, Selection } from "../domain/run.ts";
import type { FormatRules } from "./package-check.ts";

/** A bitstream and where it will be in the package. */
export interface PlannedFile {
  /** Path inside the package, root folder included. */
  readonly path: string;
  readonly bitstream: Bitstream;
  /** What a listing of the package's files says of it. */
  readonly label?: Readonly<Record<string, string | number>>;
}

/** What an item will be in the package, known before the first byte is written. */
export interface PlannedItem {
  /** Folder of the item inside the package, root folder included. */
  readonly folder: string;
  readonly files: readonly PlannedFile[];
  /** Paths of the entries the format itself makes for the item. */
  readonly made: readonly string[];
}

/** A bitstream that is not packed: the store does not hold it as the catalog says, or it was asked to be left out. */
export interface Omission {
  readonly code:
    "bitstream.missing" | "bitstream.damaged" | "bitstream.restricted";
  /** `note` where it is as somebody wanted it. */
  readonly severity: "error" | "note";
  readonly message: string;
}

export interface FormatContext {
  /** Name of the one root folder of the package. */
  readonly root: string;
  /** Title of what is exported, in words. */
  readonly title: string;
  readonly options: ExportOptions;
  /** Prefix of the handles this catalog mints, without the slash. */
  readonly handlePrefix: string;
  /** Folder name (without root) of another item of the same package by its id; null when it is not in it. */
  folderOf(itemId: number): string | null;
  /** Title of any item of the catalog; null when there is no such item. */
  titleOf(itemId: number): string | null;
  /** The communities above a collection, from the top down; of several parents the first made counts. */
  communitiesAbove(collectionId: number): readonly ContainerName[];
  /**
   * A path that nothing else of the package has: the wanted one, or one with `-2`, `-3` … before its extension. Case
   * and Unicode composition make no difference. The same key always gets the same path: planning settles it.
   * @param key what it is for: the id of an object, or a number of the format's own below 0
   */
  pathFor(wanted: string, key: number): string;
  /** Items of the catalog, of the package or not, in the order of their ids; those that may not be read are left out. */
  load(ids: readonly number[]): readonly Item[];
  /** What the registry says a field (`dc.title`) is for; null when it says nothing. */
  scopeNote(field: string): string | null;
}

/** A community or collection as links show it. */
export interface ContainerName {
  readonly id: number;
  readonly name: string;
}

/** An item of a package that is being closed, with its metadata. */
export interface PackagedItem {
  readonly item: Item;
  readonly planned: PlannedItem;
}

/** An item that was asked for and that an export leaves out. */
export interface ItemLeftOut {
  readonly id: number;
  readonly uuid: string;
  readonly handle: string | null;
  readonly title: string;
  readonly collection: ContainerName;
  readonly reason: "withdrawn" | "unfinished";
}

/** What a package of an incremental export says of the one it goes on from. */
export interface PackageChanges {
  /** Null: it holds everything, and goes on from nothing. */
  readonly base: { readonly run: string; readonly finishedAt: number } | null;
  readonly created: number;
  readonly changed: number;
  readonly deleted: number;
  readonly withdrawn: number;
  /** Items that are still in the catalog but no longer part of what is exported. */
  readonly left: number;
  /**
   * File with a tombstone a line for each item that is gone (`{ uuid, handle, reason }` as JSON); of an export that is
   * cut into volumes the first has all of them, the others none.
   */
  readonly tombstonesFile: string;
}

/** What is known about the whole package when its items are written. */
export interface PackageFacts {
  readonly root: string;
  readonly options: ExportOptions;
  /** Title of what was exported, in words. */
  readonly title: string;
  /** Who asked for it, and in which words; null when nobody has said so. */
  readonly asked: Asked | null;
  readonly selection: Selection;
  /** Version of the program that writes the package. */
  readonly programVersion: string;
  /** Which of several packages it is that an export is cut into; null when it is the only one. */
  readonly volume: { readonly number: number; readonly of: number } | null;
  readonly items: number;
  readonly itemsPlanned: number;
  readonly files: number;
  readonly filesPlanned: number;
  readonly bytes: number;
  readonly withdrawnLeftOut: number;
  /** Items that are neither archived nor withdrawn. */
  readonly unfinishedLeftOut: number;
  /** Latest last-modified of all items, milliseconds; the time stamp of the closing entries. */
  readonly lastModified: number;
  /** Communities from the top down, then collections, in export order. */
  readonly communities: readonly CommunityRecord[];
  readonly collections: readonly CollectionRecord[];
  /** Null unless the export is incremental. */
  readonly changes: PackageChanges | null;
  /** Folder for files that closing entries are made of. */
  readonly workFolder: string;
  /** File with one `<sha256>  <path below root>` line for each entry packed so far. */
  readonly manifestFile: string;
  /** File with one JSON problem a line, in the order of the items. */
  readonly problemsFile: string;
  /** What the items were made with. */
  readonly context: FormatContext;
  /** The items of the package once more, in its order, read anew a few at a time. */
  packagedItems(): AsyncIterable<PackagedItem>;
  /** The items that were left out of all packages of the export together, ascending by id. */
  leftOut(): Iterable<ItemLeftOut>;
}

export interface CommunityRecord extends Community {
  readonly logo: Bitstream | null;
  readonly policies: Item["policies"];
}

export interface CollectionRecord extends Collection {
  readonly logo: Bitstream | null;
  readonly license: string | null;
  readonly template: Item["metadata"] | null;
  readonly policies: Item["policies"];
}

/** A kind of package. Everything else in it is a pure function of what it is given, so that it can run on any thread. */
export interface Format {
  readonly id: string;
  readonly title: string;
  /** The rules by which packages of it are checked. */
  readonly rules: FormatRules;
  /** Name of the file that every item has in its folder; null when there is none. */
  readonly itemFile: string | null;
  /** Whether {@link Format.planItem} needs to know the item's metadata; planning takes longer then. */
  readonly plansWithMetadata: boolean;
  /**
   * Loads what making packages takes beside this module. To be awaited once in every thread that makes entries of it;
   * absent when there is nothing to load.
   */
  prepare?(options: Pick<ExportOptions, "payload">): Promise<void>;
  /**
   * Where the item's files will be. Called for every item before packing begins, with metadata, policies and
   * relationships left empty unless the format plans with them, and again while packing: it must not depend on what it
   * was not given the first time.
   * @param position number of the item in the package, from 1
   */
  planItem(item: Item, position: number, context: FormatContext): PlannedItem;
  /**
   * The entries of one item in package order.
   * @param omitted bitstreams by id that must be left out
   */
  itemEntries(
    item: Item,
    planned: PlannedItem,
    omitted: ReadonlyMap<number, Omission>,
    context: FormatContext,
  ): {
    readonly entries: readonly Entry[];
    readonly problems: readonly Problem[];
  };
  /**
   * What the package cannot hold of an item as it is, to be told before it is made. Absent: the problems that
   * {@link Format.itemEntries} tells are all there is.
   */
  losses?(
    item: Item,
    planned: PlannedItem,
    context: FormatContext,
  ): readonly Problem[];
  /** The entries after the items. They are packed one by one as they are yielded. */
  closingEntries(facts: PackageFacts): AsyncIterable<Entry>;
  /**
   * Most bytes that an item adds to the closing entries besides its lines in the manifest; absent when it adds nothing.
   * Volumes are cut by it.
   */
  closingShare?(item: Item, planned: PlannedItem): number;
}
