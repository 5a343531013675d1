import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { describe, expect, test } from "vitest";
import { readBackArchive } from "../../../main/archives/read-back.ts";
import type { ReadBackEntry } from "../../../main/archives/read-back.ts";
import { gather } from "../../support/gather.ts";
import { temporaryFolder, writeFolder } from "../../support/package-files.ts";
import { rawZip } from "../../support/raw-zip.ts";
import type { RawEntry, RawZip } from "../../support/raw-zip.ts";

const spawn = (): Worker =>
  new Worker(resolve("test/support/read-back.worker.ts"));

async function readBack(
  path: string,
  threads = 2,
  signal?: AbortSignal,
): Promise<ReadBackEntry[]> {
  const { batches } = await readBackArchive(path, { threads, spawn, signal });
  return (await gather(batches)).flat();
}

async function readRaw(
  entries: readonly RawEntry[],
  zip: RawZip = {},
): Promise<ReadBackEntry[]> {
  await using folder = temporaryFolder();
  const path = join(folder.path, "a.zip");
  writeFileSync(path, rawZip(entries, zip));
  return await readBack(path);
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

describe("reading a finished archive back", () => {
  test("gives every entry in the order of the directory, with its SHA-256, whoever wrote it", async () => {
    await using folder = temporaryFolder();
    const files: Record<string, Buffer> = {};
    for (let index = 0; index < 3000; index += 1) {
      files[`item_${index}/file`] =
        index % 2 === 0
          ? randomBytes(index)
          : Buffer.alloc(index * 3, `${index} `);
    }
    // Streamed, stored and deflated, between small ones.
    files["item_1500/large random"] = randomBytes(9 * 1024 * 1024 + 17);
    files["item_1600/large text"] = Buffer.alloc(
      9 * 1024 * 1024 + 17,
      "a line of a long text\n",
    );
    writeFolder(join(folder.path, "tree"), files);
    const path = join(folder.path, "a.zip");
    execFileSync("zip", ["-q", "-r", path, "tree"], { cwd: folder.path });
    const listed = execFileSync("unzip", ["-Z1", path], {
      encoding: "utf8",
      maxBuffer: 1e8,
    })
      .trim()
      .split("\n");

    for (const threads of [1, 3]) {
      const entries = await readBack(path, threads);
      expect(entries.map((entry) => entry.path)).toEqual(listed);
      expect(entries.filter(({ faults }) => faults.length > 0)).toEqual([]);
      for (const entry of entries) {
        const original =
          files[entry.path.slice("tree/".length)] ?? Buffer.alloc(0);
        expect([entry.path, entry.size, entry.sha256]).toEqual([
          entry.path,
          original.length,
          sha256(original),
        ]);
      }
    }
  });

  test("names what is wrong with an entry and reads the others", async () => {
    const text = "abcdefghij".repeat(100);
    const large = Buffer.alloc(5 * 1024 * 1024, "large ");
    const good: RawEntry = { name: "good", content: text, deflate: true };
    const entries = await readRaw([
      good,
      { name: "wrong crc", content: text, crc32: 5 },
      { name: "wrong size", content: text, deflate: true, size: 999 },
      {
        name: "no deflate",
        content: text,
        method: 8,
        packed: Buffer.alloc(50, 0xff),
      },
      { name: "local name", content: text, local: { name: "other name" } },
      { name: "local crc", content: text, local: { crc32: 7 } },
      { name: "encrypted", content: text, flags: 0x801 },
      { name: "method", content: text, method: 12 },
      { name: "two sizes", content: text, size: 5 },
      { name: "large, wrong crc", content: large, crc32: 5 },
      {
        name: "large, no deflate",
        content: large,
        method: 8,
        packed: Buffer.alloc(5 * 1024 * 1024, 0xff),
      },
      {
        name: "large, local name",
        content: large,
        local: { name: "other name" },
      },
      { name: "large, encrypted", content: large, flags: 0x801 },
      { name: "../outside", content: text },
      { name: "a\\b", content: text },
      { name: "GOOD", content: text },
      { name: "outside", content: text, recordOnly: true, offset: 99_000_000 },
      { ...good, name: "last" },
    ]);
    const faults = Object.fromEntries(
      entries.map((entry) => [entry.path, entry.faults.join(" ")]),
    );
    const expected: Record<string, RegExp> = {
      good: /^$/,
      "wrong crc": /CRC-32/,
      "wrong size": /more than the 999 bytes/,
      "no deflate": /packed data/,
      "local name": /another name \(other name\)/,
      "local crc": /different CRC-32/,
      encrypted: /encrypted/,
      method: /method 12/,
      "two sizes": /two sizes/,
      "large, wrong crc": /CRC-32/,
      "large, no deflate": /packed data/,
      "large, local name": /another name/,
      "large, encrypted": /encrypted/,
      "../outside": /leads out of its folder/,
      "a/b": /backslashes/,
      GOOD: /cannot be told from good/,
      outside: /local header/,
      last: /^$/,
    };
    expect(Object.keys(faults)).toEqual(Object.keys(expected));
    for (const [path, pattern] of Object.entries(expected))
      expect(faults[path], path).toMatch(pattern);
    for (const path of ["good", "last", "GOOD"]) {
      expect(entries.find((entry) => entry.path === path)?.sha256).toBe(
        sha256(text),
      );
    }
    expect(entries.find(({ path }) => path === "wrong crc")?.sha256).toBe("");
  });

  test("asks the caller's rule about small entries", async () => {
    const entries = await readRaw([
      { name: "item_1/contents", content: "a.pdf\n" },
      {
        name: "item_2/contents",
        content: "a.pdf\tbundle:ORIGINAL\n",
        deflate: true,
      },
      { name: "handle", content: "123/4" },
    ]);
    expect(entries.map(({ faults, facts }) => [faults, facts])).toEqual([
      [[], []],
      [["It has a tab after 5 bytes."], []],
      [[], ["123/4"]],
    ]);
  });

  test("folders end with a slash", async () => {
    const entries = await readRaw([
      { name: "a/" },
      { name: "a/b", content: "x" },
    ]);
    expect(entries.map(({ path, faults }) => [path, faults])).toEqual([
      ["a/", []],
      ["a/b", []],
    ]);
  });

  test("an empty archive has no entries", async () => {
    expect(await readRaw([])).toEqual([]);
  });

  test("a directory that is damaged, or hides entries, is an error", async () => {
    const good: RawEntry = { name: "a", content: "x" };
    await expect(
      readRaw([good, { name: "b" }], { count: 1 }),
    ).rejects.toMatchObject({ code: "archive.damaged" });
    await expect(readRaw([good], { count: 2 })).rejects.toMatchObject({
      code: "archive.damaged",
    });
    const shared = Buffer.alloc(2000, 65);
    await expect(
      readRaw([
        { name: "a", content: shared },
        { name: "a", content: shared, recordOnly: true, offset: 0 },
      ]),
    ).rejects.toMatchObject({ code: "archive.unsafe" });
  });

  test("any changed byte of an archive is found", async () => {
    const text = "abcdefghij".repeat(12);
    const whole = rawZip([
      { name: "a/one", content: text, deflate: true },
      { name: "a/two", content: text },
    ]);
    const honest = [sha256(text), sha256(text)].join();
    await using folder = temporaryFolder();
    const path = join(folder.path, "a.zip");
    // Time stamps, version numbers and attributes are nobody's content.
    for (let at = 14; at < whole.length; at += 29) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      writeFileSync(path, changed);
      try {
        const entries = await readBack(path, 1);
        const clean = entries.every(({ faults }) => faults.length === 0);
        if (clean)
          expect(
            entries.map((entry) => entry.sha256).join(),
            `byte ${at}`,
          ).toBe(honest);
      } catch (error) {
        expect(error, `byte ${at}`).toMatchObject({ name: "AppError" });
      }
    }
  });

  test("stops when it is cancelled, and when the caller has seen enough", async () => {
    await using folder = temporaryFolder();
    const path = join(folder.path, "a.zip");
    writeFileSync(
      path,
      rawZip(
        Array.from({ length: 3000 }, (_, index) => ({
          name: `${index}`,
          content: "x",
        })),
      ),
    );
    const controller = new AbortController();
    const { batches } = await readBackArchive(path, {
      threads: 2,
      spawn,
      signal: controller.signal,
    });
    const cancelled = async (): Promise<void> => {
      for await (const batch of batches) {
        expect(batch.length).toBeGreaterThan(0);
        controller.abort();
      }
    };
    await expect(cancelled()).rejects.toMatchObject({ code: "run.cancelled" });
    await expect(readBack(path, 1, AbortSignal.abort())).rejects.toMatchObject({
      code: "run.cancelled",
    });

    const again = await readBackArchive(path, { threads: 2, spawn });
    for await (const batch of again.batches) {
      expect(batch[0]?.path).toBe("0");
      break;
    }
  });
});
