import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { openZip } from "../../../main/archives/zip.ts";
import type { Content } from "../../../main/domain/catalog.ts";
import type { ContentRef } from "../../../main/domain/content-ref.ts";
import { createBitstreamStore } from "../../../main/store/bitstream-store.ts";
import type { BitstreamStore } from "../../../main/store/bitstream-store.ts";
import type { FixityFinding } from "../../../main/store/bitstream-fixity.ts";
import { gather } from "../../support/gather.ts";
import { temporaryFolder } from "../../support/package-files.ts";
import { rawZip } from "../../support/raw-zip.ts";

function bytes(text: string | Uint8Array): ContentRef {
  return { kind: "bytes", bytes: Buffer.from(text) };
}

/** Every file below the folder. */
function filesBelow(folder: string): string[] {
  return existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
    : [];
}

/** Nothing is half-written, and every file has the content its name promises. */
function expectWhole(root: string): void {
  for (const file of filesBelow(root)) {
    if (file.startsWith(join(root, "incoming"))) continue;
    expect(
      createHash("sha256").update(readFileSync(file)).digest("hex"),
      file,
    ).toBe(file.slice(-64));
  }
}

function findings(
  store: BitstreamStore,
  expected: readonly Content[],
  isReferenced: (sha256: string) => boolean = () => true,
): Promise<FixityFinding[]> {
  return gather(store.checkFixity(expected, { isReferenced }));
}

function content(
  result: Awaited<ReturnType<BitstreamStore["ingestMany"]>>[number] | undefined,
): Content {
  if (result?.ok !== true)
    throw new Error(`not taken: ${JSON.stringify(result)}`);
  return result.content;
}

const large = Buffer.alloc(5 * 1024 * 1024 + 123, "a page of a large book\n");

