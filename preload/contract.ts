import type { ErrorView } from "../main/domain/errors.ts";
import type { DeliveryRecord } from "../main/domain/delivery-record.ts";
import type { News } from "../main/domain/news.ts";
import type { RunCheck } from "../main/domain/run-check.ts";
import type { Run } from "../main/domain/run.ts";
import type { AccountCommands } from "./commands/account-commands.ts";
import type { CatalogCommands } from "./commands/catalog-commands.ts";
import type { CollectionCommands } from "./commands/collection-commands.ts";
import type { ContainerCommands } from "./commands/container-commands.ts";
import type { DefinitionCommands } from "./commands/definition-commands.ts";
import type { DeliveryCommands } from "./commands/delivery-commands.ts";
import type { DeskCommands } from "./commands/desk-commands.ts";
import type { EditingCommands } from "./commands/editing-commands.ts";
import type { ExportCommands } from "./commands/export-commands.ts";
import type { FileCommands } from "./commands/file-commands.ts";
import type { FilingCommands } from "./commands/filing-commands.ts";
import type { ImportCommands } from "./commands/import-commands.ts";
import type { ItemCommands } from "./commands/item-commands.ts";
import type { PackageCommands } from "./commands/package-commands.ts";
import type { RecordCommands } from "./commands/record-commands.ts";
import type { PeopleCommands } from "./commands/people-commands.ts";
import type { RelationCommands } from "./commands/relation-commands.ts";
import type { RightsCommands } from "./commands/rights-commands.ts";
import type { RehearsalCommands } from "./commands/rehearsal-commands.ts";
import type { RunCommands } from "./commands/run-commands.ts";
import type { SettingsCommands } from "./commands/settings-commands.ts";
import type { SourceCommands } from "./commands/source-commands.ts";
import type { TargetCommands } from "./commands/target-commands.ts";
import type { UpkeepCommands } from "./commands/upkeep-commands.ts";

export type * from "./shapes.ts";

/** Every command the window may ask for: what goes in, what comes out. */
export interface Commands
  extends
    CatalogCommands,
    ItemCommands,
    DeskCommands,
    FileCommands,
    EditingCommands,
    FilingCommands,
    RightsCommands,
    PeopleCommands,
    CollectionCommands,
    RelationCommands,
    ContainerCommands,
    ExportCommands,
    ImportCommands,
    RunCommands,
    RehearsalCommands,
    PackageCommands,
    DefinitionCommands,
    DeliveryCommands,
    AccountCommands,
    TargetCommands,
    SourceCommands,
    UpkeepCommands,
    RecordCommands,
    SettingsCommands {}

/** Everything the window is told about without asking. */
export interface Events {
  "run.changed": Run;
  /** A delivery has begun, got further or ended. */
  "delivery.changed": DeliveryRecord;
  /** A package that is being read again. */
  "check.changed": RunCheck;
  /** Something in the catalog is other than it was, whoever has changed it. */
  "catalog.changed": CatalogChange;
  /** Something has happened that people may want to know. */
  "news.told": News;
}

export interface CatalogChange {
  /** Of the catalog; every change makes it larger. */
  readonly revision: number;
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
