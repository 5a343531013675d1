import { createHash } from "node:crypto";
import {
  closeSync,
  createReadStream,
  ftruncateSync,
  openSync,
  writeSync,
} from "node:fs";
import { open, rename } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readPieces } from "../../main/packers/file-pieces.ts";
import type {
  TestBitstream,
  TestItem,
  Workshop,
} from "../main/packers/pack-tree.ts";
import {
  createWorkshop,
  noise,
  noon,
  prose,
  textEntry,
} from "../main/packers/pack-tree.ts";
import {
  hasJavaJudge,
  objections,
  readWithPython,
} from "../main/packers/zip/zip-judges.ts";

if (!hasJavaJudge) {
  console.warn(
    "ZipCheck.java or a JDK is absent: Java's readers are not asked.",
  );
}

const size = 4.2 * 1024 ** 3;

let workshop: Workshop;
beforeAll(() => {
  workshop = createWorkshop();
});
afterAll(() => {
  workshop.remove();
});

/** Takes a file of the workshop's folder into its store. */
async function addFile(file: string): Promise<TestBitstream> {
  const handle = await open(file, "r");
  const sums = createHash("sha256");
  let sum = 0;
  let length = 0;
  for await (const piece of readPieces(handle, 0, 2 ** 50)) {
    sums.update(piece);
    sum = crc32(piece, sum);
    length += piece.length;
  }
  await handle.close();
  const sha256 = sums.digest("hex");
  await rename(file, join(workshop.store, sha256));
  return { sha256, size: length, crc32: sum };
}

/** More than 4 GiB that shrink: text here and there, and holes between. */
function addSparse(): Promise<TestBitstream> {
  const file = join(workshop.folder, "sparse");
  const descriptor = openSync(file, "w");
  for (let at = 0; at < size; at += 512 * 1024 ** 2)
    writeSync(descriptor, prose(100_000, at % 1009), 0, 100_000, at);
  ftruncateSync(descriptor, Math.floor(size));
  closeSync(descriptor);
  return addFile(file);
}

/** More than 4 GiB that do not shrink. */
function addNoise(): Promise<TestBitstream> {
  const file = join(workshop.folder, "noise");
  const descriptor = openSync(file, "w");
  const part = noise(32 * 1024 ** 2, 1);
  for (let at = 0; at < size; at += part.length) writeSync(descriptor, part);
  closeSync(descriptor);
  return addFile(file);
}

async function digestOf(file: string): Promise<string> {
  const sums = createHash("sha256");
  for await (const piece of createReadStream(file, {
    highWaterMark: 1024 ** 2,
  }))
    sums.update(piece as Buffer);
  return sums.digest("hex");
}

it("packs files and offsets beyond 4 GiB so that every judge can read them", async () => {
  const sparse = await addSparse();
  const stored = await addNoise();
  const item = (number: number, ...contents: TestBitstream[]): TestItem => ({
    entries: [
      textEntry(`root/${String(number)}/contents`, "file\n"),
      ...contents.map((content, at) => ({
        path: `root/${String(number)}/file${String(at)}`,
        mtime: noon,
        content,
      })),
      textEntry(`root/${String(number)}/handle`, "123456789/1\n"),
    ],
  });
  const small = workshop.addBitstream(prose(5000, 1));
  const blocks = [
    [item(1, small)],
    [item(2, sparse, small)],
    [item(3, stored, small)],
    [item(4, small)],
  ];
  const first = await workshop.pack(blocks, { threads: 2 });
  expect(await digestOf(workshop.partFile)).toBe(first.sha256);
  const entries = first.counts.entries;
  expect(objections(workshop.partFile, entries)).toEqual([]);
  const seen = readWithPython(workshop.partFile);
  expect(seen.length).toBe(entries);
  expect(seen.find(({ name }) => name === "root/2/file0")).toMatchObject({
    ...sparse,
    method: 8,
  });
  expect(seen.find(({ name }) => name === "root/3/file0")).toMatchObject({
    ...stored,
    method: 0,
  });
  expect(seen.at(-2)).toMatchObject({ name: "root/4/file0", ...small });

  const again = await workshop.pack(blocks, { threads: 1 });
  expect(again.sha256).toBe(first.sha256);
});
