import { createAccessReader } from "./access-reader.ts";
import { createAccountStore } from "./account-store.ts";
import { createAuditStore } from "./audit-store.ts";
import { createBasketStore } from "./basket-store.ts";
import { createBrowseReader } from "./browse-reader.ts";
import { createChosenItems } from "./chosen-items.ts";
import { createClosedFiles } from "./closed-files.ts";
import { createChosenFiles } from "./chosen-files.ts";
import { createChosenObjects } from "./chosen-objects.ts";
import { createCatalogNames } from "./catalog-names.ts";
import { createContentCheckStore } from "./content-check-store.ts";
import { createContainerEditor } from "./container-editor.ts";
import { createContainerSearch } from "./container-search.ts";
import { createContainerGroupStore } from "./container-group-store.ts";
import { createContainerStore } from "./container-store.ts";
import { createDeliveryStore } from "./delivery-store.ts";
import { createEasydbExportStore } from "./easydb-export-store.ts";
import { createEntityTypes } from "./entity-types.ts";
import { createEpersonStore } from "./eperson-store.ts";
import { createFileEditor } from "./file-editor.ts";
import { createFilePolicies } from "./file-policies.ts";
import { createGroupEditor } from "./group-editor.ts";
import { sharedRoom } from "./finding-room.ts";
import { createFinding } from "./finding.ts";
import { createDefinitionStore } from "./definition-store.ts";
import { createGroupStore } from "./group-store.ts";
import { createHarvestStore } from "./harvest-store.ts";
import { createHitsPreparation } from "./hits-preparation.ts";
import { createHoldingsReader } from "./holdings-reader.ts";
import { createImportStore } from "./import-store.ts";
import { createItemDigests } from "./item-digests.ts";
import { createItemEditor } from "./item-editor.ts";
import { createRelationshipEditor } from "./relationship-editor.ts";
import { createVersionReader } from "./version-reader.ts";
import { createItemLinkReader } from "./item-link-reader.ts";
import { createItemRecords } from "./item-records.ts";
import { createItemReader } from "./item-reader.ts";
import { createItemWriter } from "./item-writer.ts";
import { keepPages } from "./kept-pages.ts";
import { createKeptSessionStore } from "./kept-session-store.ts";
import { createKnownSourceStore } from "./known-source-store.ts";
import { createMetadataStore } from "./metadata-store.ts";
import { createNameReader, type ContainerName } from "./name-reader.ts";
import { createObjectRemover } from "./object-remover.ts";
import { createObjectStore } from "./object-store.ts";
import {
  asAppError,
  checkpointPages,
  openCatalog,
  openCatalogReadOnly,
} from "./open.ts";
import { createOutcomeStore } from "./outcome-store.ts";
import { createProcessReader } from "./process-reader.ts";
import { createPersonSettingStore } from "./person-setting-store.ts";
import { createPolicyStore } from "./policy-store.ts";
import type { ReadScope } from "../core/access.ts";
import type { Selection } from "../domain/run.ts";
import {
  closedName,
  createReadableContainers,
  createReadableStructure,
} from "./readable-containers.ts";
import { createReadableItems } from "./readable-items.ts";
import { createRegistryEditor } from "./registry-editor.ts";
import { createRegistryStore } from "./registry-store.ts";
import { createRemembered } from "./remembered.ts";
import { createRspaceJobStore } from "./rspace-job-store.ts";
import { createRunRecordReader } from "./run-record-reader.ts";
import { createRunStore } from "./run-store.ts";
import { createSavedSearchStore } from "./saved-search-store.ts";
import { createSelectionReader } from "./selection-reader.ts";
import { createStructureReader } from "./structure-reader.ts";
import { createSummaryReader } from "./summary-reader.ts";

/** With so many items a search takes no noticeable time; ids are those of all objects. */
const fewItems = 50_000;

/**
 * Of the file, by a connection that answers many questions: where a few thousand objects of a million are asked for, each
 * takes half a dozen pages that the system would hand over anew.
 */
const heldKibibytes = 32 * 1024;

export type Catalog = ReturnType<typeof createCatalog>;
export type CatalogSnapshot = ReturnType<typeof openSnapshot>;

/**
 * The catalog, open for reading and writing.
 * @param timeout milliseconds a write waits for another writer before it fails as busy
 * @throws AppError catalog.newer-version, catalog.damaged, catalog.busy, data-folder.unusable
 */
