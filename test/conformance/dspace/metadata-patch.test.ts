import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startRoleWorld, type RoleWorld } from "../../support/role-world.ts";

const kinds = ["communities", "collections", "items", "itemtemplates"] as const;
type Kind = (typeof kinds)[number];

let world: RoleWorld;
const paths = new Map<Kind, string>();
beforeAll(async () => {
  world = await startRoleWorld();
  const template = await world.ask(
    "R",
    "POST",
    `/core/collections/${world.collection}/itemtemplate`,
    { metadata: {} },
  );
  const { uuid } = template.json() as { uuid: string };
  paths.set("communities", `/core/communities/${world.community}`);
  paths.set("collections", `/core/collections/${world.collection}`);
  paths.set("items", `/core/items/${world.item}`);
  paths.set("itemtemplates", `/core/itemtemplates/${uuid}`);
});
afterAll(() => world.stop());

interface Patched {
  readonly id: string;
  readonly type: string;
  readonly metadata: Record<
    string,
    { value: string; place: number; language: string | null }[]
  >;
}
const pathOf = (kind: Kind) => paths.get(kind) ?? "";
const patch = (kind: Kind, operations: unknown, headers = {}) =>
  world.ask("K", "PATCH", pathOf(kind), operations, headers);
const typeOf: Readonly<Record<Kind, string>> = {
  communities: "community",
  collections: "collection",
  items: "item",
  itemtemplates: "item",
};

/** What every case begins with. */
const start = {
  op: "replace",
  path: "/metadata",
  value: {
    "dc.title": [{ value: "Title" }],
    "dc.subject": [
      { value: "a" },
      { value: "b", language: "en", authority: "x", confidence: 600 },
      { value: "c" },
    ],
  },
};
const at = (rest: string) => `/metadata/dc.subject${rest}`;

