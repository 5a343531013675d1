import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExportOptions, ExportVolume } from "../../../main/domain/run.ts";
import {
  holdall,
  startHoldall,
  temporaryFolder,
} from "../../support/holdall.ts";
import { makeSaf } from "../../support/make-saf.ts";
import { exportTarget, importPackage } from "../../support/runs.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;

const items = 60;
const fileSize = 30_000;

beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  const saf = join(folder.path, "saf");
  await makeSaf(saf, { items, fileSize });
  // One file is larger than a volume may be.
  execFileSync("dd", [
    "if=/dev/urandom",
    `of=${join(saf, "item_30", "reading-30.bin")}`,
    "bs=1000",
    "count=900",
    "status=none",
  ]);
  expect(await holdall(data, "import", saf, "--into", "Gauges")).toMatchObject({
    code: 0,
  });
});
afterAll(() => folder.remove());

const sha256 = (file: string) =>
  createHash("sha256").update(readFileSync(file)).digest("hex");

/** Exports everything into a new folder and gives the volumes. */
async function exportVolumes(
  name: string,
  options: Partial<ExportOptions>,
  threads = 1,
): Promise<{
  place: string;
  volumes: readonly ExportVolume[];
  warnings: string[];
}> {
  const place = join(folder.path, name);
  await mkdir(place);
  const { result, problems } = await exportTarget(
    data,
    null,
    join(place, "all"),
    options,
    threads,
  );
  expect(result).toMatchObject({ items, files: items, verified: true });
  return {
    place,
    volumes: result.volumes ?? [],
    warnings: problems
      .filter(({ severity }) => severity === "warning")
      .map(({ code, object }) => `${code} ${object}`),
  };
}

/** Fails when a program of somebody else finds fault with the archive. */
function judge(packer: string, path: string): void {
  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  if (packer.startsWith("zip")) {
    run("unzip", "-tqq", path);
    run("7z", "t", "-bd", path);
  } else if (packer !== "folder") {
    run("tar", "-tf", path);
    run("bsdtar", "-tf", path);
  }
}

const limit = 400_000;

describe.each(["zip", "tar", "tar.gz", "tar_bz2", "folder"])(
  "volumes of %s",
  (packer) => {
    it("keep to the limit, are packages of their own, and hold every item once", async () => {
      const { volumes, warnings } = await exportVolumes(`each-${packer}`, {
        packer,
        volumeBytes: limit,
      });
      const large = volumes.filter(({ size }) => size > limit);
      expect(large).toMatchObject([{ items: 1 }]);
      expect(warnings).toEqual([`volume.too-large ${String(large[0]?.path)}`]);
      // Noise cannot be compressed: ten or more of its files fit, and the large one is alone.
      expect(volumes.length).toBe(7);
      const names = volumes.map(({ path }) => path.replace(/.*\/all/, ""));
      const extension =
        packer === "folder" ? "" : `.${packer.replace("_", ".")}`;
      expect(names).toEqual(
        volumes.map((_, index) => `.${String(index + 1)}${extension}`),
      );
      for (const { path, size, sha256: sum } of volumes) {
        judge(packer, path);
        if (packer === "folder") continue;
        expect([statSync(path).size, sha256(path)]).toEqual([size, sum]);
      }
      const checked = await holdall(
        data,
        "verify",
        ...volumes.map(({ path }) => path),
      );
      expect(checked).toMatchObject({ code: 0, stderr: "" });
      expect(checked.stdout).toContain(
        `${String(volumes.length)} volumes together: sound. ${String(items)} items, ${String(items)} files`,
      );
      if (packer.startsWith("tar")) return;
      const other = join(folder.path, `imported-${packer}`);
      for (const { path, items: inside } of volumes) {
        const { result } = await importPackage(other, path);
        expect(result).toMatchObject({ items: inside, itemsAlreadyThere: 0 });
      }
      const listed = await holdall(other, "list", "collections", "--json");
      expect(JSON.parse(listed.stdout)).toMatchObject([
        { name: "Gauges", items },
      ]);
    });

    it("have the same bytes however many threads pack them", async () => {
      const one = await exportVolumes(`one-${packer}`, {
        packer,
        volumeBytes: limit,
        verify: true,
      });
      const three = await exportVolumes(
        `three-${packer}`,
        { packer, volumeBytes: limit },
        3,
      );
      const sums = (volumes: readonly ExportVolume[]) =>
        volumes.map((volume) => [volume.sha256, volume.size, volume.items]);
      expect(sums(three.volumes)).toEqual(sums(one.volumes));
    });
  },
);

