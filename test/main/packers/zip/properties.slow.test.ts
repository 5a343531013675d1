import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { TestItem, Workshop } from "../pack-tree.ts";
import { createWorkshop, noise, prose } from "../pack-tree.ts";
import { readWithPython } from "./zip-judges.ts";

let workshop: Workshop;
beforeAll(() => {
  workshop = createWorkshop();
});
afterAll(() => {
  workshop.remove();
});

const name = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 30 })
  .filter((text) => !/[\p{Cc}\\/]|^\.{1,2}$|^[A-Za-z]:/u.test(text));

const content = fc.oneof(
  { weight: 6, arbitrary: fc.uint8Array({ maxLength: 300 }) },
  {
    weight: 3,
    arbitrary: fc
      .record({ size: fc.nat(40_000), seed: fc.nat(50), text: fc.boolean() })
      .map(({ size, seed, text }) =>
        text ? prose(size, seed) : noise(size, seed),
      ),
  },
  // Around the borders of slabs and pieces.
  {
    weight: 1,
    arbitrary: fc
      .record({
        over: fc.integer({ min: -200, max: 200 }),
        mebibytes: fc.integer({ min: 1, max: 3 }),
        text: fc.boolean(),
      })
      .map(({ over, mebibytes, text }) => {
        const size = mebibytes * 1024 * 1024 + over;
        return text ? prose(size, mebibytes) : noise(size, mebibytes);
      }),
  },
);

const file = fc.record({
  name,
  content,
  bitstream: fc.boolean(),
  mtime: fc.integer({ min: -1e12, max: 5e12 }),
});

const plan = fc.array(
  fc.array(fc.array(file, { maxLength: 5 }), { maxLength: 4 }),
  { maxLength: 5 },
);

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

it("holds whatever it is given, in order, the same with one thread and three", async () => {
  await fc.assert(
    fc.asyncProperty(plan, async (blocks) => {
      const wanted: { name: string; size: number; sha256: string }[] = [];
      const items = blocks.map((block, blockNumber) =>
        block.map((files, itemNumber): TestItem => ({
          entries: files.map((made, number) => {
            const path = `root/${String(blockNumber)}-${String(itemNumber)}/${String(number)}${made.name}`;
            wanted.push({
              name: path,
              size: made.content.length,
              sha256: sha256(made.content),
            });
            return {
              path,
              mtime: made.mtime,
              content: made.bitstream
                ? workshop.addBitstream(made.content)
                : Buffer.from(made.content).toString("base64"),
            };
          }),
        })),
      );
      const first = await workshop.pack(items, { threads: 3 });
      const second = await workshop.pack(items, { threads: 1 });
      expect(second.sha256).toBe(first.sha256);
      expect(sha256(readFileSync(workshop.partFile))).toBe(first.sha256);
      const seen = readWithPython(workshop.partFile).map(
        ({ name, size, sha256 }) => ({ name, size, sha256 }),
      );
      expect(seen).toEqual(wanted);
    }),
    { numRuns: 12 },
  );
});
