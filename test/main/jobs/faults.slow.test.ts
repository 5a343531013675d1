import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DeliveryRecord } from "../../../main/domain/delivery-record.ts";
import type { ExportResult, Run } from "../../../main/domain/run.ts";
import { until, type ApiServer } from "../../support/api-server.ts";
import {
  startDeliveringWorld,
  type DeliveringWorld,
} from "../../support/faults/delivering-world.ts";
import {
  makeSmallDisk,
  type SmallDisk,
} from "../../support/faults/small-disk.ts";
import { holdall, temporaryFolder } from "../../support/holdall.ts";

const program = resolve(import.meta.dirname, "../../../dist/main/cli.js");

let world: DeliveringWorld;
let server: ApiServer;
/** Runs whose archives are kept, and what was delivered of them. */
const kept: Run[] = [];
const delivered: string[] = [];

beforeAll(async () => {
  world = await startDeliveringWorld(["webdav"], {
    items: 40,
    fileSize: 50_000,
  });
  server = await world.start();
}, 120_000);
afterAll(() => world.close());

const line = () => {
  const found = world.benches[0]?.line;
  if (found === null || found === undefined) throw new Error("no line");
  return found;
};
const start = (definition: number): Promise<Run> =>
  world.command<Run>(server, "definitions.start", { definition });
const take = (run: Run): void => {
  kept.push(run);
  delivered.push((run.result as ExportResult).sha256);
};
/** Nothing is where it should not be, and what should be there is. */
async function expectNothingAmiss(): Promise<void> {
  await world.expectDelivered(delivered);
  await world.expectTidy(kept);
}

test("a world ends with all that was started in it, however its test has ended", async () => {
  const other = await startDeliveringWorld(["webdav"], {
    items: 1,
    fileSize: 10,
  });
  const running = await other.start();
  const { server: place } = other.benches[0]?.target.settings as {
    server: string;
  };
  expect((await fetch(place)).ok).toBe(false);
  await other.close();
  await expect(running.ask("/")).rejects.toThrow("ECONNREFUSED");
  await expect(fetch(place)).rejects.toThrow();
});

describe("a target", () => {
  test("that disconnects midway gets the rest", async () => {
    const { id } = await world.define(server, "Cut");
    line().cutAfter(700_000);
    const { run, deliveries } = await world.ended(server, (await start(id)).id);
    expect(deliveries).toMatchObject([{ state: "done" }]);
    take(run);
    await expectNothingAmiss();
  });

  test("that is slow and then silent is not waited for in vain when the program is stopped", async () => {
    const { id } = await world.define(server, "Slow");
    const stalled = new Promise<void>((resolve) => {
      line().stallAfter(500_000, resolve);
    });
    const { id: run } = await start(id);
    await stalled;
    server.process.kill("SIGKILL");
    await server.finished;
    server = await world.start();
    const ended = await world.ended(server, run);
    expect(ended.deliveries).toMatchObject([{ state: "done" }]);
    take(ended.run);
    await expectNothingAmiss();
  });

  test("that refuses is told why, keeps nothing, and gets it when it is asked again", async () => {
    const wrong = world.benches[0]?.wrong.password;
    const { id } = await world.define(server, "Refused", {
      targets: [
        {
          transport: "webdav",
          settings: wrong?.settings,
          secrets: wrong?.secrets,
        },
      ],
    });
    const { run, deliveries } = await world.ended(server, (await start(id)).id);
    expect(run.state).toBe("done");
    expect(deliveries).toMatchObject([
      {
        state: "failed",
        error: {
          code: "target.login-failed",
          remedy: expect.any(String) as string,
        },
      },
    ]);
    await world.expectDelivered(delivered);
    const doctor = await holdall(world.data, "doctor");
    expect(doctor.stdout).toContain('of "Refused" could not be delivered to');
    const [target] = await world.command<{ id: number }[]>(
      server,
      "definitions.targets",
      { definition: id },
    );
    await world.command(server, "definitions.change", {
      definition: id,
      targets: [
        {
          id: target?.id,
          transport: "webdav",
          settings: world.benches[0]?.target.settings,
          secrets: world.benches[0]?.target.secrets,
        },
      ],
    });
    await world.command(server, "deliveries.retry", {
      delivery: deliveries[0]?.id,
    });
    await world.ended(server, run.id);
    take(run);
    await expectNothingAmiss();
  });

  test("that is given up while something is on its way is left as it was", async () => {
    const { id } = await world.define(server, "Given up");
    const stalled = new Promise<void>((resolve) => {
      line().stallAfter(900_000, resolve);
    });
    const { id: run } = await start(id);
    await stalled;
    const names = await world.benches[0]?.names();
    expect(names?.some((name) => name.endsWith(".part"))).toBe(true);
    await world.command(server, "definitions.remove", { definition: id });
    const ended = await world.command<Run>(server, "runs.get", { run });
    kept.push(ended);
    await expectNothingAmiss();
  });

  test("gets two saved exports with names alike that begin together under two names", async () => {
    const ids = [];
    for (const name of ["All of it", "All_of it"])
      ids.push((await world.define(server, name)).id);
    const runs = await Promise.all(ids.map(start));
    for (const { id } of runs) {
      const { run, deliveries } = await world.ended(server, id);
      expect(deliveries).toMatchObject([{ state: "done" }]);
      take(run);
    }
    const names = await world.benches[0]?.names();
    expect(new Set(names).size).toBe(delivered.length);
    await expectNothingAmiss();
  });

  test("and all else is sound in the end, and known to the doctor", async () => {
    await world.expectSound();
    const { stdout, code } = await holdallWith("doctor", "--targets");
    expect(stdout).toMatch(/"Cut" can be delivered to/);
    expect(code).not.toBe(1);
  });
});

