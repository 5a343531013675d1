import type { AuditEntry } from "../main/domain/audit.ts";
import type { Item } from "../main/domain/catalog.ts";
import type { TargetTest } from "../main/domain/delivery.ts";
import type { EndedRuns } from "../main/domain/ended-runs.ts";
import type { ErrorView } from "../main/domain/errors.ts";
import type { FileCheck } from "../main/domain/file-check.ts";
import type {
  DefinitionTarget,
  DeliveryRecord,
  TargetInput,
} from "../main/domain/delivery-record.ts";
import type {
  DefinitionRun,
  ExportDefinition,
} from "../main/domain/export-definition.ts";
import type { LookedUp, Lookup } from "../main/domain/lookup.ts";
import type {
  KnownSource,
  SourceLook,
  SourceSettings,
} from "../main/domain/known-source.ts";
import type { Preflight } from "../main/domain/preflight.ts";
import type { PackageFolder } from "../main/domain/package-tree.ts";
import type { RunCheck } from "../main/domain/run-check.ts";
import type { RunFilter } from "../main/domain/run-filter.ts";
import type { RunRecordPage } from "../main/domain/run-record.ts";
import type { Problem, Run, Severity } from "../main/domain/run.ts";
import type {
  ItemDifference,
  RunComparison,
} from "../main/domain/run-comparison.ts";
import type { Rehearsal, RehearsalProgress } from "../main/domain/rehearsal.ts";
import type { BundledPart, CheckUp, LogTail } from "../main/domain/upkeep.ts";
import type { Schedule } from "../main/domain/schedule.ts";
import type {
  NoInput,
  About,
  CatalogSummary,
  ContainerView,
  AccountView,
  ApiKeyView,
  ItemPageInput,
  ItemPage,
  ItemStretchInput,
  FacetView,
  BasketEntryView,
  KeptSearchView,
  SavedSearchView,
  SelectionInput,
  ItemExport,
  ContainerStanding,
  FieldView,
  MetadataFields,
  ItemStanding,
  KeychainState,
  ExportInput,
  ImportInput,
  RunInput,
  PackagePathInput,
  DefinitionInput,
  DefinitionChange,
  QuietHoursView,
  ExportKinds,
  SourceDraft,
  MailServerView,
  WebhookNotice,
  WebhookView,
  TargetKindView,
} from "./shapes.ts";

export type * from "./shapes.ts";

