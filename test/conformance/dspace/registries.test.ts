import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { everybody, only, testRoles } from "../../support/role-table.ts";
import {
  startRoleWorld,
  type Role,
  type RoleWorld,
} from "../../support/role-world.ts";

interface Hal {
  readonly [name: string]: unknown;
  readonly id: number;
  readonly _links: Record<string, { href: string }>;
  readonly _embedded: Record<string, Hal[]> & Record<string, Hal>;
  readonly page: Record<string, number>;
}

let world: RoleWorld;
const schemas = "/core/metadataschemas";
const fields = "/core/metadatafields";
const formats = "/core/bitstreamformats";
let count = 0;
const fresh = (word: string) => `${word}${String(++count)}`;

async function ask(
  role: Role,
  method: string,
  path: string,
  status: number,
  body?: unknown,
): Promise<Hal> {
  const answer = await world.ask(role, method, path, body);
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBe(status);
  return (answer.text === "" ? {} : answer.json()) as Hal;
}
const makeSchema = (prefix = fresh("made")) =>
  ask("R", "POST", schemas, 201, {
    prefix,
    namespace: `http://example.org/${prefix}`,
  });
const makeField = (schema: number, element = fresh("element")) =>
  ask("R", "POST", `${fields}?schemaId=${String(schema)}`, 201, { element });
const named = async (query: string) =>
  (
    await ask("A", "GET", `${fields}/search/byFieldName?${query}`, 200)
  )._embedded["metadatafields"]?.map((one) =>
    [one._embedded["schema"]?.["prefix"], one["element"], one["qualifier"]]
      .filter((part) => typeof part === "string")
      .join("."),
  );
const titleField = async () =>
  (
    await ask(
      "A",
      "GET",
      `${fields}/search/byFieldName?exactName=dc.title`,
      200,
    )
  )._embedded["metadatafields"]?.[0];
const useField = (field: string, status: number) =>
  ask("R", "PATCH", `/core/items/${world.item}`, status, [
    { op: "add", path: `/metadata/${field}/-`, value: "A value" },
  ]);

beforeAll(async () => {
  world = await startRoleWorld();
});
afterAll(() => world.stop());

describe("§15: who may do what", () => {
  testRoles([
    ["GET schemas", (role) => world.ask(role, "GET", schemas), everybody(200)],
    [
      "GET a schema",
      (role) => world.ask(role, "GET", `${schemas}/1`),
      everybody(200),
    ],
    [
      "GET a schema that does not exist",
      (role) => world.ask(role, "GET", `${schemas}/9999`),
      everybody(404),
    ],
    [
      "POST a schema",
      (role) => {
        const prefix = fresh("by");
        return world.ask(role, "POST", schemas, {
          prefix,
          namespace: `http://example.org/${prefix}`,
        });
      },
      only(201, "R"),
    ],
    [
      "PUT a schema",
      async (role) =>
        world.ask(
          role,
          "PUT",
          `${schemas}/${String((await makeSchema()).id)}`,
          {
            namespace: `http://example.org/${fresh("other")}`,
          },
        ),
      only(200, "R"),
    ],
    [
      "DELETE a schema",
      async (role) =>
        world.ask(
          role,
          "DELETE",
          `${schemas}/${String((await makeSchema()).id)}`,
        ),
      only(204, "R"),
    ],
    ["GET fields", (role) => world.ask(role, "GET", fields), everybody(200)],
    [
      "GET a field",
      (role) => world.ask(role, "GET", `${fields}/1`),
      everybody(200),
    ],
    [
      "GET the schema of a field",
      (role) => world.ask(role, "GET", `${fields}/1/schema`),
      everybody(200),
    ],
    [
      "GET a field that does not exist",
      (role) => world.ask(role, "GET", `${fields}/99999`),
      everybody(404),
    ],
    [
      "POST a field",
      (role) =>
        world.ask(role, "POST", `${fields}?schemaId=1`, {
          element: fresh("by"),
        }),
      only(201, "R"),
    ],
    [
      "PUT a field",
      async (role) =>
        world.ask(role, "PUT", `${fields}/${String((await makeField(1)).id)}`, {
          scopeNote: "For tests",
        }),
      only(200, "R"),
    ],
    [
      "DELETE a field",
      async (role) =>
        world.ask(
          role,
          "DELETE",
          `${fields}/${String((await makeField(1)).id)}`,
        ),
      only(204, "R"),
    ],
    [
      "DELETE a field that does not exist",
      (role) => world.ask(role, "DELETE", `${fields}/99999`),
      everybody(403, { R: 404, A: 401 }),
    ],
    ["GET formats", (role) => world.ask(role, "GET", formats), everybody(200)],
    [
      "GET a format",
      (role) => world.ask(role, "GET", `${formats}/1`),
      everybody(200),
    ],
    [
      "GET a format that does not exist",
      (role) => world.ask(role, "GET", `${formats}/9999`),
      everybody(404),
    ],
  ]);
});

