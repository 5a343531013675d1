import type { composeDefinitions } from "./compose-definitions.ts";
import type { DeliveryTargets } from "./core/delivery-targets.ts";
import { examine } from "./core/doctor.ts";
import { freeBytes } from "./data-folder.ts";
import { toErrorView } from "./domain/errors.ts";
import type { Finding } from "./domain/upkeep.ts";
import type { FileCheck } from "./jobs/check-files.ts";
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
    });

  return {
    orphans,
    /**
     * Checks everything; see {@link examine}.
     * @param checked what a thread has found of the files; absent: they are checked here
     */
    examine: (
      onChecked: (files: number) => void,
      withTargets = false,
      checked?: FileCheck,
    ): AsyncGenerator<Finding> =>
      examine(
        {
          dataDir,
          integrityFaults: () =>
            checked?.integrity ?? catalog.summary.integrityFaults(),
          bitstreamsWith: catalog.summary.bitstreamsWith,
          checkFixity: (onFile) => {
            if (checked !== undefined) return toldBy(checked);
            let files = 0;
            return store.checkFixity(catalog.summary.contents(), {
              isReferenced: catalog.summary.isReferenced,
              onChecked: () => {
                onFile(++files);
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
            for (const {
              definition,
              summary,
              transport,
              now,
            } of saved.allTargets()) {
              const found = await now()
                .then(({ settings, secrets }) =>
                  targets.test(transport, settings, secrets),
                )
                .then(() => null, toErrorView);
              yield { definition, summary, error: found };
            }
          },
        },
        onChecked,
      ),
  };
}

/** What a thread has found, as if it were found here. */
async function* toldBy({ faults, unknown }: FileCheck) {
  yield* faults;
  for (let number = 0; number < unknown; number++)
    yield { kind: "unknown", sha256: null, file: "", message: "" };
}
