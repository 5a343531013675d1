import { randomBytes } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import { expect, it } from "vitest";
import {
  createSmallDeflater,
  mostDeflatedHere,
} from "../../../main/packers/small-deflate.ts";

/** Entries of all kinds: none, short, long, alike, random. */
const entries = [0, 1, 3, 100, 5000, 40_000, mostDeflatedHere].flatMap(
  (size) => [
    Buffer.alloc(size, "a metadata value, and "),
    randomBytes(size),
    Buffer.alloc(size, randomBytes(700)),
  ],
);

const syllables = ["ing", "and", "the", "er", "ion", "st", "ou", "al", "pr"];

/** A short text of syllables and letters, another one for each number. */
function shortText(number: number): Buffer {
  let state = number;
  const below = (most: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) % most;
  };
  const length = 600 + below(900);
  let text = "";
  while (text.length < length) {
    text += syllables[below(syllables.length)] ?? "";
    if (below(3) === 0) text += " ";
    if (below(4) === 0) text += String.fromCharCode(97 + below(26));
  }
  return Buffer.from(text.slice(0, length));
}

it("deflates one entry after the other, each a stream of its own", () => {
  const small = createSmallDeflater();
  small.begin();
  for (const entry of entries) {
    const packed = Buffer.from(small.deflate(entry));
    expect(inflateRawSync(packed).equals(entry)).toBe(true);
    expect(() => inflateRawSync(packed.subarray(0, -1))).toThrow();
  }
});

it("gives the same bytes for the same block, whatever was packed before", () => {
  const small = createSmallDeflater();
  const pack = (block: readonly Buffer[]) => {
    small.begin();
    return block.map((entry) => Buffer.from(small.deflate(entry)));
  };
  // A used engine is seen in a few of a hundred such texts.
  const block = Array.from({ length: 300 }, (_, number) => shortText(number));
  const fresh = pack(block);
  pack([...block].reverse());
  expect(pack(block)).toEqual(fresh);
});
