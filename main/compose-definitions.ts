import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, isAbsolute, relative } from "node:path";
import type { Logger } from "pino";
import { Value } from "typebox/value";
import type { Access, ReadScope } from "./core/access.ts";
import {
  archivesFor,
  isArchiveOf,
  packerOf,
  type EasydbTransport,
} from "./core/easydb-transports.ts";
import { createDefinitionTargets } from "./core/definition-targets.ts";
import { createDefinitions } from "./core/definitions.ts";
import { createDeliveries } from "./core/deliveries.ts";
import type { Exports } from "./core/exports.ts";
import type { PackageFiles } from "./core/package-files.ts";
import { quietHoursSchema, quietUntil } from "./core/quiet-hours.ts";
import { archivesToRemove } from "./core/retention.ts";
import type { Runs } from "./core/runs.ts";
import { localTimeZone } from "./core/schedule-times.ts";
import type { DeliveryRecord } from "./domain/delivery-record.ts";
import type { OutgoingFile } from "./domain/delivery.ts";
import { AppError } from "./domain/errors.ts";
import type { ExportOptions, Run } from "./domain/run.ts";
import { createDeliverer } from "./jobs/deliverer.ts";
import { basisOf, type ExportDefinition } from "./domain/export-definition.ts";
import type { ExportRequest } from "./domain/run-request.ts";
import { openListing } from "./jobs/package-listing.ts";
import { forgetMemory } from "./jobs/run-memory.ts";
import { runFolder } from "./jobs/export-paths.ts";
import type { Runner } from "./jobs/runner.ts";
import { createScheduler } from "./jobs/scheduler.ts";
import type { Records } from "./compose-records.ts";
import type { Letter } from "./core/site-mail.ts";
import type { OpenDelivery } from "./store/delivery-store.ts";
import type { Catalog } from "./store/catalog.ts";
import { patiently } from "./store/patiently.ts";
import { transports } from "./transports/index.ts";
import type { Vault } from "./vault/vault.ts";

const quietHoursKey = "quiet-hours";

