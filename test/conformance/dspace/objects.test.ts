import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  startApiServer,
  type Answer,
  type ApiServer,
} from "../../support/api-server.ts";
import { makeApiWorld, text, type ApiWorld } from "../../support/api-world.ts";

let world: ApiWorld;
let server: ApiServer;
let admin: string;
let curator: string;
beforeAll(async () => {
  world = await makeApiWorld();
  server = await startApiServer(world.data);
  admin = await server.logIn("admin@example.org");
  curator = await server.logIn("curator@example.org");
});
afterAll(async () => {
  await server.stop();
  await world.remove();
});

interface Hal {
  readonly [name: string]: unknown;
  readonly name: string;
  readonly metadata: Record<string, { value: string; place: number }[]>;
  readonly _links: Record<string, { href: string }>;
  readonly _embedded: Record<string, Hal[]> & Record<string, Hal>;
  readonly page: Record<string, number>;
}
const get = async (path: string, token: string | null = null) => {
  const answer = await server.as(token, path);
  expect(answer.status, `${path}: ${answer.text}`).toBe(200);
  return answer.json() as Hal;
};
const names = (list: Hal, key: string) =>
  list._embedded[key]?.map((one) => one.name);

describe("representation", () => {
  it("has a root with the links clients start from", async () => {
    const root = await get("/api");
    expect(root).toMatchObject({ type: "root", dspaceServer: server.url });
    expect(root["dspaceVersion"]).toMatch(/^DSpace 7/);
    for (const name of ["self", "authn", "communities", "collections", "items"])
      expect(root._links[name]?.href).toContain(`${server.url}/api`);
    expect(root._links["pid"]).toMatchObject({ templated: true });
    expect(await get("/api/")).toEqual(root);
  });

  it("describes a collection as the contract does", async () => {
    const path = `/api/core/collections/${world.collections.open}`;
    const collection = await get(path);
    expect(collection).toMatchObject({
      id: world.collections.open,
      uuid: world.collections.open,
      name: "Open plans",
      type: "collection",
      archivedItemsCount: 5,
      metadata: {
        "dc.title": [
          {
            value: "Open plans",
            language: null,
            authority: null,
            confidence: -1,
            place: 0,
          },
        ],
      },
    });
    expect(collection).not.toHaveProperty("_embedded");
    expect(Object.keys(collection._links)).toEqual(
      expect.arrayContaining([
        "self",
        "logo",
        "license",
        "defaultAccessConditions",
        "parentCommunity",
        "mappedItems",
        "adminGroup",
        "submittersGroup",
        "itemReadGroup",
        "bitstreamReadGroup",
        "harvester",
        "itemtemplate",
        "workflowGroups",
      ]),
    );
    expect(collection._links["self"]?.href).toBe(server.url + path);
    expect(await get(`${path}/`)).toEqual(collection);
  });

  it("describes an item, its fields sorted, provenance only for administrators", async () => {
    const path = `/api/core/items/${world.items.plan.uuid}`;
    const item = await get(path);
    expect(item).toMatchObject({
      name: "Plan of the tower",
      inArchive: true,
      withdrawn: false,
      discoverable: true,
      type: "item",
      lastModified: "2024-02-29T12:30:40.000Z",
    });
    expect(Object.keys(item.metadata)).toEqual([
      "dc.contributor.author",
      "dc.date.issued",
      "dc.title",
    ]);
    expect(
      item.metadata["dc.contributor.author"]?.map((one) => one.value),
    ).toEqual(["Fyr, Eva", "Ness, Ole"]);
    expect((await get(path, admin)).metadata).toHaveProperty([
      "dc.description.provenance",
    ]);
  });

  it("describes bundles and bitstreams", async () => {
    expect(await get(`/api/core/bundles/${world.bundle}`)).toMatchObject({
      name: "ORIGINAL",
      handle: null,
      type: "bundle",
      metadata: { "dc.title": [{ value: "ORIGINAL" }] },
    });
    expect(
      await get(`/api/core/bitstreams/${world.bitstreams.text}`),
    ).toMatchObject({
      name: "Übersicht “A”.txt",
      bundleName: "ORIGINAL",
      sizeBytes: Buffer.byteLength(text),
      checkSum: {
        checkSumAlgorithm: "MD5",
        value: createHash("md5").update(text).digest("hex"),
      },
      sequenceId: 1,
      type: "bitstream",
      metadata: {
        "dc.title": [{ value: "Übersicht “A”.txt" }],
        "dc.description": [{ value: "Plan" }],
      },
    });
  });

  it("answers plain JSON to who takes nothing else, HAL otherwise", async () => {
    const type = async (accept?: string) =>
      (
        await server.ask("/api", {
          headers: accept === undefined ? {} : { Accept: accept },
        })
      ).headers["content-type"];
    expect(await type("application/json")).toBe(
      "application/json;charset=UTF-8",
    );
    for (const accept of [undefined, "*/*", "application/hal+json"])
      expect(await type(accept)).toBe("application/hal+json;charset=UTF-8");
  });

  it.each([
    ["/api/core/communities/:top/parentCommunity", 204],
    ["/api/core/communities/:sub/parentCommunity", 200],
    ["/api/core/collections/:open/parentCommunity", 200],
    ["/api/core/collections/:open/logo", 204],
    ["/api/core/collections/:curated/license", 200],
    ["/api/core/items/:plan/owningCollection", 200],
    ["/api/core/items/:plan/thumbnail", 204],
    ["/api/core/items/:plan/templateItemOf", 204],
    ["/api/core/bundles/:bundle/item", 200],
    ["/api/core/bundles/:bundle/primaryBitstream", 200],
    ["/api/core/bitstreams/:text/bundle", 200],
    ["/api/core/items/not-a-uuid", 404],
    ["/api/core/items/00000000-0000-0000-0000-000000000000", 404],
    ["/api/core/items/:open", 404],
    ["/api/core/collections/search/noSuchMethod", 404],
    ["/api/core/bundles", 405],
    ["/api/core/bitstreams", 405],
  ])("%s is %i", async (path, status) => {
    const answer = await server.ask(fill(path));
    expect(answer.status, answer.text).toBe(status);
    if (status >= 400)
      expect(answer.json()).toMatchObject({
        status,
        error: expect.any(String) as string,
        message: expect.any(String) as string,
        path: fill(path),
        timestamp: expect.stringMatching(/^\d{4}-.*\+00:00$/) as string,
      });
  });

  // RFC 9110 section 15.5.6: who is refused a method is told those that there are.
  it.each([
    ["/core/bundles", ""],
    ["/core/itemtemplates", ""],
    ["/core/bitstreams", "PATCH"],
    ["/authz/resourcepolicies", "POST"],
    ["/core/collections/:open/mappedItems", "GET, HEAD"],
  ])("%s allows %j", async (path, methods) => {
    for (const [method, status] of [
      ["PUT", 405],
      ["OPTIONS", 204],
    ] as const) {
      const answer = await server.as(null, `/api${fill(path)}`, { method });
      expect(answer.status, answer.text).toBe(status);
      expect(answer.headers["allow"]).toBe(methods);
    }
  });
});