describe("§15: schemas", () => {
  it("ships the standard ones", async () => {
    const found = await ask("A", "GET", `${schemas}?size=100`, 200);
    const prefixes = found._embedded["metadataschemas"]?.map(
      (one) => one["prefix"],
    );
    expect(prefixes).toEqual(
      expect.arrayContaining([
        "dc",
        "dcterms",
        "eperson",
        "dspace",
        "relation",
        "iiif",
        "local",
      ]),
    );
  });

  it("describes one, changes only its namespace, and removes it", async () => {
    const prefix = fresh("house");
    const made = await makeSchema(prefix);
    const path = `${schemas}/${String(made.id)}`;
    expect(made).toEqual({
      id: made.id,
      prefix,
      namespace: `http://example.org/${prefix}`,
      type: "metadataschema",
      _links: { self: { href: `${world.server.url}/api${path}` } },
    });
    const namespace = `http://example.org/${fresh("next")}`;
    expect(
      await ask("R", "PUT", path, 200, { id: made.id, prefix, namespace }),
    ).toEqual({ ...made, namespace });
    await ask("R", "PUT", path, 422, { prefix: "other", namespace });
    await ask("R", "PUT", path, 422, { id: made.id + 1, namespace });
    await ask("R", "PUT", path, 422, {});
    await ask("R", "PUT", path, 422, {
      namespace: "http://dublincore.org/documents/dcmi-terms/",
    });
    await ask("R", "PUT", `${schemas}/9999`, 404, { namespace });
    expect(await ask("A", "GET", path, 200)).toEqual({ ...made, namespace });
    await ask("R", "DELETE", path, 204);
    await ask("R", "DELETE", path, 404);
    await ask("A", "GET", path, 404);
    expect((await makeSchema(prefix))["prefix"]).toBe(prefix);
  });

  it.each([
    ["no prefix", { namespace: "http://example.org/a" }],
    ["an empty prefix", { prefix: "", namespace: "http://example.org/a" }],
    ["a dot", { prefix: "a.b", namespace: "http://example.org/a" }],
    ["a comma", { prefix: "a,b", namespace: "http://example.org/a" }],
    ["a blank", { prefix: "a b", namespace: "http://example.org/a" }],
    ["too long", { prefix: "a".repeat(33), namespace: "http://example.org/a" }],
    ["taken", { prefix: "dc", namespace: "http://example.org/a" }],
    ["no namespace", { prefix: "fine" }],
    ["a list", []],
  ])("refuses a new one: %s", async (_what, body) => {
    const before = (await ask("A", "GET", schemas, 200)).page;
    await ask("R", "POST", schemas, 422, body);
    expect((await ask("A", "GET", schemas, 200)).page).toEqual(before);
  });
});