export function createCatalog(file: string, timeout?: number) {
  const database = openCatalog(file, timeout);
  const objects = createObjectStore(database);
  const lastItem = database
    .prepare<[], number | null>("SELECT max(id) FROM item")
    .pluck();
  const remembered = createRemembered(database);
  const registry = createRegistryStore(database);
  const groups = createGroupStore(database, objects);
  const items = createItemWriter(database, objects, registry, groups);
  const metadata = createMetadataStore(database, registry);
  const containers = createContainerStore(
    database,
    objects,
    registry,
    groups,
    items,
  );
  const epersons = createEpersonStore(database, objects, metadata);
  const groupEditor = createGroupEditor(
    database,
    objects,
    metadata,
    epersons.eperson,
  );
  const remover = createObjectRemover(database, objects);
  const itemLinks = createItemLinkReader(database);
  const itemEditor = createItemEditor(
    database,
    objects,
    containers,
    items,
    metadata,
  );
  return {
    file,
    fileEditor: createFileEditor(
      database,
      objects,
      registry,
      metadata,
      createFilePolicies(database),
      itemEditor,
      remover,
    ),
    epersons,
    groupEditor,
    containerGroups: createContainerGroupStore(
      database,
      objects,
      metadata,
      groups,
      groupEditor.group,
    ),
    policies: createPolicyStore(database, objects),
    harvests: createHarvestStore(database),
    registries: createRegistryEditor(database),
    objects,
    groups,
    items,
    metadata,
    containers,
    containerEditor: createContainerEditor(
      database,
      objects,
      containers,
      metadata,
    ),
    itemEditor,
    itemLinks,
    relationshipEditor: createRelationshipEditor(database, itemLinks),
    versions: createVersionReader(database),
    remover,
    runs: createRunStore(database, objects),
    runRecord: createRunRecordReader(database),
    audit: createAuditStore(database),
    outcomes: createOutcomeStore(database),
    definitions: createDefinitionStore(database, objects),
    deliveries: createDeliveryStore(database),
    easydbExports: createEasydbExportStore(database),
    rspaceJobs: createRspaceJobStore(database),
    chosen: createChosenObjects(database),
    processes: createProcessReader(database),
    access: createAccessReader(database, remembered),
    finding: createFinding(database, objects.revision, sharedRoom),
    hitsPreparation: createHitsPreparation(database),
    /** Holds more of the file in memory; for who is going to be asked for single objects again and again. */
    holdMore(): void {
      database.pragma(`cache_size = -${String(heldKibibytes)}`);
    },
    /** Whether there are so many items that searching them is better left to other threads. */
    isLarge: () => (lastItem.get() ?? 0) > fewItems,
    containerSearch: createContainerSearch(database, objects.revision),
    entityTypes: createEntityTypes(database),
    baskets: createBasketStore(database),
    savedSearches: createSavedSearchStore(database),
    personSettings: createPersonSettingStore(database),
    vocabulary: createCatalogNames(database),
    browse: createBrowseReader(database, objects.revision),
    /** Items as they are listed. */
    records: createItemRecords(database).all,
    /** Reads pages of items, and keeps those that are asked for again. */
    keepPages: (
      read: Parameters<typeof keepPages>[1],
    ): ReturnType<typeof keepPages> => keepPages(remembered, read),
    contentChecks: createContentCheckStore(database),
    holdings: createHoldingsReader(database),
    reader: createItemReader(database),
    accounts: createAccountStore(database, objects, remembered),
    keptSessions: createKeptSessionStore(database),
    imports: createImportStore(database),
    knownSources: createKnownSourceStore(database),
    selection: createSelectionReader(database),
    summary: createSummaryReader(database),
    /**
     * Runs `work` as one transaction. What is written inside it in transactions of its own is nested: each of them whole
     * or undone by itself, all of them made durable together, which for many small objects costs a fraction.
     * @throws AppError disk.full, catalog.busy; what `work` throws
     */
    together<Result>(work: () => Result): Result {
      try {
        return database.transaction(work).immediate();
      } catch (error) {
        // What was cached of the catalog may have been undone.
        registry.forget();
        throw asAppError(error, file);
      }
    },
    /**
     * Leaves it to other connections to bring what is written from the log into the file, or no longer. Whoever writes
     * next does that for all that was written, which can be very much where another thread removes or imports.
     */
    leaveCheckpoints(toOthers: boolean): void {
      database.pragma(
        `wal_autocheckpoint = ${String(toOthers ? 0 : checkpointPages)}`,
      );
    },
    close(): void {
      // Statistics keep the query planner right as the catalog grows; SQLite looks only where it is worth it.
      try {
        database.pragma("optimize");
      } catch {
        // Somebody else writes just now, or the disk is full: the next one to close does it. Nobody is to hear of that
        // instead of what came of the work before.
      }
      database.close();
    },
  };
}

/**
 * A read-only view of the catalog as it is at this moment, whatever is written meanwhile.
 * @param scope what may be read of the items; null: everything
 * @param selection what of it is wanted, where that leaves out files of items
 * @throws AppError as {@link createCatalog}
 */
export function openSnapshot(
  file: string,
  scope: ReadScope | null = null,
  selection: Selection | null = null,
) {
  const database = openCatalogReadOnly(file);
  database.exec("BEGIN");
  const objects = createObjectStore(database);
  // The first read is what fixes the snapshot.
  const revision = objects.revision();
  const whole = createItemReader(database);
  const items =
    selection?.kind === "objects"
      ? createChosenFiles(database, whole, selection.ids)
      : whole;
  const names = createNameReader(database);
  const structure = createStructureReader(database, items);
  const containers =
    scope === null ? null : createReadableContainers(database, scope);
  const readable =
    scope === null || containers === null
      ? items
      : createReadableItems(database, items, scope, containers);
  return {
    revision,
    handlePrefix: objects.handlePrefix(),
    items: readable,
    digests: createItemDigests(database),
    selection: createSelectionReader(database, scope, containers?.reads),
    structure:
      containers === null
        ? structure
        : createReadableStructure(structure, containers),
    names: {
      ...names,
      titleOf: (item: number): string | null =>
        scope === null || readable.load([item], false).length > 0
          ? names.titleOf(item)
          : null,
      communitiesAbove: (collection: number): readonly ContainerName[] =>
        names
          .communitiesAbove(collection)
          .map((community) =>
            containers?.reads(community.id) === false
              ? { ...community, name: closedName }
              : community,
          ),
    },
    closedFiles: createClosedFiles(database),
    /** Counts over what the selection has chosen. */
    chosen: () => createChosenItems(database),
    summary: createSummaryReader(database),
    close(): void {
      database.close();
    },
  };
}
