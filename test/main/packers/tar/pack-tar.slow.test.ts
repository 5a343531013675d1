import { createHash } from "node:crypto";
import {
  closeSync,
  ftruncateSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { padding, tarHeader } from "../../../../main/packers/tar/header.ts";
import {
  createWorkshop,
  noise,
  noon,
  prose,
  textEntry,
  type TestItem,
  type Workshop,
} from "../pack-tree.ts";
import {
  listWithBsdTar,
  listWithGnuTar,
  readWithPython,
  testCompression,
} from "./tar-judges.ts";

const ids = ["tar", "tar.gz", "tar_bz2"];

let workshop: Workshop;
afterEach(() => {
  workshop.remove();
});

const sha256 = (bytes: Uint8Array) =>
  createHash("sha256").update(bytes).digest("hex");

/** Names that fit ustar, that fit it only when they are split, and that need pax. */
const names = [
  "short",
  "a".repeat(95),
  "a".repeat(96),
  `${"f".repeat(90)}/${"n".repeat(90)}`,
  `${"f".repeat(150)}/${"n".repeat(100)}`,
  `${"f".repeat(151)}/${"n".repeat(100)}`,
  `${"f".repeat(20)}/${"n".repeat(101)}`,
  `${"deep/".repeat(80)}file`,
  "Ünïcödé – 日本語 🎉.txt",
  `${"ä".repeat(120)}.txt`,
  "with blanks and 'quotes'",
];

/** Blocks of items with files of all sizes; what is in them comes with them. */
function makeBlocks(shop: Workshop): {
  blocks: TestItem[][];
  expected: { name: string; size: number; sha256: string }[];
} {
  const contents: [string, Buffer][] = [
    ...names.map((name): [string, Buffer] => [name, Buffer.from(name)]),
    ["empty", Buffer.alloc(0)],
    ["a-block", prose(512, 1)],
    ["more", prose(513, 2)],
    ["noise", noise(300_000, 3)],
    ["large", prose(6_000_000, 4)],
    ["larger-noise", noise(5_000_000, 5)],
  ];
  const blocks = contents.map(([name, bytes], index): TestItem[] => {
    const path = `root/${String(index)}/${name}`;
    return [
      {
        entries: [
          textEntry(`root/${String(index)}/made`, `made ${name}`),
          {
            path,
            mtime: noon + index * 1000,
            content: shop.addBitstream(bytes),
          },
        ],
      },
    ];
  });
  const expected = contents.flatMap(([name, bytes], index) => {
    const made = Buffer.from(`made ${name}`);
    return [
      {
        name: `root/${String(index)}/made`,
        size: made.length,
        sha256: sha256(made),
      },
      {
        name: `root/${String(index)}/${name}`,
        size: bytes.length,
        sha256: sha256(bytes),
      },
    ];
  });
  return { blocks, expected };
}

describe.each(ids)("a %s", (id) => {
  it("is read by GNU tar, libarchive and Python, every byte of it", async () => {
    workshop = createWorkshop(undefined, id);
    const { blocks, expected } = makeBlocks(workshop);
    const result = await workshop.pack(blocks);
    const { partFile } = workshop;
    expect(result).toMatchObject({
      size: statSync(partFile).size,
      sha256: sha256(readFileSync(partFile)),
      counts: { items: blocks.length, entries: expected.length },
    });
    testCompression(id, partFile);
    expect(listWithGnuTar(partFile)).toEqual(expected.map(({ name }) => name));
    expect(listWithBsdTar(partFile)).toEqual(expected.map(({ name }) => name));
    const seen = readWithPython(partFile);
    expect(
      seen.map(({ name, size, sha256: sum }) => ({ name, size, sha256: sum })),
    ).toEqual(expected);
    expect(seen[3]).toMatchObject({
      mtime: noon / 1000 + 1,
      mode: 0o644,
      uid: 0,
      file: true,
    });
    expect(readFileSync(workshop.manifestFile, "utf8")).toBe(
      expected
        .map(({ name, sha256: sum }) => `${sum}  ${name.slice(5)}\n`)
        .join(""),
    );
  });

  it("has the same bytes however many threads pack it, and after it was stopped at any block", async () => {
    workshop = createWorkshop(undefined, id);
    const { blocks } = makeBlocks(workshop);
    const whole = await workshop.pack(blocks, { threads: 1 });
    const bytes = readFileSync(workshop.partFile);
    expect(await workshop.pack(blocks, { threads: 3 })).toMatchObject({
      sha256: whole.sha256,
      crc32: whole.crc32,
    });
    const manifest = readFileSync(workshop.manifestFile);
    for (const at of [0, 4, whole.checkpoints.length - 1]) {
      const checkpoint = whole.checkpoints[at] ?? null;
      // What was written after the checkpoint is cut off again.
      writeFileSync(workshop.partFile, Buffer.concat([bytes, noise(5000, at)]));
      writeFileSync(workshop.manifestFile, manifest);
      let first = -1;
      const again = await workshop.pack(blocks, {
        resumeFrom: checkpoint,
        onProgress: (counts) => {
          if (first < 0) first = counts.blocks;
        },
      });
      expect(first).toBeGreaterThan(at);
      expect(again.sha256).toBe(whole.sha256);
      expect(readFileSync(workshop.partFile).equals(bytes)).toBe(true);
      expect(readFileSync(workshop.manifestFile).equals(manifest)).toBe(true);
    }
    // A file that is not what the checkpoint says is begun anew.
    writeFileSync(workshop.partFile, noise(bytes.length, 9));
    const anew = await workshop.pack(blocks, {
      resumeFrom: whole.checkpoints[4] ?? null,
    });
    expect(anew.sha256).toBe(whole.sha256);
  });

  it("leaves out what is damaged, and ends when a file changes while it is packed", async () => {
    workshop = createWorkshop(undefined, id);
    const good = workshop.addBitstream(prose(2000, 1));
    const bad = workshop.addBitstream(prose(3000, 2));
    writeFileSync(join(workshop.store, bad.sha256), prose(3000, 3));
    const file = (path: string, content: typeof good): TestItem => ({
      entries: [{ path, mtime: noon, content }],
    });
    await workshop.pack([[file("root/1/good", good), file("root/2/bad", bad)]]);
    expect(listWithGnuTar(workshop.partFile)).toEqual(["root/1/good"]);
    expect(readFileSync(workshop.problemsFile, "utf8")).toContain(
      '"bitstream.damaged"',
    );
    const stopped = workshop.pack([[file("root/1/good", good)]], {
      signal: AbortSignal.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ code: "run.cancelled" });
    const unsafe = workshop.pack([[file("root/../good", good)]]);
    await expect(unsafe).rejects.toMatchObject({ code: "archive.unsafe" });
  });

  it("ends with the closing entries, in the order they come", async () => {
    workshop = createWorkshop(undefined, id);
    const file = join(workshop.folder, "report");
    writeFileSync(file, prose(5_000_000, 6));
    await workshop.pack([[{ entries: [textEntry("root/1/a", "a")] }]], {
      async *closing() {
        await Promise.resolve();
        yield {
          path: "root/report",
          mtime: noon,
          source: { kind: "file", file },
        };
        yield {
          path: "root/manifest",
          mtime: noon,
          source: { kind: "file", file: workshop.manifestFile },
        };
      },
    });
    const seen = readWithPython(workshop.partFile);
    expect(seen.map(({ name }) => name)).toEqual([
      "root/1/a",
      "root/report",
      "root/manifest",
    ]);
    const manifest = readFileSync(workshop.manifestFile);
    expect(seen[2]?.sha256).toBe(sha256(manifest));
    expect(manifest.toString()).toContain(
      `${sha256(readFileSync(file))}  report\n`,
    );
  });
});

describe("a header", () => {
  it("holds sizes from 8 GiB on", () => {
    workshop = createWorkshop(undefined, "tar");
    const archive = join(workshop.folder, "sparse.tar");
    const sizes = [8 * 2 ** 30 - 1, 8 * 2 ** 30, 9 * 2 ** 30 + 3];
    const descriptor = openSync(archive, "w");
    let at = 0;
    for (const size of sizes) {
      const header = tarHeader(`root/${String(size)}`, size, noon);
      writeSync(descriptor, header, 0, header.length, at);
      at += header.length + size + padding(size);
    }
    // The contents are a hole, so that the file takes no room.
    ftruncateSync(descriptor, at + 1024);
    closeSync(descriptor);
    const paths = sizes.map((size) => `root/${String(size)}`);
    expect(listWithGnuTar(archive)).toEqual(paths);
    expect(listWithBsdTar(archive)).toEqual(paths);
  });

  it("is the same for times a tar cannot hold", () => {
    expect(tarHeader("a", 1, -5000)).toEqual(tarHeader("a", 1, 0));
    expect(tarHeader("a", 1, 1e16)).toEqual(tarHeader("a", 1, 1e17));
  });
});