/** Every command the window may ask for: what goes in, what comes out. */
export interface Commands {
  "app.about": { readonly input: NoInput; readonly output: About };
  "catalog.summary": {
    readonly input: NoInput;
    readonly output: CatalogSummary;
  };
  "app.keychain": { readonly input: NoInput; readonly output: KeychainState };
  /** Size estimate and losses before an export; writes nothing. */
  "exports.estimate": {
    readonly input: SelectionInput;
    readonly output: {
      readonly items: number;
      readonly files: number;
      readonly bytes: number;
      readonly withdrawn: number;
    };
  };
  /**
   * Everything that can be told before an export starts: counts, room, time, losses, what not everybody may read. Takes
   * some seconds for a million items; writes nothing.
   */
  "exports.preflight": {
    readonly input: (ExportInput | { readonly definition: number }) & {
      /** Looks at every item and file, however long it takes; otherwise at a sample of many. */
      readonly thorough?: boolean;
    };
    readonly output: Preflight;
  };
  /** What packages can be: in which formats, and packed as what. */
  "exports.kinds": { readonly input: NoInput; readonly output: ExportKinds };
  "items.page": { readonly input: ItemPageInput; readonly output: ItemPage };
  /** Ids of the items of a stretch of the list, in its order. */
  "items.ids": {
    readonly input: ItemStretchInput;
    readonly output: readonly number[];
  };
  /** How the items of a list are spread over types, years, authors and the like; `limit` values of each. */
  "items.facets": {
    readonly input: Lookup & { readonly limit: number };
    readonly output: readonly FacetView[];
  };
  /** What the caller has put aside, in that order; `after` is the id of the last entry of the page before. */
  "basket.page": {
    readonly input: { readonly after?: number; readonly limit: number };
    readonly output: {
      readonly entries: readonly BasketEntryView[];
      /** Of all pages together. */
      readonly count: number;
    };
  };
  /** Puts objects (numeric ids) and all that a search finds into the basket; what is in it already stays once. */
  "basket.add": {
    readonly input: {
      readonly objects?: readonly number[];
      readonly search?: LookedUp;
    };
    readonly output: { readonly count: number };
  };
  "basket.remove": {
    readonly input: { readonly entries: readonly number[] };
    readonly output: { readonly count: number };
  };
  "basket.clear": { readonly input: NoInput; readonly output: null };
  "saved-searches.list": {
    readonly input: NoInput;
    readonly output: readonly SavedSearchView[];
  };
  "saved-searches.create": {
    readonly input: {
      readonly name: string;
      readonly search: KeptSearchView;
    };
    readonly output: SavedSearchView;
  };
  "saved-searches.rename": {
    readonly input: { readonly search: number; readonly name: string };
    readonly output: null;
  };
  "saved-searches.remove": {
    readonly input: { readonly search: number };
    readonly output: null;
  };
  /** Which columns the caller wants in the table of items, in order; null: never chosen. */
  "columns.get": {
    readonly input: NoInput;
    readonly output: readonly string[] | null;
  };
  "columns.set": {
    readonly input: { readonly columns: readonly string[] };
    readonly output: null;
  };
  "items.get": {
    readonly input: { readonly item: number };
    readonly output: Item;
  };
  /** What the caller may do with an item, and how its files are. */
  "items.standing": {
    readonly input: { readonly item: number };
    readonly output: ItemStanding;
  };
  /** The latest exports that packed an item, newest first. */
  "items.exports": {
    readonly input: { readonly item: number };
    readonly output: readonly ItemExport[];
  };
  /** A path (below the origin of the page) from which the content of a file can be had for a short time. */
  "files.link": {
    readonly input: {
      readonly bitstream: number;
      readonly as: "show" | "save";
    };
    readonly output: { readonly path: string };
  };
  /** Reads a file again and compares it with its checksum. */
  "files.check": {
    readonly input: { readonly bitstream: number };
    readonly output: FileCheck;
  };
  /** Saves a copy of a file where the person says; only where the window is on the same machine. */
  "files.save": {
    readonly input: { readonly bitstream: number };
    /** Null when the person thought better of it. */
    readonly output: { readonly path: string | null };
  };
  /** Opens a copy of a file in the program this machine has for it; only where the window is on the same machine. */
  "files.open": {
    readonly input: { readonly bitstream: number };
    readonly output: null;
  };
  /** All fields of the metadata registry, by name. */
  "fields.list": {
    readonly input: NoInput;
    readonly output: readonly FieldView[];
  };
  /** Replaces the metadata of an item, provided that it still is as expected. */
  "items.revise": {
    readonly input: {
      readonly item: number;
      readonly expected: MetadataFields;
      readonly metadata: MetadataFields;
    };
    readonly output: null;
  };
  /** Withdraws an item or takes it back, hides or shows it. */
  "items.set-state": {
    readonly input: {
      readonly item: number;
      readonly state: "withdrawn" | "discoverable";
      readonly value: boolean;
    };
    readonly output: null;
  };
  /** Gives an item to another collection. */
  "items.move": {
    readonly input: { readonly item: number; readonly collection: number };
    readonly output: null;
  };
  "items.remove": {
    readonly input: { readonly item: number };
    readonly output: null;
  };
  /** Makes an item with its files: absolute paths at this machine, or uploads. */
  "items.create": {
    readonly input: {
      readonly collection: number;
      readonly metadata: MetadataFields;
      readonly files: readonly string[];
    };
    readonly output: { readonly item: number };
  };
  "items.add-files": {
    readonly input: {
      readonly item: number;
      readonly files: readonly string[];
    };
    readonly output: null;
  };
  "files.remove": {
    readonly input: { readonly bitstream: number };
    readonly output: null;
  };
  /** Collections to which the caller may give items, by id. */
  "collections.accepting": {
    readonly input: NoInput;
    readonly output: readonly number[];
  };
  /** A community or collection as somebody changes it; null: the top of the catalog. */
  "containers.get": {
    readonly input: { readonly container: number | null };
    readonly output: ContainerStanding;
  };
  "containers.create": {
    readonly input: {
      readonly kind: "community" | "collection";
      /** Null: at the top. */
      readonly parent: number | null;
      readonly metadata: MetadataFields;
    };
    readonly output: { readonly uuid: string };
  };
  /** Replaces the metadata, provided that it still is as expected. */
  "containers.revise": {
    readonly input: {
      readonly container: number;
      readonly expected: MetadataFields;
      readonly metadata: MetadataFields;
    };
    readonly output: null;
  };
  /** Removes a community or collection with all that is in it. */
  "containers.remove": {
    readonly input: { readonly container: number };
    readonly output: null;
  };
  /** Null takes the logo away. */
  "containers.set-logo": {
    readonly input: {
      readonly container: number;
      readonly file: string | null;
    };
    readonly output: null;
  };
  /** Imports the sample collection that comes with the application. */
  "imports.sample": { readonly input: NoInput; readonly output: Run };
  /** Shows the archive of a finished export in the file manager; only where the window is on the same machine. */
  "exports.reveal": { readonly input: RunInput; readonly output: null };
  /** Lets the person drag the archive out of the window as a file; to be asked for when the dragging begins. */
  "exports.drag": { readonly input: RunInput; readonly output: null };
  /** A path (below the origin of the local API) from which a finished archive can be downloaded for a short time. */
  "exports.link": {
    readonly input: RunInput;
    readonly output: { readonly path: string };
  };
  "communities.list": {
    readonly input: NoInput;
    readonly output: readonly ContainerView[];
  };
  "collections.list": {
    readonly input: NoInput;
    readonly output: readonly ContainerView[];
  };
  "exports.create": { readonly input: ExportInput; readonly output: Run };
  /** Makes one more archive of what an export packed, with the same options, kept in the data folder. */
  "exports.again": { readonly input: RunInput; readonly output: Run };
  "imports.create": { readonly input: ImportInput; readonly output: Run };
  "sources.list": {
    readonly input: NoInput;
    readonly output: readonly KnownSource[];
  };
  /** Remembers a file or folder to import from; nothing is imported yet. */
  "sources.add": {
    readonly input: SourceDraft;
    readonly output: KnownSource;
  };
  /** Replaces all that is known of a source; without a name it keeps its own. */
  "sources.change": {
    readonly input: SourceDraft & { readonly source: number };
    readonly output: KnownSource;
  };
  "sources.remove": {
    readonly input: { readonly source: number };
    readonly output: null;
  };
  /** What is there, what of it is new, and what is wrong with it; nothing is taken in. Takes some seconds. */
  "sources.look": {
    readonly input: SourceSettings;
    readonly output: SourceLook;
  };
  /** Imports what is not there yet. */
  "sources.run": {
    readonly input: { readonly source: number };
    readonly output: Run;
  };
  /** The imports of a source, the newest first. */
  "sources.runs": {
    readonly input: { readonly source: number; readonly limit: number };
    readonly output: readonly Run[];
  };
  /** Newest first. */
  "runs.list": {
    readonly input: RunFilter & {
      readonly limit: number;
      readonly before?: number;
      /** Only what the caller has started. */
      readonly mine?: boolean;
    };
    readonly output: readonly Run[];
  };
  /** How exports have ended over time: sums for each span of `step` milliseconds, and each way to end. */
  "runs.ended": {
    readonly input: {
      /** Milliseconds since 1970 at which the first span begins. */
      readonly since: number;
      readonly step: number;
      readonly count: number;
    };
    readonly output: readonly EndedRuns[];
  };
  "runs.get": { readonly input: RunInput; readonly output: Run };
  /** Makes up for what a run left out, or for a run that failed; failed deliveries are tried again without packing. */
  "runs.retry": {
    readonly input: RunInput;
    readonly output: {
      /** Null when nothing was left out of its archive. */
      readonly run: Run | null;
      /** Deliveries that are tried again. */
      readonly deliveries: readonly number[];
    };
  };
  /** What a run holds that an earlier one (`base`) did not, in another state, or no longer; page by page. */
  "runs.compare": {
    readonly input: RunInput & {
      readonly base: number;
      /** `next` of the page before; absent for the first page. */
      readonly after?: number;
      readonly limit: number;
    };
    readonly output: Omit<RunComparison, "items"> & {
      readonly items: readonly (ItemDifference & {
        /** Null when the item is not in the catalog any more. */
        readonly title: string | null;
      })[];
    };
  };
  /** Imports the package of a run into a scratch catalog, and compares every item, value and file with this one. */
  "runs.rehearse": { readonly input: RunInput; readonly output: Rehearsal };
  /** The same for a package that lies anywhere on this machine. */
  "archives.rehearse": {
    readonly input: { readonly path: string };
    readonly output: Rehearsal;
  };
  /** How far a rehearsal is; null when none is under way. Asking for it again while it goes on is `rehearsal.running`. */
  "rehearsals.progress": {
    readonly input: RunInput | { readonly path: string };
    readonly output: RehearsalProgress | null;
  };
  /** Stops it: who waits for it gets the failure `run.cancelled`. */
  "rehearsals.cancel": {
    readonly input: RunInput | { readonly path: string };
    readonly output: { readonly cancelled: boolean };
  };
  "runs.problems": {
    readonly input: RunInput & { readonly limit: number };
    readonly output: readonly Problem[];
  };
  /** All that is kept of a run, page by page: its steps, then what was wrong with single objects. */
  "runs.log": {
    readonly input: RunInput & {
      /** Only lines of this one. */
      readonly severity?: Severity;
      /** `number` of the last line of the page before. */
      readonly after?: number;
      readonly limit: number;
    };
    readonly output: RunRecordPage;
  };
  /** Stops a run at the next place where it can go on from, and keeps it waiting. */
  "runs.pause": { readonly input: RunInput; readonly output: Run };
  /** Lets a run that waits go on. */
  "runs.resume": { readonly input: RunInput; readonly output: Run };
  /** What a folder of a finished package holds. */
  "packages.folder": {
    readonly input: RunInput & {
      /** From 1. */
      readonly volume: number;
      /** Path in the package, without a slash at its end; empty for the outermost. */
      readonly within: string;
      /** Names on the pages before. */
      readonly skip: number;
      readonly limit: number;
      /** Whether to look up the checksums that the package has of its files. */
      readonly sums: boolean;
    };
    readonly output: PackageFolder;
  };
  /** A path (below the origin of the local API) from which one file of a package can be had for a short time. */
  "packages.link": {
    readonly input: PackagePathInput;
    readonly output: { readonly path: string };
  };
  /** Takes one file out of a package and shows it in the file manager; only where the window is on the same machine. */
  "packages.reveal": {
    readonly input: PackagePathInput;
    readonly output: null;
  };
  /** Begins to read a finished package again and to compare it with its list. */
  "checks.start": { readonly input: RunInput; readonly output: RunCheck };
  /** The check of a run that goes on, or the last one since the program started. */
  "checks.get": { readonly input: RunInput; readonly output: RunCheck | null };
  "checks.stop": { readonly input: RunInput; readonly output: null };
  "definitions.list": {
    readonly input: NoInput;
    readonly output: readonly ExportDefinition[];
  };
  "definitions.get": {
    readonly input: { readonly definition: number };
    readonly output: ExportDefinition;
  };
  "definitions.create": {
    readonly input: DefinitionInput;
    readonly output: ExportDefinition;
  };
  "definitions.change": {
    readonly input: DefinitionChange;
    readonly output: ExportDefinition;
  };
  "definitions.remove": {
    readonly input: { readonly definition: number };
    readonly output: null;
  };
  /** Runs a saved export now. */
  "definitions.start": {
    readonly input: { readonly definition: number };
    readonly output: Run;
  };
  "definitions.targets": {
    readonly input: { readonly definition: number };
    readonly output: readonly DefinitionTarget[];
  };
  /** What became of a run of a saved export at each of its targets. */
  "deliveries.list": {
    readonly input: RunInput;
    readonly output: readonly DeliveryRecord[];
  };
  /** Tries a failed delivery again. */
  "deliveries.retry": {
    readonly input: { readonly delivery: number };
    readonly output: null;
  };
  /** Sends the archive of a run to one more target, without packing it again. */
  "deliveries.send": {
    readonly input: RunInput & {
      /** A target of a saved export, or one for this run alone. */
      readonly to: number | TargetInput;
    };
    readonly output: { readonly delivery: number };
  };
  "definitions.runs": {
    readonly input: { readonly definition: number };
    readonly output: readonly DefinitionRun[];
  };
  /** Which saved export a run belongs to; null when it was started by itself. */
  "definitions.of-run": {
    readonly input: RunInput;
    readonly output:
      | (DefinitionRun & { readonly definition: number; readonly name: string })
      | null;
  };
  /** Whose archives will be removed as things stand, when, and whether for their number or their age. */
  "definitions.expiring": {
    readonly input: { readonly definition: number };
    readonly output: readonly {
      readonly run: number;
      readonly because: "count" | "age";
      /** Milliseconds since 1970; null: as soon as the next run has succeeded. */
      readonly at: number | null;
    }[];
  };
  /** The next times of schedules, saved or not, in milliseconds since 1970. */
  "schedules.preview": {
    readonly input: {
      readonly schedules: readonly Schedule[];
      readonly timeZone?: string;
      readonly count: number;
    };
    readonly output: readonly number[];
  };
  "quiet-hours.get": {
    readonly input: NoInput;
    readonly output: QuietHoursView | null;
  };
  "quiet-hours.set": {
    readonly input: { readonly hours: QuietHoursView | null };
    readonly output: null;
  };
  /** Keeps the archive of a run of a saved export whatever its rules say, or no longer. */
  "runs.pin": {
    readonly input: RunInput & { readonly pinned: boolean };
    readonly output: null;
  };
  "runs.cancel": { readonly input: RunInput; readonly output: Run };
  "accounts.list": {
    readonly input: NoInput;
    readonly output: readonly AccountView[];
  };
  "accounts.add": {
    readonly input: {
      readonly email: string;
      readonly password: string;
      readonly admin: boolean;
    };
    readonly output: AccountView;
  };
  "accounts.set-password": {
    readonly input: { readonly email: string; readonly password: string };
    readonly output: null;
  };
  "api-keys.list": {
    readonly input: NoInput;
    readonly output: readonly ApiKeyView[];
  };
  "api-keys.create": {
    readonly input: {
      readonly email: string;
      readonly name: string;
      /** End the keys that the account has had so far. */
      readonly replace?: boolean;
    };
    /** `key` is shown this once. */
    readonly output: { readonly key: string; readonly prefix: string };
  };
  "api-keys.revoke": {
    readonly input: { readonly prefix: string };
    readonly output: null;
  };
  /** Who exported, downloaded, delivered and deleted what; newest first. */
  "audit.list": {
    readonly input: {
      readonly limit: number;
      /** Only lines before this one. */
      readonly before?: number;
      readonly run?: number;
    };
    readonly output: readonly AuditEntry[];
  };
  /** The mail server by which clients of the easydb API have mails sent. */
  "mail.get": {
    readonly input: NoInput;
    readonly output: MailServerView | null;
  };
  "mail.set": {
    readonly input: {
      readonly mail: MailServerView | null;
      /** Absent: it stays, unless the server is another. */
      readonly password?: string;
    };
    /** Where the password is kept; null when none was given. */
    readonly output: { readonly password: "keychain" | "memory" | null };
  };
  "webhook.get": {
    readonly input: NoInput;
    readonly output: WebhookView | null;
  };
  "webhook.set": {
    readonly input: {
      readonly webhook: WebhookView | null;
      /** What messages are signed with; absent: it stays. */
      readonly secret?: string;
    };
    /** Where the secret is kept; null when none was given. */
    readonly output: { readonly secret: "keychain" | "memory" | null };
  };
  /** What was told to the webhook or is to be told, the newest first. */
  "webhook.notices": {
    readonly input: { readonly limit: number };
    readonly output: readonly WebhookNotice[];
  };
  /** The check of everything that runs, or the last one since the program was started. */
  "check-up.get": { readonly input: NoInput; readonly output: CheckUp };
  /** Checks the catalog, every file of the store, the keychain, the disk and more; goes on by itself. */
  "check-up.start": { readonly input: NoInput; readonly output: CheckUp };
  "check-up.stop": { readonly input: NoInput; readonly output: CheckUp };
  /** The last lines of the log. */
  "log.tail": {
    readonly input: { readonly limit: number };
    readonly output: LogTail;
  };
  /** Shows the log in the file manager; only where the window is on the same machine. */
  "log.reveal": { readonly input: NoInput; readonly output: null };
  /** What other people have made that the program is made of, with their licences. */
  "app.parts": {
    readonly input: NoInput;
    readonly output: readonly BundledPart[];
  };
  /** Posts a message of no meaning, once. */
  "webhook.test": {
    readonly input: NoInput;
    readonly output: { readonly status: number };
  };
  /** What exports can be delivered to, and what each kind of target wants to know. */
  "targets.kinds": {
    readonly input: NoInput;
    readonly output: readonly TargetKindView[];
  };
  /** Logs in to a target and writes a small file, which it removes again. Nothing is kept. */
  "targets.test": {
    readonly input: {
      readonly type: string;
      readonly settings: Readonly<Record<string, unknown>>;
      readonly secrets: Readonly<Record<string, string>>;
    };
    readonly output: TargetTest;
  };
}