function fill(path: string): string {
  return path
    .replace(":top", world.communities.top)
    .replace(":sub", world.communities.sub)
    .replace(":open", world.collections.open)
    .replace(":curated", world.collections.curated)
    .replace(":closed", world.collections.closed)
    .replace(":plan", world.items.plan.uuid)
    .replace(":bundle", world.bundle)
    .replace(":text", world.bitstreams.text);
}

describe("embedding", () => {
  it("embeds what is asked for, nested where it is said so", async () => {
    const item = await get(
      `/api/core/items/${world.items.plan.uuid}?embed=owningCollection,bundles/bitstreams&embed=thumbnail&embed.size=bundles=1`,
    );
    expect(item._embedded["thumbnail"]).toBeNull();
    expect(item._embedded["owningCollection"]).toMatchObject({
      name: "Open plans",
    });
    const bundles = item._embedded["bundles"] as Hal;
    expect(bundles.page).toMatchObject({ size: 1, totalElements: 2 });
    const [original] = bundles._embedded["bundles"] ?? [];
    const bitstreams = original?._embedded["bitstreams"] as Hal | undefined;
    expect(bitstreams && names(bitstreams, "bitstreams")).toEqual([
      "Übersicht “A”.txt",
      "page.html",
    ]);
    expect(item._embedded["owningCollection"]).not.toHaveProperty("_embedded");
  });

  it("embeds all links, two levels deep, in the full projection", async () => {
    const collection = await get(
      `/api/core/collections/${world.collections.curated}?projection=full`,
    );
    expect(collection._embedded["license"]).toMatchObject({
      custom: true,
      text: "Ask the curator.",
    });
    expect(collection._embedded["parentCommunity"]).toHaveProperty("_embedded");
  });

  it.each([
    "embed=nothing",
    "projection=nothing",
    "embed.size=x",
    "embed=a/b/c/d/e",
    "embed=__proto__",
    "embed=constructor",
  ])("refuses %s", async (query) => {
    expect(
      (await server.ask(`/api/core/items/${world.items.plan.uuid}?${query}`))
        .status,
    ).toBe(400);
  });
});

