import type { TSchema } from "typebox";
import type { Access, Caller, Role } from "../core/access.ts";
import type { Audit } from "../core/audit.ts";
import type { Baskets } from "../core/baskets.ts";
import type { Accounts } from "../core/accounts.ts";
import type { Bundles } from "../core/bundles.ts";
import type { FileChanges } from "../core/file-changes.ts";
import type { ItemVersions } from "../core/item-versions.ts";
import type { Relationships } from "../core/relationships.ts";
import type { Registries } from "../core/registries.ts";
import type { Bitstreams } from "../core/bitstreams.ts";
import type { Collections } from "../core/collections.ts";
import type { Communities } from "../core/communities.ts";
import type { CollectionLicenses } from "../core/collection-licenses.ts";
import type { ItemTemplates } from "../core/item-templates.ts";
import type { ContainerPeopleOf } from "../core/container-people.ts";
import type { ContainerStandings } from "../core/container-standing.ts";
import type { Definitions } from "../core/definitions.ts";
import type { DeliveryTargets } from "../core/delivery-targets.ts";
import type { Deliveries } from "../core/deliveries.ts";
import type { Exports } from "../core/exports.ts";
import type { Epersons } from "../core/epersons.ts";
import type { Files } from "../core/files.ts";
import type { Groups } from "../core/groups.ts";
import type { PolicySets } from "../core/policy-sets.ts";
import type { Imports } from "../core/imports.ts";
import type { ItemFacets } from "../core/item-facets.ts";
import type { ItemStandings } from "../core/item-standing.ts";
import type { ItemEditing } from "../core/item-editing.ts";
import type { Logos } from "../core/logos.ts";
import type { NewFiles } from "../core/new-files.ts";
import type { Items } from "../core/items.ts";
import type { PackageFiles } from "../core/package-files.ts";
import type { Preflights } from "../core/preflight.ts";
import type { PastRuns } from "../core/past-runs.ts";
import type { KnownSources } from "../core/known-sources.ts";
import type { References } from "../core/references.ts";
import type { RunChecks } from "../core/run-checks.ts";
import type { RetentionDefault } from "../core/retention-default.ts";
import type { Runs } from "../core/runs.ts";
import type { SavedSearches } from "../core/saved-searches.ts";
import type { SiteMail } from "../core/site-mail.ts";
import type { Storage } from "../core/storage.ts";
import type { Updates } from "../core/updates.ts";
import type { NewsChoice } from "../domain/news.ts";
import type { Sessions } from "../core/sessions.ts";
import type { WebhookSettings } from "../core/webhook-settings.ts";
import type { CheckUps } from "../core/check-ups.ts";
import type { BundledPart, LogTail } from "../domain/upkeep.ts";
import type { Uploads } from "../core/uploads.ts";
import type {
  About,
  CatalogSummary,
  CommandName,
  Commands,
  ContainerView,
  ExportKinds,
  FieldView,
  KeychainState,
  QuietHoursView,
  WebhookNotice,
} from "../../preload/contract.ts";

