import { mkdir, readdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  holdall,
  holdallJson,
  startHoldall,
  temporaryFolder,
} from "../../support/holdall.ts";
import { targetBenches } from "../../support/targets/index.ts";
import { startRsyncBench } from "../../support/targets/rsync-bench.ts";
import type { TargetBench } from "../../support/targets/target-bench.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
let bench: TargetBench;
beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  bench = await startRsyncBench(folder.path);
});
afterAll(async () => {
  await bench.close();
  await folder.remove();
});

describe("holdall target test", () => {
  it("tries a folder and leaves nothing in it", async () => {
    const target = join(folder.path, "target");
    await mkdir(target);
    expect(
      await holdallJson(
        data,
        "target",
        "test",
        "folder",
        "--set",
        `path=${target}`,
      ),
    ).toMatchObject({ transport: "folder", target });
    expect(await readdir(target)).toEqual([]);
  });

  it("reads a password from standard input, and never says it", async () => {
    const { destination } = bench.target.settings as { destination: string };
    const password = bench.target.secrets["password"] ?? "";
    const set = [
      "--set",
      `destination=${destination}`,
      "--set",
      "options.compress=true",
      "--set",
      "options.bandwidthLimit=5000",
    ];
    const right = await startHoldall(
      data,
      ["target", "test", "rsync", ...set, "--secret-stdin"],
      { stdin: `${password}\n` },
    ).finished;
    expect(right).toMatchObject({ code: 0 });
    expect(right.stdout + right.stderr).not.toContain(password);

    const file = join(folder.path, "secret");
    await writeFile(file, "never-tell-this");
    const wrong = await holdall(
      data,
      "target",
      "test",
      "rsync",
      ...set,
      "--secret-file",
      `password=${file}`,
    );
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toContain("refused the login");
    expect(wrong.stdout + wrong.stderr).not.toContain("never-tell-this");
  });

  it.each(Object.keys(targetBenches))(
    "brings what a target of type %s needs",
    async (type) => {
      const place = await temporaryFolder();
      const there = await targetBenches[type]?.(place.path);
      if (there === undefined) throw new Error("listed above");
      try {
        const flags: string[] = [];
        const settings = there.target.settings as Record<string, unknown>;
        for (const [name, value] of Object.entries(settings)) {
          for (const one of Array.isArray(value) ? value : [value])
            flags.push("--set", `${name}=${String(one)}`);
        }
        for (const [name, secret] of Object.entries(there.target.secrets)) {
          const file = join(place.path, name);
          await writeFile(file, secret);
          flags.push("--secret-file", `${name}=${file}`);
        }
        expect(
          await holdallJson(data, "target", "test", type, ...flags),
        ).toMatchObject({ transport: type });
      } finally {
        await there.close();
        await place.remove();
      }
    },
  );

  it.each([
    [["carrier-pigeon"], 2, "no kind of target"],
    [["folder"], 2, "settings"],
    [["folder", "--set", "path"], 2, "--set name=value"],
    [["folder", "--set", "__proto__.x=1"], 2, "no setting"],
    [["folder", "--set", "path=/dev/shm"], 2, "for files"],
    [["folder", "--set", "path=relative"], 2, "for files"],
    [["download", "--secret-stdin"], 2, "no secret"],
  ])("refuses %j", async (args, code, words) => {
    const refused = await holdall(data, "target", "test", ...args);
    expect(refused.code).toBe(code);
    expect(refused.stderr).toContain(words);
  });
});

describe("holdall doctor", () => {
  it("names what is missing for rsync targets", async () => {
    const without = await startHoldall(data, ["doctor", "--json"], {
      environment: { PATH: join(folder.path, "nothing") + delimiter },
    }).finished;
    const { findings } = JSON.parse(without.stdout) as {
      findings: { area: string; message: string; remedy?: string }[];
    };
    expect(findings).toContainEqual(
      expect.objectContaining({
        area: "targets",
        message: expect.stringContaining("rsync") as string,
        remedy: expect.stringContaining("Install rsync") as string,
      }),
    );
    const withIt = await holdall(data, "doctor");
    expect(withIt.stdout).toContain("every kind of target");
  });
});
