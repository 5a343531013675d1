import type {
  Bitstream,
  Collection,
  Community,
  Item,
} from "../domain/catalog.ts";
import type { Entry } from "../domain/package-entry.ts";
import type { ExportOptions, Problem } from "../domain/run.ts";

/** A bitstream and where it will be in the package. */
export interface PlannedFile {
  /** Path inside the package, root folder included. */
  readonly path: string;
  readonly bitstream: Bitstream;
}

/** What an item will be in the package, known before the first byte is written. */
export interface PlannedItem {
  /** Folder of the item inside the package, root folder included. */
  readonly folder: string;
  readonly files: readonly PlannedFile[];
  /** Paths of the entries the format itself makes for the item. */
  readonly made: readonly string[];
}

/** A bitstream that cannot be packed because the store does not hold it as the catalog says. */
export interface Omission {
  readonly code: "bitstream.missing" | "bitstream.damaged";
  readonly message: string;
}

export interface FormatContext {
  /** Name of the one root folder of the package. */
  readonly root: string;
  readonly options: ExportOptions;
  /** Prefix of the handles this catalog mints, without the slash. */
  readonly handlePrefix: string;
  /** Folder name (without root) of another item of the same package by its id; null when it is not in it. */
  folderOf(itemId: number): string | null;
}

/** What is known about the whole package when its items are written. */
export interface PackageFacts {
  readonly root: string;
  readonly options: ExportOptions;
  /** Title of what was exported, in words. */
  readonly title: string;
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
  /** Folder for files that closing entries are made of. */
  readonly workFolder: string;
  /** File with one `<sha256>  <path below root>` line for each entry packed so far. */
  readonly manifestFile: string;
  /** File with one JSON problem a line, in the order of the items. */
  readonly problemsFile: string;
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

/** A kind of package. Everything in it is a pure function of what it is given, so that it can run on any thread. */
export interface Format {
  readonly id: string;
  readonly title: string;
  /**
   * Where the item's files will be. Called for every item before packing begins, with metadata left empty, and again
   * while packing, so it must depend on the item's bundles, uuid and position only.
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
  /** The entries after the items. They are packed one by one as they are yielded. */
  closingEntries(facts: PackageFacts): AsyncIterable<Entry>;
}
