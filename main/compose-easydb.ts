import type { Logger } from "pino";
import type { composeDefinitions } from "./compose-definitions.ts";
import type { Access } from "./core/access.ts";
import type { CheckedTargets } from "./core/definition-targets.ts";
import type { EasydbDraft } from "./core/easydb-export.ts";
import { createEasydbExports } from "./core/easydb-exports.ts";
import { settleTransports } from "./core/easydb-transports.ts";
import { AppError } from "./domain/errors.ts";
import type { TargetInput } from "./domain/delivery-record.ts";
import type { Letter, SiteMail } from "./core/site-mail.ts";
import type { Exports } from "./core/exports.ts";
import { localTimeZone } from "./core/schedule-times.ts";
import { openListing } from "./jobs/package-listing.ts";
import { writeStoredZip } from "./packers/zip/write-stored.ts";
import type { Runner } from "./jobs/runner.ts";
import type { Catalog } from "./store/catalog.ts";
import { patiently } from "./store/patiently.ts";

/** Problems of a run that its protocol names; clients ask for the protocols of all runs again and again. */
const mostProblems = 1000;

/** Exports of the easydb dialect, put together with what they run on. */
export function composeEasydb(
  catalog: Catalog,
  runner: Runner,
  exports: Exports,
  access: Access,
  logger: Logger,
  saved: ReturnType<typeof composeDefinitions>,
  mail: SiteMail,
) {
  const {
    easydbExports: store,
    definitions,
    deliveries,
    runs,
    accounts,
  } = catalog;
  const timers = new Set<NodeJS.Timeout>();

  /** Removes the folders that earlier runs of a definition have made; what somebody keeps only with the export itself. */
  async function wipe(
    definition: number,
    kept: "pinned" | "nothing",
  ): Promise<void> {
    for (const { run, expiredAt, finishedAt, pinned } of definitions.runs(
      definition,
    )) {
      if (expiredAt !== null || finishedAt === null) continue;
      if (pinned && kept === "pinned") continue;
      await saved.removeArchive(run);
      await patiently(() => definitions.expire(run, Date.now()));
    }
  }

  /** Stops a run, its deliveries included: an export is running until they have ended. */
  async function cancel(run: number): Promise<void> {
    try {
      await runner.cancel(run);
    } catch (error) {
      if (!(error instanceof AppError && error.code === "run.not-running"))
        throw error;
      if (!(await saved.stopDeliveries(run))) throw error;
      return;
    }
    // It may have been packed just before.
    const { state } = runs.get(run) ?? {};
    if (state === "done" || state === "done-with-problems")
      await saved.stopDeliveries(run);
  }

  function inputsOf({ transports }: EasydbDraft): TargetInput[] {
    const inputs: TargetInput[] = [];
    for (const { delivery, before } of transports) {
      if (delivery === null) continue;
      inputs.push({
        ...delivery,
        // Clients say who gets a mail; the site knows how.
        ...(delivery.transport === "email"
          ? mail.draft(delivery.settings as unknown as Letter)
          : {}),
        // Its secrets stay with a target of the same kind.
        id:
          deliveries.kindOf(before?.target ?? 0) === delivery.transport
            ? (before?.target ?? undefined)
            : undefined,
      });
    }
    return inputs;
  }

  /** @returns ids of the targets, in the order of the transports that deliver */
  function keepTransports(
    definition: number,
    draft: EasydbDraft,
    { drafts }: CheckedTargets,
  ): readonly number[] {
    const { ids } = deliveries.setTargets(definition, drafts);
    store.setTransports(
      definition,
      settleTransports(
        draft.transports,
        definitions.get(definition)?.name ?? "",
        store.get(definition)?.lastTransport ?? 0,
        ids,
      ),
    );
    return ids;
  }

  const easydbExports = createEasydbExports(
    {
      async create(owner, settings, draft, nameOf, passkey, launchAt) {
        const checked = await saved.targets.check(null, inputsOf(draft));
        const made = await patiently(() =>
          catalog.together(() => {
            const now = Date.now();
            const id = definitions.create(owner, settings, now);
            store.add(id, draft, nameOf(id), passkey, now, launchAt);
            return { id, targets: keepTransports(id, draft, checked) };
          }),
        );
        await saved.targets.keep(checked, made.targets, []);
        return made.id;
      },
      async change(definition, settings, draft) {
        const before = deliveries.targets(definition.id);
        const checked = await saved.targets.check(
          definition.id,
          inputsOf(draft),
        );
        const targets = await patiently(() =>
          catalog.together(() => {
            const now = Date.now();
            definitions.change(definition, settings, now);
            store.change(definition.id, draft, now);
            return keepTransports(definition.id, draft, checked);
          }),
        );
        await saved.targets.keep(
          checked,
          targets,
          before.filter(({ id }) => !targets.includes(id)),
        );
      },
      deliveries: deliveries.statesOf,
      async remove(id) {
        const gone = deliveries.targets(id);
        await saved.removeDefinition(id);
        await saved.targets.keep({ drafts: [], secrets: [] }, [], gone);
      },
      get: store.get,
      definition: definitions.get,
      ofOwner: store.ofOwner,
      toLaunch: store.toLaunch,
      setAutomatic: (...change) =>
        patiently(() => {
          store.setAutomatic(...change);
        }),
      runs: definitions.runs,
      run: runs.get,
      versionOf: store.versionOf,
      listing(run) {
        const path = saved.ownArchive(run);
        return path === null ? null : openListing(path);
      },
      zip: writeStoredZip,
      archives(run) {
        const result = runs.get(run)?.result ?? null;
        return result !== null && "archives" in result
          ? (result.archives ?? []).flatMap(({ files }) => files)
          : [];
      },
      lines(run) {
        const counts = Object.values(runs.get(run)?.problems ?? {});
        const more = counts.reduce((sum, one) => sum + one, -mostProblems);
        return [
          ...runs.log(run).map(({ message }) => message),
          ...[...runs.problems(run, mostProblems)].map(
            ({ severity, object, message, action }) =>
              `${severity === "warning" ? "Warning" : severity}: ${object}: ${message} ${action}`,
          ),
          ...(more > 0
            ? [
                `Warning: there ${more === 1 ? "is one more such line" : `are ${String(more)} more such lines`}.`,
              ]
            : []),
        ];
      },
      plan: exports.plan,
      known: {
        ...catalog.vocabulary,
        isEntityType: catalog.entityTypes,
        kind: catalog.objects.kind,
        hasMail: () => mail.get() !== null,
        userAddress: (id) => accounts.findById(id)?.email ?? null,
        groupAddresses: (id) =>
          catalog.objects.kind(id) === "group"
            ? catalog.groups.addresses(id)
            : null,
      },
      async start(definition) {
        await saved.startRun(definition, null);
        await runner.wake();
      },
      cancel,
      wipe,
      callerOf(id) {
        const account = accounts.findById(id);
        return account?.canLogIn === true ? access.callerOf(account) : null;
      },
      scheduleChanged: () => void saved.scheduler.lookNow(),
      later(milliseconds, work) {
        const timer = setTimeout(() => {
          timers.delete(timer);
          work().catch((error: unknown) => {
            logger.error({ err: error }, "an export could not run by itself");
          });
        }, milliseconds);
        timer.unref();
        timers.add(timer);
      },
      timeZone: localTimeZone(),
      now: () => Date.now(),
    },
    access,
  );
  return {
    easydbExports,
    close(): void {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
