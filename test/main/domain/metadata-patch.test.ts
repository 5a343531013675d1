import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MetadataEntries } from "../../../main/domain/metadata-map.ts";
import {
  applyPatch,
  readEntries,
  type PatchOperation,
} from "../../../main/domain/metadata-patch.ts";

const plain = { language: null, authority: null, confidence: -1 };
const entry = (value: string) => ({ value, ...plain });
const start = readEntries({
  "dc.title": ["A"],
  "dc.subject": [
    "one",
    { value: "two", language: "en", authority: "x", confidence: 600 },
    "three",
  ],
});
/** The subjects after a patch, or all fields where it is about others. */
const subjects = (entries: MetadataEntries) =>
  entries.get("dc.subject")?.map(({ value }) => value) ?? [];
const patch = (...operations: readonly PatchOperation[]) =>
  applyPatch(start, operations);
const at = (path: string) => `/metadata/dc.subject${path}`;

describe("§10: what each operation does", () => {
  it.each<[string, PatchOperation, readonly string[]]>([
    [
      "add a list: exactly these",
      { op: "add", path: at(""), value: [entry("x"), "y"] },
      ["x", "y"],
    ],
    [
      "add an object: append",
      { op: "add", path: at(""), value: entry("x") },
      ["one", "two", "three", "x"],
    ],
    [
      "add a text: append",
      { op: "add", path: at(""), value: "x" },
      ["one", "two", "three", "x"],
    ],
    [
      "add with a slash at the end (§1.6): append",
      { op: "add", path: at("/"), value: entry("x") },
      ["one", "two", "three", "x"],
    ],
    [
      "add at -: append",
      { op: "add", path: at("/-"), value: entry("x") },
      ["one", "two", "three", "x"],
    ],
    [
      "add at a place: before it",
      { op: "add", path: at("/1"), value: entry("x") },
      ["one", "x", "two", "three"],
    ],
    [
      "add at the end: append",
      { op: "add", path: at("/3"), value: entry("x") },
      ["one", "two", "three", "x"],
    ],
    ["remove the field", { op: "remove", path: at("") }, []],
    ["remove one", { op: "remove", path: at("/1") }, ["one", "three"]],
    [
      "replace the field",
      { op: "replace", path: at(""), value: ["x", "y"] },
      ["x", "y"],
    ],
    [
      "replace one",
      { op: "replace", path: at("/0"), value: entry("x") },
      ["x", "two", "three"],
    ],
    [
      "replace its text",
      { op: "replace", path: at("/1/value"), value: "x" },
      ["one", "x", "three"],
    ],
    [
      "move down",
      { op: "move", from: at("/0"), path: at("/2") },
      ["two", "three", "one"],
    ],
    [
      "move up",
      { op: "move", from: at("/2"), path: at("/0") },
      ["three", "one", "two"],
    ],
    [
      "move to the end",
      { op: "move", from: at("/0"), path: at("/-") },
      ["two", "three", "one"],
    ],
    [
      "copy",
      { op: "copy", from: at("/0"), path: at("/-") },
      ["one", "two", "three", "one"],
    ],
  ])("%s", (_what, operation, expected) => {
    expect(subjects(patch(operation))).toEqual(expected);
    expect(patch(operation).get("dc.title")).toEqual([entry("A")]);
  });

  it("replaces one property and leaves the others", () => {
    const two = (property: string, value: unknown) =>
      patch({ op: "replace", path: at(`/1/${property}`), value }).get(
        "dc.subject",
      )?.[1];
    const old = {
      value: "two",
      language: "en",
      authority: "x",
      confidence: 600,
    };
    expect(two("language", "de")).toEqual({ ...old, language: "de" });
    expect(two("language", null)).toEqual({ ...old, language: null });
    expect(two("authority", "y")).toEqual({ ...old, authority: "y" });
    expect(two("confidence", 500)).toEqual({ ...old, confidence: 500 });
    expect(two("value", "2")).toEqual({ ...old, value: "2" });
  });

  it("forgets what a value that replaces another does not say", () => {
    const replaced = patch({
      op: "replace",
      path: at("/1"),
      value: { value: "x" },
    });
    expect(replaced.get("dc.subject")?.[1]).toEqual(entry("x"));
  });

  it("replaces everything, and clears it", () => {
    expect(
      patch({
        op: "replace",
        path: "/metadata",
        value: { "dc.rights": ["none"] },
      }),
    ).toEqual(new Map([["dc.rights", [entry("none")]]]));
    expect(patch({ op: "replace", path: "/metadata", value: {} }).size).toBe(0);
  });

  it("takes the field away with its last value", () => {
    const left = patch({ op: "remove", path: "/metadata/dc.title/0" });
    expect(left.has("dc.title")).toBe(false);
  });

  it("applies operations one after the other", () => {
    expect(
      subjects(
        patch(
          { op: "remove", path: at("/0") },
          { op: "remove", path: at("/0") },
          { op: "add", path: at("/0"), value: "first" },
        ),
      ),
    ).toEqual(["first", "three"]);
  });
});