describe("parts by the size of what is in them", () => {
  it("are numbered even when there is only one, and need no ZIP64", async () => {
    const { volumes } = await exportVolumes("parts", { packer: "zip_10mb" });
    expect(volumes.map(({ path }) => path.replace(/.*\//, ""))).toEqual([
      "all.1.zip",
    ]);
    judge("zip", volumes[0]?.path ?? "");
  });

  it("hold at most 10 MiB each", async () => {
    const saf = join(folder.path, "large-saf");
    const other = join(folder.path, "large");
    await makeSaf(saf, { items: 9, fileSize: 2_500_000, text: true });
    expect(await holdall(other, "import", saf, "--into", "L")).toMatchObject({
      code: 0,
    });
    const { result } = await exportTarget(
      other,
      null,
      join(folder.path, "large.zip"),
      { packer: "zip_10mb" },
    );
    // Four files of 2.5 MB and their lists are below 10 MiB, five are not; that they compress well does not count.
    expect(result.volumes?.map((volume) => volume.items)).toEqual([4, 4, 1]);
    for (const { path } of result.volumes ?? []) judge("zip", path);
  });

  it("cannot be given another limit", async () => {
    const out = join(folder.path, "both.zip");
    const { run } = await exportTarget(data, null, out, {
      packer: "zip_10mb",
      volumeBytes: limit,
    });
    expect(run).toMatchObject({
      state: "failed",
      error: { code: "input.invalid" },
    });
    expect(existsSync(join(folder.path, "both.1.zip"))).toBe(false);
  });
});

describe("a set of volumes", () => {
  it("is checked as one: under its common name, without one of them, and with one twice", async () => {
    const place = join(folder.path, "set");
    await mkdir(place);
    const out = join(place, "all.tar");
    const done = await holdall(
      data,
      "export",
      "--all",
      "--packer",
      "tar",
      "--volumes",
      "400kB",
      "--out",
      out,
    );
    expect(done).toMatchObject({ code: 3 });
    expect(done.stdout).toMatch(/all\.1\.tar .* sha256 [0-9a-f]{64}\n/);
    expect(done.stdout).toContain("in 7 volumes, re-read and matched");
    expect(await holdall(data, "verify", out)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("7 volumes together: sound") as string,
    });
    const volume = (number: number) => join(place, `all.${String(number)}.tar`);
    const numbers = [1, 2, 4, 5, 6, 7];
    const without = await holdall(data, "verify", ...numbers.map(volume));
    expect(without.code).toBe(1);
    expect(without.stderr).toContain("Volume 3 of 7 is missing.");
    const twice = await holdall(data, "verify", volume(1), volume(1));
    expect(twice.code).toBe(1);
    expect(twice.stderr).toContain("and in a volume before it too");
  });

  it("leaves a volume of an earlier export alone, but names it", async () => {
    const place = join(folder.path, "older");
    await mkdir(place);
    const out = join(place, "all.zip");
    const run = (size: string) =>
      holdall(data, "export", "--all", "--volumes", size, "--out", out);
    await run("400kB");
    const again = await run("3MB");
    expect(again.stderr).toContain(join(place, "all.2.zip"));
    expect((await readdir(place)).length).toBe(7);
  });
});

describe("an export in volumes that is disturbed", () => {
  /** Starts an export and waits until it is at its third volume. */
  async function atThirdVolume(out: string) {
    const running = startHoldall(data, [
      "export",
      "--all",
      "--packer",
      "tar",
      "--volumes",
      "400kB",
      "--out",
      join(out, "all.tar"),
    ]);
    while (!(await readdir(out)).some((name) => name.startsWith("all.3.tar.")))
      await pause(1);
    return running;
  }
  const facts = (path: string) => {
    const { ino, mtimeMs, size } = statSync(path);
    return [ino, mtimeMs, size];
  };

  it("goes on at the third volume after it was killed there, and gives the same bytes", async () => {
    const { volumes } = await exportVolumes("undisturbed", {
      packer: "tar",
      volumeBytes: limit,
    });
    const out = join(folder.path, "killed");
    await mkdir(out);
    const { process: child, finished } = await atThirdVolume(out);
    child.kill("SIGKILL");
    await finished;
    const parts = (await readdir(out)).sort();
    expect(parts.every((name) => name.endsWith(".part"))).toBe(true);
    const before = parts.slice(0, 2).map((name) => facts(join(out, name)));

    const again = await holdall(
      data,
      "export",
      "--all",
      "--packer",
      "tar",
      "--volumes",
      "400kB",
      "--out",
      join(out, "all.tar"),
    );
    expect(again).toMatchObject({ code: 3 });
    const names = (await readdir(out)).sort();
    expect(names).toEqual(
      volumes.map((_, index) => `all.${String(index + 1)}.tar`),
    );
    expect(names.map((name) => sha256(join(out, name)))).toEqual(
      volumes.map((volume) => volume.sha256),
    );
    expect(names.slice(0, 2).map((name) => facts(join(out, name)))).toEqual(
      before,
    );
  });

  it("leaves nothing when it is cancelled", async () => {
    const out = join(folder.path, "cancelled");
    await mkdir(out);
    const { process: child, finished } = await atThirdVolume(out);
    child.kill("SIGINT");
    expect(await finished).toMatchObject({ code: 1 });
    expect(await readdir(out)).toEqual([]);
  });
});
