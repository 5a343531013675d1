import {
  appendFileSync,
  existsSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PackCheckpoint } from "../../../../main/packers/packer.ts";
import type { TestItem, Workshop } from "../pack-tree.ts";
import { createWorkshop, noise, noon, prose, textEntry } from "../pack-tree.ts";

let workshop: Workshop;
let blocks: TestItem[][];
beforeEach(() => {
  workshop = createWorkshop();
  blocks = Array.from({ length: 8 }, (_, block) =>
    Array.from({ length: 3 }, (_, item): TestItem => {
      const folder = `root/item_${String(block)}_${String(item)}`;
      const seed = block * 3 + item;
      const large =
        block === 5 && item === 1
          ? prose(17_200_000, seed)
          : prose(20_000, seed);
      return {
        entries: [
          textEntry(`${folder}/contents`, `file\n${folder}`),
          {
            path: `${folder}/text`,
            mtime: noon,
            content: workshop.addBitstream(large),
          },
          {
            path: `${folder}/noise`,
            mtime: noon,
            content: workshop.addBitstream(noise(5_000, seed)),
          },
          {
            path: `${folder}/gone`,
            mtime: noon,
            content: { sha256: "f".repeat(64), size: 1, crc32: 1 },
          },
        ],
      };
    }),
  );
});
afterEach(() => {
  workshop.remove();
});

/** Everything a run leaves behind that somebody reads. */
function results(): string[] {
  return [workshop.partFile, workshop.manifestFile, workshop.problemsFile].map(
    (file) => readFileSync(file, "latin1"),
  );
}

/** Runs until the block's checkpoint and stops there. */
async function stopAfter(stopBlock: number): Promise<PackCheckpoint> {
  const stop = new AbortController();
  const saved: PackCheckpoint[] = [];
  const run = workshop.pack(blocks, {
    signal: stop.signal,
    saveCheckpoint: (checkpoint) => {
      saved.push(JSON.parse(JSON.stringify(checkpoint)) as PackCheckpoint);
      if (checkpoint.counts.blocks === stopBlock) stop.abort();
    },
  });
  await expect(run).rejects.toMatchObject({ code: "run.cancelled" });
  const last = saved.at(-1);
  if (last === undefined) throw new Error("There was no checkpoint.");
  return last;
}

describe("a run that was stopped", () => {
  it("goes on from any checkpoint to the same bytes", async () => {
    const whole = await workshop.pack(blocks);
    const wanted = results();
    for (let block = 1; block <= blocks.length; block += 1) {
      const checkpoint = await stopAfter(block);
      // What a killed process may have written after its last checkpoint.
      for (const file of [
        workshop.partFile,
        workshop.manifestFile,
        workshop.problemsFile,
      ]) {
        appendFileSync(file, noise(1000, block));
      }
      appendFileSync(
        join(workshop.folder, "central-directory.spool"),
        noise(100, block),
      );
      const resumed = await workshop.pack(blocks, {
        resumeFrom: checkpoint,
        threads: 1 + (block % 3),
      });
      expect(resumed.checkpoints.length).toBe(blocks.length - block);
      expect(resumed).toMatchObject({
        sha256: whole.sha256,
        crc32: whole.crc32,
        size: whole.size,
        counts: whole.counts,
      });
      expect(results()).toEqual(wanted);
    }
  });

  it("has in its files what a checkpoint names, at the moment it is saved", async () => {
    let seen = 0;
    await workshop.pack(blocks, {
      saveCheckpoint: (checkpoint) => {
        const lengths = ["archive", "manifest", "problems"].map(
          (name) => (checkpoint[name] as { readonly length: number }).length,
        );
        expect(results().map((content) => content.length)).toEqual(lengths);
        seen += 1;
      },
    });
    expect(seen).toBe(blocks.length);
  });

  it.each([
    [
      "the archive is cut off",
      () => {
        truncateSync(workshop.partFile, 1000);
      },
    ],
    [
      "the archive is gone",
      () => {
        rmSync(workshop.partFile);
      },
    ],
    [
      "a byte of the archive has changed",
      () => {
        const bytes = readFileSync(workshop.partFile);
        bytes[50] = (bytes[50] ?? 0) ^ 1;
        writeFileSync(workshop.partFile, bytes);
      },
    ],
    [
      "the directory spool is gone",
      () => {
        rmSync(join(workshop.folder, "central-directory.spool"));
      },
    ],
    [
      "the manifest is empty",
      () => {
        writeFileSync(workshop.manifestFile, "");
      },
    ],
  ])("begins anew when %s", async (_, damage) => {
    const checkpoint = await stopAfter(3);
    damage();
    const resumed = await workshop.pack(blocks, { resumeFrom: checkpoint });
    expect(resumed.checkpoints.length).toBe(blocks.length);
    const found = results();
    const whole = await workshop.pack(blocks);
    expect(resumed.sha256).toBe(whole.sha256);
    expect(found).toEqual(results());
  });

  it("begins anew when the plan is another one", async () => {
    const checkpoint = await stopAfter(3);
    const resumed = await workshop.pack(blocks.slice(0, 6), {
      resumeFrom: checkpoint,
    });
    expect(resumed.checkpoints.length).toBe(6);
  });

  it("leaves no working file of its own when it is done", async () => {
    await workshop.pack(blocks.slice(0, 2));
    expect(existsSync(join(workshop.folder, "central-directory.spool"))).toBe(
      false,
    );
  });
});
