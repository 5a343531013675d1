import { createHash } from "node:crypto";
import { chmod, mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import type { DeliveryRecord } from "../../../main/domain/delivery-record.ts";
import type { ExportDefinition } from "../../../main/domain/export-definition.ts";
import type { Run } from "../../../main/domain/run.ts";
import {
  addAccount,
  addKey,
  startApiServer,
  until,
  type ApiServer,
} from "../api-server.ts";
import { holdall, temporaryFolder } from "../holdall.ts";
import { makeSaf } from "../make-saf.ts";
import { exactOptions } from "../runs.ts";
import { targetBenches } from "../targets/index.ts";
import type { TargetBench } from "../targets/target-bench.ts";
import { startKeyring } from "./keyring.ts";

export type DeliveringWorld = Awaited<ReturnType<typeof startDeliveringWorld>>;

/** A catalog with some items, targets on real servers, and a keyring: everything but Holdall outlives a kill. */
export async function startDeliveringWorld(
  transports: readonly string[],
  shape: { readonly items: number; readonly fileSize: number },
) {
  // What has been started stops again when the rest cannot be.
  await using opened = new AsyncDisposableStack();
  const folder = opened.adopt(await temporaryFolder(), (one) => one.remove());
  // Servers that never work as root look into folders below it.
  await chmod(folder.path, 0o755);
  const data = join(folder.path, "data");
  const keyring = opened.adopt(
    await startKeyring(join(folder.path, "home")),
    (one) => {
      one.close();
    },
  );
  const benches: TargetBench[] = [];
  for (const transport of transports) {
    const scratch = join(folder.path, transport);
    await mkdir(scratch);
    const start = targetBenches[transport];
    if (start === undefined) throw new Error(`There is no ${transport}.`);
    benches.push(opened.adopt(await start(scratch), (one) => one.close()));
  }
  const saf = join(folder.path, "saf");
  await makeSaf(saf, shape);
  expect(await holdall(data, "import", saf, "--into", "Gauges")).toMatchObject({
    code: 0,
  });
  await addAccount(data, "anna@example.org", "--admin");
  const key = await addKey(data, "anna@example.org");

  const world = {
    folder: folder.path,
    data,
    benches,
    environment: keyring.environment,
    async start(): Promise<ApiServer> {
      const server = await startApiServer(data, keyring.environment);
      running.adopt(server, stopAnyway);
      return server;
    },
    command: <Value>(
      server: ApiServer,
      name: string,
      input: unknown = {},
    ): Promise<Value> => server.command(key, name, input) as Promise<Value>,
    define: (
      server: ApiServer,
      name: string,
      more: object = {},
    ): Promise<ExportDefinition> =>
      world.command(server, "definitions.create", {
        name,
        options: exactOptions,
        schedules: [],
        retention: { keepLast: null, keepDays: null },
        targets: benches.map(({ target }, index) => ({
          transport: transports[index],
          settings: target.settings,
          secrets: target.secrets,
        })),
        ...more,
      }),
    /** Waits until a run and all its deliveries have ended. */
    async ended(server: ApiServer, id: number) {
      const run = await until(async () => {
        const found = await world.command<Run>(server, "runs.get", { run: id });
        return found.finishedAt === null ? null : found;
      });
      const deliveries = await until(async () => {
        const found = await world.command<DeliveryRecord[]>(
          server,
          "deliveries.list",
          { run: id },
        );
        return found.every(({ finishedAt }) => finishedAt !== null)
          ? found
          : null;
      });
      return { run, deliveries };
    },
    /**
     * What each target holds must be what runs have delivered there: each archive once and whole, and nothing else. The
     * service for S3 lets a day pass at once, so that of uploads too nothing may be left that a kill has cut off.
     * @param archives SHA-256 of what was delivered
     */
    async expectDelivered(archives: readonly string[]): Promise<void> {
      for (const bench of benches) {
        const names = await bench.names();
        const found = [];
        for (const name of names)
          found.push(
            createHash("sha256")
              .update((await bench.received(name)) ?? "")
              .digest("hex"),
          );
        expect(names.filter((name) => name.endsWith(".part"))).toEqual([]);
        expect(found.sort()).toEqual([...archives].sort());
      }
    },
    /** The folder of exports must hold the archives of runs, and nothing else. */
    async expectTidy(runs: readonly Run[]): Promise<void> {
      const exports = join(data, "exports");
      const expected = [];
      for (const { uuid, result } of runs) {
        if (result === null || !("sha256" in result)) continue;
        const [name] = await readdir(join(exports, uuid));
        expected.push(join(uuid, name ?? ""));
        const content = await readFile(join(exports, uuid, name ?? ""));
        expect(createHash("sha256").update(content).digest("hex")).toBe(
          result.sha256,
        );
      }
      const there = await readdir(exports, {
        recursive: true,
        withFileTypes: true,
      });
      expect(
        there
          .filter((entry) => !entry.isDirectory())
          .map((entry) =>
            join(entry.parentPath, entry.name).slice(exports.length + 1),
          )
          .sort(),
      ).toEqual(expected.sort());
      const folders = there.filter((entry) => entry.isDirectory());
      expect(folders).toHaveLength(expected.length);
    },
    /** `holdall doctor` must find nothing. */
    async expectSound(): Promise<void> {
      const doctor = await holdall(data, "doctor", "--strict");
      expect(`${doctor.stdout}${doctor.stderr}`).not.toMatch(
        /^(?:warning|error) +(?!vault)/m,
      );
    },
    /** Stops Holdall, where it still runs, then everything it has worked with. */
    close: (): Promise<void> => running.disposeAsync(),
  };
  const running = opened.move();
  return world;
}

/** A test that failed has not got to stopping it. */
async function stopAnyway({ process, finished }: ApiServer): Promise<void> {
  process.kill("SIGKILL");
  await finished;
}
