import { afterAll, beforeAll, expect, it } from "vitest";
import { startRoleWorld, type RoleWorld } from "../../support/role-world.ts";

let world: RoleWorld;
beforeAll(async () => {
  world = await startRoleWorld();
});
afterAll(() => world.stop());

interface Operation {
  readonly tags?: readonly string[];
}

const nowhere = "00000000-0000-4000-8000-000000000000";
/** What the path of a route may be filled with. */
const fills = [
  () => "nonsense",
  () => nowhere,
  () => "0",
  () => "99999999999999999999",
  () => "%00",
  () => "%F0%9F%93%A6",
  (noun: string) =>
    noun === "communities"
      ? world.community
      : noun === "items"
        ? world.item
        : world.collection,
] as const;

const json = { "Content-Type": "application/json" };
const deep = (open: string, close: string) =>
  open.repeat(5000) + close.repeat(5000);
const bodies: readonly (readonly [string, Record<string, string>])[] = [
  ["", {}],
  ["", json],
  ["{", json],
  ["[]", json],
  ["{}", json],
  ["null", json],
  ["7", json],
  ['"text"', json],
  ['{"metadata":7,"name":[],"type":{}}', json],
  ['{"metadata":{"dc.title":7}}', json],
  ['{"metadata":{"dc.title":[{"value":{}}]}}', json],
  ['{"metadata":{"dc.title":[{"value":"x","confidence":1e308}]}}', json],
  ['{"metadata":{"":[{"value":"x"}],"dc":[{"value":"x"}]}}', json],
  [
    '{"metadata":{"__proto__":[{"value":"x"}],"dc.no.such":[{"value":"x"}]}}',
    json,
  ],
  ['[{"op":"add"}]', json],
  ['[{"op":7,"path":[]}]', json],
  ['[null,1,"x"]', json],
  [
    '[{"op":"replace","path":"/metadata/dc.title/9999999999999999999999/value","value":null}]',
    json,
  ],
  [
    '[{"op":"move","path":"/metadata/dc.title/0","from":"/metadata/dc.title/-1"}]',
    json,
  ],
  ['[{"op":"replace","path":"/withdrawn","value":"maybe"}]', json],
  ['{"harvest_type":7,"oai_source":{},"metadata_config_id":[]}', json],
  ['{"email":7,"password":{},"canLogIn":"perhaps"}', json],
  ['{"action":7,"startDate":"yesterday"}', json],
  ['{"prefix":7,"namespace":[],"element":{},"scopeNote":7}', json],
  [deep("[", "]"), json],
  [deep('{"a":', "}").replace(":}", ":1}"), json],
  ["\u0000\u0001", { "Content-Type": "application/octet-stream" }],
  ["<a/>", { "Content-Type": "text/xml" }],
  ["\u001f\u008bno gzip", { ...json, "Content-Encoding": "gzip" }],
  ["not a link", { "Content-Type": "text/uri-list" }],
  ["", { "Content-Type": "text/uri-list" }],
  [
    `https://x/api/core/collections/${nowhere}\r\n# no more`,
    { "Content-Type": "text/uri-list" },
  ],
  ["no form", { "Content-Type": "multipart/form-data" }],
  ["--x\r\n\r\n", { "Content-Type": "multipart/form-data; boundary=x" }],
  [
    '--x\r\nContent-Disposition: form-data; name="properties"\r\n\r\n{\r\n--x--\r\n',
    { "Content-Type": "multipart/form-data; boundary=x" },
  ],
  [
    '--x\r\nContent-Disposition: form-data; name="properties"\r\n\r\n[{"name":7}]\r\n--x--\r\n',
    { "Content-Type": "multipart/form-data; boundary=x" },
  ],
];
const queries = [
  "page=-1",
  "size=0",
  "size=999999999999999999999",
  "sort=nonsense,ASC",
  "sort=",
  "page=1&page=2",
  "embed=nonsense",
  "embed=%00",
  "embed=a/b/c/d/e/f",
  "projection=nonsense",
  "embed.size=bundles=x",
  "uuid=nonsense&query=%22&scope=nonsense&id=%00&parent=x&owningCollection=x&schemaId=x&resource=x&group=x",
  "query=" + "(".repeat(300),
  "query=%F0%9F%93%A6&entityType=%00&schema=%00&email=%00",
  "f.title=x&dsoType=%00",
  "f.__proto__=x,equals",
  "dsoType=__proto__",
  "dsoType=constructor",
  "processStatus=constructor&scriptName=__proto__&userId=x",
];