describe("paging", () => {
  it("spells out page and size, repeats what was asked, and ends", async () => {
    const first = await get(
      "/api/core/communities?size=1&sort=dc.title,DESC&embed=logo",
    );
    expect(names(first, "communities")).toEqual(["Lighthouses"]);
    expect(first.page).toEqual({
      size: 1,
      totalElements: 2,
      totalPages: 2,
      number: 0,
    });
    const { next, prev } = first._links;
    expect(prev).toBeUndefined();
    expect(next?.href).toBe(
      `${server.url}/api/core/communities?size=1&sort=dc.title,DESC&embed=logo`.replace(
        "size=1&sort=dc.title,DESC&embed=logo",
        "sort=dc.title%2CDESC&embed=logo&page=1&size=1",
      ),
    );
    const second = await get((next?.href ?? "").replace(server.url, ""));
    expect(names(second, "communities")).toEqual(["Harbours"]);
    expect(second._links["next"]).toBeUndefined();
    expect(second._links["prev"]).toEqual(second._links["previous"]);
  });

  it("answers an empty page past the end, and an empty list", async () => {
    const past = await get("/api/core/communities?page=70");
    expect(past._embedded).toEqual({ communities: [] });
    expect(past._links).toHaveProperty("first");
    expect(past._links).toHaveProperty("last");
    expect(past._links).not.toHaveProperty("next");
    const empty = await get(
      `/api/core/communities/${world.communities.sub}/subcommunities`,
    );
    expect(empty._embedded).toEqual({ subcommunities: [] });
    expect(empty.page).toEqual({
      size: 20,
      totalElements: 0,
      totalPages: 0,
      number: 0,
    });
  });

  it.each([
    "page=-1",
    "page=x",
    "size=0",
    "size=-3",
    "size=1e3",
    "sort=nothing",
    "sort=dc.title,sideways",
    "size=",
    "page=1&page=2",
  ])("refuses %s", async (query) => {
    expect((await server.ask(`/api/core/communities?${query}`)).status).toBe(
      400,
    );
  });

  it("clamps a size that is too large, and says so", async () => {
    expect((await get("/api/core/communities?size=5000")).page).toMatchObject({
      size: 100,
    });
    expect(
      (await get("/api/core/communities?size=5000", admin)).page,
    ).toMatchObject({ size: 1000 });
  });
});