describe("taking contents in", () => {
  test("bytes, files and entries of archives get the checksums that other programs compute", async () => {
    await using folder = temporaryFolder();
    const store = createBitstreamStore(join(folder.path, "store"));
    const contents = [
      Buffer.alloc(0),
      Buffer.from("scan"),
      large,
      Buffer.alloc(70_000, "x y "),
    ];
    const refs: ContentRef[] = [];
    for (const [index, given] of contents.entries()) {
      const file = join(folder.path, `file ${index}`);
      writeFileSync(file, given);
      refs.push({ kind: "file", path: file }, bytes(given));
    }
    const zip = join(folder.path, "a.zip");
    const packed = contents.flatMap((given, index) => [
      { name: `stored ${index}`, content: given },
      { name: `deflated ${index}`, content: given, deflate: true },
    ]);
    writeFileSync(zip, rawZip(packed));
    const archive = await openZip(zip, {
      report: (problem) => expect.fail(problem.message),
      limits: { ratio: 2000 },
    });
    for await (const entry of archive.entries()) refs.push(entry.content);
    await archive.close();

    const results = await store.ingestMany(refs);
    expect(results).toHaveLength(contents.length * 4);
    const order = [0, 0, 1, 1, 2, 2, 3, 3, 0, 0, 1, 1, 2, 2, 3, 3];
    for (const [index, result] of results.entries()) {
      const original = join(folder.path, `file ${order[index]}`);
      const { sha256, md5, size, crc32 } = content(result);
      expect(sha256).toBe(
        execFileSync("sha256sum", [original], { encoding: "utf8" }).slice(
          0,
          64,
        ),
      );
      expect(md5).toBe(
        execFileSync("md5sum", [original], { encoding: "utf8" }).slice(0, 32),
      );
      const crc = execFileSync("python3", [
        "-c",
        "import sys,zlib;print(zlib.crc32(open(sys.argv[1],'rb').read()))",
        original,
      ]);
      expect(crc32).toBe(Number(crc));
      expect(size).toBe(statSync(original).size);
      expect(
        readFileSync(store.fileOf(sha256)).equals(readFileSync(original)),
      ).toBe(true);
      expect(store.has(sha256)).toBe(true);
    }
    expect(filesBelow(store.fileOf("0".repeat(64)).slice(0, -68))).toHaveLength(
      contents.length,
    );
    expect(readdirSync(join(folder.path, "store", "incoming"))).toEqual([]);
    expectWhole(join(folder.path, "store"));
  });

  test("a content that is there already is not written again; a file of the wrong size is replaced", async () => {
    await using folder = temporaryFolder();
    const store = createBitstreamStore(folder.path);
    const { sha256 } = await store.ingest(bytes("first of all"));
    const file = store.fileOf(sha256);
    const before = statSync(file);
    expect(await store.ingest(bytes("first of all"))).toEqual(
      expect.objectContaining({ sha256 }),
    );
    expect(statSync(file).ino).toBe(before.ino);

    truncateSync(file, 3);
    await store.ingest(bytes("first of all"));
    expect(readFileSync(file, "utf8")).toBe("first of all");
  });

  test("taking a content in again makes it young, so that garbage collection leaves it", async () => {
    await using folder = temporaryFolder();
    const store = createBitstreamStore(folder.path);
    const { sha256 } = await store.ingest(bytes("old"));
    utimesSync(store.fileOf(sha256), 1000, 1000);
    await store.ingest(bytes("old"));
    expect(
      await store.removeUnreferenced(() => false, { graceMs: 60_000 }),
    ).toMatchObject({ files: 0 });
    expect(store.has(sha256)).toBe(true);
  });

  test("one content that cannot be read does not stop the others, and says which it is", async () => {
    await using folder = temporaryFolder();
    const store = createBitstreamStore(join(folder.path, "store"));
    const zip = join(folder.path, "a.zip");
    writeFileSync(
      zip,
      rawZip([
        { name: "item/damaged.pdf", content: large, deflate: true, crc32: 5 },
      ]),
    );
    const damaged: ContentRef = {
      kind: "zip-entry",
      archive: zip,
      headerOffset: 0,
      method: 8,
      compressedSize: deflateRawSync(large).length,
      size: large.length,
      crc32: 5,
      name: "item/damaged.pdf",
    };
    const results = await store.ingestMany([
      bytes("one"),
      { kind: "file", path: join(folder.path, "nowhere") },
      damaged,
      { kind: "file", path: folder.path },
      bytes("two"),
    ]);
    expect(
      results.map((result) => (result.ok ? "ok" : result.error.code)),
    ).toEqual([
      "ok",
      "file.not-found",
      "archive.entry-invalid",
      "file.unreadable",
      "ok",
    ]);
    expect(results[1]).toMatchObject({
      error: { object: join(folder.path, "nowhere") },
    });
    expect(results[2]).toMatchObject({ error: { object: "item/damaged.pdf" } });
    expect(filesBelow(join(folder.path, "store"))).toHaveLength(2);
    await expect(
      store.ingest({ kind: "file", path: join(folder.path, "nowhere") }),
    ).rejects.toMatchObject({
      code: "file.not-found",
    });
  });

  test("a file that cannot even be looked at is an expected failure", async () => {
    await using folder = temporaryFolder();
    const store = createBitstreamStore(join(folder.path, "store"));
    const loop = join(folder.path, "loop");
    symlinkSync(loop, loop);
    await expect(
      store.ingest({ kind: "file", path: loop }),
    ).rejects.toMatchObject({ code: "file.unreadable", object: loop });
  });

  test("a named pipe is refused, not waited for", async () => {
    await using folder = temporaryFolder();
    const store = createBitstreamStore(join(folder.path, "store"));
    const pipe = join(folder.path, "pipe");
    execFileSync("mkfifo", [pipe]);
    await expect(
      store.ingest({ kind: "file", path: pipe }),
    ).rejects.toMatchObject({ code: "file.unreadable" });
  });

  test("a cancelled run leaves nothing half-written", async () => {
    await using folder = temporaryFolder();
    const store = createBitstreamStore(folder.path);
    const controller = new AbortController();
    const refs = Array.from({ length: 40 }, (_, index) =>
      bytes(Buffer.alloc(1_500_000, `${index};`)),
    );
    const run = store.ingestMany(refs, { signal: controller.signal });
    setTimeout(() => {
      controller.abort();
    }, 30);
    await expect(run).rejects.toMatchObject({ code: "run.cancelled" });
    expect(readdirSync(join(folder.path, "incoming"))).toEqual([]);
    expect(filesBelow(folder.path).length).toBeLessThan(40);
    expectWhole(folder.path);
  });

  test("after a kill in the middle no file under its final name is wrong, and the rest can be cleared", async () => {
    await using folder = temporaryFolder();
    for (let round = 0; round < 3; round += 1) {
      const child = spawn(
        process.execPath,
        [resolve("test/support/ingest-child.ts"), folder.path],
        {
          stdio: ["ignore", "pipe", "inherit"],
        },
      );
      await once(child.stdout, "data");
      await new Promise((done) => setTimeout(done, 13 * round));
      child.kill("SIGKILL");
      await once(child, "exit");
      expectWhole(folder.path);
    }
    const store = createBitstreamStore(folder.path);
    await store.removeUnreferenced(() => true, { graceMs: 0 });
    expect(readdirSync(join(folder.path, "incoming"))).toEqual([]);
  });

  test("a full disk is named, and nothing half-written stays", async ({
    skip,
  }) => {
    await using folder = temporaryFolder();
    try {
      execFileSync(
        "mount",
        ["-t", "tmpfs", "-o", "size=2m", "tmpfs", folder.path],
        { stdio: "ignore" },
      );
    } catch {
      skip("a small file system can only be mounted by root");
    }
    try {
      const store = createBitstreamStore(folder.path);
      await expect(store.ingest(bytes(large))).rejects.toMatchObject({
        code: "disk.full",
      });
      const file = join(folder.path, "not in the store");
      expect(readdirSync(join(folder.path, "incoming"))).toEqual([]);
      writeFileSync(file, Buffer.alloc(1_100_000));
      const results = await store.ingestMany([
        bytes("small"),
        { kind: "file", path: file },
        bytes(large.subarray(0, 1_500_000)),
      ]);
      expect(
        results.map((result) => (result.ok ? "ok" : result.error.code)),
      ).toEqual(["ok", "disk.full", "disk.full"]);
      expect(readdirSync(join(folder.path, "incoming"))).toEqual([]);
      rmSync(file);
      expectWhole(folder.path);
    } finally {
      execFileSync("umount", [folder.path]);
    }
  });
});