describe("§15: fields", () => {
  it("describes one with its schema, and changes only its scope note", async () => {
    const made = await ask("R", "POST", `${fields}?schemaId=1`, 201, {
      element: "lamp",
      qualifier: "height",
      scopeNote: "In metres",
    });
    const path = `${fields}/${String(made.id)}`;
    expect(made).toMatchObject({
      element: "lamp",
      qualifier: "height",
      scopeNote: "In metres",
      type: "metadatafield",
      _links: { self: { href: `${world.server.url}/api${path}` } },
      _embedded: { schema: { id: 1, type: "metadataschema" } },
    });
    expect(await ask("A", "GET", path, 200)).toEqual(made);
    const changed = { id: made.id, element: "lamp", qualifier: "height" };
    expect(
      await ask("R", "PUT", path, 200, { ...changed, scopeNote: "In feet" }),
    ).toEqual({ ...made, scopeNote: "In feet" });
    await ask("R", "PUT", path, 422, { ...changed, element: "tower" });
    await ask("R", "PUT", path, 422, { ...changed, qualifier: "width" });
    await ask("R", "PUT", path, 422, { ...changed, scopeNote: 7 });
    expect(
      await ask("R", "PUT", path, 200, { ...changed, scopeNote: null }),
    ).toMatchObject({ scopeNote: null });
  });

  it.each([
    ["no element", 422, "schemaId=1", {}],
    ["a dot in it", 422, "schemaId=1", { element: "a.b" }],
    [
      "a comma in the qualifier",
      422,
      "schemaId=1",
      { element: "a", qualifier: "b,c" },
    ],
    ["taken", 422, "schemaId=1", { element: "title" }],
    ["a schema that does not exist", 422, "schemaId=9999", { element: "a" }],
    ["no schema", 400, "", { element: "a" }],
    ["a schema that is no number", 400, "schemaId=dc", { element: "a" }],
    ["no JSON", 400, "schemaId=1", "{"],
  ])("refuses a new one: %s", async (_what, status, query, body) => {
    await ask("R", "POST", `${fields}?${query}`, status, body);
  });

  it("finds fields by schema and by names", async () => {
    const ofDc = await ask(
      "A",
      "GET",
      `${fields}/search/bySchema?schema=dc&size=5`,
      200,
    );
    expect(ofDc._embedded["metadatafields"]).toHaveLength(5);
    expect(ofDc._links["next"]?.href).toContain("schema=dc");
    await ask("A", "GET", `${fields}/search/bySchema`, 400);
    expect(
      (await ask("A", "GET", `${fields}/search/bySchema?schema=none`, 200))
        .page["totalElements"],
    ).toBe(0);
    expect(await named("exactName=dc.contributor.author")).toEqual([
      "dc.contributor.author",
    ]);
    expect(await named("exactName=dc.contrib")).toEqual([]);
    expect(await named("schema=dc&element=title")).toEqual(
      expect.arrayContaining(["dc.title", "dc.title.alternative"]),
    );
    expect(await named("element=contributor&qualifier=author")).toEqual([
      "dc.contributor.author",
    ]);
    for (const query of ["dc.contributor.aut", "DC.Contributor.Aut"])
      expect(await named(`query=${query}`)).toEqual(["dc.contributor.author"]);
    expect(await named("query=autho")).toContain("dc.contributor.author");
    await ask(
      "A",
      "GET",
      `${fields}/search/byFieldName?exactName=dc.title&schema=dc`,
      422,
    );
  });

  it("lets a new field be used at once, and keeps one that is used", async () => {
    const schema = await makeSchema("keepers");
    await useField("keepers.lamp", 422);
    const field = await makeField(schema.id, "lamp");
    await useField("keepers.lamp", 200);
    await ask("R", "DELETE", `${fields}/${String(field.id)}`, 422);
    await ask("R", "DELETE", `${schemas}/${String(schema.id)}`, 422);
    await ask("R", "PATCH", `/core/items/${world.item}`, 200, [
      { op: "remove", path: "/metadata/keepers.lamp" },
    ]);
    await ask("R", "DELETE", `${fields}/${String(field.id)}`, 204);
    await ask("A", "GET", `${fields}/${String(field.id)}`, 404);
    await useField("keepers.lamp", 422);
    await makeField(schema.id, "lamp");
    await useField("keepers.lamp", 200);
    await ask("R", "PATCH", `/core/items/${world.item}`, 200, [
      { op: "remove", path: "/metadata/keepers.lamp" },
    ]);
    await ask("R", "DELETE", `${schemas}/${String(schema.id)}`, 204);
    expect(await named("schema=keepers")).toEqual([]);
    await useField("keepers.lamp", 422);
    const title = await titleField();
    await ask("R", "DELETE", `${fields}/${String(title?.id)}`, 422);
  });
});

describe("§12: bitstream formats", () => {
  it("describes them", async () => {
    const found = await ask("A", "GET", `${formats}?size=100`, 200);
    const pdf = found._embedded["bitstreamformats"]?.find(
      (one) => one["mimetype"] === "application/pdf",
    );
    expect(pdf).toMatchObject({
      shortDescription: "Adobe PDF",
      supportLevel: "KNOWN",
      internal: false,
      extensions: ["pdf"],
      type: "bitstreamformat",
    });
    expect(await ask("A", "GET", `${formats}/${String(pdf?.id)}`, 200)).toEqual(
      pdf,
    );
    await ask("A", "GET", `${formats}/pdf`, 404);
    await ask("R", "POST", formats, 405, {});
  });
});