describe("who sees what", () => {
  it("lists what everyone may read to everyone", async () => {
    const collections = await get("/api/core/collections");
    expect(names(collections, "collections")).toEqual([
      "Curated",
      "Open plans",
    ]);
    expect(collections.page["totalElements"]).toBe(2);
    const items = `/api/core/collections/${world.collections.open}/items`;
    expect(names(await get(items), "items")).toEqual(["Plan of the tower"]);
    expect((await get(items)).page["totalElements"]).toBe(1);
    const all = await get(`${items}?sort=lastModified`, admin);
    expect(all._embedded["items"]).toHaveLength(6);
  });

  it("shows what a curator administers to the curator", async () => {
    const items = `/api/core/collections/${world.collections.curated}/items`;
    expect(names(await get(items), "items")).toEqual(["Plan of the tower"]);
    expect(names(await get(items, curator), "items")).toEqual([
      "Only for the curator",
      "Plan of the tower",
    ]);
    expect(
      await get(`/api/core/items/${world.items.curated.uuid}`, curator),
    ).toMatchObject({ name: "Only for the curator" });
    expect(
      names(
        await get(
          `/api/core/collections/${world.collections.curated}/mappedItems`,
        ),
        "mappedItems",
      ),
    ).toEqual(["Plan of the tower"]);
  });

  it.each([
    ["closed", 401, 403],
    ["embargoed", 401, 403],
    ["lent", 401, 403],
    ["curated", 401, 200],
  ] as const)("keeps the item %s to itself", async (name, anonymous, plain) => {
    const path = `/api/core/items/${world.items[name].uuid}`;
    const none = await server.ask(path);
    expect(none.status).toBe(anonymous);
    expect(none.headers["www-authenticate"]).toBe(
      'password realm="DSpace REST API"',
    );
    expect((await server.as(curator, path)).status).toBe(plain);
    expect((await server.as(admin, path)).status).toBe(200);
  });

  it("shows of a withdrawn item nothing but that it was there", async () => {
    const path = `/api/core/items/${world.items.withdrawn.uuid}`;
    expect(await get(path)).toMatchObject({
      withdrawn: true,
      inArchive: false,
      name: null,
      metadata: {},
    });
    expect((await get(path, admin)).metadata).toHaveProperty(["dc.title"]);
  });

  it("lists all items to administrators alone", async () => {
    expect((await server.ask("/api/core/items")).status).toBe(401);
    expect((await server.as(curator, "/api/core/items")).status).toBe(403);
    expect((await get("/api/core/items", admin)).page["totalElements"]).toBe(7);
  });

  it("keeps a bitstream without permission out of lists and downloads", async () => {
    const list = await get(`/api/core/bundles/${world.bundle}/bitstreams`);
    expect(names(list, "bitstreams")).not.toContain("secret.txt");
    const path = `/api/core/bitstreams/${world.bitstreams.secret}`;
    for (const one of [path, `${path}/content`]) {
      expect((await server.ask(one)).status).toBe(401);
      expect((await server.as(curator, one)).status).toBe(403);
      expect((await server.as(admin, one)).status).toBe(200);
    }
  });
});

