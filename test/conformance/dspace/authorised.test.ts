import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  roles,
  startRoleWorld,
  type Role,
  type RoleWorld,
} from "../../support/role-world.ts";

let world: RoleWorld;
beforeAll(async () => {
  world = await startRoleWorld();
  const made = await world.ask(
    "R",
    "POST",
    `/core/communities?parent=${world.community}`,
    { name: "Keepers' guild" },
  );
  expect(made.status, made.text).toBe(201);
});
afterAll(async () => {
  await world.stop();
});

interface List {
  readonly _embedded: Record<string, { name: string }[]>;
  readonly _links: Record<string, { href: string }>;
  readonly page: Record<string, number>;
}
const fill = (path: string) =>
  path.replace(":community", world.community).replace(":top", world.top);
const collections = async (role: Role, path: string) => {
  const answer = await world.ask(
    role,
    "GET",
    `/core/collections/search/${fill(path)}`,
  );
  expect(answer.status, answer.text).toBe(200);
  const list = answer.json() as List;
  expect(list.page["totalElements"]).toBe(
    list._embedded["collections"]?.length,
  );
  return list._embedded["collections"]?.map(({ name }) => name);
};
const both = ["Letters", "Plans"];

describe("§9 searches for collections one may work on", () => {
  it.each([
    ["findSubmitAuthorized", both, ["Plans"], ["Plans"], ["Plans"], [], []],
    [
      "findSubmitAuthorized?query=",
      both,
      ["Plans"],
      ["Plans"],
      ["Plans"],
      [],
      [],
    ],
    [
      "findSubmitAuthorized?query=pla",
      ["Plans"],
      ["Plans"],
      ["Plans"],
      ["Plans"],
      [],
      [],
    ],
    ["findSubmitAuthorized?query=ans", [], [], [], [], [], []],
    [
      "findSubmitAuthorizedByCommunity?uuid=:community",
      ["Plans"],
      ["Plans"],
      ["Plans"],
      ["Plans"],
      [],
      [],
    ],
    [
      "findSubmitAuthorizedByCommunity?uuid=:top",
      ["Letters"],
      [],
      [],
      [],
      [],
      [],
    ],
    [
      "findSubmitAuthorizedByEntityType?entityType=Publication",
      [],
      [],
      [],
      [],
      [],
      [],
    ],
    [
      "findSubmitAuthorizedByCommunityAndEntityType?uuid=:community&entityType=Person",
      [],
      [],
      [],
      [],
      [],
      [],
    ],
  ] as const)("%s", async (path, ...expected) => {
    const found = [];
    for (const role of roles) found.push(await collections(role, path));
    expect(found).toEqual(expected);
  });

  it.each([
    ["findAdminAuthorized", both, ["Plans"], ["Plans"], [], []],
    ["findEditAuthorized?query=let", ["Letters"], [], [], [], []],
  ] as const)(
    "%s, which has to be asked signed in",
    async (path, ...expected) => {
      const found = [];
      for (const role of roles.slice(0, -1))
        found.push(await collections(role, path));
      expect(found).toEqual(expected);
      expect(
        (await world.ask("A", "GET", `/core/collections/search/${path}`))
          .status,
      ).toBe(401);
    },
  );

  it("finds those that take a type of entity", async () => {
    const patched = await world.ask(
      "R",
      "PUT",
      `/core/communities/${world.community}`,
      { metadata: { "dc.title": [{ value: "Lighthouses" }] } },
    );
    expect(patched.status, patched.text).toBe(200);
    const answer = await world.ask(
      "R",
      "PATCH",
      `/core/collections/${world.other}`,
      [
        {
          op: "add",
          path: "/metadata/dspace.entity.type",
          value: [{ value: "Person" }],
        },
      ],
    );
    expect(answer.status, answer.text).toBe(200);
    expect(
      await collections(
        "R",
        "findSubmitAuthorizedByEntityType?entityType=Person",
      ),
    ).toEqual(["Letters"]);
    expect(
      await collections(
        "R",
        "findSubmitAuthorizedByCommunityAndEntityType?uuid=:top&entityType=Person",
      ),
    ).toEqual(["Letters"]);
    expect(
      await collections(
        "R",
        "findSubmitAuthorizedByCommunityAndEntityType?uuid=:community&entityType=Person",
      ),
    ).toEqual([]);
  });

  it.each([
    ["findSubmitAuthorizedByEntityType", 400],
    ["findSubmitAuthorizedByEntityType?entityType=", 400],
    ["findSubmitAuthorizedByEntityType?entityType=Nonsense", 400],
    ["findSubmitAuthorizedByCommunity", 400],
    ["findSubmitAuthorizedByCommunity?uuid=nonsense", 400],
    [
      "findSubmitAuthorizedByCommunity?uuid=00000000-0000-4000-8000-000000000000",
      400,
    ],
    ["findSubmitAuthorizedByCommunityAndEntityType?uuid=:community", 400],
    ["findSubmitAuthorizedByCommunityAndEntityType?entityType=Person", 400],
    ["findSubmitAuthorized?size=0", 400],
    ["findSubmitAuthorized?sort=nonsense", 400],
    ["nonsense", 404],
  ])("%s is %i", async (path, status) => {
    expect(
      (await world.ask("R", "GET", `/core/collections/search/${fill(path)}`))
        .status,
    ).toBe(status);
  });

  it("turns pages both ways", async () => {
    const page = async (query: string) =>
      (
        await world.ask(
          "R",
          "GET",
          `/core/collections/search/findAdminAuthorized?size=1&${query}`,
        )
      ).json() as List;
    const first = await page("query=l");
    expect(first._embedded["collections"]).toHaveLength(1);
    expect(first._links["next"]).toBeUndefined();
    const last = await page("sort=dc.title,DESC");
    expect(last._embedded["collections"]?.[0]?.name).toBe("Plans");
    const next = new URL(last._links["next"]?.href ?? "");
    expect(next.searchParams.get("sort")).toBe("dc.title,DESC");
    expect(
      (await page(next.search.slice(1).replace("size=1", "")))._embedded[
        "collections"
      ]?.[0]?.name,
    ).toBe("Letters");
  });
});

