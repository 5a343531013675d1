import type { TargetInput } from "../main/domain/delivery-record.ts";
import type { FileCheck } from "../main/domain/file-check.ts";
import type { Retention } from "../main/domain/export-definition.ts";
import type { FacetName } from "../main/domain/facet-filter.ts";
import type { ListOrder, LookedUp, Lookup } from "../main/domain/lookup.ts";
import type { SourceSettings } from "../main/domain/known-source.ts";
import type { ExportOptions } from "../main/domain/run.ts";
import type { Schedule } from "../main/domain/schedule.ts";

/** Nothing to say: the input of a command that needs none. */
export type NoInput = Readonly<Record<string, never>>;

export interface About {
  readonly name: string;
  readonly version: string;
  /** Where catalog, files and logs are, as an absolute path. */
  readonly dataFolder: string;
  /** Node's name of the platform: `linux`, `darwin`, `win32`. */
  readonly platform: string;
}

export interface CatalogSummary {
  readonly communities: number;
  readonly collections: number;
  readonly items: number;
  readonly bitstreams: number;
  /** Sum of the sizes of all bitstreams. */
  readonly bytes: number;
}

/** A community or collection in a list. */
export interface ContainerView {
  readonly id: number;
  readonly uuid: string;
  readonly handle: string | null;
  readonly name: string;
  /** Ids of the communities it is in. */
  readonly parents: readonly number[];
  /** Number of items; null for a community. */
  readonly items: number | null;
  /** Number of files of the items it owns, and their bytes; null for a community. */
  readonly files: number | null;
  readonly bytes: number | null;
}

export interface AccountView {
  readonly id: number;
  readonly uuid: string;
  readonly email: string;
  readonly admin: boolean;
  readonly canLogIn: boolean;
  readonly createdAt: number;
}

