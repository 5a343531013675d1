import { expect, test } from "vitest";
import { createJsonElements } from "../../../main/domain/json-elements.ts";

test("elements that come in pieces are whole, though the reader fills its buffer again", () => {
  const elements = ["first", "x".repeat(100), { list: [1, "]", "\\"] }];
  const text = Buffer.from(JSON.stringify(elements));
  const found: unknown[] = [];
  const reader = createJsonElements((element) => {
    found.push(JSON.parse(Buffer.from(element).toString("utf8")));
  }, 1000);
  const buffer = Buffer.alloc(16);
  for (let at = 0; at < text.length; at += buffer.length) {
    const length = text.copy(buffer, 0, at, at + buffer.length);
    reader.update(buffer.subarray(0, length));
  }
  reader.end();
  expect(found).toEqual(elements);
});
