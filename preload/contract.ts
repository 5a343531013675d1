import type { AuditEntry } from "../main/domain/audit.ts";
import type { Item } from "../main/domain/catalog.ts";
import type { TargetTest } from "../main/domain/delivery.ts";
import type { ErrorView } from "../main/domain/errors.ts";
import type {
  DefinitionTarget,
  DeliveryRecord,
  TargetInput,
} from "../main/domain/delivery-record.ts";
import type {
  DefinitionRun,
  ExportDefinition,
  Retention,
} from "../main/domain/export-definition.ts";
import type { Preflight } from "../main/domain/preflight.ts";
import type { ExportOptions, Problem, Run } from "../main/domain/run.ts";
import type {
  ItemDifference,
  RunComparison,
} from "../main/domain/run-comparison.ts";
import type { Rehearsal } from "../main/domain/rehearsal.ts";
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
  readonly files: number;
  readonly bytes: number;
  readonly withdrawn: boolean;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
}

/** Which items, in which order, from where on. */
export interface ItemPageInput {
  /** Only items of this collection or community (numeric id); absent for the whole catalog. */
  readonly container?: number;
  /** Words to search for; the last one may be the beginning of a word. */
  readonly query?: string;
  readonly sort: "title" | "modified" | "id";
  readonly descending: boolean;
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

/** Whether session tokens can be kept in the system keychain. */
export interface KeychainState {
  readonly available: boolean;
  /** Why not, one sentence; empty when it is available. */
  readonly reason: string;
}

/** What to export: a target, items, a query, or (with none of them) the whole catalog. */
export interface ExportInput {
  readonly target?: string;
  /** Several items; they are packed in the order in which they came into the catalog. */
  readonly items?: readonly string[];
  readonly query?: string;
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

export interface RunInput {
  readonly run: number;
}

/** An export to be saved: what, how, when, and what is kept of it. */
export interface DefinitionInput {
  readonly name: string;
  readonly target?: string;
  readonly items?: readonly string[];
  readonly query?: string;
  /** Only what has changed since the last successful run. */
  readonly incremental?: boolean;
  readonly options: ExportOptions;
  readonly schedules: readonly Schedule[];
  /** IANA name; absent for that of the machine Holdall runs on. */
  readonly timeZone?: string;
  readonly retention: Retention;
  /** Where its archives are delivered to; absent for nowhere. */
  readonly targets?: readonly TargetInput[];
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

/** Whom to tell what has ended. */
export interface WebhookView {
  readonly url: string;
  /** `failures`: what fails, and when it works again. */
  readonly events: "failures" | "all";
  /** Allows http to other machines. */
  readonly insecure: boolean;
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
    readonly input: { readonly target?: string; readonly query?: string };
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
  "items.get": {
    readonly input: { readonly item: number };
    readonly output: Item;
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
  "runs.list": {
    readonly input: { readonly limit: number; readonly before?: number };
    readonly output: readonly Run[];
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
  "runs.problems": {
    readonly input: RunInput & { readonly limit: number };
    readonly output: readonly Problem[];
  };
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
