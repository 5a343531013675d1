import { describe, expect, test } from "vitest";
import { rawZip, type RawZip } from "../../support/raw-zip.ts";
import { seeBytes } from "../../support/read-archive.ts";

const entries = [
  { name: "a", content: "first" },
  { name: "b", content: "second" },
];
const elsewhere = {
  countHere: 0xffff,
  count: 0xffff,
  size: 0xffffffff,
  offset: 0xffffffff,
};

/** A digital signature, which is part of the directory. */
const signature = Buffer.from([0x50, 0x4b, 5, 5, 3, 0, 1, 2, 3]);
const recordsLength = 2 * 47;

describe("the records at the end of an archive", () => {
  test.each<[string, RawZip]>([
    ["as they should be", {}],
    ["with a ZIP64 form that says it all", { wideEnd: {}, end: elsewhere }],
    ["with a ZIP64 form that says it again", { wideEnd: {} }],
    [
      "after a digital signature",
      {
        afterRecords: signature,
        end: { size: recordsLength + signature.length },
      },
    ],
  ])("are fine %s", async (_, zip) => {
    const seen = await seeBytes(rawZip(entries, zip));
    expect([seen.refused, seen.message, seen.entries.length]).toEqual([
      null,
      "",
      2,
    ]);
  });

  test.each<[string, RawZip, RegExp]>([
    ["size", { end: { size: 5 } }, /end record puts the directory at bytes/],
    ["size", { end: { size: 93 } }, /end record puts the directory at bytes/],
    ["count here", { end: { countHere: 1 } }, /2 entries, of which 1 is/],
    ["disk", { end: { disk: 3 } }, /disk number: 3/],
    ["disk of the directory", { end: { startDisk: 1 } }, /begins on disk 1/],
    [
      "ZIP64 size",
      { end: elsewhere, wideEnd: { size: 5 } },
      /ZIP64 end record puts the directory at bytes/,
    ],
    [
      "ZIP64 count here",
      { end: elsewhere, wideEnd: { countHere: 1 } },
      /2 entries, of which 1 is/,
    ],
    [
      "ZIP64 disk of the directory",
      { end: { ...elsewhere, startDisk: 0xffff }, wideEnd: { startDisk: 1 } },
      /begins on disk 1/,
    ],
    [
      "ZIP64 record size",
      { end: elsewhere, wideEnd: { recordSize: 45 } },
      /says that it ends at byte/,
    ],
    [
      "ZIP64 record offset",
      { end: elsewhere, wideEnd: { recordOffset: 5 } },
      /ZIP64|zip64/,
    ],
    [
      "locator's number of disks",
      { end: elsewhere, wideEnd: { disks: 2 } },
      /locator of its ZIP64 end record speaks of 2 disks/,
    ],
    [
      "count that differs from the ZIP64 form",
      { end: { count: 1, countHere: 1 }, wideEnd: {} },
      /the number of entries on this disk is 1 in its end record and 2 in/,
    ],
    [
      "size that differs from the ZIP64 form",
      { end: { ...elsewhere, size: 7 }, wideEnd: {} },
      /the size of the directory is 7 in its end record and 94 in/,
    ],
    [
      "signature longer than there is room",
      {
        afterRecords: Buffer.from([0x50, 0x4b, 5, 5, 9, 0, 1, 2, 3]),
        end: { size: recordsLength + 9 },
      },
      /does not end where its end record says/,
    ],
  ])("are refused with another %s", async (_, zip, message) => {
    const seen = await seeBytes(rawZip(entries, zip));
    expect([seen.refused, seen.entries.length]).toEqual(["archive.damaged", 0]);
    expect(seen.message).toMatch(message);
  });
});
