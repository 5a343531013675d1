import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { crc32 } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readBackArchive } from "../../../main/archives/read-back.ts";
import { temporaryFolder } from "../../support/package-files.ts";
import { rawZip, type RawEntry, type RawZip } from "../../support/raw-zip.ts";

/** What is wrong with the entries, by their names, and with the archive. */
async function faultsOf(entries: readonly RawEntry[], zip: RawZip = {}) {
  await using folder = temporaryFolder();
  const path = join(folder.path, "a.zip");
  writeFileSync(path, rawZip(entries, zip));
  const archive: string[] = [];
  const { batches } = await readBackArchive(path, {
    threads: 2,
    spawn: () => new Worker(resolve("test/support/read-back.worker.ts")),
    report: ({ severity, message }) => archive.push(`${severity}: ${message}`),
  });
  const faults: Record<string, string> = {};
  for await (const batch of batches)
    for (const entry of batch)
      if (entry.faults.length > 0) faults[entry.path] = entry.faults.join(" ");
  return { faults, archive };
}

const text = "abcdefghij".repeat(100);
const large = Buffer.alloc(5 * 1024 * 1024, "large ");

/** A data descriptor in one of its forms. */
function descriptor(
  content: string | Buffer,
  { signed = true, wide = false, size = content.length } = {},
): Buffer {
  const numbers = Buffer.alloc(wide ? 20 : 12);
  numbers.writeUInt32LE(crc32(content), 0);
  if (wide) {
    numbers.writeBigUInt64LE(BigInt(content.length), 4);
    numbers.writeBigUInt64LE(BigInt(size), 12);
  } else {
    numbers.writeUInt32LE(content.length, 4);
    numbers.writeUInt32LE(size, 8);
  }
  return Buffer.concat([
    Buffer.from(signed ? [0x50, 0x4b, 7, 8] : []),
    numbers,
  ]);
}
const streamed = { crc32: 0, size: 0, compressedSize: 0 };

describe("reading back finds what other programs stumble over", () => {
  test("flags and versions that differ between the two places", async () => {
    const { faults } = await faultsOf([
      { name: "good", content: text, deflate: true },
      { name: "local 3", content: text, local: { flags: 0x808 } },
      {
        name: "central 3",
        content: text,
        flags: 0x808,
        local: { flags: 0x800 },
      },
      { name: "plain 11", content: text, flags: 0, local: { flags: 0x800 } },
      { name: "lokal ä", content: text, flags: 0, local: { flags: 0x800 } },
      { name: "zentral ä", content: text, local: { flags: 0 } },
      { name: "central 0", content: text, flags: 0x801, local: { flags: 0 } },
      { name: "version", content: text, version: 63 },
      { name: "local version", content: text, local: { version: 99 } },
      { name: "ZIP64 version", content: text, local: { version: 45 } },
      { name: "large 3", content: large, local: { flags: 0x808 } },
    ]);
    expect(faults).toEqual({
      "local 3":
        "Its local header says that its sizes follow its data, the directory does not.",
      "central 3":
        "The directory says that its sizes follow its data, its local header does not.",
      "lokal ä":
        "Its local header marks its name as UTF-8, the directory does not.",
      "zentral ä":
        "The directory marks its name as UTF-8, its local header does not.",
      "central 0": "It is encrypted.",
      version:
        "It asks for version 6.3 of ZIP, though its content needs no later one than 4.5.",
      "local version":
        "It asks for version 9.9 of ZIP, though its content needs no later one than 4.5.",
      "large 3":
        "Its local header says that its sizes follow its data, the directory does not.",
    });
  });

  test("data descriptors that are wrong, in none of their four forms when they are right", async () => {
    const flags = 0x808;
    const good = [true, false].flatMap((signed) =>
      [true, false].flatMap((wide) =>
        [text, "", large].map((content, index) => ({
          name: `${String(signed)} ${String(wide)} ${String(index)}`,
          content,
          flags,
          local: streamed,
          after: descriptor(content, { signed, wide }),
        })),
      ),
    );
    expect(await faultsOf(good)).toEqual({ faults: {}, archive: [] });
    const wrong = "Its sizes do not follow its data as its header says.";
    const { faults } = await faultsOf([
      { name: "none", content: text, flags, local: streamed },
      {
        name: "other",
        content: text,
        flags,
        local: streamed,
        after: descriptor(text, { size: 5 }),
      },
      {
        name: "large",
        content: large,
        flags,
        local: streamed,
        after: descriptor(text),
      },
    ]);
    expect(faults).toEqual({ none: wrong, other: wrong, large: wrong });
  });

  test("entries that the directory does not list, wherever they are", async () => {
    const hidden = rawZip([{ name: "hidden.txt", content: "x" }]).subarray(
      0,
      30 + "hidden.txt".length + 1,
    );
    const entries = (place: number): RawEntry[] =>
      ["a", "b", "c"].map((name, index) => ({
        name,
        content: text,
        ...(index === place ? { after: hidden } : {}),
      }));
    const found =
      /^error: At byte \d+ it hides an entry that its directory does not list \(hidden\.txt\)\.$/;
    for (const place of [0, 1, 2]) {
      const { archive, faults } = await faultsOf(entries(place));
      expect(faults).toEqual({});
      expect(archive).toEqual([expect.stringMatching(found)]);
    }
    expect((await faultsOf(entries(-1), { before: hidden })).archive).toEqual([
      expect.stringMatching(found),
    ]);
    // Across the border of two pieces that are read.
    const far = Buffer.concat([Buffer.alloc(1024 * 1024 - 2), hidden]);
    expect(
      (await faultsOf([{ name: "a", content: text, after: far }])).archive,
    ).toEqual([expect.stringMatching(found)]);
  });

  test("bytes that belong to no entry, with one warning", async () => {
    const after = Buffer.from("zzz");
    expect(
      await faultsOf([
        { name: "a", content: text, after },
        { name: "b", content: text, local: { extra: Buffer.alloc(9) } },
        { name: "c", content: text, after },
      ]),
    ).toEqual({
      faults: {},
      archive: [
        "warning: 6 of its bytes belong to no entry, in 2 places; the first of them is byte 1031.",
      ],
    });
    expect((await faultsOf([], { before: after })).archive).toEqual([
      "warning: 3 of its bytes belong to no entry; the first of them is byte 0.",
    ]);
  });

  test("nothing of that where entries are not in the order of their data", async () => {
    const one = rawZip([{ name: "one", content: text }]);
    const length = 30 + 3 + text.length;
    expect(
      await faultsOf(
        [
          { name: "two", content: text },
          { name: "one", content: text, recordOnly: true, offset: 0 },
        ],
        { before: one.subarray(0, length) },
      ),
    ).toEqual({ faults: {}, archive: [] });
  });
});
