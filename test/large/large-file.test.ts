import { createHash } from "node:crypto";
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { measure } from "../../scripts/bench/measure.ts";
import { holdall } from "../../scripts/bench/tools.ts";
import { noise, prose } from "../main/packers/pack-tree.ts";
import { run, temporaryFolder } from "../support/holdall.ts";
import { judgeArchive } from "./judges/judge-archive.ts";
import { mostMebibytes } from "./judges/most-mebibytes.ts";

const mebibyte = 1024 ** 2;
const size = 5 * 1024 * mebibyte;
const stride = 64 * mebibyte;

/** A run of 64 MiB and what to write at which place of it; the rest stays a hole. */
type Pattern = readonly (readonly [offset: number, bytes: Buffer])[];

const patterns = {
  shrinks: (): Pattern => [
    [0, prose(8 * mebibyte, 1)],
    [20 * mebibyte, noise(2 * mebibyte, 2)],
    [40 * mebibyte, prose(4 * mebibyte, 3)],
  ],
  "does not shrink": (): Pattern => [[0, noise(stride, 4)]],
};

/** Writes the file and gives its SHA-256. */
async function writeLarge(file: string, pattern: Pattern): Promise<string> {
  const run = Buffer.alloc(stride);
  for (const [offset, bytes] of pattern) bytes.copy(run, offset);
  const sums = createHash("sha256");
  const handle = await open(file, "w");
  try {
    await handle.truncate(size);
    for (let at = 0; at < size; at += stride) {
      // No two runs are alike.
      run.write(`${String(at)}\n`);
      sums.update(run);
      await handle.write(run, 0, 100, at);
      for (const [offset, bytes] of pattern) {
        const from = Math.max(offset, 100);
        await handle.write(run, from, offset + bytes.length - from, at + from);
      }
    }
  } finally {
    await handle.close();
  }
  return sums.digest("hex");
}

it.each([
  ["shrinks", "survey.csv"],
  ["does not shrink", "film.mp4"],
] as const)(
  "takes in and packs a file of 5 GiB that %s",
  async (kind, name) => {
    const folder = await temporaryFolder();
    try {
      const source = join(folder.path, "source");
      const item = join(source, "item_1");
      mkdirSync(item, { recursive: true });
      writeFileSync(
        join(item, "dublin_core.xml"),
        `<dublin_core schema="dc"><dcvalue element="title">A long one</dcvalue></dublin_core>\n`,
      );
      writeFileSync(join(item, "contents"), `${name}\tbundle:ORIGINAL\n`);
      const digest = await writeLarge(join(item, name), patterns[kind]());

      const data = join(folder.path, "data");
      const archive = join(folder.path, "large.zip");
      const imported = await measure(
        holdall(data, "import", source, "--into", "Large"),
        folder.path,
      );
      rmSync(source, { recursive: true });
      const exported = await measure(
        holdall(data, "export", "Large", "--out", archive),
        folder.path,
      );
      const bytes = statSync(archive).size;
      console.log(
        `${kind}: import ${imported.seconds.toFixed(1)} s, ${imported.peakMebibytes?.toFixed(0) ?? "?"} MiB; ` +
          `export ${exported.seconds.toFixed(1)} s, ${exported.peakMebibytes?.toFixed(0) ?? "?"} MiB; ${bytes} bytes`,
      );

      if (kind === "shrinks") expect(bytes).toBeLessThan(size / 4);
      else expect(bytes).toBeGreaterThan(size);
      const { stdout } = await run("unzip", [
        "-p",
        archive,
        "*/manifest-sha256.txt",
      ]);
      expect(stdout).toContain(`${digest}  item_00001/${name}\n`);
      expect(
        await judgeArchive(archive, { items: 1, files: 1, entries: 9 }),
      ).toEqual([]);
      if (process.platform === "linux") {
        expect(imported.peakMebibytes).toBeLessThan(mostMebibytes);
        expect(exported.peakMebibytes).toBeLessThan(mostMebibytes);
      }
    } finally {
      await folder.remove();
    }
  },
);
