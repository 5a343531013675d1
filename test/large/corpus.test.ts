import { readdirSync, statSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Measurement } from "../../scripts/bench/measure.ts";
import { measure } from "../../scripts/bench/measure.ts";
import { holdall as command } from "../../scripts/bench/tools.ts";
import {
  holdall,
  holdallJson,
  run,
  sharedData,
  startHoldall,
  temporaryFolder,
} from "../support/holdall.ts";
import { digestOf } from "./judges/digest-of.ts";
import { judgeArchive } from "./judges/judge-archive.ts";
import { mostMebibytes } from "./judges/most-mebibytes.ts";

const generator = sharedData("bench/gen_corpus.py");
const items = 20_000;
/** Five entries of its own and one file. */
const entriesOfItem = 6;
/** collection.json, report.json and the manifest. */
const closingEntries = 3;

describe.runIf(generator !== null)(
  "a collection of 20,000 items (skipped where ../shared/bench/gen_corpus.py is absent)",
  () => {
    let folder: Awaited<ReturnType<typeof temporaryFolder>>;
    let corpus: string;
    let data: string;
    let archive: string;
    let imported: Measurement;
    let exported: Measurement;

    beforeAll(async () => {
      folder = await temporaryFolder();
      corpus = join(folder.path, "many");
      data = join(folder.path, "data");
      archive = join(folder.path, "many.zip");
      expect(
        await run("python3", [generator ?? "", folder.path, "--only", "many"]),
      ).toMatchObject({ code: 0 });
      imported = await measure(
        command(data, "import", corpus, "--into", "Many"),
        folder.path,
      );
      exported = await measure(
        command(data, "export", "Many", "--out", archive),
        folder.path,
      );
      console.log(
        `import ${imported.seconds.toFixed(1)} s, ${imported.peakMebibytes?.toFixed(0) ?? "?"} MiB; ` +
          `export ${exported.seconds.toFixed(1)} s, ${exported.peakMebibytes?.toFixed(0) ?? "?"} MiB`,
      );
    });
    afterAll(() => folder.remove());

    it("is taken in whole", async () => {
      expect(await holdallJson(data, "list", "collections")).toMatchObject([
        { name: "Many", items },
      ]);
    });

    it("becomes a package to which no judge objects", async () => {
      expect(
        await judgeArchive(archive, {
          items,
          files: items,
          entries: items * entriesOfItem + closingEntries,
        }),
      ).toEqual([]);
    });

    it("keeps every file byte for byte", async () => {
      const { stdout } = await run("unzip", [
        "-p",
        archive,
        "*/manifest-sha256.txt",
      ]);
      const packed = new Set(
        stdout.split("\n").map((line) => {
          const name = line.slice(line.lastIndexOf("/") + 1);
          return `${line.slice(0, 64)} ${name}`;
        }),
      );
      const control = /^(?:dublin_core\.xml|contents|collections|handle)$/;
      const lost: string[] = [];
      let files = 0;
      for (const item of readdirSync(corpus)) {
        for (const name of readdirSync(join(corpus, item))) {
          if (control.test(name)) continue;
          const content = await readFile(join(corpus, item, name));
          const digest = createHash("sha256").update(content).digest("hex");
          files += 1;
          if (!packed.has(`${digest} ${name}`)) lost.push(`${item}/${name}`);
        }
      }
      expect(files).toBe(items);
      expect(lost).toEqual([]);
    });

    it("comes back from its package, and makes the same package again", async () => {
      const other = join(folder.path, "other");
      const second = join(folder.path, "second.zip");
      expect(await holdall(other, "import", archive)).toMatchObject({
        code: 0,
      });
      expect(
        await holdall(other, "export", "Many", "--out", second),
      ).toMatchObject({ code: 0 });
      expect(await digestOf(second)).toBe(await digestOf(archive));
      await rm(second);
    });

    it("makes the same package after a kill in the middle of the export", async () => {
      const target = join(folder.path, "killed.zip");
      const half = statSync(archive).size / 2;
      const { process, finished } = startHoldall(data, [
        "export",
        "Many",
        "--out",
        target,
      ]);
      const written = () =>
        readdirSync(folder.path)
          .filter((name) => name.endsWith(".part"))
          .some((name) => statSync(join(folder.path, name)).size > half);
      while (process.exitCode === null && !written()) await pause(2);
      process.kill("SIGKILL");
      expect(await finished).toMatchObject({ signal: "SIGKILL" });
      expect(readdirSync(folder.path)).not.toContain("killed.zip");

      expect(
        await holdall(data, "export", "Many", "--out", target),
      ).toMatchObject({ code: 0 });
      expect(await digestOf(target)).toBe(await digestOf(archive));
      expect(
        readdirSync(folder.path).filter((name) => name.endsWith(".part")),
      ).toEqual([]);
      expect(readdirSync(join(data, "exports"))).toEqual([]);
    });

    it.skipIf(process.platform !== "linux").each([
      ["import", () => imported],
      ["export", () => exported],
    ])("needs little memory for the %s", (_, measured) => {
      expect(measured().peakMebibytes).toBeLessThan(mostMebibytes);
    });
  },
);
