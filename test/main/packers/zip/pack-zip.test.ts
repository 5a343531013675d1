import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Entry } from "../../../../main/domain/package-entry.ts";
import type { PackCounts } from "../../../../main/packers/packer.ts";
import type { TestItem, Workshop } from "../pack-tree.ts";
import { createWorkshop, noise, noon, prose, textEntry } from "../pack-tree.ts";
import { hasJavaJudge, objections, readWithPython } from "./zip-judges.ts";

if (!hasJavaJudge) {
  console.warn(
    "ZipCheck.java or a JDK is absent: Java's readers are not asked.",
  );
}

let workshop: Workshop;
beforeEach(() => {
  workshop = createWorkshop();
});
afterEach(() => {
  workshop.remove();
});

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Items of every size class: made entries, small, whole, several pieces, and streamed; both methods. */
function variedBlocks(): TestItem[][] {
  const contents = [
    Buffer.alloc(0),
    prose(3_000, 1),
    noise(9_000, 2),
    prose(2_500_000, 3),
    noise(3_500_000, 4),
    prose(17_500_000, 5),
    noise(18_000_000, 6),
    prose(700_000, 7),
  ].map((bytes) => workshop.addBitstream(bytes));
  const items = contents.map((content, number): TestItem => {
    const folder = `root/item_${String(number).padStart(5, "0")}`;
    return {
      entries: [
        textEntry(`${folder}/dublin_core.xml`, "<dublin_core/>\n".repeat(30)),
        textEntry(`${folder}/contents`, ""),
        { path: `${folder}/file.bin`, mtime: noon, content },
      ],
    };
  });
  return [
    items.slice(0, 3),
    [],
    items.slice(3, 5),
    ...items.slice(5).map((item) => [item]),
  ];
}

describe("a packed archive", () => {
  it("is accepted by every judge and holds every byte", async () => {
    const blocks = variedBlocks();
    const result = await workshop.pack(blocks);
    const bytes = readFileSync(workshop.partFile);
    expect(result.size).toBe(bytes.length);
    expect(result.sha256).toBe(sha256(bytes));
    expect(result.crc32).toBe(crc32(bytes));
    expect(objections(workshop.partFile, 24)).toEqual([]);

    const wanted = blocks.flat().flatMap(({ entries }) =>
      entries.map(({ path, content }) => ({
        name: path,
        sha256:
          typeof content === "string"
            ? sha256(Buffer.from(content, "base64"))
            : content.sha256,
      })),
    );
    const seen = readWithPython(workshop.partFile);
    expect(seen.map(({ name, sha256 }) => ({ name, sha256 }))).toEqual(wanted);
    expect(result.counts).toMatchObject({
      blocks: 6,
      items: 8,
      files: 8,
      entries: 24,
    });
    const manifest = wanted
      .map(({ name, sha256 }) => `${sha256}  ${name.slice("root/".length)}\n`)
      .join("");
    expect(readFileSync(workshop.manifestFile, "utf8")).toBe(manifest);
  });

  it("has the same bytes with any number of threads", async () => {
    const blocks = variedBlocks();
    const digests = new Set<string>();
    for (const threads of [1, 2, 4])
      digests.add((await workshop.pack(blocks, { threads })).sha256);
    expect(digests.size).toBe(1);
  });

  it("stores what does not shrink and deflates what does", async () => {
    const mimeTypes = { text: "text/plain", jpeg: "image/jpeg" };
    const entry = (path: string, bytes: Uint8Array, mimeType: string) => ({
      path: `root/${path}`,
      mtime: noon,
      mimeType,
      content: workshop.addBitstream(bytes),
    });
    await workshop.pack([
      [
        {
          entries: [
            textEntry("root/tiny", "a".repeat(127)),
            textEntry("root/small", "a".repeat(128)),
            entry("random", noise(500_000, 1), mimeTypes.text),
            entry("random-below-a-sample", noise(700, 1), mimeTypes.text),
            entry("prose", prose(50_000, 1), mimeTypes.text),
            entry("prose-called-jpeg", prose(50_000, 2), mimeTypes.jpeg),
            entry("jpeg", noise(50_000, 3), mimeTypes.jpeg),
            entry(
              "half",
              Buffer.concat([noise(300_000, 4), prose(300_000, 4)]),
              mimeTypes.text,
            ),
            entry("large-random", noise(17_000_000, 5), mimeTypes.text),
            entry("large-prose", prose(17_000_000, 5), mimeTypes.text),
          ],
        },
      ],
    ]);
    const methods = readWithPython(workshop.partFile).map(
      ({ name, method }) => [name.slice(5), method],
    );
    expect(Object.fromEntries(methods)).toEqual({
      tiny: 0,
      small: 8,
      random: 0,
      "random-below-a-sample": 0,
      prose: 8,
      "prose-called-jpeg": 8,
      jpeg: 0,
      half: 8,
      "large-random": 0,
      "large-prose": 8,
    });
  });

  it("keeps names of every script and clamps dates ZIP cannot express", async () => {
    const names = [
      "Müller – Ökologie",
      "Εισαγωγή",
      "環境モニタリング",
      "😀",
      "مقدمة",
      "e\u0301",
    ];
    const times = [
      noon,
      0,
      Date.UTC(1979, 11, 31),
      Date.UTC(2107, 11, 31, 23, 59, 59),
      Date.UTC(2200, 0, 1),
      NaN,
    ];
    await workshop.pack([
      [
        {
          entries: names.map((name, at) =>
            textEntry(`root/${name}.txt`, name, times[at]),
          ),
        },
      ],
    ]);
    const seen = readWithPython(workshop.partFile);
    expect(seen.map(({ name }) => name)).toEqual(
      names.map((name) => `root/${name}.txt`),
    );
    expect(seen.map(({ time }) => time)).toEqual([
      [2024, 6, 1, 12, 0, 0],
      [1980, 1, 1, 0, 0, 0],
      [1980, 1, 1, 0, 0, 0],
      [2107, 12, 31, 23, 59, 58],
      [2107, 12, 31, 23, 59, 58],
      [1980, 1, 1, 0, 0, 0],
    ]);
    expect(
      seen.every(({ flags, mode }) => flags === 0x800 && mode === 0o100644),
    ).toBe(true);
    expect(objections(workshop.partFile, names.length)).toEqual([]);
  });

  it("is a valid archive when there is nothing in it", async () => {
    const result = await workshop.pack([]);
    expect(result.size).toBe(22);
    expect(readWithPython(workshop.partFile)).toEqual([]);
  });

  it("reports progress that never falls and ends with everything", async () => {
    const seen: PackCounts[] = [];
    const result = await workshop.pack(variedBlocks(), {
      onProgress: (counts) => seen.push(counts),
    });
    expect(seen.at(-1)).toEqual(result.counts);
    for (const [at, counts] of seen.entries()) {
      expect(counts.bytes).toBeGreaterThanOrEqual(seen[at - 1]?.bytes ?? 0);
    }
  });
});

