import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { combineCrc32 } from "../../../../main/packers/crc32-combine.ts";
import { isWorthDeflating } from "../../../../main/packers/zip/compressibility.ts";
import type { RecordFacts } from "../../../../main/packers/zip/records.ts";
import {
  centralNameAt,
  endOfArchive,
  localNameAt,
  relocate,
  writeCentralRecord,
  writeLocalHeader,
} from "../../../../main/packers/zip/records.ts";
import { noise } from "../pack-tree.ts";

const limit = 0xffffffff;
const sizes = fc.oneof(
  fc.nat(),
  fc.integer({ min: limit - 2, max: limit + 2 }),
  fc.integer({ min: 0, max: 2 ** 50 }),
);

function factsOf(size: number, compressedSize: number): RecordFacts {
  return {
    time: 0x58c16000,
    method: 8,
    crc32: 0xdeadbeef,
    size,
    compressedSize,
  };
}

/** Reads a number that is either in its field or, when that holds the mark, next in the ZIP64 field. */
function reader(
  bytes: Buffer,
  extraAt: number,
  extraLength: number,
): (field: number) => number {
  let at = extraAt + 4;
  if (extraLength > 0) {
    expect(bytes.readUInt16LE(extraAt)).toBe(1);
    expect(bytes.readUInt16LE(extraAt + 2)).toBe(extraLength - 4);
  }
  return (field) => {
    const short = bytes.readUInt32LE(field);
    if (short !== limit) return short;
    expect(at + 8).toBeLessThanOrEqual(extraAt + extraLength);
    at += 8;
    return Number(bytes.readBigUInt64LE(at - 8));
  };
}

describe("records", () => {
  it("say every size and offset, with ZIP64 exactly when a number needs it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(sizes, sizes, sizes), { minLength: 1, maxLength: 6 }),
        sizes,
        (entries, start) => {
          const records = Buffer.alloc(10_000);
          let length = 0;
          for (const [size, compressedSize] of entries) {
            records.write("name", centralNameAt(length));
            length += writeCentralRecord(
              records,
              length,
              4,
              factsOf(size, compressedSize),
            );
          }
          const offsets = Float64Array.from(entries, ([, , offset]) => offset);
          const done = relocate(records.subarray(0, length), offsets, start);
          let at = 0;
          for (const [size, compressedSize, offset] of entries) {
            const extra = done.readUInt16LE(at + 30);
            expect(done.toString("utf8", at + 46, at + 50)).toBe("name");
            const read = reader(done, at + 50, extra);
            expect([read(at + 24), read(at + 20), read(at + 42)]).toEqual([
              size,
              compressedSize,
              start + offset,
            ]);
            const large = [size, compressedSize, start + offset].filter(
              (value) => value >= limit,
            ).length;
            expect(extra).toBe(large === 0 ? 0 : 4 + 8 * large);
            expect(done.readUInt16LE(at + 6)).toBe(large === 0 ? 20 : 45);
            at += 50 + extra;
          }
          expect(at).toBe(done.length);
        },
      ),
    );
  });

  it("have both sizes in the ZIP64 field of a local header", () => {
    fc.assert(
      fc.property(sizes, sizes, (size, compressedSize) => {
        const bytes = Buffer.alloc(100);
        bytes.write("name", localNameAt(0));
        const length = writeLocalHeader(
          bytes,
          0,
          4,
          factsOf(size, compressedSize),
        );
        const zip64 = size >= limit || compressedSize >= limit;
        expect(length).toBe(zip64 ? 54 : 34);
        const read = reader(bytes, 34, length - 34);
        expect([read(22), read(18)]).toEqual([size, compressedSize]);
        if (zip64)
          expect([bytes.readUInt32LE(18), bytes.readUInt32LE(22)]).toEqual([
            limit,
            limit,
          ]);
      }),
    );
  });

  it("end with ZIP64 from the first number on that does not fit", () => {
    expect(endOfArchive(0xfffe, limit - 1, limit - 1).length).toBe(22);
    expect(endOfArchive(0xffff, 1, 1).length).toBe(98);
    expect(endOfArchive(1, limit, 1).length).toBe(98);
    expect(endOfArchive(1, 1, limit).length).toBe(98);
  });
});

describe("CRC-32 of two pieces", () => {
  it("is that of the whole", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 5000 }),
        fc.uint8Array({ maxLength: 5000 }),
        (first, second) => {
          const whole = crc32(second, crc32(first));
          expect(combineCrc32(crc32(first), crc32(second), second.length)).toBe(
            whole,
          );
        },
      ),
    );
  });

  it("holds for lengths beyond 32 bits", () => {
    // Zeros in steps: one power of two after the other must agree with doubling.
    let sum = crc32(Buffer.alloc(1024));
    let length = 1024;
    for (; length < 2 ** 40; length *= 2) sum = combineCrc32(sum, sum, length);
    let other = crc32(Buffer.alloc(1024 * 3));
    let otherLength = 1024 * 3;
    while (otherLength < length - 1024) {
      const step = Math.min(otherLength, length - 1024 - otherLength);
      const zeros = zerosSum(step);
      other = combineCrc32(other, zeros, step);
      otherLength += step;
    }
    expect(combineCrc32(other, crc32(Buffer.alloc(1024)), 1024)).toBe(sum);
  });
});

/** CRC-32 of so many zeros, a multiple of 1024, from its binary digits. */
function zerosSum(length: number): number {
  let sum = 0;
  let part = crc32(Buffer.alloc(1024));
  let partLength = 1024;
  for (let rest = length / 1024; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) sum = combineCrc32(sum, part, partLength);
    part = combineCrc32(part, part, partLength);
    partLength *= 2;
  }
  return sum;
}

describe("whether deflating is worth while", () => {
  it.each([1024, 1500, 2048, 4096, 5000, 20_000, 2_000_000])(
    "is denied for %i random bytes",
    (size) => {
      for (let seed = 1; seed < 30; seed += 1) {
        const bytes = noise(Math.min(size, 200_000), seed);
        const sample = (offset: number, length: number) => {
          const at = offset % (bytes.length - length + 1);
          return bytes.subarray(at, at + length);
        };
        expect(isWorthDeflating(size, undefined, sample)).toBe(false);
      }
    },
  );

  it("is granted for base64 and for random bytes that lack a few values", () => {
    const base64 = Buffer.from(noise(30_000, 1).toString("base64"));
    const lacking = noise(40_000, 2).map((byte) => byte % 200);
    for (const bytes of [base64, lacking]) {
      const sample = (offset: number, length: number) =>
        bytes.subarray(offset, offset + length);
      expect(
        isWorthDeflating(bytes.length, "application/octet-stream", sample),
      ).toBe(true);
    }
  });
});