/** Saved exports and what runs them by the clock, put together. */
export function composeDefinitions(
  catalog: Catalog,
  runner: Runner,
  exports: Exports,
  logger: Logger,
  exportsFolder: string,
  vault: Vault,
  access: Access,
  records: Records,
  deliveryChanged: (delivery: DeliveryRecord) => void,
) {
  const { definitions: store, deliveries, runs } = catalog;
  const targets = createDefinitionTargets({
    transports,
    targets: deliveries.targets,
    secret: vault.get,
    keepSecret: vault.set,
    forgetSecret: vault.delete,
  });

  const quietHours = () => {
    const kept = catalog.objects.setting(quietHoursKey);
    return kept === null
      ? null
      : Value.Parse(quietHoursSchema, JSON.parse(kept));
  };

  /** What the owner of a definition may read today; null: everything, as the person at this machine may. */
  function scopeOf(owner: number | null): ReadScope | null {
    if (owner === null) return null;
    const account = catalog.accounts.findById(owner);
    return access.scope(
      access.callerOf(account?.canLogIn === true ? account : null),
    );
  }

  const startRun = (
    definition: ExportDefinition,
    dueAt: number | null,
    retryOf: number | null = null,
  ): Promise<number> =>
    patiently(() =>
      catalog.together(() => {
        const run = records.createRun(
          "export",
          definition.name,
          requestOf(definition),
          definition.owner,
          catalog.easydbExports.get(definition.id) === null
            ? "holdall"
            : "easydb",
          retryOf,
        );
        store.addRun(definition.id, run, dueAt);
        deliveries.prepare(run, definition.id);
        catalog.easydbExports.started(definition.id, run);
        return run;
      }),
    );

  function requestOf(definition: ExportDefinition): ExportRequest {
    const { id, uuid, plan, owner } = definition;
    const { incremental = false, ...what } = plan;
    const last = store.memory(id);
    const basis = basisOf(plan);
    return {
      kind: "export",
      ...what,
      options: {
        ...named(definition),
        ...archivesOf(id),
      },
      out: null,
      scope: scopeOf(owner),
      memory: {
        name: uuid,
        known: last?.run ?? 0,
        basis,
        incremental,
        base: incremental && last?.basis === basis ? last : null,
      },
    };
  }

  /** Archives that people fetch or get of a definition. */
  function archivesOf(id: number): Pick<ExportOptions, "archives"> {
    const archives = archivesFor(
      catalog.easydbExports.get(id)?.transports ?? [],
    );
    return archives.length === 0 ? {} : { archives };
  }

  /** Why a definition must not run by itself now. */
  function hindrance({ owner, lastRun }: ExportDefinition): string | null {
    if (owner !== null) {
      const account = catalog.accounts.findById(owner);
      if (account?.canLogIn !== true)
        return "Its owner may not export any more.";
    }
    const last = lastRun === null ? null : runs.get(lastRun);
    return last?.state === "queued" || last?.state === "processing"
      ? "The run before was still going."
      : null;
  }

  /** Where the archive of a run is, when it lies in the data folder: only that is Holdall's to remove. */
  function ownArchive(run: number): string | null {
    const result = runs.get(run)?.result ?? null;
    const path = result !== null && "path" in result ? result.path : "";
    return path !== "" && isInside(exportsFolder, path) ? path : null;
  }

  /**
   * Removes what a run keeps in the data folder: its archive, all volumes of it, and the folder around them.
   * @returns whether there was something to remove
   */
  async function removeArchive(run: number): Promise<boolean> {
    const found = runs.get(run);
    if (found === null || ownArchive(run) === null) return false;
    await rm(runFolder(exportsFolder, found.uuid), {
      recursive: true,
      force: true,
    });
    return true;
  }

  /** Removes the archives that the rules of a definition give up, and says so in the logs of their runs. */
  async function tidyOne({
    id,
    name,
    owner,
    retention,
  }: ExportDefinition): Promise<void> {
    if (retention.keepLast === null && retention.keepDays === null) return;
    // easydb's clients are promised that files go, those of the last run too (easydb.md section 8), and cannot have a
    // delivery tried again.
    const isEasydb = catalog.easydbExports.get(id) !== null;
    for (const { run, because } of archivesToRemove(
      retention,
      store.runs(id),
      Date.now(),
      0,
      isEasydb ? "all-age" : "newest-stays",
    )) {
      // What is still to be delivered, or may be tried again, has to be there.
      if (isEasydb ? deliveries.openOf(run).length > 0 : deliveries.wanted(run))
        continue;
      await removeArchive(run);
      await patiently(() =>
        catalog.together(() => {
          if (!store.expire(run, Date.now())) return;
          const reason =
            because === "count"
              ? `"${name}" keeps the last ${String(retention.keepLast)}.`
              : `"${name}" keeps archives for ${String(retention.keepDays)} days.`;
          runs.addLog(run, "info", `Its archive was removed: ${reason}`);
          records.audit.note("archive.expired", {
            object: name,
            run,
            owner,
            detail: { because },
          });
        }),
      );
      logger.info({ run, definition: id, because }, "an archive was removed");
    }
  }

  let tidying: Promise<void> = Promise.resolve();
  /** One after the other, so that no archive is removed twice. */
  function tidy(): Promise<void> {
    tidying = tidying.then(async () => {
      for (const definition of store.list()) {
        try {
          await tidyOne(definition);
        } catch (error) {
          logger.error(
            { definition: definition.id, err: error },
            "archives that are not kept could not be removed",
          );
        }
      }
    });
    return tidying;
  }

  /** Settings and secrets of a target as they are now. @throws AppError target.settings-invalid */
  async function targetOf({
    definition,
    target: id,
    transport,
    settings,
  }: Pick<OpenDelivery, "definition" | "target" | "transport" | "settings">) {
    // easydb's clients say only who gets a mail: how it goes is the site's to change.
    const ofSite =
      transport === "email" &&
      catalog.easydbExports
        .get(definition ?? 0)
        ?.transports.some(({ target }) => target === id) === true;
    return ofSite
      ? records.mail.target(settings as unknown as Letter)
      : { settings, secrets: await targets.keptSecrets({ id, transport }) };
  }

  const deliverer = createDeliverer({
    store: deliveries,
    files: ({ run, definition, target }) => {
      const easydb = catalog.easydbExports.get(definition ?? 0);
      const transport = easydb?.transports.find((one) => one.target === target);
      const made = runs.get(run);
      if (easydb === null || transport === undefined)
        return outgoingFiles(
          made,
          nameOf(definition) ?? made?.title ?? "export",
        );
      const base = records.mail.get()?.publicAddress?.replace(/\/+$/, "");
      return transportFiles(transport, made, (name) =>
        base === undefined
          ? undefined
          : `${base}/api/v1/export/${String(easydb.definition)}/download/${easydb.passkey}/${encodeURIComponent(name)}`,
      );
    },
    target: targetOf,
    async secrets({ target, transport }) {
      return targets.keptSecrets({ id: target, transport });
    },
    folder: exportsFolder,
    note: (run, level, message) =>
      patiently(() => {
        runs.addLog(run, level, message);
      }),
    ended: () => void records.outcomes.look(),
    changed: announceDelivery,
    log: logger,
  });

  function announceDelivery(id: number): void {
    const record = deliveries.get(id);
    if (record === null) return;
    const delivering = record.state === "delivering";
    deliveryChanged({
      ...record,
      progress: delivering ? deliverer.progress(id) : null,
    });
  }

  function nameOf(definition: number | null): string | null {
    return definition === null ? null : (store.get(definition)?.name ?? null);
  }

  const scheduler = createScheduler({
    scheduled: store.scheduled,
    setDue: (...due) => patiently(() => store.setDue(...due)),
    setProblem: (...problem) =>
      patiently(() => {
        store.setProblem(...problem);
      }),
    hindrance,
    start: (definition, dueAt) =>
      records.actors.during({ door: "schedule", account: null }, () =>
        startRun(definition, dueAt),
      ),
    note: (run, message) =>
      patiently(() => {
        runs.addLog(run, "info", message);
      }),
    wake: runner.wake,
    quietUntil(now) {
      const hours = quietHours();
      return hours === null ? null : quietUntil(hours, now);
    },
    tidy,
    now: () => Date.now(),
    log: logger,
  });

  /** Removes what deliveries of a run have left unfinished at their targets, and the secrets of its own targets. */
  async function abandonRun(run: number): Promise<void> {
    await deliverer.discard(deliveries.unfinishedOf({ run }));
    await targets.forget(deliveries.targetsOfRun(run));
  }

  /**
   * Stops the deliveries of a run that has been packed, and with them the run.
   * @returns false when none goes on
   */
  async function stopDeliveries(run: number): Promise<boolean> {
    if (!(await deliverer.stop(run))) return false;
    await runner.retract(run);
    await records.audit.record("run.cancelled", {
      object: runs.get(run)?.title ?? String(run),
      run,
    });
    return true;
  }

  async function removeDefinition(id: number): Promise<boolean> {
    const uuid = store.get(id)?.uuid ?? null;
    const removed = await patiently(() =>
      catalog.together(() => {
        const gone = store.get(id);
        if (gone !== null)
          records.audit.note("definition.removed", {
            object: gone.name,
            owner: gone.owner,
          });
        return store.remove(id);
      }),
    );
    if (uuid !== null) forgetMemory(exportsFolder, uuid);
    return removed;
  }

  return {
    targets,
    startRun,
    removeDefinition,
    ownArchive,
    removeArchive,
    abandonRun,
    stopDeliveries,
    /** The targets of every definition; `now` gives their settings and secrets. */
    *allTargets() {
      for (const { id, name } of store.list())
        for (const target of deliveries.targets(id))
          yield {
            definition: name,
            summary: target.summary,
            transport: target.transport,
            now: () =>
              targetOf({ ...target, definition: id, target: target.id }),
          };
    },
    tidy,
    /** Resolves when nothing is being removed. */
    settled: (): Promise<void> => tidying,
    scheduler,
    deliverer,
    deliveries: (
      seen: Pick<Runs, "get">,
      packages: Pick<PackageFiles, "volumes">,
    ) =>
      createDeliveries(
        {
          ...deliveries,
          again: (id) => patiently(() => deliveries.again(id)),
          addRunTarget: (...target) =>
            patiently(() => deliveries.addRunTarget(...target)),
          add: (...delivery) => patiently(() => deliveries.add(...delivery)),
          changed: announceDelivery,
          progress: deliverer.progress,
          wake: deliverer.wake,
        },
        seen,
        packages,
        targets,
      ),
    quietHours: {
      get: quietHours,
      set: (hours: ReturnType<typeof quietHours>) =>
        patiently(() => {
          catalog.objects.set(
            quietHoursKey,
            hours === null ? null : JSON.stringify(hours),
          );
        }),
    },
    definitions: createDefinitions(
      {
        ...store,
        targets: deliveries.targets,
        create: (owner, settings, drafts, now) =>
          patiently(() =>
            catalog.together(() => {
              const id = store.create(owner, settings, now);
              return { id, targets: deliveries.setTargets(id, drafts).ids };
            }),
          ),
        change: (definition, settings, drafts, now) =>
          patiently(() =>
            catalog.together(() => {
              store.change(definition, settings, now);
              return {
                id: definition.id,
                targets:
                  drafts === null
                    ? deliveries.targets(definition.id).map(({ id }) => id)
                    : deliveries.setTargets(definition.id, drafts).ids,
              };
            }),
          ),
        remove: (id) => removeDefinition(id),
        abandon: (definition, abandoned) =>
          deliverer.discard(
            deliveries
              .unfinishedOf({ definition })
              .filter(({ target }) => abandoned.includes(target)),
          ),
        pin: (...pin) => patiently(() => store.pin(...pin)),
        startRun,
        run: runs.get,
        wake: runner.wake,
        scheduleChanged: () => void scheduler.lookNow(),
        cancel: runner.cancel,
        timeZone: localTimeZone(),
        now: () => Date.now(),
      },
      exports,
      targets,
    ),
  };
}