describe("§10: what is refused", () => {
  it.each<[string, PatchOperation]>([
    ["past the end", { op: "add", path: at("/4"), value: "x" }],
    ["replace past the end", { op: "replace", path: at("/3"), value: "x" }],
    ["remove past the end", { op: "remove", path: at("/3") }],
    ["no number", { op: "add", path: at("/one"), value: "x" }],
    ["a negative number", { op: "remove", path: at("/-1") }],
    ["a number with a zero before it", { op: "remove", path: at("/01") }],
    ["replace of - ", { op: "replace", path: at("/-"), value: "x" }],
    [
      "replace of an absent field",
      { op: "replace", path: "/metadata/dc.rights", value: ["x"] },
    ],
    [
      "remove of an absent field",
      { op: "remove", path: "/metadata/dc.rights" },
    ],
    [
      "a property nobody knows",
      { op: "replace", path: at("/0/place"), value: 3 },
    ],
    ["too deep", { op: "replace", path: at("/0/value/x"), value: "x" }],
    ["no value", { op: "add", path: at("/-") }],
    ["a number for a text", { op: "add", path: at("/-"), value: 7 }],
    ["a list in a list", { op: "add", path: at(""), value: [["x"]] }],
    [
      "a confidence that is no number",
      { op: "replace", path: at("/0/confidence"), value: "high" },
    ],
    ["half a surrogate pair", { op: "add", path: at("/-"), value: "\ud800" }],
    ["no field", { op: "add", path: "/metadata/title", value: "x" }],
    ["four parts", { op: "add", path: "/metadata/dc.a.b.c", value: "x" }],
    ["another path", { op: "replace", path: "/name", value: "x" }],
    ["a path that only begins so", { op: "remove", path: "/metadatafield" }],
    ["move without from", { op: "move", path: at("/0") }],
    [
      "move between fields",
      { op: "move", from: "/metadata/dc.title/0", path: at("/0") },
    ],
    ["move of a field", { op: "move", from: at(""), path: at("/0") }],
    ["move past the end", { op: "move", from: at("/0"), path: at("/3") }],
    ["a map for one field", { op: "replace", path: "/metadata", value: [] }],
  ])("%s", (_what, operation) => {
    const before = structuredClone([...start]);
    expect(() => patch(operation)).toThrow(
      expect.objectContaining({ code: "request.impossible" }) as Error,
    );
    expect([...start]).toEqual(before);
  });

  it("refuses more than can be written at once", () => {
    const add = { op: "add", path: at("/-"), value: "x" } as const;
    expect(
      subjects(patch(...Array.from({ length: 1000 }, () => add))),
    ).toHaveLength(1003);
    const refused = expect.objectContaining({
      code: "request.impossible",
    }) as Error;
    expect(() => patch(...Array.from({ length: 1001 }, () => add))).toThrow(
      refused,
    );
    const values = (length: number) => Array.from({ length }, () => "x");
    expect(readEntries({ "dc.title": values(20_000) }).size).toBe(1);
    expect(() => readEntries({ "dc.title": values(20_001) })).toThrow(refused);
  });

  it("leaves what was given as it is, whatever is asked", () => {
    const operation = fc.record({
      op: fc.constantFrom("add", "remove", "replace", "move", "copy"),
      path: fc.oneof(
        fc.constantFrom(
          at(""),
          at("/0"),
          at("/-"),
          "/metadata",
          at("/1/value"),
        ),
        fc.string(),
      ),
      from: fc.oneof(fc.constantFrom(at("/0"), at("/2")), fc.anything()),
      value: fc.oneof(fc.string(), fc.anything()),
    });
    const before = structuredClone([...start]);
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 4 }), (operations) => {
        try {
          const after = patch(...operations);
          for (const values of after.values())
            expect(values.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toMatchObject({ code: "request.impossible" });
        }
        expect([...start]).toEqual(before);
      }),
    );
  });
});
