import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MetadataDraft } from "../../../main/domain/metadata.ts";
import {
  addAccount,
  startApiServer,
  type ApiServer,
} from "../../support/api-server.ts";
import { bundle, openTestCatalog, value } from "../../support/catalog.ts";
import { temporaryFolder } from "../../support/holdall.ts";

let server: ApiServer;
let admin: string;
let user: string;
let remove: () => Promise<void>;
let uuids: Record<string, string>;
let handle: string;
beforeAll(async () => {
  const folder = await temporaryFolder();
  remove = folder.remove;
  const data = join(folder.path, "data");
  const catalog = openTestCatalog(data);
  const top = catalog.community("Harbours and lighthouses");
  const sub = catalog.community("Fyr archive", { parent: top });
  const plans = catalog.collection("Plans", [sub], {
    metadata: [
      value("dc.title", "Plans"),
      value("dc.description", "Drawings of lighthouses"),
      value("dc.description.provenance", "Taken over by Quagga"),
    ],
  });
  const letters = catalog.collection("Letters", [top]);
  const closed = catalog.collection("Closed lighthouse papers", [top], {
    policies: [],
  });
  const item = (
    title: string,
    author: string,
    issued: string | null,
    more: readonly MetadataDraft[] = [],
    rest: Parameters<typeof catalog.item>[1] = {},
    collection = plans,
  ) =>
    catalog.item(collection, {
      metadata: [
        value("dc.title", title),
        value("dc.contributor.author", author),
        ...(issued === null ? [] : [value("dc.date.issued", issued)]),
        ...more,
      ],
      ...rest,
    });
  const file = await catalog.bitstream("plan.txt", "text");
  const tower = item(
    "Lighthouse tower, section",
    "Fyr, Eva",
    "1847-05-01",
    [
      value("dc.subject", "Towers"),
      value("dc.identifier.doi", "10.1234/tower"),
      value("dc.contributor.author", "Ness, Ole", {
        authority: "will be referenced::1",
      }),
    ],
    { bundles: [bundle("ORIGINAL", [file])], mappedCollections: [letters] },
  );
  item("Élan of a lamp", "Ness, Ole", "1900", [
    value("dspace.entity.type", "Publication"),
  ]);
  item("Keeper's diary", "Fyr, Eva", null, [
    value("dc.description.abstract", "The lighthouse in winter: storm"),
    value("dc.description.provenance", "Submitted by Quagga"),
  ]);
  item("Letter to the harbour master", "Fyr, Ada", "1911-02", [], {}, letters);
  item("Hidden lighthouse", "Fyr, Eva", "1850", [], { discoverable: false });
  item("Withdrawn lighthouse", "Fyr, Eva", "1850", [], {
    withdrawn: true,
    inArchive: false,
  });
  item("Secret lighthouse", "Fyr, Eva", "1850", [], { policies: [] });
  item("In closed papers", "Fyr, Eva", "1851", [], { policies: [] }, closed);
  const uuid = (kind: "community" | "collection", id: number) =>
    catalog.browse.records(kind, [id])[0]?.uuid ?? "";
  uuids = {
    top: uuid("community", top),
    sub: uuid("community", sub),
    plans: uuid("collection", plans),
    letters: uuid("collection", letters),
    tower: tower.uuid,
  };
  handle = tower.handle;
  catalog.close();
  await addAccount(data, "admin@example.org", "--admin");
  await addAccount(data, "user@example.org");
  server = await startApiServer(data);
  admin = await server.logIn("admin@example.org");
  user = await server.logIn("user@example.org");
});
afterAll(async () => {
  await server.stop();
  await remove();
});

