import type { Logger } from "pino";
import type { Records } from "./compose-records.ts";
import type { createRspaceServers } from "./compose-rspace.ts";
import type { Config } from "./config.ts";
import type { createEvents } from "./core/events.ts";
import { failsWhenInterrupted } from "./core/fails-when-interrupted.ts";
import type { JobPaths } from "./jobs/protocol.ts";
import { createRunner } from "./jobs/runner.ts";
import type { Catalog } from "./store/catalog.ts";
import { patiently } from "./store/patiently.ts";

/**
 * What makes runs and takes them through their states, put together.
 * @param rspace who knows what becomes of its runs that were interrupted
 * @param abandon forgets what else there is of a run that is removed
 */
export function composeRunning(
  catalog: Catalog,
  config: Config,
  paths: JobPaths,
  logger: Logger,
  events: Pick<ReturnType<typeof createEvents>, "announce">,
  records: Pick<Records, "audit" | "createRun">,
  rspace: Pick<ReturnType<typeof createRspaceServers>, "fateOf">,
  abandon: (run: number) => Promise<void>,
) {
  const { audit } = records;
  const processing = createRunner({
    runs: catalog.runs,
    paths,
    log: logger,
    slots: config.runSlots,
    threads: config.threads,
    fateOf: (run) =>
      failsWhenInterrupted(run) ? "failed" : rspace.fateOf(run),
    announce: (run) => {
      events.announce("run.changed", run);
    },
  });

  /** Who stops or removes a run is written down. */
  const runner = {
    ...processing,
    async cancel(id: number): Promise<void> {
      await processing.cancel(id);
      await audit.record("run.cancelled", {
        object: catalog.runs.get(id)?.title ?? String(id),
        run: id,
      });
    },
    async remove(id: number): Promise<void> {
      const title = catalog.runs.get(id)?.title ?? String(id);
      await abandon(id);
      await processing.remove(id);
      await audit.record("run.removed", { object: title, run: id });
    },
  };

  /** What asks for runs. */
  const runs = {
    create: (...run: Parameters<typeof catalog.runs.create>) =>
      patiently(() => catalog.together(() => records.createRun(...run))),
    unfinished: catalog.runs.unfinished,
    request: catalog.runs.request,
    wake: runner.wake,
  };

  return { runner, runs };
}
