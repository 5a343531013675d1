import type { Logger } from "pino";
import { Value } from "typebox/value";
import { composeDeliveries } from "./compose-deliveries.ts";
import {
  archiveBytes,
  composeRetentionDefault,
} from "./compose-retention-default.ts";
import { composeRetention } from "./compose-retention.ts";
import type { Access, ReadScope } from "./core/access.ts";
import { archivesFor } from "./core/easydb-transports.ts";
import { createDefinitions } from "./core/definitions.ts";
import type { Exports } from "./core/exports.ts";
import { quietHoursSchema, quietUntil } from "./core/quiet-hours.ts";
import { localTimeZone } from "./core/schedule-times.ts";
import type { DeliveryRecord } from "./domain/delivery-record.ts";
import type { ExportOptions } from "./domain/run.ts";
import { basisOf, type ExportDefinition } from "./domain/export-definition.ts";
import type { ExportRequest } from "./domain/run-request.ts";
import { forgetMemory } from "./jobs/run-memory.ts";
import type { Runner } from "./jobs/runner.ts";
import { createScheduler } from "./jobs/scheduler.ts";
import type { Records } from "./compose-records.ts";
import type { Catalog } from "./store/catalog.ts";
import { patiently } from "./store/patiently.ts";
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
  const retention = composeRetention(catalog, records, logger, exportsFolder);
  const sending = composeDeliveries(
    catalog,
    runner,
    logger,
    exportsFolder,
    vault,
    records,
    deliveryChanged,
  );
  const { targets, deliverer } = sending;
  const retentionDefault = composeRetentionDefault(catalog, records, {
    removable: (run) =>
      retention.ownArchive(run) === null || deliveries.wanted(run)
        ? null
        : archiveBytes(runs.get(run)),
    tidy: () => void retention.tidy(),
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
    missed(definition, run, reason) {
      records.news.tell({
        kind: "missed",
        event: run === null ? "schedule.passed-over" : "schedule.late",
        title: definition.name,
        reason,
        run,
        definition: definition.id,
      });
    },
    wake: runner.wake,
    quietUntil(now) {
      const hours = quietHours();
      return hours === null ? null : quietUntil(hours, now);
    },
    tidy: retention.tidy,
    now: () => Date.now(),
    log: logger,
  });

  async function removeDefinition(id: number): Promise<boolean> {
    const uuid = store.get(id)?.uuid ?? null;
    const secret = records.webhooks.secretOf(id);
    const removed = await patiently(() =>
      catalog.together(() => {
        const gone = store.get(id);
        if (gone !== null)
          records.audit.note("definition.removed", {
            object: gone.name,
            owner: gone.owner,
          });
        records.webhooks.write(id, null);
        return store.remove(id);
      }),
    );
    if (uuid !== null) await records.webhooks.forget(secret);
    if (uuid !== null) forgetMemory(exportsFolder, uuid);
    return removed;
  }

  return {
    ...retention,
    ...sending,
    retentionDefault,
    startRun,
    removeDefinition,
    scheduler,
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
        webhook: records.webhooks.settings,
        webhookKept: records.webhooks.settle,
        testWebhook: records.webhooks.test,
        retentionDefault: retentionDefault.get,
        create: (owner, settings, drafts, now, webhook) =>
          patiently(() =>
            catalog.together(() => {
              const id = store.create(owner, settings, now);
              if (webhook !== null) records.webhooks.write(id, webhook);
              return { id, targets: deliveries.setTargets(id, drafts).ids };
            }),
          ),
        change: (definition, settings, drafts, now, webhook) =>
          patiently(() =>
            catalog.together(() => {
              store.change(definition, settings, now);
              if (webhook !== undefined)
                records.webhooks.write(definition.id, webhook);
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

/** The options of a run, with the name of its definition where the format writes that. */
function named({ plan, name }: ExportDefinition): ExportOptions {
  const { options } = plan;
  return options.settings?.["exportName"] === undefined
    ? options
    : { ...options, settings: { ...options.settings, exportName: name } };
}
