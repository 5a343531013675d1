import type { Logger } from "pino";
import type { Records } from "./compose-records.ts";
import { createDefinitionTargets } from "./core/definition-targets.ts";
import { createDeliveries } from "./core/deliveries.ts";
import type { PackageFiles } from "./core/package-files.ts";
import type { Runs } from "./core/runs.ts";
import type { Letter } from "./core/site-mail.ts";
import type { DeliveryRecord } from "./domain/delivery-record.ts";
import { createDeliverer } from "./jobs/deliverer.ts";
import { outgoingFiles, transportFiles } from "./jobs/outgoing-files.ts";
import type { Runner } from "./jobs/runner.ts";
import type { Catalog } from "./store/catalog.ts";
import type { OpenDelivery } from "./store/delivery-store.ts";
import { patiently } from "./store/patiently.ts";
import { transports } from "./transports/index.ts";
import type { Vault } from "./vault/vault.ts";

/** What brings finished archives to their targets, put together. */
export function composeDeliveries(
  catalog: Catalog,
  runner: Pick<Runner, "retract">,
  logger: Logger,
  exportsFolder: string,
  vault: Vault,
  records: Pick<Records, "audit" | "mail" | "outcomes">,
  changed: (delivery: DeliveryRecord) => void,
) {
  const { definitions: store, deliveries, runs } = catalog;
  const targets = createDefinitionTargets({
    transports,
    targets: deliveries.targets,
    secret: vault.get,
    keepSecret: vault.set,
    forgetSecret: vault.delete,
  });

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
    changed({
      ...record,
      progress: delivering ? deliverer.progress(id) : null,
    });
  }

  function nameOf(definition: number | null): string | null {
    return definition === null ? null : (store.get(definition)?.name ?? null);
  }

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

  return {
    targets,
    deliverer,
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
  };
}
