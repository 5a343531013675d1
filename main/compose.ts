import packageFile from "../package.json" with { type: "json" };
import type { ApiCore } from "./api/api-context.ts";
import { composeAccounts } from "./compose-accounts.ts";
import { composeChecks } from "./compose-checks.ts";
import { composeDesk } from "./compose-desk.ts";
import { composeDefinitions } from "./compose-definitions.ts";
import { composeEasydb } from "./compose-easydb.ts";
import { composeEditing } from "./compose-editing.ts";
import { composeFinding } from "./compose-finding.ts";
import { composeObjectExports } from "./compose-object-exports.ts";
import { composeLists } from "./compose-lists.ts";
import { composeObjects } from "./compose-objects.ts";
import { composePackages } from "./compose-packages.ts";
import { composePastRuns } from "./compose-past-runs.ts";
import { composePeople } from "./compose-people.ts";
import { composePreflight } from "./compose-preflight.ts";
import { composeRequests } from "./compose-requests.ts";
import { composeRspace, createRspaceServers } from "./compose-rspace.ts";
import { composeWindowEditing } from "./compose-window-editing.ts";
import { composeRecords } from "./compose-records.ts";
import { composeRunning } from "./compose-running.ts";
import { composeSources } from "./compose-sources.ts";
import { composeSettings } from "./compose-settings.ts";
import { composeStorage } from "./compose-storage.ts";
import { composeUpkeep } from "./compose-upkeep.ts";
import type { CommandContext } from "./commands/command.ts";
import type { Config } from "./config.ts";
import { createAccess } from "./core/access.ts";
import { watchCatalog } from "./core/catalog-watch.ts";
import { createDeliveryTargets } from "./core/delivery-targets.ts";
import { createEvents } from "./core/events.ts";
import { createRuns } from "./core/runs.ts";
import { createSeenItems } from "./core/seen-item.ts";
import {
  catalogIn,
  fileSize,
  freeBytes,
  isFolder,
  prepareDataFolder,
} from "./data-folder.ts";
import { formats } from "./formats/index.ts";
import { createRemoval } from "./jobs/removal.ts";
import { createSearchPreparation } from "./jobs/search-preparation.ts";
import { createSearching } from "./jobs/searching.ts";
import { openLog, type LogCopy } from "./log.ts";
import { packers } from "./packers/index.ts";
import { transports } from "./transports/index.ts";
import { createBitstreamStore } from "./store/bitstream-store.ts";
import { createReceiver } from "./store/receive-content.ts";
import { createCatalog } from "./store/catalog.ts";
import { checkCatalog } from "./store/check-catalog.ts";
import { patiently } from "./store/patiently.ts";
import { keptSecret } from "./vault/kept-secret.ts";
import { createVault } from "./vault/vault.ts";

export type Application = Awaited<ReturnType<typeof compose>>;

/** What only some doors have. */
export interface DoorPorts {
  /** Shows a file in the file manager. */
  reveal?(path: string): void;
  /** Lets the person drag a file out of the window. */
  drag?(path: string): void;
  /** Lets the person save a copy of a file somewhere. @returns where; null when nothing was saved */
  save?(path: string, name: string): Promise<string | null>;
  /**
   * Opens a copy of a file in the program that this machine has for it.
   * @param folder where copies are made
   */
  open?(folder: string, path: string, name: string): Promise<void>;
  /** Where else the log goes. */
  readonly logCopy?: LogCopy;
}

/** A write of the main thread must not wait inside SQLite; it is tried again instead. */
const mainThreadTimeout = 10;

/**
 * Puts the parts together, in the order in which they need each other; `close` undoes it in reverse.
 * @throws AppError data-folder.unusable, catalog.newer-version, catalog.other-build, catalog.not-recognised, catalog.damaged
 */
