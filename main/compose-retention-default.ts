import { Value } from "typebox/value";
import type { Records } from "./compose-records.ts";
import {
  createRetentionDefault,
  type RetentionDefaultPorts,
} from "./core/retention-default.ts";
import { retentionSchema } from "./domain/export-definition.ts";
import type { Run } from "./domain/run.ts";
import type { Catalog } from "./store/catalog.ts";
import { patiently } from "./store/patiently.ts";

const key = "retention-default";

/** What new saved exports keep, put together. */
export function composeRetentionDefault(
  catalog: Catalog,
  { audit }: Pick<Records, "audit">,
  archives: Pick<RetentionDefaultPorts, "removable" | "tidy">,
) {
  const { definitions, easydbExports, objects } = catalog;
  return createRetentionDefault({
    ...archives,
    kept() {
      const kept = objects.setting(key);
      return kept === null
        ? null
        : Value.Parse(retentionSchema, JSON.parse(kept));
    },
    keep: (retention, changed) =>
      patiently(() =>
        catalog.together(() => {
          objects.set(key, JSON.stringify(retention));
          for (const definition of changed)
            definitions.change(
              definition,
              { ...definition, retention },
              Date.now(),
            );
          audit.note("settings.changed", {
            object: key,
            detail: { ...retention, changed: changed.length },
          });
        }),
      ),
    // Clients of easydb have been told how long theirs are kept.
    definitions: () =>
      definitions.list().filter(({ id }) => easydbExports.get(id) === null),
    runs: definitions.runs,
    now: () => Date.now(),
  });
}

/** Bytes of all that a run has packed; 0 when it has packed nothing. */
export function archiveBytes(run: Run | null): number {
  const result = run?.result ?? null;
  if (result === null || !("path" in result)) return 0;
  const volumes = result.volumes ?? [];
  const archives = (result.archives ?? []).flatMap(({ files }) => files);
  const main =
    volumes.length === 0
      ? result.size
      : volumes.reduce((sum, { size }) => sum + size, 0);
  return archives.reduce((sum, { size }) => sum + size, main);
}