/** Everything the window is told about without asking. */
export interface Events {
  "run.changed": Run;
  /** A delivery has begun, got further or ended. */
  "delivery.changed": DeliveryRecord;
  /** A package that is being read again. */
  "check.changed": RunCheck;
}

export type CommandName = keyof Commands;
export type EventName = keyof Events;

/** The answer to a command. Nothing throws across the border. */
export type Reply<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: ErrorView };

/** What somebody asks of the window from outside its page: by the menu, by a link, by opening a file with Holdall. */
export type Wish =
  /** Offers files and folders of this machine for import. */
  | { readonly do: "import"; readonly paths: readonly string[] }
  /** Shows an object: a community or collection by its uuid, an item or a run by its number. */
  | {
      readonly do: "show";
      readonly kind: "container" | "item" | "run";
      readonly id: string;
    }
  /** Goes to a room of the window, by its id. */
  | { readonly do: "go"; readonly view: string }
  | { readonly do: "find" | "shortcuts" };

/** What the page finds as `window.holdall`. */
export interface Holdall {
  /**
   * Hears what is asked of the window from outside, and what was asked before anybody listened.
   * @returns a function that stops listening
   */
  heed(listener: (wish: Wish) => void): () => void;
  invoke<Name extends CommandName>(
    name: Name,
    input: Commands[Name]["input"],
  ): Promise<Reply<Commands[Name]["output"]>>;
  /** Absolute path of a file or folder that was dropped on the page; empty where the page runs in a browser. */
  pathOf(file: unknown): string;
  /** @returns a function that stops listening */
  listen<Name extends EventName>(
    name: Name,
    listener: (event: Events[Name]) => void,
  ): () => void;
}