async function routes(): Promise<readonly (readonly [string, string])[]> {
  const { paths } = (await world.server.ask("/reference/json")).json() as {
    paths: Record<string, Record<string, Operation>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(
        ([method, { tags }]) =>
          tags?.includes("DSpace") === true &&
          method !== "head" &&
          !path.includes("/authn/") &&
          // Each good wish is an export.
          !path.endsWith("/create"),
      )
      .map(([method]) => [method.toUpperCase(), path] as const),
  );
}

const fillIn = (path: string, fill: (typeof fills)[number]) =>
  path
    .replace(/\{\w+\}/g, () => fill(path.split("/")[3] ?? ""))
    .replace(/^\/api/, "");

async function judge(
  method: string,
  path: string,
  body?: string,
  headers?: Record<string, string>,
): Promise<string | null> {
  const answer = await world.ask("R", method, path, body, {
    // Node says no length of what a DELETE brings along.
    ...(body === undefined
      ? {}
      : { "Content-Length": String(Buffer.byteLength(body)) }),
    ...headers,
  });
  const what = `${method} ${path} ${JSON.stringify(body?.slice(0, 80))}: ${String(answer.status)} ${answer.text.slice(0, 200)}`;
  if (answer.status >= 500) return what;
  if (answer.status < 400 || method === "HEAD") return null;
  const told = answer.json() as Record<string, unknown>;
  return told["status"] === answer.status &&
    typeof told["error"] === "string" &&
    typeof told["message"] === "string" &&
    typeof told["path"] === "string" &&
    typeof told["timestamp"] === "string"
    ? null
    : what;
}

it("never answers what is wrong with a fault of its own: paths and queries", async () => {
  const faults: string[] = [];
  for (const [method, path] of await routes()) {
    if (method !== "GET") continue;
    for (const fill of fills) {
      const fault = await judge(method, fillIn(path, fill));
      if (fault !== null) faults.push(fault);
    }
    for (const query of queries) {
      const fault = await judge(
        method,
        `${fillIn(path, (noun) => fills[6](noun))}?${query}`,
      );
      if (fault !== null) faults.push(fault);
    }
  }
  expect(faults.slice(0, 20)).toEqual([]);
});

it("never answers what is wrong with a fault of its own: bodies", async () => {
  const faults: string[] = [];
  const before = (
    await world.ask("R", "GET", `/core/items/${world.item}`)
  ).json();
  for (const [method, path] of await routes()) {
    if (method === "GET") continue;
    // What exists is not to be removed here.
    const filled =
      method === "DELETE"
        ? [nowhere]
        : [nowhere, path.includes("items") ? world.item : world.collection];
    for (const id of filled) {
      for (const [body, headers] of bodies) {
        const at = fillIn(path, () => id);
        const query =
          id === nowhere
            ? ""
            : `?parent=${world.community}&owningCollection=${world.collection}`;
        const fault = await judge(method, at + query, body, headers);
        if (fault !== null) faults.push(fault);
      }
    }
  }
  expect(faults.slice(0, 20)).toEqual([]);
  const after = (
    await world.ask("R", "GET", `/core/items/${world.item}`)
  ).json() as {
    metadata: Record<string, unknown>;
  };
  // A PUT of `{}` is a good one: it takes all metadata away. Nothing else of this has changed the item.
  expect({ ...after, name: null, metadata: {}, lastModified: null }).toEqual({
    ...(before as object),
    name: null,
    metadata: {},
    lastModified: null,
  });
  expect((await world.ask("R", "GET", "/core/communities")).status).toBe(200);
});

it("refuses a body that is too large, and one of a kind that is not understood", async () => {
  const path = `/core/items/${world.item}`;
  const large = JSON.stringify({
    metadata: { "dc.title": [{ value: "x".repeat(1_100_000) }] },
  });
  expect((await world.ask("R", "PUT", path, large)).status).toBe(413);
  expect(
    (await world.ask("R", "PUT", path, "<a/>", { "Content-Type": "text/xml" }))
      .status,
  ).toBe(415);
});