describe.each(kinds)("§10: %s", (kind) => {
  const ask = async (operations: readonly object[]) => {
    const role = kind === "communities" ? "M" : "K";
    const prepared = await world.ask(role, "PATCH", pathOf(kind), [start]);
    expect(prepared.status, prepared.text).toBe(200);
    return world.ask(role, "PATCH", pathOf(kind), operations);
  };

  it.each<[string, object, readonly string[]]>([
    ["add a list", { op: "add", path: at(""), value: [{ value: "x" }] }, ["x"]],
    [
      "add one",
      { op: "add", path: at(""), value: { value: "x" } },
      ["a", "b", "c", "x"],
    ],
    [
      "add one, a slash behind it",
      { op: "add", path: at("/"), value: { value: "x" } },
      ["a", "b", "c", "x"],
    ],
    [
      "add at the end",
      { op: "add", path: at("/-"), value: { value: "x" } },
      ["a", "b", "c", "x"],
    ],
    [
      "add before the second",
      { op: "add", path: at("/1"), value: { value: "x" } },
      ["a", "x", "b", "c"],
    ],
    ["remove all", { op: "remove", path: at("") }, []],
    ["remove one", { op: "remove", path: at("/1") }, ["a", "c"]],
    [
      "replace all",
      { op: "replace", path: at(""), value: [{ value: "x" }] },
      ["x"],
    ],
    [
      "replace one",
      { op: "replace", path: at("/1"), value: { value: "x" } },
      ["a", "x", "c"],
    ],
    [
      "replace a text",
      { op: "replace", path: at("/1/value"), value: "x" },
      ["a", "x", "c"],
    ],
    ["move", { op: "move", from: at("/2"), path: at("/0") }, ["c", "a", "b"]],
    [
      "copy",
      { op: "copy", from: at("/0"), path: at("/-") },
      ["a", "b", "c", "a"],
    ],
    ["clear", { op: "replace", path: "/metadata", value: {} }, []],
  ])("%s", async (_what, operation, expected) => {
    const answer = await ask([operation]);
    expect(answer.status, answer.text).toBe(200);
    const patched = answer.json() as Patched;
    expect(patched.type).toBe(typeOf[kind]);
    expect(pathOf(kind)).toContain(patched.id);
    const values = patched.metadata["dc.subject"];
    expect(values?.map(({ value }) => value) ?? []).toEqual(expected);
    expect(values?.map(({ place }) => place) ?? []).toEqual(
      expected.map((_value, place) => place),
    );
    // No field is left without a value, and the answer is what is kept.
    if (expected.length === 0) expect(values).toBeUndefined();
    const kept = await world.ask("R", "GET", pathOf(kind));
    expect((kept.json() as Patched).metadata).toEqual(patched.metadata);
  });

  it("keeps the other properties of a value of which one is replaced", async () => {
    const answer = await ask([
      { op: "replace", path: at("/1/language"), value: "de" },
    ]);
    expect((answer.json() as Patched).metadata["dc.subject"]?.[1]).toEqual({
      value: "b",
      language: "de",
      authority: "x",
      confidence: 600,
      place: 1,
    });
  });

  it("undoes all of a patch of which the last step fails", async () => {
    const answer = await ask([
      { op: "remove", path: at("") },
      { op: "add", path: "/metadata/dc.title/-", value: { value: "y" } },
      { op: "remove", path: at("/0") },
    ]);
    expect(answer.status, answer.text).toBe(422);
    const kept = (await world.ask("R", "GET", pathOf(kind))).json() as Patched;
    expect(kept.metadata["dc.subject"]).toHaveLength(3);
    expect(kept.metadata["dc.title"]).toHaveLength(1);
  });

  it.each<[number, string, unknown]>([
    [400, "no list", { op: "remove", path: at("") }],
    [400, "no JSON", "[{"],
    [400, "no op", [{ path: at("") }]],
    [400, "no path", [{ op: "remove" }]],
    [422, "an op nobody knows", [{ op: "shake", path: at("") }]],
    [422, "test", [{ op: "test", path: at("/0/value"), value: "a" }]],
    [
      422,
      "a field nobody knows",
      [{ op: "add", path: "/metadata/dc.nonsense/-", value: { value: "x" } }],
    ],
    [
      422,
      "a schema nobody knows",
      [{ op: "add", path: "/metadata/our.title/-", value: { value: "x" } }],
    ],
    [422, "past the end", [{ op: "replace", path: at("/3"), value: "x" }]],
    [422, "no number", [{ op: "remove", path: at("/first") }]],
    [
      422,
      "replace of nothing",
      [{ op: "replace", path: "/metadata/dc.rights", value: ["x"] }],
    ],
    [422, "remove of nothing", [{ op: "remove", path: "/metadata/dc.rights" }]],
    [422, "another path", [{ op: "replace", path: "/uuid", value: "x" }]],
    [
      422,
      "a path that means the prototype",
      [{ op: "add", path: "/metadata/__proto__/-", value: "x" }],
    ],
  ])("answers %i to %s", async (status, _what, body) => {
    const role = kind === "communities" ? "M" : "K";
    await ask([]);
    const answer = await world.ask(role, "PATCH", pathOf(kind), body);
    expect(answer.status, answer.text).toBe(status);
    expect(answer.json()).toMatchObject({
      status,
      path: `/api${pathOf(kind)}`,
    });
    const kept = (await world.ask("R", "GET", pathOf(kind))).json() as Patched;
    expect(kept.metadata["dc.subject"]).toHaveLength(3);
  });

  it("loses none of what several write at the same time", async () => {
    await ask([]);
    const words = Array.from({ length: 25 }, (_, n) => `w${String(n)}`);
    const answers = await Promise.all(
      words.map((value) =>
        world.ask("R", "PATCH", pathOf(kind), [
          { op: "add", path: at("/-"), value: { value } },
        ]),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(words.map(() => 200));
    const kept = (await world.ask("R", "GET", pathOf(kind))).json() as Patched;
    expect(
      kept.metadata["dc.subject"]?.map(({ value }) => value).sort(),
    ).toEqual(["a", "b", "c", ...words].sort());
  });
});

describe("§1: what clients in use send", () => {
  it.each(["application/json", "application/json-patch+json"])(
    "takes a patch as %s",
    async (type) => {
      const answer = await patch("items", [], { "Content-Type": type });
      expect(answer.status, answer.text).toBe(200);
    },
  );

  it("takes no other media type", async () => {
    const answer = await patch("items", "[]", { "Content-Type": "text/plain" });
    expect(answer.status, answer.text).toBe(415);
  });

  it("is not misled by a header that says the body is packed", async () => {
    const answer = await patch("items", [], { "Content-Encoding": "gzip" });
    expect(answer.status, answer.text).toBe(200);
  });
});