/** What commands work with. */
export interface CommandContext {
  readonly about: About;
  readonly accounts: Accounts;
  readonly audit: Pick<Audit, "list">;
  readonly baskets: Baskets;
  /** Ids of the columns somebody wants to see in the table of items; null: never chosen. */
  readonly columns: {
    get(caller: Caller): readonly string[] | null;
    set(caller: Caller, columns: readonly string[]): Promise<void>;
  };
  readonly definitions: Definitions;
  readonly deliveries: Deliveries;
  readonly exports: Exports;
  readonly exportKinds: ExportKinds;
  readonly quietHours: {
    get(): QuietHoursView | null;
    set(hours: QuietHoursView | null): Promise<void>;
  };
  readonly imports: Imports;
  readonly packageFiles: PackageFiles;
  readonly checks: RunChecks;
  readonly pastRuns: PastRuns;
  readonly preflight: Preflights;
  readonly items: Items;
  readonly mail: SiteMail;
  readonly itemFacets: ItemFacets;
  readonly savedSearches: SavedSearches;
  readonly files: Files;
  /** What changes the catalog. */
  readonly editing: {
    readonly items: ItemEditing;
    readonly communities: Communities;
    readonly collections: Collections;
    readonly bitstreams: Pick<Bitstreams, "remove" | "removeMany">;
    readonly fileChanges: FileChanges;
    readonly relationships: Relationships;
    readonly bundles: Pick<
      Bundles,
      "create" | "remove" | "removeEmpty" | "setPrimary" | "clearPrimary"
    >;
    readonly registries: Pick<Registries, "formats">;
    readonly logos: Logos;
    readonly newFiles: NewFiles;
    readonly containers: ContainerStandings;
    readonly policySets: PolicySets;
    readonly containerPeople: ContainerPeopleOf;
    readonly itemTemplates: Pick<ItemTemplates, "of" | "revise">;
    readonly licenses: CollectionLicenses;
    readonly groups: Groups;
    readonly epersons: Epersons;
    /** Fields of the registry, by name. */
    fields(): readonly FieldView[];
    uuidOf(object: number): string | null;
    /** Of an object that was just made. */
    idOf(uuid: string): number;
  };
  readonly standings: ItemStandings;
  readonly versions: ItemVersions;
  readonly references: References;
  readonly runs: Runs;
  readonly sources: KnownSources;
  readonly sessions: Pick<Sessions, "issueDownload" | "issueFile">;
  readonly targets: Pick<DeliveryTargets, "kinds" | "test">;
  readonly upkeep: {
    readonly checkUps: Pick<CheckUps, "state" | "start" | "stop">;
    /** Absolute path of the log. */
    readonly logFile: string;
    log(limit: number): Promise<LogTail>;
    parts(): Promise<readonly BundledPart[]>;
  };
  readonly uploads: Pick<Uploads, "isUpload" | "use">;
  readonly webhook: {
    /** @param definition null: the webhook of the installation, as for the others */
    settings(definition: number | null): WebhookSettings | null;
    set(
      settings: WebhookSettings | null,
      secret: string | undefined,
    ): Promise<"keychain" | "memory" | null>;
    test(definition: number | null): Promise<{ readonly status: number }>;
    notices(limit: number, definition: number | null): readonly WebhookNotice[];
  };
  readonly retentionDefault: RetentionDefault;
  readonly storage: Pick<Storage, "state" | "measure" | "clean" | "stop">;
  readonly updates: Pick<Updates, "state" | "set" | "check">;
  /** Of what people want to be told. */
  readonly news: {
    get(caller: Caller): NewsChoice;
    set(caller: Caller, choice: NewsChoice): Promise<void>;
  };
  readonly access: Access;
  /** The sample collection that comes with the application; null when it was left out. */
  readonly sample: string | null;
  /** Shows a file in the file manager; null where the window is not on this machine. */
  readonly reveal: ((path: string) => void) | null;
  /** Begins to drag a file out of the window; null where the window is not on this machine. */
  readonly drag: ((path: string) => void) | null;
  /** Saves a copy of a file where the person says; null where the window is not on this machine. */
  readonly save:
    ((path: string, name: string) => Promise<string | null>) | null;
  /** Opens a copy of a file in another program; null where the window is not on this machine. */
  readonly open: ((path: string, name: string) => Promise<void>) | null;
  readonly catalog: {
    summary(): CatalogSummary;
    communities(caller: Caller): readonly ContainerView[];
    collections(caller: Caller): readonly ContainerView[];
  };
  keychain(): Promise<KeychainState>;
}

/** A verb of the product, served over IPC, over HTTP and to the CLI alike. */
export interface Command<Input, Output> {
  readonly who: Role;
  /** What the input must look like; checked before the handler sees it. */
  readonly input: TSchema;
  handler(
    context: CommandContext,
    input: Input,
    caller: Caller,
  ): Output | Promise<Output>;
}

/** One command for each name of the contract: neither more nor fewer compile. */
export type CommandTable = {
  readonly [Name in CommandName]: Command<
    Commands[Name]["input"],
    Commands[Name]["output"]
  >;
};