describe("§8 searches for communities one may work on", () => {
  const all = ["Harbours", "Keepers' guild", "Lighthouses"];
  const below = ["Keepers' guild", "Lighthouses"];
  it.each([
    ["findAdminAuthorized", all, below, [], [], []],
    ["findEditAuthorized", all, below, [], [], []],
    ["findAddAuthorized", all, below, [], [], []],
    [
      "findAdminAuthorized?query=guild",
      ["Keepers' guild"],
      ["Keepers' guild"],
      [],
      [],
      [],
    ],
    [
      "findAdminAuthorized?query=keep gu",
      ["Keepers' guild"],
      ["Keepers' guild"],
      [],
      [],
      [],
    ],
  ] as const)("%s", async (path, ...expected) => {
    const found = [];
    for (const role of roles.slice(0, -1)) {
      const answer = await world.ask(
        role,
        "GET",
        `/core/communities/search/${path.replace(" ", "%20")}`,
      );
      expect(answer.status, answer.text).toBe(200);
      found.push(
        (answer.json() as List)._embedded["communities"]?.map(
          ({ name }) => name,
        ),
      );
    }
    expect(found).toEqual(expected);
    expect(
      (
        await world.ask(
          "A",
          "GET",
          `/core/communities/search/${path.replace(" ", "%20")}`,
        )
      ).status,
    ).toBe(401);
  });

  it("tells its searches", async () => {
    const { _links } = (
      await world.ask("A", "GET", "/core/communities/search")
    ).json() as List;
    expect(Object.keys(_links)).toEqual([
      "self",
      "top",
      "findAdminAuthorized",
      "findEditAuthorized",
      "findAddAuthorized",
    ]);
    const collection = (
      await world.ask("A", "GET", "/core/collections/search")
    ).json() as List;
    expect(Object.keys(collection._links)).toContain(
      "findSubmitAuthorizedByCommunityAndEntityType",
    );
  });
});
