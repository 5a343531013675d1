import { expect, test } from "vitest";
import {
  decided,
  mergeMetadata,
} from "../../renderer/views/collections/item/merge-metadata.ts";
import { textStart } from "../../renderer/views/collections/item/text-start.ts";
import { previewKind } from "../../renderer/views/collections/item/preview-kind.ts";

const values = (...texts: string[]) =>
  texts.map((value) => ({
    value,
    language: null,
    authority: null,
    confidence: -1,
  }));

test("what only one of two people has changed is kept; what both have is asked", () => {
  const base = {
    a: values("1"),
    b: values("1"),
    c: values("1"),
    d: values("1"),
  };
  const mine = {
    a: values("2"),
    b: values("1"),
    c: values("2"),
    e: values("x"),
  };
  const theirs = {
    a: values("1"),
    b: values("3"),
    c: values("3"),
    e: values("x"),
  };
  const merged = mergeMetadata(base, mine, theirs);
  expect(merged.fields).toEqual({
    a: values("2"),
    b: values("3"),
    e: values("x"),
  });
  expect(merged.conflicts).toEqual([
    { name: "c", mine: values("2"), theirs: values("3") },
  ]);
  const kept = (choice: "mine" | "theirs" | "both") =>
    decided(merged, { c: choice })["c"];
  expect(kept("mine")).toEqual(values("2"));
  expect(kept("theirs")).toEqual(values("3"));
  expect(kept("both")).toEqual(values("3", "2"));
});

test("a field that both have emptied is gone", () => {
  const merged = mergeMetadata({ a: values("1") }, {}, { a: values("2") });
  expect(merged.conflicts).toHaveLength(1);
  expect(decided(merged, { a: "mine" })).toEqual({});
});

test("the beginning of a file is text, in whichever encoding, or it is none", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  expect(textStart(bytes("Grüße"), 7)).toEqual({ text: "Grüße", cut: false });
  // A character cut in two at the end.
  expect(textStart(bytes("Grü").subarray(0, 3), 9)).toEqual({
    text: "Gr",
    cut: true,
  });
  expect(textStart(Uint8Array.of(0x47, 0xfc), 2)?.text).toBe("Gü");
  expect(textStart(Uint8Array.of(0xff, 0xfe, 0x47, 0), 4)?.text).toBe("G");
  expect(textStart(Uint8Array.of(0x50, 0x4b, 0, 1), 4)).toBeNull();
});

test.each([
  ["image/svg+xml", "a.svg", "image"],
  ["text/html", "a.html", "text"],
  ["application/pdf", "a.pdf", "pdf"],
  ["video/mp4", "a.mp4", "video"],
  ["application/octet-stream", "notes.md", "text"],
  ["application/zip", "a.zip", null],
  ["image/tiff", "a.tif", null],
])("%s is shown as it can be", (mimeType, name, kind) => {
  expect(previewKind({ mimeType, name })).toBe(kind);
});