/** The command line with the keyring that has the secrets. */
async function holdallWith(...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], {
    env: {
      ...process.env,
      ...world.environment,
      HOLDALL_DATA_DIR: world.data,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let stdout = "";
  child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
  const [code] = (await once(child, "close")) as [number];
  return { code, stdout };
}

describe("a disk that is full", () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let disk: SmallDisk;
  beforeAll(async () => {
    folder = await temporaryFolder();
    disk = makeSmallDisk(folder.path, 1024);
  });
  afterAll(async () => {
    disk.remove();
    await folder.remove();
  });

  /** Runs the command line where little can be written. */
  const squeezed = (...args: string[]) => {
    const [command = process.execPath, ...rest] = [
      ...disk.prefix,
      process.execPath,
      program,
      ...args,
    ];
    try {
      return {
        code: 0,
        stdout: execFileSync(command, rest, {
          env: { ...process.env, HOLDALL_DATA_DIR: world.data },
          stdio: ["ignore", "pipe", "ignore"],
          encoding: "utf8",
        }),
      };
    } catch (error) {
      const { status, stdout } = error as { status: number; stdout: string };
      return { code: status, stdout };
    }
  };

  test("is told before an export, as far as it can be known", async () => {
    const { code, stdout } = squeezed(
      "export",
      "Gauges",
      "--dry-run",
      "--json",
      "--out",
      join(disk.path, "all.zip"),
    );
    const { places } = JSON.parse(stdout) as {
      places: { enough: boolean }[];
    };
    const knows = disk.way === "a small file system";
    expect([code, places[0]?.enough]).toEqual([knows ? 1 : 0, !knows]);
    await Promise.resolve();
  });

  test.each(["zip", "tar", "folder"])(
    "ends an export as %s with a reason, and nothing of it stays",
    async (packer) => {
      const before = await readdir(join(world.data, "exports"));
      const out = join(disk.path, `all-${packer}`);
      const { code, stdout } = squeezed(
        "export",
        "Gauges",
        "--packer",
        packer,
        "--json",
        "--out",
        out,
      );
      // A limit for single files does not stop a folder of small ones.
      const fits = packer === "folder" && disk.prefix.length > 0;
      expect(code).toBe(fits ? 0 : 1);
      if (!fits) {
        expect(JSON.parse(stdout)).toMatchObject({
          error: { code: disk.code, remedy: expect.any(String) as string },
        });
        expect(await readdir(disk.path)).toEqual([]);
      }
      expect(await readdir(join(world.data, "exports"))).toEqual(before);
    },
  );

  test("ends a delivery with a reason; it arrives when there is room", async () => {
    const received = join(disk.path, "received");
    await mkdir(received);
    const { id } = await world.define(server, "To a full disk", {
      targets: [{ transport: "folder", settings: { path: received } }],
    });
    // Where files are limited, only the process that has the limit feels it.
    if (disk.prefix.length > 0)
      execFileSync("prlimit", [
        `--pid=${String(server.pid)}`,
        "--fsize=1048576:unlimited",
      ]);
    const { run, deliveries } = await world.ended(server, (await start(id)).id);
    if (disk.prefix.length > 0) {
      // The archive itself is too large then.
      expect(run).toMatchObject({
        state: "failed",
        error: { code: disk.code },
      });
      execFileSync("prlimit", [
        `--pid=${String(server.pid)}`,
        "--fsize=unlimited:unlimited",
      ]);
      return;
    }
    expect(run.state).toBe("done");
    expect(deliveries).toMatchObject([
      { state: "failed", error: { code: "target.full" } },
    ]);
    execFileSync("mount", ["-o", "remount,size=16m", disk.path]);
    await world.command(server, "deliveries.retry", {
      delivery: deliveries[0]?.id,
    });
    const again = await until(async () => {
      const [found] = await world.command<DeliveryRecord[]>(
        server,
        "deliveries.list",
        { run: run.id },
      );
      return found?.state === "done" ? found : null;
    });
    const [name = ""] = await readdir(received);
    expect(again.receipt?.files.map((file) => file.name)).toEqual([name]);
    expect(
      createHash("sha256")
        .update(await readFile(join(received, name)))
        .digest("hex"),
    ).toBe((run.result as ExportResult).sha256);
    await world.command(server, "definitions.remove", { definition: id });
    kept.push(run);
    await world.expectTidy(kept);
  });
});