/**
 * The files of a finished run under names that say of which saved export and when they are, so that no run overwrites
 * what another has delivered.
 * @throws AppError file.not-found
 */
function outgoingFiles(run: Run | null, name: string): OutgoingFile[] {
  const result = run?.result ?? null;
  if (
    run === null ||
    result === null ||
    !("path" in result) ||
    result.path === ""
  ) {
    throw new AppError("file.not-found", "The run has no archive any more.", {
      remedy: "Run the saved export again.",
    });
  }
  const date = new Date(run.createdAt)
    .toISOString()
    .slice(0, 19)
    .replaceAll(":", "-");
  // Two saved exports may have names that are alike, and begin in the same second.
  const label = `${safeName(name)}-${date}-${String(run.id)}`;
  const volumes = result.volumes ?? [];
  if (volumes.length === 0) {
    const { path, size, sha256 } = result;
    return [{ path, name: `${label}${extensionOf(path)}`, size, sha256 }];
  }
  return volumes.map(({ path, size, sha256 }, index) => ({
    path,
    name: `${label}.${String(index + 1)}${extensionOf(path)}`,
    size,
    sha256,
  }));
}

/**
 * What a transport of easydb's dialect brings to its target: the archives that were made for it, or all files in a folder.
 * @param linkTo where people can fetch an archive
 * @throws AppError file.not-found
 */