interface Found {
  readonly [name: string]: unknown;
  readonly appliedFilters: Record<string, string>[];
  readonly _embedded: {
    readonly searchResult: {
      readonly _embedded: {
        readonly objects: {
          readonly type: string;
          readonly hitHighlights: object;
          readonly _links: { indexableObject: { href: string } };
          readonly _embedded: {
            indexableObject: Record<string, unknown> & { name: string };
          };
        }[];
      };
      readonly _links: Record<string, { href: string }>;
      readonly page: Record<string, number>;
    };
    readonly facets: unknown[];
  };
}
const base = "/api/discover/search/objects";
const fill = (text: string) =>
  text.replace(/:(\w+):/g, (_, name: string) => uuids[name] ?? name);
const search = async (query: string, token: string | null = null) => {
  const answer = await server.as(token, `${base}?${fill(query)}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.json() as Found;
};
const names = async (query: string, token: string | null = null) =>
  (await search(query, token))._embedded.searchResult._embedded.objects.map(
    (hit) => hit._embedded.indexableObject.name,
  );

describe("§16 what an answer looks like", () => {
  it("has every part clients rely on, also for nothing", async () => {
    for (const query of [
      "query=zebra",
      "configuration=workflow",
      "configuration=workspace&query=tower",
    ]) {
      const none = await search(query);
      expect(none).toMatchObject({
        type: "discover",
        appliedFilters: [],
        _embedded: {
          searchResult: {
            _embedded: { objects: [] },
            page: { totalElements: 0, number: 0, size: 20, totalPages: 0 },
          },
        },
      });
    }
    const found = await search(
      "query=tower&dsoType=ITEM&embed=owningCollection",
    );
    const [hit] = found._embedded.searchResult._embedded.objects;
    expect(hit).toMatchObject({
      type: "discover",
      hitHighlights: {},
      _embedded: {
        indexableObject: {
          uuid: uuids["tower"],
          type: "item",
          handle,
          metadata: { "dc.title": [{ place: 0 }] },
          _embedded: { owningCollection: { name: "Plans" } },
        },
      },
    });
    expect(hit?._links.indexableObject.href).toBe(
      `${server.url}/api/core/items/${uuids["tower"] ?? ""}`,
    );
  });

  it("repeats every parameter in its links, and ends", async () => {
    const first = await search(
      "query=fyr&dsoType=item&size=2&f.author=Fyr,contains&sort=dc.title,ASC",
    );
    const { next, self } = first._embedded.searchResult._links;
    expect(first._embedded.searchResult.page).toMatchObject({
      totalElements: 3,
      totalPages: 2,
    });
    const again = new URL(next?.href ?? "");
    expect(Object.fromEntries(again.searchParams)).toEqual({
      query: "fyr",
      dsoType: "item",
      "f.author": "Fyr,contains",
      sort: "dc.title,ASC",
      page: "1",
      size: "2",
    });
    expect(self).toBeDefined();
    expect(first["sort"]).toEqual({ by: "dc.title", order: "ASC" });
    const second = await search(again.search.slice(1));
    expect(second._embedded.searchResult._links).not.toHaveProperty("next");
    expect(second._embedded.searchResult._embedded.objects).toHaveLength(1);
  });
});

describe("§16 queries", () => {
  it.each([
    ["query=*:*&dsoType=item", 4],
    ["query=*&dsoType=item", 4],
    ["dsoType=item", 4],
    ["dsoType=all", 8],
    ["", 8],
    ["dsoType=community", 2],
    ["dsoType=Collection&dsoType=community", 4],
  ])("%s finds %i", async (query, count) => {
    expect((await search(query))._embedded.searchResult.page).toMatchObject({
      totalElements: count,
    });
  });

  it.each([
    ["tower section", ["Lighthouse tower, section"]],
    ["elan", ["Élan of a lamp"]],
    ['"of a lamp"', ["Élan of a lamp"]],
    ['"a of lamp"', []],
    ["tower OR lamp", ["Lighthouse tower, section", "Élan of a lamp"]],
    ["lighthouse NOT winter", ["Lighthouse tower, section"]],
    ["lighthouse -winter", ["Lighthouse tower, section"]],
    ["+lighthouse +storm", ["Keeper's diary"]],
    [
      "(tower OR lamp) AND ness",
      ["Lighthouse tower, section", "Élan of a lamp"],
    ],
    ["keep*", ["Keeper's diary"]],
    ["title:lighthouse", ["Lighthouse tower, section"]],
    ["dc.description.abstract:lighthouse", ["Keeper's diary"]],
    ["author:(fyr AND eva)", ["Keeper's diary", "Lighthouse tower, section"]],
    ["dateIssued:[1840 TO 1850]", ["Lighthouse tower, section"]],
    [
      "dateIssued:[1900 TO *]",
      ["Letter to the harbour master", "Élan of a lamp"],
    ],
    ["NOT dateIssued:*", ["Keeper's diary"]],
    ["Letter: harbour", ["Letter to the harbour master"]],
    ["not lighthouse", []],
  ])("%s", async (query, expected) => {
    const found = await names(
      `dsoType=item&query=${encodeURIComponent(query)}`,
    );
    expect(found.toSorted()).toEqual([...expected].sort());
  });

  it.each([
    '"open',
    "(tower",
    "tower)",
    "tower AND",
    "OR tower",
    "NOT",
    "title:",
    "[1 TO 2]",
    "()",
    "!!!",
    "(".repeat(200) + "a" + ")".repeat(200),
  ])("%s cannot be understood", async (query) => {
    const answer = await server.ask(
      `${base}?query=${encodeURIComponent(query)}`,
    );
    expect(answer.status, answer.text).toBe(422);
  });

  it("finds communities and collections by what is in their values", async () => {
    expect(await names("query=lighthouses&dsoType=community")).toEqual([
      "Harbours and lighthouses",
    ]);
    expect(await names("query=drawings")).toEqual(["Plans"]);
    expect(await names("query=closed&dsoType=collection")).toEqual([]);
    expect(await names("query=closed&dsoType=collection", admin)).toEqual([
      "Closed lighthouse papers",
    ]);
  });
});

describe("§16 filters", () => {
  it.each([
    ["f.title=tower,contains", ["Lighthouse tower, section"]],
    ["f.title=winter,contains", []],
    [
      "f.author=Fyr, Eva,equals",
      ["Keeper's diary", "Lighthouse tower, section"],
    ],
    [
      "f.author=fyr, eva,equals",
      ["Keeper's diary", "Lighthouse tower, section"],
    ],
    ["f.author=Fyr,equals", []],
    [
      "f.author=Fyr,contains&f.author=Ness,contains",
      ["Lighthouse tower, section"],
    ],
    [
      "f.author=Fyr, Eva,notequals",
      ["Letter to the harbour master", "Élan of a lamp"],
    ],
    ["f.author=Fyr,notcontains", ["Élan of a lamp"]],
    ["f.author=will be referenced::1,authority", ["Lighthouse tower, section"]],
    [
      "f.author=will be referenced::1,notauthority",
      ["Keeper's diary", "Letter to the harbour master", "Élan of a lamp"],
    ],
    [
      "f.author=eva OR ada,query",
      [
        "Keeper's diary",
        "Letter to the harbour master",
        "Lighthouse tower, section",
      ],
    ],
    [
      "f.dateIssued=[1900 TO 1911],equals",
      ["Letter to the harbour master", "Élan of a lamp"],
    ],
    ["f.entityType=Publication,equals", ["Élan of a lamp"]],
    [
      "f.has_content_in_original_bundle=true,equals",
      ["Lighthouse tower, section"],
    ],
    [
      "f.has_content_in_original_bundle=false,equals&f.author=eva,contains",
      ["Keeper's diary"],
    ],
    ["f.dc.subject=Towers,equals", ["Lighthouse tower, section"]],
    [
      "query=lighthouse&f.subject=towers,contains",
      ["Lighthouse tower, section"],
    ],
  ])("%s", async (query, expected) => {
    const parameters = query
      .split("&")
      .map((part) => {
        const [name = "", text = ""] = part.split("=", 2);
        return `${name}=${encodeURIComponent(text)}`;
      })
      .join("&");
    const found = await names(`dsoType=item&${parameters}`);
    expect(found.toSorted()).toEqual([...expected].sort());
  });

  it("says which filters it applied", async () => {
    const found = await search("f.author=Fyr%2C%20Eva%2Cequals");
    expect(found.appliedFilters).toEqual([
      {
        filter: "author",
        operator: "equals",
        value: "Fyr, Eva",
        label: "Fyr, Eva",
      },
    ]);
  });

  it.each([
    ["f.nonsense=x,equals", 422],
    ["f.title=x,resembles", 422],
    ["f.title=x", 422],
    ["f.title=,contains", 422],
    ["dsoType=nonsense", 422],
    ["scope=nonsense", 400],
    ["scope=00000000-0000-4000-8000-000000000000", 422],
    ["scope=:tower:", 422],
    ["page=-1", 400],
    ["size=0", 400],
    ["sort=nonsense,ASC", 400],
  ])("%s is refused with %i", async (query, status) => {
    expect((await server.ask(`${base}?${fill(query)}`)).status).toBe(status);
  });
});

describe("§16 facets", () => {
  interface Facet {
    readonly name: string;
    readonly _embedded: {
      readonly values: {
        readonly label: string;
        readonly count: number;
        readonly _links: { search: { href: string } };
      }[];
    };
    readonly _links: Record<string, { href: string }>;
  }
  const counted = (facet: Facet | undefined) =>
    facet?._embedded.values.map(
      ({ label, count }) => `${label}: ${String(count)}`,
    );

  it("come with a search, each value with the way to what has it", async () => {
    const found = await search("dsoType=item");
    const facets = found._embedded.facets as Facet[];
    const of = (name: string) => facets.find((one) => one.name === name);
    expect(counted(of("author"))).toEqual([
      "Fyr, Eva: 2",
      "Ness, Ole: 2",
      "Fyr, Ada: 1",
    ]);
    expect(counted(of("dateIssued"))).toEqual([
      "1910 - 1911: 1",
      "1900 - 1909: 1",
      "1847 - 1849: 1",
    ]);
    expect(counted(of("has_content_in_original_bundle"))).toEqual([
      "true: 1",
      "false: 3",
    ]);
    for (const facet of facets) {
      for (const { label, count, _links } of facet._embedded.values) {
        const narrowed = await search(
          new URL(_links.search.href).search.slice(1),
        );
        expect(
          narrowed._embedded.searchResult.page["totalElements"],
          `${facet.name} ${label}`,
        ).toBe(count);
      }
    }
  });

  it("have no values where nothing can be found", async () => {
    const answer = await server.ask(
      "/api/discover/facets/author?configuration=workspace",
    );
    expect(answer.json()).toMatchObject({
      name: "author",
      _embedded: { values: [] },
      page: { number: 0, size: 20 },
    });
  });

  it("can be asked for one by one", async () => {
    const facet = async (path: string) => {
      const answer = await server.ask(`/api/discover/facets/${path}`);
      expect(answer.status, answer.text).toBe(200);
      return answer.json() as Facet;
    };
    expect(counted(await facet("author?query=lamp"))).toEqual(["Ness, Ole: 1"]);
    expect(counted(await facet("author?prefix=fyr"))).toEqual([
      "Fyr, Eva: 2",
      "Fyr, Ada: 1",
    ]);
    const first = await facet("author?size=2");
    expect(counted(first)).toEqual(["Fyr, Eva: 2", "Ness, Ole: 2"]);
    const next = new URL(first._links["next"]?.href ?? "");
    const second = await facet(`author${next.search}`);
    expect(counted(second)).toEqual(["Fyr, Ada: 1"]);
    expect(second._links).not.toHaveProperty("next");
    expect((await server.ask("/api/discover/facets/nonsense")).status).toBe(
      404,
    );
    const all = (await server.ask("/api/discover/facets")).json() as {
      _embedded: { facets: { name: string }[] };
    };
    expect(all._embedded.facets.map(({ name }) => name)).toContain("subject");
  });
});

describe("§16 scope, order and who finds what", () => {
  it("looks below a community, into a collection, and over the site", async () => {
    expect(await names("scope=:sub:&sort=dc.title")).toEqual(
      [
        "Keeper's diary",
        "Lighthouse tower, section",
        "Plans",
        "Élan of a lamp",
      ].sort((one, other) =>
        one.normalize("NFD").localeCompare(other.normalize("NFD")),
      ),
    );
    expect(await names("scope=:letters:&sort=dc.title")).toEqual([
      "Letter to the harbour master",
      "Lighthouse tower, section",
    ]);
    const sites = (await server.ask("/api/core/sites")).json() as {
      _embedded: { sites: { uuid: string }[] };
    };
    expect(
      await names(`scope=${sites._embedded.sites[0]?.uuid ?? ""}`),
    ).toHaveLength(8);
  });

  it.each([
    ["dc.title,ASC", ["Élan of a lamp", "Lighthouse tower, section"]],
    ["title,DESC", ["Lighthouse tower, section", "Élan of a lamp"]],
    ["dc.date.issued,ASC", ["Keeper's diary", "Letter to the harbour master"]],
    ["dc.date.issued,DESC", ["Letter to the harbour master", "Keeper's diary"]],
    ["default", null],
    ["score,DESC", null],
    ["dc.date.accessioned,DESC", null],
    ["lastModified,DESC", null],
  ])("sorts by %s", async (sort, ends) => {
    const found = await names(`dsoType=item&sort=${sort}`);
    expect(found).toHaveLength(4);
    if (ends === null) return;
    expect([found[0], found.at(-1)]).toEqual(ends);
  });

  it("puts what matches best first", async () => {
    expect((await names("query=lighthouse&dsoType=item"))[0]).toBe(
      "Lighthouse tower, section",
    );
  });

  it("comes by title, whichever way, where nothing tells better from worse", async () => {
    for (const by of ["score,DESC", "score,ASC", "default"])
      for (const what of ["", "&f.author=Fyr,contains"])
        expect(await names(`dsoType=item${what}&sort=${by}`)).toEqual(
          await names(`dsoType=item${what}&sort=dc.title,ASC`),
        );
  });

  it("looks for all that a parameter says, however often it is given", async () => {
    expect(await names("query=diary&query=winter&dsoType=item")).toEqual([
      "Keeper's diary",
    ]);
    expect(await names("query=diary&query=tower&dsoType=item")).toEqual([]);
  });

  it("turns pages over communities, collections and items as over one list", async () => {
    for (const sort of [
      "dc.title,ASC",
      "dc.title,DESC",
      "dc.date.issued,ASC",
    ]) {
      const whole = await names(`sort=${sort}&size=100`, admin);
      expect(whole).toHaveLength(11);
      const pages: string[] = [];
      for (let page = 0; page < 4; page++)
        pages.push(
          ...(await names(`sort=${sort}&size=3&page=${String(page)}`, admin)),
        );
      expect(pages).toEqual(whole);
    }
  });

  it("turns pages of what matches best without showing anything twice or leaving anything out", async () => {
    const query = "query=fyr OR lamp OR harbour&sort=score,DESC".replaceAll(
      " ",
      "%20",
    );
    const whole = await names(`${query}&size=100`, admin);
    expect(whole.length).toBeGreaterThan(6);
    expect(new Set(whole).size).toBe(whole.length);
    const pages: string[] = [];
    for (let page = 0; page < whole.length; page++)
      pages.push(
        ...(await names(`${query}&size=1&page=${String(page)}`, admin)),
      );
    expect(pages).toEqual(whole);
  });

  it("hides what is withdrawn or not to be found from everybody, and what is closed from most", async () => {
    const titles = await names("query=lighthouse&dsoType=item", admin);
    expect(titles).toContain("Secret lighthouse");
    expect(titles).not.toContain("Hidden lighthouse");
    expect(titles).not.toContain("Withdrawn lighthouse");
    expect(await names("query=lighthouse&dsoType=item", user)).not.toContain(
      "Secret lighthouse",
    );
    const closed = await server.ask(`${base}?scope=${uuids["plans"] ?? ""}`);
    expect(closed.status).toBe(200);
  });

  it("finds what has been changed at once", async () => {
    const made = await server.as(admin, "/api/core/communities", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ name: "Brandnew buoys" }),
    });
    expect(made.status).toBe(201);
    expect(await names("query=brandnew")).toEqual(["Brandnew buoys"]);
    const { uuid } = made.json() as { uuid: string };
    await server.as(admin, `/api/core/communities/${uuid}`, {
      method: "DELETE",
    });
    expect(await names("query=brandnew")).toEqual([]);
  });
});

describe("§16 identifiers", () => {
  it("leads from any identifier to the object", async () => {
    for (const id of [
      handle,
      `hdl:${handle}`,
      `https://hdl.handle.net/${handle}`,
      uuids["tower"] ?? "",
      "10.1234/tower",
      "doi:10.1234/tower",
      "https://doi.org/10.1234/tower",
    ]) {
      const answer = await server.ask(
        `/api/pid/find?id=${encodeURIComponent(id)}`,
      );
      expect(answer.status, id).toBe(302);
      expect(answer.headers["location"]).toBe(
        `${server.url}/api/core/items/${uuids["tower"] ?? ""}`,
      );
    }
    expect(
      (await server.ask(`/api/pid/find?id=${uuids["top"] ?? ""}`)).headers[
        "location"
      ],
    ).toContain("/api/core/communities/");
  });

  it.each([
    ["?id=123456789/none", 404],
    ["?id=10.1/none", 404],
    ["?id=00000000-0000-4000-8000-000000000000", 404],
    ["?id=1", 404],
    ["", 400],
    ["?id=", 400],
  ])("/pid/find%s is %i", async (query, status) => {
    expect((await server.ask(`/api/pid/find${query}`)).status).toBe(status);
  });

  it("has one site", async () => {
    const list = (await server.ask("/api/core/sites")).json() as {
      page: { totalElements: number };
      _embedded: { sites: { uuid: string; type: string }[] };
    };
    expect(list.page.totalElements).toBe(1);
    const uuid = list._embedded.sites[0]?.uuid ?? "";
    expect((await server.ask(`/api/core/sites/${uuid}`)).json()).toMatchObject({
      type: "site",
      uuid,
      handle: "123456789/0",
    });
    expect(
      (await server.ask(`/api/core/sites/${uuids["top"] ?? ""}`)).status,
    ).toBe(404);
  });
});

it("has the links of the search", async () => {
  expect((await server.ask("/api/discover")).json()).toMatchObject({
    _links: { search: { href: `${server.url}/api/discover/search` } },
  });
  expect((await server.ask("/api/discover/search")).json()).toMatchObject({
    _links: { objects: { href: `${server.url}${base}` } },
  });
});

describe("§2, §16 who did what to an object", () => {
  it.each([
    "query=quagga",
    "query=%22Submitted%20by%20Quagga%22",
    "query=dc.description.provenance:quagga",
    "query=dc.description.provenance:*",
  ])("is found by nobody: %s", async (query) => {
    expect(await names(query)).toEqual([]);
    expect(await names(query, user)).toEqual([]);
  });

  it("is no filter", async () => {
    const answer = await server.as(
      user,
      `${base}?f.dc.description.provenance=quagga,contains`,
    );
    expect(answer.status, answer.text).toBe(422);
  });
});
