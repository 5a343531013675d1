import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import SQLite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formats } from "../../../main/formats/index.ts";
import {
  holdall,
  startHoldall,
  temporaryFolder,
} from "../../support/holdall.ts";
import { makeSaf } from "../../support/make-saf.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  const saf = join(folder.path, "saf");
  await makeSaf(saf, { items: 300, fileSize: 100_000, text: true });
  expect(await holdall(data, "import", saf, "--into", "Gauges")).toMatchObject({
    code: 0,
  });
});
afterAll(() => folder.remove());

const sha256 = async (file: string) =>
  createHash("sha256")
    .update(await readFile(file))
    .digest("hex");

/** Waits until a run packs; then it is a good moment to disturb it. */
async function packing(): Promise<void> {
  const catalog = new SQLite(join(data, "catalog.sqlite"), {
    readonly: true,
    timeout: 5000,
  });
  const progress = catalog
    .prepare<[], string>(
      "SELECT progress FROM run WHERE state = 'processing' ORDER BY id DESC LIMIT 1",
    )
    .pluck();
  try {
    for (let tries = 0; tries < 20_000; tries++) {
      if (progress.get()?.includes('"phase":"packing"') === true) return;
      await pause(2);
    }
  } finally {
    catalog.close();
  }
}

describe.each(formats)("$id", ({ id: format }) => {
  test("needs no network, and goes on after it was killed to the same bytes", async () => {
    const connections = join(folder.path, `${format} connections`);
    const whole = join(folder.path, `${format}.zip`);
    // Threads are started with what is required, but not with what is imported.
    const guard = resolve("test/support/no-network-child.ts");
    const undisturbed = await startHoldall(
      data,
      ["export", "Gauges", "--format", format, "--out", whole],
      {
        environment: {
          NODE_OPTIONS: `--require=${guard}`,
          HOLDALL_TEST_CONNECTIONS: connections,
        },
      },
    ).finished;
    expect(undisturbed).toMatchObject({ code: 0 });
    expect(existsSync(connections)).toBe(false);

    const out = join(folder.path, `${format} killed.zip`);
    const args = ["export", "Gauges", "--format", format, "--out", out];
    const { process: child, finished } = startHoldall(data, args);
    const ended = finished.then(() => true);
    await Promise.race([packing(), ended]);
    await Promise.race([pause(60), ended]);
    child.kill("SIGKILL");
    await finished;
    expect(await holdall(data, ...args)).toMatchObject({ code: 0 });
    expect(await sha256(out)).toBe(await sha256(whole));
    expect(await readdir(join(data, "exports"))).toEqual([]);
    expect(
      (await readdir(folder.path)).filter((name) => name.endsWith(".part")),
    ).toEqual([]);
  });
});
