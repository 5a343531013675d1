import { createHash } from "node:crypto";
import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  createWorkshop,
  noise,
  noon,
  prose,
  textEntry,
  type TestItem,
  type Workshop,
} from "../pack-tree.ts";

let workshop: Workshop;
beforeEach(() => {
  workshop = createWorkshop(undefined, "folder");
});
afterEach(() => {
  workshop.remove();
});

const sha256 = (bytes: Uint8Array) =>
  createHash("sha256").update(bytes).digest("hex");

/** All files below a folder with what is in them. */
function filesOf(folder: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, {
    recursive: true,
    withFileTypes: true,
  })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile())
      files[relative(folder, path)] = sha256(readFileSync(path));
  }
  return files;
}

it("writes every entry to its file, with its time stamp, and lists them in order", async () => {
  const large = prose(6_000_000, 1);
  const report = join(workshop.folder, "report");
  writeFileSync(report, noise(10, 2));
  const blocks = [1, 2, 3].map((n): TestItem[] => [
    {
      entries: [
        textEntry(`root/${String(n)}/a`, `a${String(n)}`, noon + n * 1000),
        textEntry(`root/${String(n)}/sub/b`, "b"),
        ...(n === 2
          ? [
              {
                path: "root/2/large",
                mtime: noon,
                content: workshop.addBitstream(large),
              },
            ]
          : []),
      ],
    },
  ]);
  const result = await workshop.pack(blocks, {
    async *closing() {
      await Promise.resolve();
      yield {
        path: "root/report",
        mtime: noon,
        source: { kind: "file", file: report },
      };
      yield {
        path: "root/manifest",
        mtime: noon,
        source: { kind: "file", file: workshop.manifestFile },
      };
    },
  });
  const manifest = readFileSync(workshop.manifestFile);
  const files = filesOf(workshop.partFile);
  expect(files).toMatchObject({
    "1/a": sha256(Buffer.from("a1")),
    "2/large": sha256(large),
    "3/sub/b": sha256(Buffer.from("b")),
    manifest: sha256(manifest),
  });
  expect(manifest.toString().match(/(?<= {2}).+/gu)).toEqual([
    "1/a",
    "1/sub/b",
    "2/a",
    "2/sub/b",
    "2/large",
    "3/a",
    "3/sub/b",
    "report",
  ]);
  expect(result).toMatchObject({
    sha256: sha256(manifest),
    size: Object.keys(files).reduce(
      (sum, path) => sum + statSync(join(workshop.partFile, path)).size,
      0,
    ),
    counts: { items: 3, entries: 9 },
  });
  expect(statSync(join(workshop.partFile, "3/a")).mtimeMs).toBe(noon + 3000);
});

it("begins anew where an earlier run left files", async () => {
  await workshop.pack([[{ entries: [textEntry("root/1/old", "x")] }]]);
  await workshop.pack([[{ entries: [textEntry("root/1/new", "x")] }]]);
  expect(Object.keys(filesOf(workshop.partFile))).toEqual(["1/new"]);
});

it("refuses what would leave the folder, and two files of one name", async () => {
  await expect(
    workshop.pack([[{ entries: [textEntry("root/../../x", "x")] }]]),
  ).rejects.toMatchObject({ code: "archive.unsafe" });
  await expect(
    workshop.pack([[{ entries: [textEntry("other/x", "x")] }]]),
  ).rejects.toMatchObject({ code: "archive.unsafe" });
  expect(existsSync(join(workshop.folder, "x"))).toBe(false);
  await expect(
    workshop.pack([
      [{ entries: [textEntry("root/1/x", "x"), textEntry("root/1/X", "y")] }],
    ]),
  ).rejects.toMatchObject({ code: "archive.entry-invalid" });
});

it("stops when the run is cancelled, also within a large file", async () => {
  const large = workshop.addBitstream(noise(60_000_000, 3));
  const stop = new AbortController();
  const run = workshop.pack(
    [[{ entries: [{ path: "root/1/large", mtime: noon, content: large }] }]],
    { signal: stop.signal },
  );
  setTimeout(() => {
    stop.abort();
  }, 150);
  await expect(run).rejects.toMatchObject({ code: "run.cancelled" });
});
