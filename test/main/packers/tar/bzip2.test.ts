import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bzip2Bytes,
  encodeBzip2,
} from "../../../../main/packers/tar/bzip2/encode.ts";
import { noise, prose } from "../pack-tree.ts";

/** What bzip2 itself makes of it; fails when it finds fault with it. */
function decode(packed: Uint8Array): Buffer {
  return execFileSync("bzip2", ["-dc"], {
    input: packed,
    maxBuffer: 1 << 28,
    stdio: ["pipe", "pipe", "pipe"],
  });
}

describe("bzip2", () => {
  it.each<[string, Buffer]>([
    ["nothing", Buffer.alloc(0)],
    ["one byte", Buffer.from("a")],
    ["two equal bytes", Buffer.from("aa")],
    ["every byte once", Buffer.from(Array.from({ length: 256 }, (_, i) => i))],
    ["one long run", Buffer.alloc(bzip2Bytes)],
    ["runs of four, which grow", Buffer.from("aaaabbbb".repeat(89_875))],
    [
      "runs of 255 and 256",
      Buffer.from(`${"x".repeat(255)}y${"x".repeat(256)}`),
    ],
    ["a short period", Buffer.from("abc".repeat(200_000))],
    ["noise", noise(bzip2Bytes, 1)],
    ["text", prose(bzip2Bytes, 2)],
    ["zeros before noise", Buffer.concat([Buffer.alloc(9000), noise(9000, 3)])],
  ])("reads what was made of %s", (_, content) => {
    expect(decode(encodeBzip2(content)).equals(content)).toBe(true);
  });

  it("reads what was made of anything short, stream after stream", () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      // Few different bytes make many equal rotations and runs.
      fc.array(fc.constantFrom(1, 2, 3), { maxLength: 300 }),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 20, maxLength: 40 }),
        (pieces) => {
          const contents = pieces.map((bytes) => Buffer.from(bytes));
          const packed = Buffer.concat(contents.map(encodeBzip2));
          expect(decode(packed).equals(Buffer.concat(contents))).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("compresses as well as bzip2", () => {
    const content = prose(600_000, 4);
    const { length } = execFileSync("bzip2", ["-9c"], { input: content });
    expect(encodeBzip2(content).length).toBeLessThan(length * 1.01);
  });
});