describe("fixity", () => {
  test("names every file that is missing, cut off, changed, unreadable or unknown, and no other", async () => {
    await using folder = temporaryFolder();
    const store = createBitstreamStore(folder.path);
    const results = await store.ingestMany(
      ["good", "missing", "cut off", "changed", "a folder", "unknown"].map(
        bytes,
      ),
    );
    const [good, missing, cutOff, changed, aFolder, unknown] =
      results.map(content);
    const big = await store.ingest(bytes(large));
    if (!good || !missing || !cutOff || !changed || !aFolder || !unknown)
      throw new Error("not all were taken");
    expect(
      await findings(store, [
        good,
        missing,
        cutOff,
        changed,
        aFolder,
        unknown,
        big,
      ]),
    ).toEqual([]);

    rmSync(store.fileOf(missing.sha256));
    truncateSync(store.fileOf(cutOff.sha256), 2);
    writeFileSync(store.fileOf(changed.sha256), "chanGed");
    rmSync(store.fileOf(aFolder.sha256));
    mkdirSync(store.fileOf(aFolder.sha256));
    const bigBytes = Buffer.from(large);
    bigBytes[4_000_000] = 0;
    writeFileSync(store.fileOf(big.sha256), bigBytes);
    const stray = join(folder.path, unknown.sha256.slice(0, 2), "notes.txt");
    writeFileSync(stray, "what is this");

    const expected = [good, missing, cutOff, changed, aFolder, big];
    const found = await findings(store, expected, (sha256) =>
      expected.some((one) => one.sha256 === sha256),
    );
    expect(
      found.map(({ kind, sha256, file }) => [kind, sha256, file]).sort(),
    ).toEqual(
      [
        ["missing", missing.sha256, store.fileOf(missing.sha256)],
        ["wrong-size", cutOff.sha256, store.fileOf(cutOff.sha256)],
        ["damaged", changed.sha256, store.fileOf(changed.sha256)],
        ["unreadable", aFolder.sha256, store.fileOf(aFolder.sha256)],
        ["damaged", big.sha256, store.fileOf(big.sha256)],
        ["unknown", unknown.sha256, store.fileOf(unknown.sha256)],
        ["unknown", null, stray],
      ].sort(),
    );
    for (const { file, message } of found) expect(message).toContain(file);
  });

  test("can be cancelled", async () => {
    await using folder = temporaryFolder();
    const store = createBitstreamStore(folder.path);
    const one = await store.ingest(bytes("one"));
    const check = store.checkFixity([one], {
      isReferenced: () => true,
      signal: AbortSignal.abort(),
    });
    await expect(gather(check)).rejects.toMatchObject({
      code: "run.cancelled",
    });
  });
});

