import { rm } from "node:fs/promises";
import type { composeDefinitions } from "./compose-definitions.ts";
import type { DeliveryTargets } from "./core/delivery-targets.ts";
import { examine, type DoctorFinding } from "./core/doctor.ts";
import { freeBytes } from "./data-folder.ts";
import { toErrorView } from "./domain/errors.ts";
import { listOrphans } from "./jobs/list-orphans.ts";
import type { BitstreamStore } from "./store/bitstream-store.ts";
import type { Catalog } from "./store/catalog.ts";
import type { Vault } from "./vault/vault.ts";

/** What `holdall doctor` does, put together. */
export function composeChecks(
  catalog: Catalog,
  store: BitstreamStore,
  saved: ReturnType<typeof composeDefinitions>,
  targets: DeliveryTargets,
  vault: Vault,
  exportsFolder: string,
  dataDir: string,
) {
  const orphans = (): string[] =>
    listOrphans(exportsFolder, {
      runOf(uuid) {
        const id = catalog.runs.idOf(uuid);
        return id === null ? null : catalog.runs.get(id);
      },
      isExpired: (run) =>
        (catalog.definitions.ofRun(run)?.expiredAt ?? null) !== null,
      isOpen(delivery) {
        const state = catalog.deliveries.get(delivery)?.state;
        return state === "waiting" || state === "delivering";
      },
    });

  return {
    /** Checks everything; see {@link examine}. */
    examine: (
      onChecked: (files: number) => void,
      withTargets = false,
    ): AsyncGenerator<DoctorFinding> =>
      examine(
        {
          dataDir,
          integrityFaults: catalog.summary.integrityFaults,
          bitstreamsWith: catalog.summary.bitstreamsWith,
          checkFixity: (checked) => {
            let files = 0;
            return store.checkFixity(catalog.summary.contents(), {
              isReferenced: catalog.summary.isReferenced,
              onChecked: () => {
                checked(++files);
              },
            });
          },
          vault: vault.state,
          freeBytes: () => freeBytes(dataDir),
          lacking: targets.lacking,
          unfinishedRuns: catalog.runs.unfinished,
          orphans,
          scheduled: catalog.definitions.scheduled,
          failedAt: catalog.deliveries.failedAt,
          async *targetTests() {
            if (!withTargets) return;
            for await (const {
              definition,
              summary,
              ...target
            } of saved.allTargets()) {
              const found = await targets
                .test(target.transport, target.settings, target.secrets)
                .then(() => null, toErrorView);
              yield { definition, summary, error: found };
            }
          },
        },
        onChecked,
      ),
    /** Removes files of the store that nothing refers to and that are older than an hour. */
    clean: async () => {
      for (const path of orphans())
        await rm(path, { recursive: true, force: true });
      return store.removeUnreferenced(catalog.summary.isReferenced, {
        graceMs: 3_600_000,
      });
    },
  };
}
