import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { expect, it } from "vitest";
import { plainJson } from "../../../main/formats/plain-json.ts";

const schema = Type.Object({
  uuid: Type.Optional(Type.String()),
  kind: Type.Literal("a.b"),
  version: Type.Literal(1),
  name: Type.Union([Type.String(), Type.Null()]),
  given: Type.String({ minLength: 1 }),
  digest: Type.String({ pattern: "^[0-9a-f]{4}$" }),
  place: Type.Integer({ minimum: 0 }),
  number: Type.Integer({ minimum: 1 }),
  sequence: Type.Integer(),
  primary: Type.Boolean(),
  fields: Type.Record(
    Type.String(),
    Type.Array(Type.Object({ value: Type.String() })),
  ),
  last: Type.Optional(Type.Object({ of: Type.String() })),
});
const form = plainJson(schema, "\n");
const validator = Compile(schema);

const full = {
  uuid: "u",
  kind: "a.b",
  version: 1,
  name: 'a "b" \\ \n\u0000 \u2028 日本 \u{1f600}',
  given: "x",
  digest: "00ff",
  place: 0,
  number: 10,
  sequence: -3,
  primary: true,
  fields: { "dc.title": [{ value: "" }, { value: "y" }], "": [] },
  last: { of: "z" },
} as const;
const { uuid: _uuid, last: _last, ...least } = full;
const text = `${JSON.stringify(full)}\n`;

function fits(document: string): boolean {
  try {
    return validator.Check(JSON.parse(document));
  } catch {
    return false;
  }
}

it("fits documents as they are written", () => {
  for (const document of [full, { ...least, name: null, fields: {} }])
    expect(form.test(`${JSON.stringify(document)}\n`)).toBe(true);
});

it.each([
  ["another kind", { kind: "axb" }],
  ["another version", { version: 11 }],
  ["an empty name that must not be", { given: "" }],
  ["too long a digest", { digest: "00fff" }],
  ["a number below the least", { number: 0 }],
  ["a negative place", { place: -1 }],
  ["half a number", { sequence: 0.5 }],
  ["a number that is too large to be whole", { place: 1e300 }],
  ["a string for a truth", { primary: "true" }],
  ["null where something has to be", { given: null }],
  ["a list of something else", { fields: { "dc.title": [{}] } }],
])("does not fit %s", (_what, change) => {
  expect(form.test(`${JSON.stringify({ ...full, ...change })}\n`)).toBe(false);
});

it("fits nothing that is not JSON or not of the schema, whatever was changed in it", () => {
  const pieces = Array.from('"\\{}[]:,-+.0129eEufnt \n\t\u0000\u001f\u2028é');
  let accepted = 0;
  for (let at = 0; at <= text.length; at += 1) {
    for (const piece of ["", ...pieces]) {
      for (const left of [at, at + 1]) {
        const changed = text.slice(0, at) + piece + text.slice(left);
        if (!form.test(changed)) continue;
        accepted += 1;
        if (!fits(changed)) expect.fail(JSON.stringify(changed));
      }
    }
  }
  expect(accepted).toBeGreaterThan(100);
});

it("says what it has no form for", () => {
  for (const other of [
    Type.Object({}),
    Type.Object({ a: Type.Number() }),
    Type.Object({ a: Type.String({ minLength: 2 }) }),
    Type.Object({ a: Type.String({ pattern: "^a.b$" }) }),
    Type.Object({ a: Type.Integer({ minimum: -1 }) }),
  ])
    expect(() => plainJson(other, "")).toThrow("no plain form");
});