describe("garbage collection", () => {
  test("removes what nothing refers to and is old enough, and nothing else", async () => {
    await using folder = temporaryFolder();
    const store = createBitstreamStore(folder.path);
    const results = await store.ingestMany(["kept", "old", "young"].map(bytes));
    const [kept, old, young] = results.map(content);
    if (!kept || !old || !young) throw new Error("not all were taken");
    for (const { sha256 } of [kept, old])
      utimesSync(store.fileOf(sha256), 1000, 1000);
    const leftOver = join(folder.path, "incoming", "left-over");
    const inUse = join(folder.path, "incoming", "in-use");
    writeFileSync(leftOver, "half a fi");
    writeFileSync(inUse, "half a fi");
    utimesSync(leftOver, 1000, 1000);
    const stray = join(folder.path, "notes.txt");
    writeFileSync(stray, "not ours");
    utimesSync(stray, 1000, 1000);

    const result = await store.removeUnreferenced(
      (sha256) => sha256 === kept.sha256,
      { graceMs: 60_000 },
    );
    expect(result).toMatchObject({ files: 1, bytes: 3, incoming: 1, young: 2 });
    expect([kept, old, young].map(({ sha256 }) => store.has(sha256))).toEqual([
      true,
      false,
      true,
    ]);
    expect([leftOver, inUse, stray].map((file) => existsSync(file))).toEqual([
      false,
      true,
      true,
    ]);
  });

  test.each([
    ["refer to", (file: string, looks: number) => looks > 1 && file !== ""],
    [
      "are about to refer to",
      (file: string, looks: number) => {
        // As storing the same content again does.
        if (looks > 1) utimesSync(file, new Date(), new Date());
        return false;
      },
    ],
  ])(
    "keeps what others %s from the moment it is taken",
    async (_case, look) => {
      await using folder = temporaryFolder();
      const store = createBitstreamStore(folder.path);
      const { sha256 } = await store.ingest(bytes("wanted again"));
      const file = store.fileOf(sha256);
      utimesSync(file, 1000, 1000);
      let looks = 0;
      const seen = (): boolean => look(file, ++looks);
      const result = await store.removeUnreferenced(seen, {
        graceMs: 60_000,
        isInUse() {
          seen();
          return false;
        },
      });
      expect(result).toMatchObject({ files: 0, young: 1 });
      expect(readFileSync(file, "utf8")).toBe("wanted again");
      expect(readdirSync(join(folder.path, "incoming"))).toEqual([]);
    },
  );

  test("gives back what is needed again, where taking it away was cut short", async () => {
    await using folder = temporaryFolder();
    const store = createBitstreamStore(folder.path);
    const { sha256 } = await store.ingest(bytes("on its way out"));
    const { sha256: other } = await store.ingest(bytes("not needed"));
    const incoming = join(folder.path, "incoming");
    for (const name of [sha256, other])
      renameSync(store.fileOf(name), join(incoming, `leaving-${name}-1`));
    const isReferenced = (asked: string): boolean => asked === sha256;
    await store.removeUnreferenced(isReferenced, { graceMs: 0, remove: false });
    expect(store.has(sha256)).toBe(false);
    const result = await store.removeUnreferenced(isReferenced, { graceMs: 0 });
    expect(result).toMatchObject({ files: 0, incoming: 1, incomingBytes: 10 });
    expect(readFileSync(store.fileOf(sha256), "utf8")).toBe("on its way out");
    expect(readdirSync(incoming)).toEqual([]);
  });

  test("gives back what a running export may need, where taking it away was cut short", async () => {
    await using folder = temporaryFolder();
    const store = createBitstreamStore(folder.path);
    const { sha256 } = await store.ingest(bytes("on its way out"));
    const incoming = join(folder.path, "incoming");
    renameSync(store.fileOf(sha256), join(incoming, `leaving-${sha256}-1`));
    const options = { graceMs: 0, isInUse: () => true };
    const result = await store.removeUnreferenced(() => false, options);
    expect(result).toMatchObject({ files: 0, incoming: 0 });
    expect(readFileSync(store.fileOf(sha256), "utf8")).toBe("on its way out");
    expect(readdirSync(incoming)).toEqual([]);
  });

  test("of a store that is not there yet does nothing", async () => {
    await using folder = temporaryFolder();
    const store = createBitstreamStore(join(folder.path, "none"));
    expect(await store.removeUnreferenced(() => false, { graceMs: 0 })).toEqual(
      { files: 0, bytes: 0, incoming: 0, incomingBytes: 0, young: 0, inUse: 0 },
    );
  });
});
