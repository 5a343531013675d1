import { expect, test } from "vitest";
import { compareText } from "../../../main/domain/compare-text.ts";

test("texts are in the order of their bytes, whatever characters they have", () => {
  const texts = [
    "",
    "a",
    "ab",
    "b",
    "é",
    "中",
    "\ufffd",
    "😀",
    "a😀",
    "a\uffee",
  ];
  for (const one of texts)
    for (const other of texts)
      expect(Math.sign(compareText(one, other)), `${one} ${other}`).toBe(
        Buffer.compare(Buffer.from(one), Buffer.from(other)),
      );
});
