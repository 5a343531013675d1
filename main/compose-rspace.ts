import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Logger } from "pino";
import type { composeRecords } from "./compose-records.ts";
import type { Access } from "./core/access.ts";
import type { Exports } from "./core/exports.ts";
import { archiveLifetime, createRspaceExports } from "./core/rspace-exports.ts";
import { createRspaceTargets } from "./core/rspace-targets.ts";
import { fileSize, freeBytes } from "./data-folder.ts";
import type { Run } from "./domain/run.ts";
import { runFolder } from "./jobs/export-paths.ts";
import type { JobPaths } from "./jobs/protocol.ts";
import type { Runner } from "./jobs/runner.ts";
import type { Catalog } from "./store/catalog.ts";
import { patiently } from "./store/patiently.ts";
import { takeProcessLock, type ProcessLock } from "./store/process-lock.ts";

/** Archives whose time is over are looked for this often, in milliseconds. */
const tidyEvery = 10 * 60_000;

/** What becomes of RSpace's jobs when the process ends that has taken them in: they end with it (rspace.md section 4). */
export function createRspaceServers(catalog: Catalog, paths: JobPaths) {
  const folder = join(dirname(paths.catalog), "servers");
  const own = randomUUID();
  let lock: ProcessLock | null = null;
  const fileOf = (server: string) => join(folder, `${server}.lock`);

  /** Whether the process still runs that is called so. */
  function isAlive(server: string): boolean {
    if (server === own) return true;
    try {
      const taken = takeProcessLock(fileOf(server));
      taken?.remove();
      return taken === null;
    } catch {
      // Without the folder there is no such process either.
      return false;
    }
  }

  return {
    /** The name by which others can tell whether this process runs. */
    own(): string {
      if (lock === null) {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        lock = takeProcessLock(fileOf(own));
      }
      return own;
    },
    fateOf(run: Run): "goes-on" | "given-up" | "elsewhere" {
      if (run.origin !== "rspace") return "goes-on";
      const server = catalog.rspaceJobs.get(run.id)?.server ?? null;
      return server !== null && isAlive(server) ? "elsewhere" : "given-up";
    },
    close(): void {
      lock?.remove();
      lock = null;
    },
  };
}

/** Exports of the RSpace dialect, put together with what they run on. */
export function composeRspace(
  catalog: Catalog,
  runner: Runner,
  exports: Exports,
  access: Access,
  logger: Logger,
  paths: JobPaths,
  servers: ReturnType<typeof createRspaceServers>,
  records: Pick<ReturnType<typeof composeRecords>, "createRun" | "audit">,
) {
  const { accounts, groups, rspaceJobs, runs } = catalog;
  let timer: NodeJS.Timeout | null = null;

  /** Removes archives whose time is over, and says so in the logs of their runs. */
  async function tidy(): Promise<void> {
    for (const run of rspaceJobs.finishedBefore(Date.now() - archiveLifetime)) {
      const uuid = catalog.objects.uuidOf(run);
      if (uuid !== null)
        await rm(runFolder(paths.exports, uuid), {
          recursive: true,
          force: true,
        });
      await patiently(() => {
        catalog.together(() => {
          if (!rspaceJobs.expire(run, Date.now())) return;
          runs.addLog(
            run,
            "info",
            "Its archive was removed: those that are made for clients of RSpace are kept for 48 hours.",
          );
          records.audit.note("archive.expired", {
            object: rspaceJobs.get(run)?.archive ?? "",
            run,
            owner: runs.owner(run),
          });
        });
      });
      logger.info({ run }, "an archive was removed");
    }
  }

  const rspaceExports = createRspaceExports(
    {
      create: (request, account, archive) =>
        patiently(() =>
          catalog.together(() => {
            if (rspaceJobs.isRunning(account)) return null;
            const run = records.createRun(
              "export",
              request.title,
              request,
              account,
              "rspace",
            );
            rspaceJobs.add(run, account, archive, servers.own());
            return run;
          }),
        ),
      isRunning: rspaceJobs.isRunning,
      wake: runner.wake,
      get: rspaceJobs.get,
      byArchive: rspaceJobs.byArchive,
      keepPercent: (...change) =>
        patiently(() => {
          rspaceJobs.keepPercent(...change);
        }),
      run: runner.get,
      fileSize,
      freeBytes: () => freeBytes(paths.exports),
      now: () => Date.now(),
    },
    exports,
    createRspaceTargets(
      {
        account: accounts.findById,
        group: catalog.groupEditor.group,
        ownerOfGroup: catalog.access.ownerOfGroup,
        administratorGroups: groups.administratorsAmong,
        siteAdministrators: () => groups.ensureGroup("Administrator"),
        groupsAround: groups.around,
        chosen: catalog.chosen.find,
        nameOf: catalog.chosen.name,
      },
      access,
    ),
    access,
  );

  return {
    rspaceExports,
    /** Removes archives whose time is over, now and from then on. */
    start(): void {
      const look = () => {
        tidy().catch((error: unknown) => {
          logger.error({ err: error }, "old archives could not be removed");
        });
      };
      look();
      timer = setInterval(look, tidyEvery);
      timer.unref();
    },
    close(): void {
      if (timer !== null) clearInterval(timer);
      servers.close();
    },
  };
}