function transportFiles(
  transport: EasydbTransport,
  run: Run | null,
  linkTo: (archive: string) => string | undefined,
): OutgoingFile[] {
  const result = run?.result ?? null;
  if (result === null || !("path" in result) || !existsSync(result.path))
    throw new AppError("file.not-found", "The run has no files any more.", {
      remedy: "Run the export again.",
    });
  const packer = packerOf(transport);
  if (packer !== null)
    return (result.archives ?? [])
      .filter((one) => one.packer === packer)
      .flatMap(({ files }) => files)
      .filter(({ name }) => isArchiveOf(transport, name))
      .map((file) => {
        const link = linkTo(file.name);
        return { ...file, ...(link === undefined ? {} : { link }) };
      });
  const listing = openListing(result.path);
  try {
    return listing.all().map(({ path, at, size, sha256 }) => ({
      path: at,
      name: `${transport.name}/${path}`,
      size,
      sha256,
    }));
  } finally {
    listing.close();
  }
}

/** The options of a run, with the name of its definition where the format writes that. */
function named({ plan, name }: ExportDefinition): ExportOptions {
  const { options } = plan;
  return options.settings?.["exportName"] === undefined
    ? options
    : { ...options, settings: { ...options.settings, exportName: name } };
}

function extensionOf(path: string): string {
  return /(?:\.tar)?\.[a-z0-9]+$/.exec(basename(path))?.[0] ?? "";
}

/** A name that every target takes as one part of a path. */
function safeName(name: string): string {
  const safe = name
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}._-]+/gu, "_")
    .replace(/^[._-]+|[._-]+$/g, "")
    .slice(0, 80);
  return safe === "" ? "export" : safe;
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== "" && !way.startsWith("..") && !isAbsolute(way);
}
