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
});
afterAll(() => world.stop());

interface Community {
  readonly uuid: string;
  readonly handle: string;
  readonly name: string;
  readonly metadata: Record<string, { value: string; place: number }[]>;
}
const titled = (title: string) => ({
  metadata: { "dc.title": [{ value: title }] },
});
const nowhere = "00000000-0000-4000-8000-000000000000";
const path = (uuid: string) => `/core/communities/${uuid}`;

/** A new community for a test to change. */
async function make(parent: string | null, title = "New"): Promise<Community> {
  const answer = await world.ask(
    "R",
    "POST",
    `/core/communities${parent === null ? "" : `?parent=${parent}`}`,
    titled(title),
  );
  expect(answer.status, answer.text).toBe(201);
  return answer.json() as Community;
}

type Expected = Readonly<Record<Role, number>>;
const all = (status: number): Expected => ({
  R: status,
  M: status,
  K: status,
  S: status,
  O: status,
  A: status,
});
const onlySite: Expected = { ...all(403), R: 201, A: 401 };

describe("§7 and §8: who may do what", () => {
  const table: readonly (readonly [
    what: string,
    ask: (role: Role) => Promise<{ status: number; text: string }>,
    expected: Expected,
  ])[] = [
    [
      "§8 POST at the top",
      (role) => world.ask(role, "POST", "/core/communities", titled("Top")),
      onlySite,
    ],
    [
      "§8 POST ?parent=",
      (role) =>
        world.ask(
          role,
          "POST",
          `/core/communities?parent=${world.community}`,
          titled("Below"),
        ),
      { ...onlySite, M: 201 },
    ],
    [
      "§8 POST ?parent= of somebody else",
      (role) =>
        world.ask(
          role,
          "POST",
          `/core/communities?parent=${world.top}`,
          titled("Beside"),
        ),
      onlySite,
    ],
    [
      "§8 PUT",
      (role) => world.ask(role, "PUT", path(world.community), titled("Same")),
      { ...all(403), R: 200, M: 200, A: 401 },
    ],
    [
      "§10 PATCH",
      (role) =>
        world.ask(role, "PATCH", path(world.community), [
          { op: "add", path: "/metadata/dc.description/-", value: "More" },
        ]),
      { ...all(403), R: 200, M: 200, A: 401 },
    ],
    [
      "§8 DELETE",
      async (role) => {
        const { uuid } = await make(world.community);
        return world.ask(role, "DELETE", path(uuid));
      },
      { ...all(403), R: 204, M: 204, A: 401 },
    ],
    [
      "§4 what does not exist is told before the rights",
      (role) => world.ask(role, "PUT", path(nowhere), titled("Same")),
      { ...all(404), A: 401 },
    ],
    [
      "§4 the rights are told before the body",
      (role) => world.ask(role, "PUT", path(world.community), "{"),
      { ...all(403), R: 400, M: 400, A: 401 },
    ],
  ];
  for (const [what, ask, expected] of table)
    it.each(roles)(`${what} as %s`, async (role) => {
      const answer = await ask(role);
      expect(answer.status, answer.text).toBe(expected[role]);
    });
});

