import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import SQLite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { takeProcessLock } from "../../../main/store/process-lock.ts";
import {
  holdall,
  holdallJson,
  startHoldall,
  temporaryFolder,
} from "../../support/holdall.ts";
import { makeSaf } from "../../support/make-saf.ts";

const sha256 = async (file: string) =>
  createHash("sha256")
    .update(await readFile(file))
    .digest("hex");

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
let saf: string;
let reference: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  saf = join(folder.path, "saf");
  await makeSaf(saf, { items: 400, fileSize: 200_000, text: true });
  expect(await holdall(data, "import", saf, "--into", "Gauges")).toMatchObject({
    code: 0,
  });
  const undisturbed = join(folder.path, "undisturbed.zip");
  expect(
    await holdall(data, "export", "Gauges", "--out", undisturbed),
  ).toMatchObject({ code: 0 });
  reference = await sha256(undisturbed);
});
afterAll(() => folder.remove());

async function leftovers(): Promise<string[]> {
  const beside = (await readdir(folder.path)).filter((name) =>
    name.endsWith(".part"),
  );
  return [...beside, ...(await readdir(join(data, "exports")))];
}

/** Waits until a run of this kind is in a phase; then it is a good moment to disturb it. */
async function waitFor(dataDir: string, phase: string): Promise<void> {
  const catalog = new SQLite(join(dataDir, "catalog.sqlite"), {
    readonly: true,
    timeout: 5000,
  });
  const progress = catalog
    .prepare(
      "SELECT progress FROM run WHERE state = 'processing' ORDER BY id DESC LIMIT 1",
    )
    .pluck();
  try {
    for (let tries = 0; tries < 2000; tries++) {
      const text = progress.get() as string | undefined;
      if (text?.includes(`"phase":"${phase}"`) === true) return;
      await pause(2);
    }
  } finally {
    catalog.close();
  }
  throw new Error(`no run came to ${phase}`);
}

describe("an export that is killed", () => {
  it.each([0, 40, 120, 300, 700])(
    "goes on at the next start and gives the same bytes (killed %i ms after it began to pack)",
    async (delay) => {
      const out = join(folder.path, `killed-${String(delay)}.zip`);
      const { process: child, finished } = startHoldall(data, [
        "export",
        "Gauges",
        "--out",
        out,
      ]);
      const ended = finished.then(() => true);
      await Promise.race([waitFor(data, "packing"), ended]);
      await Promise.race([pause(delay), ended]);
      child.kill("SIGKILL");
      await finished;
      expect(await sha256IfThere(out)).toBeOneOf([null, reference]);

      const again = await holdall(data, "export", "Gauges", "--out", out);
      expect(again).toMatchObject({ code: 0 });
      expect(await sha256(out)).toBe(reference);
      expect(await leftovers()).toEqual([]);
      expect(await holdall(data, "doctor", "--json")).toMatchObject({
        stderr: "",
      });
    },
  );

  it("is finished first when something else is exported next", async () => {
    const out = join(folder.path, "first.zip");
    const { process: child, finished } = startHoldall(data, [
      "export",
      "Gauges",
      "--out",
      out,
    ]);
    await waitFor(data, "packing");
    child.kill("SIGKILL");
    await finished;
    const other = join(folder.path, "other.zip");
    const next = await holdall(
      data,
      "export",
      "--query",
      "reading 7",
      "--out",
      other,
    );
    expect(next).toMatchObject({ code: 0 });
    expect(next.stderr).toContain("Taking up the interrupted export");
    expect(await sha256(out)).toBe(reference);
    expect(existsSync(other)).toBe(true);
    expect(await leftovers()).toEqual([]);
  });

  it("leaves no lock behind, not even when its work was over already", async () => {
    const exports = join(data, "exports");
    const lost = [`run-${randomUUID()}.lock`, "delivery-7.lock"];
    for (const name of lost) await writeFile(join(exports, name), "");
    // Whatever bears such a name: it is no reason not to start.
    const odd = "run-0.lock";
    await writeFile(join(exports, odd), "not written by Holdall");
    const held = takeProcessLock(join(exports, "delivery-8.lock"));
    const out = join(folder.path, "after.zip");
    expect(await holdall(data, "export", "Gauges", "--out", out)).toMatchObject(
      { code: 0 },
    );
    const locks = async () =>
      (await readdir(exports)).filter((name) => name.endsWith(".lock"));
    expect(await locks()).toEqual(["delivery-8.lock", odd]);
    held?.remove();
    await rm(join(exports, odd));
    expect(await locks()).toEqual([]);
  });

  it("begins anew when the catalog has changed meanwhile", async () => {
    const copy = join(folder.path, "changing");
    expect(
      await holdall(copy, "import", saf, "--into", "Gauges"),
    ).toMatchObject({ code: 0 });
    const out = join(folder.path, "changed.zip");
    const { process: child, finished } = startHoldall(copy, [
      "export",
      "Gauges",
      "--out",
      out,
    ]);
    await waitFor(copy, "packing");
    await pause(100);
    child.kill("SIGKILL");
    await finished;
    const more = join(folder.path, "more");
    await makeSaf(more, { items: 1, fileSize: 10 });
    expect(
      await holdall(copy, "import", more, "--into", "Gauges"),
    ).toMatchObject({ code: 0 });
    const run = (await holdallJson(copy, "export", "Gauges", "--out", out)) as {
      result: object;
    };
    expect(run.result).toMatchObject({
      items: 401,
      itemsPlanned: 401,
      verified: true,
    });
  });
});

describe("an import that is killed", () => {
  it("goes on where it was, with every item once and whole", async () => {
    const other = join(folder.path, "imported");
    const { process: child, finished } = startHoldall(other, [
      "import",
      saf,
      "--into",
      "Gauges",
    ]);
    while (!existsSync(join(other, "catalog.sqlite"))) await pause(5);
    await pause(400);
    child.kill("SIGKILL");
    await finished;
    expect(
      await holdall(other, "import", saf, "--into", "Gauges"),
    ).toMatchObject({ code: 0 });
    expect(await holdallJson(other, "list", "collections")).toMatchObject([
      { name: "Gauges", items: 400 },
    ]);
    const doctor = await holdall(other, "doctor", "--json");
    const { findings } = JSON.parse(doctor.stdout) as {
      findings: { area: string; severity: string }[];
    };
    expect(
      findings.filter(
        (finding) => finding.area !== "vault" && finding.severity === "error",
      ),
    ).toEqual([]);
    expect(await readdir(join(other, "exports"))).toEqual([]);
  });
});

describe("an export that is interrupted", () => {
  it.each(["SIGINT", "SIGTERM"] as const)(
    "by %s stops and leaves nothing behind",
    async (signal) => {
      const out = join(folder.path, "interrupted.zip");
      const { process: child, finished } = startHoldall(data, [
        "export",
        "Gauges",
        "--out",
        out,
      ]);
      await waitFor(data, "packing");
      child.kill(signal);
      const { code, stderr } = await finished;
      expect(code).toBe(1);
      expect(stderr).toContain("cancelled");
      expect(existsSync(out)).toBe(false);
      expect(await leftovers()).toEqual([]);
      expect(await holdallJson(data, "list", "exports")).toContainEqual(
        expect.objectContaining({ state: "cancelled" }),
      );
    },
  );
});

async function sha256IfThere(file: string): Promise<string | null> {
  return existsSync(file) ? sha256(file) : null;
}
