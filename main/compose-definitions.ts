import { rm } from "node:fs/promises";
import { isAbsolute, relative } from "node:path";
import type { Logger } from "pino";
import { Value } from "typebox/value";
import { createDefinitions } from "./core/definitions.ts";
import type { Exports } from "./core/exports.ts";
import { quietHoursSchema, quietUntil } from "./core/quiet-hours.ts";
import { archivesToRemove } from "./core/retention.ts";
import { localTimeZone } from "./core/schedule-times.ts";
import type { ExportDefinition } from "./domain/export-definition.ts";
import type { Runner } from "./jobs/runner.ts";
import { createScheduler } from "./jobs/scheduler.ts";
import type { Catalog } from "./store/catalog.ts";
import { patiently } from "./store/patiently.ts";

const quietHoursKey = "quiet-hours";

/** Saved exports and what runs them by the clock, put together. */
export function composeDefinitions(
  catalog: Catalog,
  runner: Runner,
  exports: Exports,
  logger: Logger,
  exportsFolder: string,
) {
  const { definitions: store, runs } = catalog;

  const quietHours = () => {
    const kept = catalog.objects.setting(quietHoursKey);
    return kept === null
      ? null
      : Value.Parse(quietHoursSchema, JSON.parse(kept));
  };

  const startRun = (
    definition: ExportDefinition,
    dueAt: number | null,
  ): Promise<number> =>
    patiently(() =>
      catalog.together(() => {
        const run = runs.create(
          "export",
          definition.name,
          { kind: "export", ...definition.plan, out: null },
          definition.owner,
        );
        store.addRun(definition.id, run, dueAt);
        return run;
      }),
    );

  /** Why a definition must not run by itself now. */
  function hindrance({ owner, lastRun }: ExportDefinition): string | null {
    if (owner !== null) {
      const account = catalog.accounts.findById(owner);
      if (account?.canLogIn !== true || !account.admin)
        return "Its owner may not export any more.";
    }
    const last = lastRun === null ? null : runs.get(lastRun);
    return last?.state === "queued" || last?.state === "processing"
      ? "The run before was still going."
      : null;
  }

  /** Removes the archives that the rules of a definition give up, and says so in the logs of their runs. */
  async function tidy({
    id,
    name,
    retention,
  }: ExportDefinition): Promise<void> {
    if (retention.keepLast === null && retention.keepDays === null) return;
    for (const { run, because } of archivesToRemove(
      retention,
      store.runs(id),
      Date.now(),
    )) {
      const result = runs.get(run)?.result ?? null;
      const path = result !== null && "path" in result ? result.path : null;
      // Only what lies in the data folder is Holdall's to remove.
      if (path !== null && isInside(exportsFolder, path))
        await rm(path, { force: true });
      await patiently(() => {
        if (!store.expire(run, Date.now())) return;
        runs.addLog(
          run,
          "info",
          because === "count"
            ? `Its archive was removed: "${name}" keeps the last ${String(retention.keepLast)}.`
            : `Its archive was removed: "${name}" keeps archives for ${String(retention.keepDays)} days.`,
        );
      });
      logger.info({ run, definition: id, because }, "an archive was removed");
    }
  }

  const scheduler = createScheduler({
    scheduled: store.scheduled,
    setDue: (...due) => patiently(() => store.setDue(...due)),
    setProblem: (...problem) =>
      patiently(() => {
        store.setProblem(...problem);
      }),
    hindrance,
    start: startRun,
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

  return {
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
        create: (...definition) => patiently(() => store.create(...definition)),
        change: (...change) =>
          patiently(() => {
            store.change(...change);
          }),
        remove: (id) => patiently(() => store.remove(id)),
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
    ),
  };
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== "" && !way.startsWith("..") && !isAbsolute(way);
}