describe("content", () => {
  const content = (
    headers: Record<string, string> = {},
    method = "GET",
  ): Promise<Answer> =>
    server.ask(`/api/core/bitstreams/${world.bitstreams.text}/content`, {
      method,
      headers,
    });
  const md5 = createHash("md5").update(text).digest("hex");

  it("sends the bytes with everything a client needs to keep them", async () => {
    const answer = await content();
    expect(answer.text).toBe(text);
    expect(answer.headers).toMatchObject({
      etag: `"${md5}"`,
      "content-length": String(Buffer.byteLength(text)),
      "content-type": "text/plain; charset=utf-8",
      "accept-ranges": "bytes",
      "last-modified": "Thu, 29 Feb 2024 12:30:40 GMT",
      "x-content-type-options": "nosniff",
    });
    expect(answer.headers["content-disposition"]).toBe(
      `inline; filename="_bersicht _A_.txt"; filename*=UTF-8''${encodeURIComponent("Übersicht “A”.txt")}`,
    );
    const head = await content({}, "HEAD");
    expect(head.body).toHaveLength(0);
    for (const name of ["etag", "content-length", "content-type"])
      expect(head.headers[name]).toBe(answer.headers[name]);
  });

  it("offers what could act in a browser for saving only", async () => {
    const page = await server.ask(
      `/api/core/bitstreams/${world.bitstreams.page}/content`,
    );
    expect(page.headers["content-disposition"]).toBe(
      'attachment; filename="page.html"',
    );
    expect(page.headers["content-security-policy"]).toContain("sandbox");
  });

  it.each([
    ["bytes=0-3", 206, "Das ", "bytes 0-3/"],
    ["bytes=30-", 206, "847.\n".slice(-4), "bytes 30-"],
    ["bytes=-5", 206, "847.\n", "bytes 29-33/"],
    ["bytes=5-100000", 206, text.slice(5), "bytes 5-33/"],
    ["bytes=5-2", 200, text, undefined],
    ["bytes=0-1,3-4", 200, text, undefined],
    ["lines=1-2", 200, text, undefined],
  ])("answers Range %s with %i", async (range, status, body, told) => {
    const answer = await content({ Range: range });
    expect(answer.status).toBe(status);
    expect(answer.text).toBe(body);
    if (told === undefined)
      expect(answer.headers["content-range"]).toBeUndefined();
    else expect(answer.headers["content-range"]).toContain(told);
    expect(answer.headers["content-length"]).toBe(
      String(Buffer.byteLength(body)),
    );
  });

  it.each(["bytes=34-", "bytes=-0"])(
    "refuses Range %s as everything is refused",
    async (range) => {
      const answer = await content({ Range: range });
      expect(answer.status).toBe(416);
      expect(answer.headers["content-range"]).toBe("bytes */34");
      expect(answer.headers["content-type"]).toContain("json");
      expect(answer.json()).toMatchObject({
        status: 416,
        error: "Range Not Satisfiable",
        message: "The file has 34 bytes.",
        path: `/api/core/bitstreams/${world.bitstreams.text}/content`,
      });
    },
  );

  it("answers 304 to who has it, and the whole to who has another one", async () => {
    for (const known of [`"${md5}"`, `W/"${md5}"`, `"x", "${md5}"`, "*"])
      expect((await content({ "If-None-Match": known })).status).toBe(304);
    expect((await content({ "If-None-Match": '"x"' })).status).toBe(200);
    expect(
      (await content({ "If-Modified-Since": "Thu, 29 Feb 2024 12:30:40 GMT" }))
        .status,
    ).toBe(304);
    const range = { Range: "bytes=0-3" };
    expect((await content({ ...range, "If-Range": `"${md5}"` })).status).toBe(
      206,
    );
    expect((await content({ ...range, "If-Range": '"other"' })).status).toBe(
      200,
    );
  });

  it("gives nothing of another content to who goes on with one", async () => {
    const range = { Range: "bytes=4-" };
    const changed = "Thu, 29 Feb 2024 12:30:40 GMT";
    for (const wanted of [`"${md5}"`, `"x", "${md5}"`, "*"])
      expect((await content({ ...range, "If-Match": wanted })).status).toBe(
        206,
      );
    for (const wanted of ['"x"', `W/"${md5}"`, md5]) {
      const answer = await content({ ...range, "If-Match": wanted });
      expect(answer.status, wanted).toBe(412);
      expect(answer.json()).toMatchObject({
        status: 412,
        error: "Precondition Failed",
        message: "The file has changed.",
      });
    }
    for (const [since, status] of [
      [changed, 206],
      ["Thu, 29 Feb 2024 12:30:39 GMT", 412],
      ["no day", 206],
    ] as const)
      expect(
        (await content({ ...range, "If-Unmodified-Since": since })).status,
        since,
      ).toBe(status);
    expect(
      (
        await content({
          "If-Match": '"x"',
          "If-None-Match": `"${md5}"`,
          "If-Unmodified-Since": changed,
        })
      ).status,
    ).toBe(412);
  });
});
