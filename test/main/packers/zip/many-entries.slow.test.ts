import { openSync, closeSync, readSync } from "node:fs";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { TestItem, Workshop } from "../pack-tree.ts";
import { createWorkshop, textEntry } from "../pack-tree.ts";
import { objections, readWithPython } from "./zip-judges.ts";

let workshop: Workshop;
beforeEach(() => {
  workshop = createWorkshop();
});
afterEach(() => {
  workshop.remove();
});

function blocksOf(entries: number): TestItem[][] {
  const blocks: TestItem[][] = [];
  for (let from = 0; from < entries; from += 5000) {
    const count = Math.min(5000, entries - from);
    const path = (number: number) => `root/${String(from)}/${String(number)}`;
    blocks.push([
      {
        entries: Array.from({ length: count }, (_, number) =>
          textEntry(path(number), "x"),
        ),
      },
    ]);
  }
  return blocks;
}

/** Whether the archive ends with the ZIP64 records. */
function endsWithZip64(size: number): boolean {
  const bytes = Buffer.alloc(42);
  const descriptor = openSync(workshop.partFile, "r");
  readSync(descriptor, bytes, 0, 42, size - 42);
  closeSync(descriptor);
  return bytes.readUInt32LE(0) === 0x07064b50;
}

it.each([
  [65_534, false],
  [70_000, true],
])(
  "holds %i entries, with ZIP64 only when they need it",
  async (entries, zip64) => {
    const result = await workshop.pack(blocksOf(entries));
    expect(result.counts.entries).toBe(entries);
    expect(endsWithZip64(result.size)).toBe(zip64);
    expect(readWithPython(workshop.partFile).length).toBe(entries);
    if (entries === 70_000)
      expect(objections(workshop.partFile, entries)).toEqual([]);
  },
);