export interface ApiKeyView {
  readonly email: string;
  readonly name: string;
  /** First characters of the key. */
  readonly prefix: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

/** One row of an item table. */
export interface ItemRow {
  readonly id: number;
  readonly uuid: string;
  readonly handle: string | null;
  readonly title: string;
  readonly collection: string;
  /** First authors, joined by `; `; empty when there are none. */
  readonly authors: string;
  /** As the catalog has it: `1984`, `1984-05-17`; empty when unknown. */
  readonly issued: string;
  /** As the catalog has it; empty when unknown. */
  readonly type: string;
  readonly files: number;
  readonly bytes: number;
  readonly withdrawn: boolean;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
}

/** Which items, in which order, from where on. */
export interface ItemPageInput extends Lookup, ListOrder {
  /** `next` of the page before; absent for the first page. */
  readonly after?: string;
  /** Number of rows to pass over from there, so that a scroll bar can be dragged anywhere; absent for none. */
  readonly skip?: number;
  readonly limit: number;
}

export interface ItemPage {
  readonly items: readonly ItemRow[];
  /** Pass it as `after` for the next page; null at the end. */
  readonly next: string | null;
  /** Number of all items that fit. */
  readonly total: number;
}

/** A stretch of that list. */
export interface ItemStretchInput extends Lookup, ListOrder {
  readonly skip: number;
  readonly limit: number;
}

/** How the items of a list are spread over the values of a facet. */
export interface FacetView {
  readonly facet: FacetName;
  /** The most frequent first; null when there are too many items to count. */
  readonly values:
    readonly { readonly value: string; readonly items: number }[] | null;
}

/** One thing that somebody has put into the basket. */
export interface BasketEntryView {
  readonly id: number;
  readonly kind: "community" | "collection" | "item" | "search";
  /** Numeric id of the object; null for a search. */
  readonly object: number | null;
  /** Null for an object. */
  readonly search: LookedUp | null;
  /** Title or name; empty for a search. */
  readonly title: string;
}

/** What is looked for, and in which order it is listed. */
export interface KeptSearchView extends ListOrder {
  readonly lookup: Lookup;
}

/** A search that somebody has kept under a name. */
export interface SavedSearchView extends KeptSearchView {
  readonly id: number;
  readonly name: string;
}

/** What somebody may do with an item. */
export interface ItemRights {
  /** Change its metadata, withdraw it or take it back, remove it, give it to another collection. */
  readonly change: boolean;
  /** Add files to it. */
  readonly addFiles: boolean;
}

/** What is to be known of an item besides what it holds. */
export interface ItemStanding {
  readonly may: ItemRights;
  /** Files that the caller may not read. */
  readonly closed: readonly number[];
  /** Files whose content was read again since it came. */
  readonly checks: readonly FileCheck[];
  /** Titles of the items it leads to, by their id, as far as the caller may read them. */
  readonly titles: readonly { readonly id: number; readonly title: string }[];
}

/** A field of the metadata registry. */
export interface FieldView {
  /** In dotted form: `dc.contributor.author`. */
  readonly name: string;
  /** What it is for; null when nobody has said. */
  readonly note: string | null;
}

/** Metadata by field in dotted form, each with its values in their order. */
export type MetadataFields = Readonly<
  Record<
    string,
    readonly {
      readonly value: string;
      readonly language: string | null;
      readonly authority: string | null;
      readonly confidence: number;
    }[]
  >
>;

/** What somebody may do with a community or collection, or at the top of the catalog. */
export interface ContainerRights {
  readonly change: boolean;
  readonly remove: boolean;
  readonly addCommunity: boolean;
  readonly addCollection: boolean;
  readonly addItem: boolean;
}

/** A community or collection as somebody changes it; the top of the catalog when `id` is null. */
export interface ContainerStanding {
  readonly id: number | null;
  readonly kind: "site" | "community" | "collection";
  readonly metadata: MetadataFields;
  /** Numeric id of the bitstream that is its logo. */
  readonly logo: number | null;
  readonly may: ContainerRights;
  /** What goes with it when it is removed; null where that is not possible. */
  readonly holds: {
    readonly communities: number;
    readonly collections: number;
    readonly items: number;
    readonly files: number;
    readonly bytes: number;
  } | null;
}

/** An export that packed an item. */
export interface ItemExport {
  readonly run: number;
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly finishedAt: number;
  /** False when something of the item could not be packed. */
  readonly whole: boolean;
}

/** Whether session tokens can be kept in the system keychain. */
export interface KeychainState {
  readonly available: boolean;
  /** Why not, one sentence; empty when it is available. */
  readonly reason: string;
}

/** What to export: one of these, or (with none of them) the whole catalog. */
export interface SelectionInput {
  readonly target?: string;
  /** Several items; they are packed in the order in which they came into the catalog. */
  readonly items?: readonly string[];
  readonly query?: string;
  /** All that is found, whenever the export runs. */
  readonly found?: LookedUp;
  /** All that is in the caller's basket now. */
  readonly basket?: true;
}

export interface ExportInput extends SelectionInput {
  /** Absolute path of the archive; without it the archive is kept in the data folder. */
  readonly out?: string;
  readonly options: ExportOptions;
}

export interface ImportInput {
  readonly path: string;
  readonly into?: string;
  readonly community?: string;
  readonly strict: boolean;
  readonly newIdentifiers: boolean;
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly assetstore?: string;
}

/** A file or folder to be imported from again and again; without a name it is called as it is on the disk. */
export interface SourceDraft extends SourceSettings {
  readonly name?: string;
}

export interface RunInput {
  readonly run: number;
}

/** One file of the package of a run. */
export interface PackagePathInput extends RunInput {
  /** From 1. */
  readonly volume: number;
  /** From the outermost folder on. */
  readonly path: string;
}

/** An export to be saved: what, how, when, and what is kept of it. */
export interface DefinitionInput extends SelectionInput {
  readonly name: string;
  /** Only what has changed since the last successful run. */
  readonly incremental?: boolean;
  readonly options: ExportOptions;
  readonly schedules: readonly Schedule[];
  /** IANA name; absent for that of the machine Holdall runs on. */
  readonly timeZone?: string;
  /** Absent: what new saved exports keep. */
  readonly retention?: Retention;
  /** Where its archives are delivered to; absent for nowhere. */
  readonly targets?: readonly TargetInput[];
  /** Whom it tells what became of its runs; absent for nobody of its own. */
  readonly webhook?: WebhookDraft | null;
}

/** What changes of a saved export; what is absent stays. */
export interface DefinitionChange {
  readonly definition: number;
  readonly name?: string;
  readonly incremental?: boolean;
  readonly options?: ExportOptions;
  readonly schedules?: readonly Schedule[];
  readonly timeZone?: string;
  readonly retention?: Retention;
  /** All of its targets; those with an id stay or change, the others are new. */
  readonly targets?: readonly TargetInput[];
  /** Null: nobody of its own any more. */
  readonly webhook?: WebhookDraft | null;
  /** Version the change was made from, so that nothing of somebody else's is overwritten. */
  readonly version?: number;
}

/** Hours of the day in which nothing begins by itself. */
export interface QuietHoursView {
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
}

/** What an export can be made of: an id that options name, and what people call it. */
export interface NamedKind {
  readonly id: string;
  readonly title: string;
}

/** Formats and packers, each in the order people see them. */
export interface ExportKinds {
  readonly formats: readonly NamedKind[];
  readonly packers: readonly NamedKind[];
}

/** The mail server of the site; its password is not told. */
export interface MailServerView {
  /** smtps://host or smtp://host. */
  readonly server: string;
  readonly from: string;
  readonly login?: string;
  readonly allowUnencrypted?: boolean;
  readonly certificate?: string;
  /** Where people reach this server; without it mails have small files with them, and no links. */
  readonly publicAddress?: string;
}

/** Whom to tell what has ended. */
export interface WebhookView {
  readonly url: string;
  /** `failures`: what fails, and when it works again. */
  readonly events: "failures" | "all";
  /** Allows http to other machines. */
  readonly insecure: boolean;
}

/** A webhook with what its messages are signed with; without a secret the one that is kept stays. */
export interface WebhookDraft extends WebhookView {
  readonly secret?: string;
}

/** What a saved export would lose at once if other rules were its own. */
export interface RetentionLossView {
  readonly definition: number;
  readonly name: string;
  /** Its own rules. */
  readonly retention: Retention;
  readonly archives: number;
  readonly bytes: number;
}

/** Something that a webhook was told, or is to be told. */
export interface WebhookNotice {
  readonly uuid: string;
  /** `export.finished`, `delivery.failed` and so on. */
  readonly event: string;
  /** Title of the run it is about. */
  readonly title: string;
  /** Milliseconds since 1970, as are the others. */
  readonly at: number | null;
  readonly attempts: number;
  /** Null when it has not arrived. */
  readonly arrivedAt: number | null;
  /** When it is tried next; null when it has arrived or was given up. */
  readonly nextAt: number | null;
  readonly error: string | null;
}

/** A kind of target that exports can be delivered to. */
export interface TargetKindView {
  readonly id: string;
  readonly title: string;
  /** JSON schema of the settings, with descriptions for people. */
  readonly settings: object;
  /** The main one first. */
  readonly secrets: readonly {
    readonly name: string;
    readonly title: string;
  }[];
}