export async function compose(config: Config, door: DoorPorts = {}) {
  await patiently(() => {
    checkCatalog(catalogIn(config.dataDir), mainThreadTimeout);
  });
  const folders = prepareDataFolder(config.dataDir);
  const log = openLog(folders.logs, config.logLevel, door.logCopy ?? null);
  const catalog = await patiently(() =>
    createCatalog(folders.catalog, mainThreadTimeout),
  ).catch(async (error: unknown) => {
    await log.close();
    throw error;
  });
  const store = createBitstreamStore(folders.store);
  const events = createEvents();
  const vault = createVault();
  const records = composeRecords(catalog, log.logger, vault);
  const { audit, outcomes } = records;
  const rspaceServers = createRspaceServers(catalog, folders);
  // Known once deliveries are put together.
  let abandonRun: (run: number) => Promise<void> = () => Promise.resolve();
  const { runner, runs } = composeRunning(
    catalog,
    config,
    folders,
    log.logger,
    events,
    records,
    rspaceServers,
    (run) => abandonRun(run),
  );

  const removal = createRemoval(
    folders.catalog,
    (error) => {
      log.logger.error({ err: error }, "removing stopped");
    },
    catalog.leaveCheckpoints,
  );
  if (catalog.remover.isPending()) removal.resume();

  const searching = createSearching(
    folders.catalog,
    catalog.finding,
    catalog.isLarge,
    catalog.records,
    records.actors.leaving,
  );

  const preparation = createSearchPreparation(
    folders.catalog,
    catalog.hitsPreparation.isDue,
    (error) => {
      log.logger.error({ err: error }, "preparing searches stopped");
    },
  );

  const access = createAccess(catalog.access);
  const { sessions, accounts, ...doors } = composeAccounts(
    catalog,
    keptSecret(vault, `sessions of ${config.dataDir}`),
  );
  const { references, uploads, exports, imports } = composeRequests(
    catalog,
    config,
    folders.incoming,
    events,
    runs,
  );
  const saved = composeDefinitions(
    catalog,
    runner,
    exports,
    log.logger,
    folders.exports,
    vault,
    access,
    records,
    (delivery) => {
      events.announce("delivery.changed", delivery);
    },
  );
  events.listen("run.changed", ({ finishedAt }) => {
    if (finishedAt === null) return;
    void outcomes.look();
    saved.deliverer.wake().catch((error: unknown) => {
      log.logger.error({ err: error }, "deliveries could not be taken up");
    });
  });
  abandonRun = saved.abandonRun;
  // What an archive makes superfluous goes, whether a schedule or a person has asked for it.
  outcomes.listen(({ definition }) => {
    if (definition !== null) void saved.tidy();
  });
  const easydb = composeEasydb(
    catalog,
    runner,
    exports,
    access,
    log.logger,
    saved,
    records.mail,
  );
  const rspace = composeRspace(
    catalog,
    runner,
    exports,
    access,
    log.logger,
    folders,
    rspaceServers,
    records,
  );
  const targets = createDeliveryTargets(transports);
  const preflights = composePreflight(
    catalog,
    folders,
    exports,
    saved.definitions,
  );
  const seenRuns = createRuns(
    {
      get: runner.get,
      list: (...wanted) =>
        catalog.runs.list(...wanted).map((run) => runner.get(run.id) ?? run),
      owner: catalog.runs.owner,
      ended: catalog.runs.ended,
      unfinished: () =>
        catalog.runs.unfinished().map((run) => runner.get(run.id) ?? run),
      problems: catalog.runs.problems,
      record: catalog.runRecord.page,
      cancel: runner.cancel,
      pause: runner.pause,
      resume: runner.resume,
      expiredAt: (run) => catalog.definitions.ofRun(run)?.expiredAt ?? null,
      fileSize,
      isFolder,
    },
    access,
  );
  const seen = createSeenItems(
    { nameOfGroup: catalog.groups.nameOf, summaryOf: catalog.summary.item },
    access,
  );
  const past = composePastRuns(
    catalog,
    runner,
    saved,
    seenRuns,
    seen,
    folders,
    config.threads,
    records.actors.leaving,
  );
  const known = composeSources(
    catalog,
    imports,
    folders,
    uploads.isUpload,
    records.actors.leaving,
  );
  const packages = composePackages(
    catalog,
    runner,
    events,
    seenRuns,
    folders.taken,
    config.threads,
    records.actors.leaving,
  );
  const named = ({ id, title }: { id: string; title: string }) => ({
    id,
    title,
  });
  const { items, files, objects, standings, versions } = composeObjects(
    catalog,
    store,
    searching,
    seen,
    access,
  );
  const receive = createReceiver(folders.store, () =>
    freeBytes(config.dataDir),
  );
  const editing = composeEditing(catalog, access, seen, removal, folders.store);
  const people = composePeople(catalog, access, removal);
  const checks = composeChecks(
    catalog,
    store,
    saved,
    targets,
    vault,
    folders.exports,
    config.dataDir,
  );
  const { storage, clean } = composeStorage(
    catalog,
    store,
    records,
    checks.orphans,
    config.dataDir,
  );
  const settings = composeSettings(
    catalog,
    log.logger,
    records,
    packageFile.version,
  );
  records.news.listen((news) => {
    events.announce("news.told", news);
  });
  const endWatch = watchCatalog({
    revision: catalog.objects.revision,
    changed: (revision) => {
      events.announce("catalog.changed", { revision });
    },
  });
  const upkeep = composeUpkeep(config, folders, folders.logs, checks.examine);
  const context: CommandContext = {
    exportKinds: {
      formats: formats.map(named),
      packers: packers.map(named),
    },
    pastRuns: past.pastRuns,
    packageFiles: packages.packageFiles,
    checks: packages.checks,
    audit,
    mail: records.mail,
    webhook: records.webhooks,
    retentionDefault: saved.retentionDefault,
    storage,
    updates: settings.updates,
    news: settings.news,
    definitions: saved.definitions,
    quietHours: saved.quietHours,
    upkeep,
    access,
    accounts,
    exports,
    uploads,
    references,
    sessions,
    targets,
    sample: config.sample,
    reveal: door.reveal ?? null,
    drag: door.drag ?? null,
    save: door.save ?? null,
    open: door.open === undefined ? null : packages.opening(door.open),
    keychain: vault.state,
    ...composeDesk(catalog, searching, items, access),
    files,
    editing: {
      ...editing,
      ...people,
      items: editing.itemEditing,
      ...composeWindowEditing(catalog, uploads, receive, objects, access),
    },
    standings,
    versions,
    items,
    about: {
      name: "Holdall",
      version: packageFile.version,
      dataFolder: config.dataDir,
      platform: process.platform,
    },
    imports,
    sources: known.sources,
    runs: seenRuns,
    deliveries: saved.deliveries(seenRuns, packages.packageFiles),
    preflight: preflights.preflight,
    catalog: composeLists(catalog, access),
  };

  const api: ApiCore = {
    ...composeFinding(catalog, searching, objects, access),
    ...composeObjectExports(
      catalog,
      runner,
      uploads,
      exports,
      context.imports,
      access,
    ),
    ...editing,
    ...people,
    access,
    commands: context,
    actors: records.actors,
    audit,
    events,
    sessions,
    uploads,
    logger: log.logger,
    receive,
    accountOfKey: accounts.byKey,
    easydbExports: easydb.easydbExports,
    rspaceExports: rspace.rspaceExports,
    anonymousSessions: config.anonymousSessions,
    ...doors,
    objects,
  };

  return {
    api,
    config,
    context,
    uploads,
    events,
    runner,
    scheduler: saved.scheduler,
    rspace,
    deliverer: saved.deliverer,
    actors: records.actors,
    outcomes,
    webhooks: records.webhooks,
    news: records.news,
    updates: settings.updates,
    logger: log.logger,
    items: catalog.summary.items,
    /** To be called before many ask. */
    expectRequests: catalog.holdMore,
    examine: checks.examine,
    clean,
    /** Stops what runs (it goes on at the next start), then closes everything in reverse order. */
    async close(): Promise<void> {
      endWatch();
      uploads.close();
      easydb.close();
      await preflights.close();
      await past.close();
      await known.close();
      await packages.close();
      await upkeep.close();
      await storage.close();
      settings.updates.close();
      await saved.scheduler.close();
      await saved.deliverer.close();
      await runner.close();
      await records.close();
      await saved.settled();
      await removal.close();
      rspace.close();
      await preparation.close();
      await searching.close();
      catalog.close();
      await log.close();
    },
  };
}