describe("§8: what becomes of it", () => {
  it("makes a community that everybody sees", async () => {
    const made = await make(world.community, "Beacons");
    expect(made).toMatchObject({
      name: "Beacons",
      type: "community",
      id: made.uuid,
      archivedItemsCount: 0,
      metadata: {
        "dc.title": [
          {
            value: "Beacons",
            language: null,
            authority: null,
            confidence: -1,
            place: 0,
          },
        ],
      },
    });
    expect(made.handle).toMatch(/^\d+\/\d+$/);
    expect((await world.ask("A", "GET", path(made.uuid))).json()).toEqual(made);
    const parent = await world.ask(
      "A",
      "GET",
      `${path(made.uuid)}/parentCommunity`,
    );
    expect(parent.json()).toMatchObject({ uuid: world.community });
  });

  it("takes a name for the title, and nulls for nothing", async () => {
    const answer = await world.ask("R", "POST", "/core/communities", {
      id: null,
      uuid: null,
      name: "Named",
      handle: null,
      metadata: {},
      type: "community",
    });
    expect(answer.status, answer.text).toBe(201);
    expect(answer.json()).toMatchObject({
      name: "Named",
      metadata: { "dc.title": [{ value: "Named" }] },
    });
  });

  it.each([
    ["an unknown parent", `?parent=${nowhere}`, titled("x"), 422],
    ["a parent that is no community", "?parent=ITEM", titled("x"), 422],
    ["a parent that is no uuid", "?parent=7", titled("x"), 400],
    ["a field nobody knows", "", { metadata: { "dc.nonsense": [] } }, 201],
    [
      "a value in a field nobody knows",
      "",
      { metadata: { "dc.nonsense": [{ value: "x" }] } },
      422,
    ],
    [
      "a schema nobody knows",
      "",
      { metadata: { "our.title": [{ value: "x" }] } },
      422,
    ],
    ["a value that is no text", "", { metadata: { "dc.title": [7] } }, 422],
    ["metadata that is a list", "", { metadata: [] }, 422],
    ["a body that is a list", "", [], 422],
    ["no JSON", "", "{", 400],
  ])("answers %s on POST", async (_what, query, body, status) => {
    const before = await world.ask("R", "GET", "/core/communities?size=1");
    const answer = await world.ask(
      "R",
      "POST",
      `/core/communities${query.replace("ITEM", world.item)}`,
      body,
    );
    expect(answer.status, answer.text).toBe(status);
    if (status === 201) return;
    expect(answer.json()).toMatchObject({ status });
    const after = await world.ask("R", "GET", "/core/communities?size=1");
    expect(after.json()).toEqual(before.json());
  });

  it("replaces all metadata on PUT, and lists it by its new name", async () => {
    const made = await make(world.community, "Zebra");
    const answer = await world.ask("M", "PUT", path(made.uuid), {
      ...made,
      metadata: {
        "dc.title": [{ value: "Aardvark", language: "en" }],
        "dc.rights": [{ value: "None" }],
      },
    });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.json()).toMatchObject({
      uuid: made.uuid,
      handle: made.handle,
      name: "Aardvark",
    });
    const list = (
      await world.ask(
        "A",
        "GET",
        `${path(world.community)}/subcommunities?sort=dc.title,asc`,
      )
    ).json() as { _embedded: { subcommunities: Community[] } };
    expect(list._embedded.subcommunities[0]?.uuid).toBe(made.uuid);
  });

  it.each([
    ["id", nowhere],
    ["uuid", nowhere],
    ["handle", "1/2"],
    ["type", "collection"],
  ])("keeps its %s on PUT", async (name, wanted) => {
    const body = { ...titled("Changed"), [name]: wanted };
    const answer = await world.ask("R", "PUT", path(world.top), body);
    expect(answer.status, answer.text).toBe(422);
    expect((await world.ask("R", "GET", path(world.top))).json()).toMatchObject(
      { name: "Harbours" },
    );
  });

  it("lists what is closed to those who administer what is above it", async () => {
    const { uuid } = await make(world.community, "Closed beacons");
    const found = await world.ask(
      "R",
      "GET",
      `/authz/resourcepolicies/search/resource?uuid=${uuid}`,
    );
    const { _embedded } = found.json() as {
      _embedded: { resourcepolicies: { id: number }[] };
    };
    for (const { id } of _embedded.resourcepolicies)
      await world.ask("R", "DELETE", `/authz/resourcepolicies/${String(id)}`);
    for (const [role, listed] of [
      ["R", true],
      ["M", true],
      ["K", false],
      ["A", false],
    ] as const) {
      const answers = [
        await world.ask(role, "GET", "/core/communities?size=100"),
        await world.ask(
          role,
          "GET",
          `${path(world.community)}/subcommunities?size=100`,
        ),
        await world.ask(
          role,
          "GET",
          "/discover/search/objects?dsoType=community&query=beacons",
        ),
      ];
      for (const answer of answers)
        expect(answer.text.includes(uuid), `${role}: ${answer.text}`).toBe(
          listed,
        );
    }
  });

  it("removes all that is below, and keeps the handle from others", async () => {
    const outer = await make(null, "Outer");
    const inner = await make(outer.uuid, "Inner");
    expect((await world.ask("R", "DELETE", path(outer.uuid))).status).toBe(204);
    for (const uuid of [outer.uuid, inner.uuid]) {
      expect((await world.ask("R", "GET", path(uuid))).status).toBe(404);
      expect((await world.ask("R", "DELETE", path(uuid))).status).toBe(404);
    }
    const next = await make(null, "Next");
    expect([outer.handle, inner.handle]).not.toContain(next.handle);
  });
});
