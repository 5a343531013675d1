import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  password,
  startApiServer,
  until,
  type ApiServer,
} from "../../support/api-server.ts";
import { makeApiWorld, type ApiWorld } from "../../support/api-world.ts";

interface Export {
  readonly _state: string;
  readonly _files: { path: string; size: number; eas_id?: number }[];
  readonly _log: {
    readonly event: { type: string; info: { protocol?: string[] } };
  }[];
  readonly export: { readonly _id: number };
}

let world: ApiWorld;
let server: ApiServer;
const tokens: Record<string, string> = {};
beforeAll(async () => {
  world = await makeApiWorld();
  server = await startApiServer(world.data);
  for (const login of ["admin", "curator", "user"]) {
    const { token } = (await server.ask("/api/v1/session")).json() as {
      token: string;
    };
    await server.ask(
      `/api/v1/session/authenticate?${new URLSearchParams({ token, login: `${login}@example.org`, password }).toString()}`,
      { method: "POST" },
    );
    tokens[login] = token;
  }
});
afterAll(async () => {
  await server.stop();
  await world.remove();
});

const call = (method: string, path: string, body?: unknown, who = "admin") =>
  server.ask(`/api/v1/export${path}`, {
    method,
    headers: { "X-Easydb-Token": tokens[who] ?? "" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

/** Makes an export, runs it, and waits for its end. */
async function run(members: object, who = "admin"): Promise<Export> {
  const answer = await call(
    "PUT",
    "",
    { export: { search: {}, ...members } },
    who,
  );
  expect(answer.status, answer.text).toBe(200);
  const id = String((answer.json() as Export).export._id);
  await call("POST", `/${id}/start`, undefined, who);
  return until(async () => {
    const found = (
      await call("GET", `/${id}`, undefined, who)
    ).json() as Export;
    return ["done", "failed"].includes(found._state) && found;
  });
}
/** Name of the root, as another program reads it. */
const parsed = (xml: string): string =>
  execFileSync(
    "python3",
    [
      "-c",
      "import sys,xml.etree.ElementTree as e;print(e.fromstring(sys.stdin.buffer.read()).tag)",
    ],
    { input: xml, encoding: "utf8" },
  ).trim();
const paths = ({ _files }: Export) => _files.map(({ path }) => path).sort();
async function text(one: Export, path: string, who = "admin") {
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  const answer = await call(
    "GET",
    `/${String(one.export._id)}/file/${encoded}`,
    undefined,
    who,
  );
  expect(answer.status, answer.text).toBe(200);
  return answer.text;
}
const protocol = ({ _log }: Export) =>
  _log.flatMap(({ event }) => event.info.protocol ?? []);
const within = (id: number) => ({
  search: [{ type: "in", fields: ["item._pool.pool._id"], in: [id] }],
});
interface JsonItem {
  _id: number;
  _objecttype: string;
  item: Record<string, { value: string; url?: string }[]>;
}
async function titles(search: object, who = "admin"): Promise<string[]> {
  const one = await run({ search, json: true, batch_size: 0 }, who);
  expect(one._state).toBe("done");
  if (one._files.length === 0) return [];
  const items = JSON.parse(await text(one, "objects.json", who)) as JsonItem[];
  return items.map(({ item }) => item["item.dc.title"]?.[0]?.value ?? "");
}

describe("data", () => {
  it("writes CSV as it is asked for", async () => {
    const one = await run({
      search: within(world.ids.open),
      fields: {
        "item.dc.title": { display_name: 'The "title"' },
        "item.dc.contributor.author": {},
        _id: {},
      },
      csv: {
        delimiter: ";",
        quote: "'",
        escape: "\\",
        use_bom: true,
        hierarchy: ">",
      },
      batch_size: 0,
    });
    expect(paths(one)).toEqual(["objects.csv"]);
    const lines = (await text(one, "objects.csv")).split("\r\n");
    expect(lines[0]).toBe(
      "\ufeff'_id';'The \"title\"';'item.dc.contributor.author';'_pool'",
    );
    expect(lines).toContain(
      `'${String(world.items.plan.id)}';'Plan of the tower';'Fyr, Eva\nNess, Ole';'Harbours > Lighthouses > Open plans'`,
    );
    expect(lines.at(-1)).toBe("");
  });

  it.each([
    [
      "column",
      "'_pool#0','_pool#1','_pool#2'",
      "'Harbours','Lighthouses','Open plans'",
    ],
    ["/", "'_pool'", "'Harbours / Lighthouses / Open plans'"],
    [null, "", ""],
  ])("writes the hierarchy as %s", async (hierarchy, header, cells) => {
    const one = await run({
      search: within(world.ids.open),
      fields: { "item.dc.publisher": {} },
      csv: { quote: "'", hierarchy, empty_columns: true },
    });
    const [first, second] = (await text(one, "1-100/objects.csv")).split(
      "\r\n",
    );
    expect(first).toBe(
      ["'item.dc.publisher'", header].filter(Boolean).join(","),
    );
    expect(second).toBe(["''", cells].filter(Boolean).join(","));
  });

  it("writes XML that others read: hierarchical, flat, and one file for each item", async () => {
    for (const mapping of ["easydb", "easydb_flat"]) {
      const one = await run({ xml: true, mapping, batch_size: 0 });
      const file = join(world.data, "..", "batch.xml");
      writeFileSync(file, await text(one, "objects.xml"));
      const count = execFileSync(
        "python3",
        [
          "-c",
          "import sys,xml.etree.ElementTree as e;r=e.parse(sys.argv[1]).getroot();print(len(r),len(r.findall('.//dc/title/value')),len(r.findall(\".//value[@field='item.dc.title']\")))",
          file,
        ],
        { encoding: "utf8" },
      );
      expect(count.trim()).toBe(mapping === "easydb" ? "6 6 0" : "6 0 6");
    }
    const each = await run({ xml: true, xml_one_file_per_object: true });
    expect(paths(each)).toContain(`1-100/${String(world.items.plan.id)}.xml`);
    expect(each._files).toHaveLength(6);
  });

  it("maps to Dublin Core, and returns the id of the mapping", async () => {
    const one = await run({
      search: within(world.ids.open),
      xml: true,
      xml_one_file_per_object: true,
      mapping: "dc",
    });
    expect(one.export).toMatchObject({ mapping: 1 });
    const document = await text(
      one,
      `1-100/${String(world.items.plan.id)}.xml`,
    );
    expect(document).toContain("<dc:creator>Fyr, Eva</dc:creator>");
    expect(document).toContain("<dc:title>Plan of the tower</dc:title>");
  });

  it("maps to MODS, and to METS that leads to the files beside it", async () => {
    const documentOf = async (mapping: string | number) => {
      const one = await run({
        search: within(world.ids.open),
        xml: true,
        xml_one_file_per_object: true,
        eas_fields: { "item.ORIGINAL": { files: true } },
        mapping,
      });
      const path = one._files.find(({ path }) =>
        path.endsWith(`${String(world.items.plan.id)}.xml`),
      )?.path;
      return { one, path: path ?? "", text: await text(one, path ?? "") };
    };
    const mods = await documentOf("mods");
    expect(mods.one.export).toMatchObject({ mapping: 2 });
    expect(parsed(mods.text)).toBe("{http://www.loc.gov/mods/v3}mods");
    expect(mods.text).toContain(
      "<titleInfo><title>Plan of the tower</title></titleInfo>",
    );
    expect(mods.text).toContain(
      '<namePart>Fyr, Eva</namePart><role><roleTerm type="text">author<',
    );
    const mets = await documentOf(3);
    expect(mets.one.export).toMatchObject({ mapping: 3 });
    expect(parsed(mets.text)).toBe("{http://www.loc.gov/METS/}mets");
    expect(mets.text).toContain("<title>Plan of the tower</title>");
    const addresses = [...mets.text.matchAll(/xlink:href="([^"]*)"/g)].map(
      ([, address = ""]) =>
        decodeURIComponent(
          new URL(address, `file:///${mets.path}`).pathname.slice(1),
        ),
    );
    expect(addresses).not.toEqual([]);
    for (const address of addresses) expect(paths(mets.one)).toContain(address);
  });

  it("writes JSON for each batch or each item", async () => {
    const one = await run({ json: true, batch_size: 4 });
    expect(paths(one)).toEqual(["1-4/objects.json", "5-8/objects.json"]);
    const [first] = JSON.parse(await text(one, "1-4/objects.json")) as object[];
    expect(first).toMatchObject({
      _id: world.items.plan.id,
      _system_object_id: world.items.plan.id,
      _objecttype: "item",
      "_pool.pool._id": world.ids.open,
      _pool_path: ["Harbours", "Lighthouses", "Open plans"],
      item: {
        "item.dc.title": [
          { value: "Plan of the tower", language: null, place: 0 },
        ],
      },
    });
    const each = await run({
      json: true,
      json_one_file_per_object: true,
      flat: true,
      batch_size: 2,
    });
    expect(paths(each)).toContain(`${String(world.items.plan.id)}.json`);
  });
});

describe("files", () => {
  const original = { "item.ORIGINAL": { files: true } };

  it("takes none unless they are asked for", async () => {
    expect((await run({}))._files).toEqual([]);
    expect((await run({ eas_fields: {} }))._files).toEqual([]);
  });

  it("puts several of an item into a folder of its own, and says what they are", async () => {
    const one = await run({ eas_fields: original, filename_original: true });
    const folder = `1-100/${String(world.items.plan.id)}`;
    expect(paths(one)).toEqual([
      `${folder}/page.html`,
      `${folder}/secret.txt`,
      `${folder}/Übersicht “A”.txt`,
    ]);
    expect(one._files[0]).toMatchObject({
      eas_version: "original",
      eas_fileclass: "office",
    });
    expect(typeof one._files[0]?.eas_id).toBe("number");
  });

  it("numbers names that clash, puts all in one folder, and fills templates", async () => {
    const one = await run({
      eas_fields: original,
      flat: true,
      filename_template: "%item.dc.title%",
    });
    expect(paths(one)).toEqual([
      "Plan of the tower-2.txt",
      "Plan of the tower.html",
      "Plan of the tower.txt",
    ]);
  });

  it("leaves out and takes in single files, and writes addresses into the data", async () => {
    const all = await run({ eas_fields: original });
    const [first, second] = all._files.map(({ eas_id }) => eas_id ?? 0);
    const without = await run({
      eas_fields: original,
      assets: { [String(first)]: false },
    });
    expect(without._files.map(({ eas_id }) => eas_id)).not.toContain(first);
    expect(without._files).toHaveLength(2);
    const only = await run({ assets: { [String(second)]: true } });
    expect(only._files.map(({ eas_id }) => eas_id)).toEqual([second]);
    const linked = await run({
      search: within(world.ids.open),
      json: true,
      eas_fields: {
        "item.ORIGINAL": {
          data: [{ type: "original" }, { type: "current", format: "short" }],
        },
      },
    });
    expect(paths(linked)).toEqual(["1-100/objects.json"]);
    const [item] = JSON.parse(
      await text(linked, "1-100/objects.json"),
    ) as JsonItem[];
    expect(item?.item["item.ORIGINAL.original"]?.[0]?.url).toBe(
      `${server.url}/api/core/bitstreams/${world.bitstreams.text}/content`,
    );
    expect(item?.item["item.ORIGINAL.current"]?.[0]?.url).toBe(
      `/api/core/bitstreams/${world.bitstreams.text}/content`,
    );
  });

  it("takes the renditions that a class asks for, each once", async () => {
    const none = await run({
      eas_fields: original,
      classes: { office: [{ type: "version", version: "fulltext" }] },
    });
    expect(none._files).toEqual([]);
    const once = await run({
      eas_fields: original,
      classes: { office: [{ type: "original" }, { type: "current" }] },
    });
    expect(once._files).toHaveLength(3);
  });
});

describe("searches", () => {
  const all = [
    "Plan of the tower",
    "For nobody",
    "Not yet",
    "No more",
    "Hidden",
    "Only for the curator",
  ];

  it.each([
    [{}, all],
    [{ objecttypes: ["item"] }, all],
    [{ search: [{ type: "in", fields: ["_objecttype"], in: ["item"] }] }, all],
    [
      {
        search: [
          { type: "in", fields: ["item._objecttype"], in: ["item"] },
          { type: "range", field: "item._id", from: 1 },
          { type: "range", field: "item._last_modified", from: "2000" },
        ],
        sort: [{ field: "item._id" }],
      },
      all,
    ],
    [
      {
        search: [
          { type: "in", fields: ["item.dc.title"], in: ["Not yet", "Hidden"] },
        ],
      },
      ["Not yet", "Hidden"],
    ],
    [
      { search: [{ type: "in", fields: ["item.dc.publisher"], in: [null] }] },
      all,
    ],
    [
      { search: [{ type: "match", string: "tower plan" }] },
      ["Plan of the tower"],
    ],
    [{ search: [{ type: "match", string: "tower plan", phrase: true }] }, []],
    [
      {
        search: [
          {
            type: "match",
            string: "the tower",
            phrase: true,
            fields: ["dc.title"],
          },
        ],
      },
      ["Plan of the tower"],
    ],
    [{ search: [{ type: "match", string: "tow", mode: "token" }] }, []],
    [
      { search: [{ type: "match", string: "t?w*", mode: "wildcard" }] },
      ["Plan of the tower"],
    ],
    [
      {
        search: [
          { type: "match", string: "no", mode: "token", fields: ["dc.title"] },
          { type: "match", string: "not", bool: "must_not" },
        ],
      },
      ["No more"],
    ],
    [
      {
        search: [
          { type: "match", string: "hidden", bool: "should" },
          { type: "match", string: "nobody", bool: "should" },
        ],
      },
      ["For nobody", "Hidden"],
    ],
    [
      {
        search: [
          {
            type: "range",
            field: "item.dc.date.issued",
            from: "1847",
            to: "1847",
          },
        ],
      },
      all,
    ],
    [
      {
        search: [
          { type: "range", field: "item.dc.date.issued", from: "1848-01-01" },
        ],
      },
      [],
    ],
    [{ search: [{ type: "changelog_range", from: "2100-01-01" }] }, []],
    [
      {
        search: [
          { type: "changelog_range", from: "1970-01-01", operation: "update" },
        ],
      },
      all,
    ],
    [
      {
        search: [
          {
            type: "complex",
            bool: "must_not",
            search: [
              { type: "match", string: "hidden", bool: "should" },
              { type: "match", string: "yet", bool: "should" },
            ],
          },
        ],
      },
      all.filter((title) => title !== "Hidden" && title !== "Not yet"),
    ],
    [
      {
        sort: [{ field: "item.dc.title", order: "DESC" }],
        limit: 2,
        offset: 1,
      },
      ["Only for the curator", "Not yet"],
    ],
    [{ limit: "1", offset: null }, ["Plan of the tower"]],
  ])("finds %j", async (search, wanted) => {
    expect(await titles(search)).toEqual(wanted);
  });

  it("finds for everybody what they may read, and gives them only such files", async () => {
    expect(await titles({}, "user")).toEqual(["Plan of the tower"]);
    expect((await titles({}, "curator")).sort()).toEqual([
      "Only for the curator",
      "Plan of the tower",
    ]);
    const one = await run(
      {
        eas_fields: ["item.ORIGINAL"],
        filename_original: true,
        fields: { "item.dc.title": {} },
      },
      "user",
    );
    expect(paths(one).some((path) => path.includes("secret"))).toBe(false);
    expect(one._files).toHaveLength(2);
  });
});

describe("what has no effect", () => {
  it("is named in the protocol", async () => {
    const one = await run({
      json_one_file_per_object: true,
      merge_max_depth: 3,
      produce_options: { addLinkedData: true },
    });
    expect(protocol(one)).toEqual(
      expect.arrayContaining([
        "Warning: export.json_one_file_per_object had no effect.",
        "Warning: export.merge_max_depth had no effect.",
        "Warning: export.produce_options.addLinkedData had no effect.",
      ]),
    );
  });
});
