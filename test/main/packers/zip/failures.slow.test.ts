import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Problem } from "../../../../main/domain/run.ts";
import type {
  TestBitstream,
  TestEntry,
  TestItem,
  Workshop,
} from "../pack-tree.ts";
import { createWorkshop, noise, noon, prose, textEntry } from "../pack-tree.ts";
import { objections, readWithPython } from "./zip-judges.ts";

let workshop: Workshop;
beforeEach(() => {
  workshop = createWorkshop();
});
afterEach(() => {
  workshop.remove();
});

function bitstreamEntry(
  path: string,
  bytes: Uint8Array,
): TestEntry & { readonly content: TestBitstream } {
  return { path, mtime: noon, content: workshop.addBitstream(bytes) };
}

function problems(): Problem[] {
  return readFileSync(workshop.problemsFile, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Problem);
}

describe("a bitstream that is not as the catalog says", () => {
  it.each([
    [
      "missing",
      "bitstream.missing",
      /missing/,
      (file: string) => {
        rmSync(file);
      },
    ],
    [
      "shorter",
      "bitstream.damaged",
      /29999 bytes long, the catalog says 30000/,
      (file: string) => {
        writeFileSync(file, readFileSync(file).subarray(0, -1));
      },
    ],
    [
      "longer",
      "bitstream.damaged",
      /30002 bytes long, the catalog says 30000/,
      (file: string) => {
        appendFileSync(file, "ab");
      },
    ],
    [
      "changed",
      "bitstream.damaged",
      /CRC-32 is [0-9a-f]{8}, the catalog says [0-9a-f]{8}/,
      (file: string) => {
        const bytes = readFileSync(file);
        bytes[7] = (bytes[7] ?? 0) ^ 1;
        writeFileSync(file, bytes);
      },
    ],
    [
      "a folder",
      "bitstream.damaged",
      /EISDIR/,
      (file: string) => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
  ])(
    "is left out and named when it is %s; the rest is packed",
    async (_, code, message, damage) => {
      const bad = bitstreamEntry("root/1/bad", noise(30_000, 1));
      const large = bitstreamEntry("root/1/large", noise(17_000_000, 2));
      damage(join(workshop.store, bad.content.sha256));
      appendFileSync(join(workshop.store, large.content.sha256), "!");
      const good = bitstreamEntry("root/1/good", prose(30_000, 3));
      const result = await workshop.pack([
        [{ entries: [textEntry("root/1/contents", "x"), bad, large, good] }],
        [{ entries: [textEntry("root/2/contents", "y")] }],
      ]);
      expect(problems()).toEqual([
        expect.objectContaining({
          code,
          object: "root/1/bad",
          message: expect.stringMatching(message) as string,
        }),
        expect.objectContaining({
          code: "bitstream.damaged",
          object: "root/1/large",
          message: expect.stringMatching(/17000001 bytes/) as string,
        }),
      ]);
      const names = readWithPython(workshop.partFile).map(({ name }) => name);
      expect(names).toEqual([
        "root/1/contents",
        "root/1/good",
        "root/2/contents",
      ]);
      expect(result.counts).toMatchObject({ files: 1, entries: 3, items: 2 });
      expect(objections(workshop.partFile, 3)).toEqual([]);
    },
  );
});

describe("a run that cannot go on", () => {
  it("says which path must not be in a package", async () => {
    const paths = [
      "",
      "/etc/passwd",
      "root/../x",
      "..",
      "root/./x",
      "a//b",
      "a/",
      "C:/x",
      "a\\b",
      "a\nb",
      "a\u0000",
      "\ud800",
    ];
    for (const path of paths) {
      const run = workshop.pack([[{ entries: [textEntry(path, "x")] }]]);
      await expect(run, JSON.stringify(path)).rejects.toMatchObject({
        code: "archive.unsafe",
      });
    }
    const long = workshop.pack([
      [{ entries: [textEntry(`root/${"ü".repeat(40_000)}`, "x")] }],
    ]);
    await expect(long).rejects.toMatchObject({ code: "archive.unsafe" });
  });

  it("says which path is in one item twice", async () => {
    for (const [one, other] of [
      ["a", "A"],
      ["\u00fc", "u\u0308"],
      ["\u00dc", "u\u0308"],
    ] as const) {
      const entries = [
        textEntry(`root/${one}`, "x"),
        textEntry(`root/${other}`, "y"),
      ];
      await expect(workshop.pack([[{ entries }]])).rejects.toMatchObject({
        code: "archive.entry-invalid",
        object: `root/${other}`,
      });
    }
    const twoItems = [
      { entries: [textEntry("root/1/a", "x")] },
      { entries: [textEntry("root/2/a", "y")] },
    ];
    await expect(workshop.pack([twoItems])).resolves.toMatchObject({
      counts: { entries: 2 },
    });
  });

  it("tells a bug of a producer as it is", async () => {
    const run = workshop.pack([
      [{ entries: [] }],
      [{ entries: [], bug: "no such column" }],
    ]);
    await expect(run).rejects.toThrow("no such column");
  });

  it("notices a thread that dies", async () => {
    const blocks: TestItem[][] = [
      [{ entries: [] }],
      [{ entries: [], exit: 9 }],
      [{ entries: [] }],
    ];
    await expect(workshop.pack(blocks)).rejects.toThrow(
      /ended before its work was done/,
    );
  });

  it("fails when a file changes between check and packing", async () => {
    const entry = bitstreamEntry("root/1/large", noise(60_000_000, 4));
    const file = join(workshop.store, entry.content.sha256);
    let touched = false;
    const run = workshop.pack([[{ entries: [entry] }]], {
      onProgress: ({ bytes }) => {
        // The first bytes are in the archive, so the check is over; the last ones are still to be read.
        if (touched || bytes === 0) return;
        touched = true;
        const bytesNow = readFileSync(file);
        bytesNow[bytesNow.length - 1] = (bytesNow.at(-1) ?? 0) ^ 1;
        writeFileSync(file, bytesNow);
      },
    });
    await expect(run).rejects.toMatchObject({
      code: "bitstream.damaged",
      object: file,
    });
  });

  it("names the folder that does not exist and the file that cannot be written", async () => {
    const gone = join(workshop.folder, "gone", "x.part");
    await expect(workshop.pack([], { partFile: gone })).rejects.toMatchObject({
      code: "file.unwritable",
      object: gone,
    });
    const closed = join(workshop.folder, "closed");
    mkdirSync(closed);
    chmodSync(closed, 0o500);
    const inside = join(closed, "x.part");
    if (process.getuid?.() !== 0) {
      await expect(
        workshop.pack([], { partFile: inside }),
      ).rejects.toMatchObject({ code: "file.unwritable" });
    }
    await expect(workshop.pack([], { partFile: closed })).rejects.toMatchObject(
      { code: "file.unwritable" },
    );
  });

  const canMount = process.platform === "linux" && process.getuid?.() === 0;
  it("says so when the disk is full", async () => {
    if (!canMount) {
      const run = workshop.pack([[{ entries: [textEntry("root/a", "x")] }]], {
        problemsFile: "/dev/full",
      });
      await expect(run).rejects.toMatchObject({
        code: expect.stringMatching(/disk.full|file.unwritable/) as string,
      });
      return;
    }
    const disk = join(workshop.folder, "disk");
    mkdirSync(disk);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=3m", "tmpfs", disk]);
    try {
      const partFile = join(disk, "package.zip.part");
      const blocks = [1, 2, 3, 4].map((n) => [
        {
          entries: [bitstreamEntry(`root/${String(n)}/x`, noise(1_500_000, n))],
        },
      ]);
      await expect(workshop.pack(blocks, { partFile })).rejects.toMatchObject({
        code: "disk.full",
        object: partFile,
      });
      // A smaller package fits, in the place of what was left behind.
      const fits = await workshop.pack(blocks.slice(0, 1), { partFile });
      expect(statSync(partFile).size).toBe(fits.size);
    } finally {
      execFileSync("umount", [disk]);
    }
  });
});

describe("cancelling", () => {
  it("does nothing at all when the run was cancelled before", async () => {
    const run = workshop.pack([[{ entries: [] }]], {
      signal: AbortSignal.abort(),
    });
    await expect(run).rejects.toMatchObject({ code: "run.cancelled" });
    expect(existsSync(workshop.partFile)).toBe(false);
  });

  it.each([
    ["stored", () => noise(90_000_000, 6)],
    ["deflated", () => prose(90_000_000, 7)],
  ])(
    "stops in the middle of a large %s file, and every thread with it",
    async (_, content) => {
      const entry = bitstreamEntry("root/1/large", content());
      const others = [1, 2, 3].map((n) => [
        { entries: [textEntry(`root/x${String(n)}/a`, "x")] },
      ]);
      const stop = new AbortController();
      const threads: Worker[] = [];
      const ended = new Set<Worker>();
      let bytesThen = 0;
      const run = workshop.pack([[{ entries: [entry] }], ...others], {
        signal: stop.signal,
        spawn: (start) => {
          const worker = new Worker(
            new URL("../tree-thread.ts", import.meta.url),
            {
              workerData: {
                start,
                planFile: join(workshop.folder, "plan.json"),
                store: workshop.store,
              },
              execArgv: [],
            },
          );
          worker.on("exit", () => ended.add(worker));
          threads.push(worker);
          return worker;
        },
        onProgress: ({ bytes }) => {
          if (bytes === 0) return;
          bytesThen = bytes;
          stop.abort();
        },
      });
      await expect(run).rejects.toMatchObject({ code: "run.cancelled" });
      expect(bytesThen).toBeGreaterThan(0);
      expect(bytesThen).toBeLessThan(entry.content.size / 2);
      // No thread is at work any more; left alone, each comes to its end.
      await vi.waitFor(() => {
        expect(ended.size).toBe(threads.length);
      });
      expect(statSync(workshop.partFile).size).toBeLessThan(
        entry.content.size / 2,
      );
    },
  );

  it("stops in the middle of a large closing entry", async () => {
    const file = join(workshop.folder, "large");
    writeFileSync(file, prose(60_000_000, 7));
    const stop = new AbortController();
    const run = workshop.pack([], {
      signal: stop.signal,
      async *closing() {
        await Promise.resolve();
        setTimeout(() => {
          stop.abort();
        }, 150);
        yield {
          path: "root/large",
          mtime: noon,
          source: { kind: "file", file },
        };
      },
    });
    await expect(run).rejects.toMatchObject({ code: "run.cancelled" });
  });
});