describe("closing entries", () => {
  it("come last, and the manifest in the package lists all entries before it", async () => {
    const logo = workshop.addBitstream(noise(40_000, 9));
    const gone = { sha256: "0".repeat(64), size: 3, crc32: 7 };
    const large = join(workshop.folder, "report.json");
    writeFileSync(large, prose(5_500_000, 8));
    const manifestSizes: number[] = [];
    async function* closing(): AsyncGenerator<Entry> {
      const look = async () =>
        manifestSizes.push((await stat(workshop.manifestFile)).size);
      await look();
      yield {
        path: "root/logo.png",
        mtime: noon,
        source: { kind: "bitstream", ...logo },
      };
      await look();
      yield {
        path: "root/gone.png",
        mtime: noon,
        source: { kind: "bitstream", ...gone },
      };
      yield {
        path: "root/collection.json",
        mtime: noon,
        source: { kind: "bytes", bytes: Buffer.from("{}") },
      };
      await look();
      yield {
        path: "root/report.json",
        mtime: noon,
        source: { kind: "file", file: large },
      };
      await look();
      yield {
        path: "root/manifest.txt",
        mtime: noon,
        source: { kind: "file", file: workshop.manifestFile },
      };
    }
    const blocks = [[{ entries: [textEntry("root/1/contents", "x")] }]];
    const result = await workshop.pack(blocks, { closing });
    const seen = readWithPython(workshop.partFile);
    const names = [
      "1/contents",
      "logo.png",
      "collection.json",
      "report.json",
      "manifest.txt",
    ];
    expect(seen.map(({ name }) => name)).toEqual(
      names.map((name) => `root/${name}`),
    );
    expect(result.counts).toMatchObject({ items: 1, files: 0, entries: 5 });
    expect(objections(workshop.partFile, 5)).toEqual([]);

    const manifest = readFileSync(workshop.manifestFile, "utf8");
    const listed = seen
      .slice(0, -1)
      .map(({ name, sha256 }) => `${sha256}  ${name.slice(5)}\n`);
    expect(manifest).toBe(listed.join(""));
    expect(seen.at(-1)?.sha256).toBe(sha256(Buffer.from(manifest)));
    const lengths = listed.map(
      (_, at) => listed.slice(0, at + 1).join("").length,
    );
    expect(manifestSizes).toEqual(lengths);
    expect(
      JSON.parse(readFileSync(workshop.problemsFile, "utf8")),
    ).toMatchObject({
      code: "bitstream.missing",
      object: "root/gone.png",
    });
  });
});
