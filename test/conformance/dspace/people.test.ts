import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { password } from "../../support/api-server.ts";
import { everybody, only, testRoles } from "../../support/role-table.ts";
import {
  emailOf,
  startRoleWorld,
  type Role,
  type RoleWorld,
} from "../../support/role-world.ts";

interface Hal {
  readonly [name: string]: unknown;
  readonly uuid: string;
  readonly name: string;
  readonly metadata: Record<string, { value: string; place: number }[]>;
  readonly _links: Record<string, { href: string }>;
  readonly _embedded: Record<string, Hal[]>;
  readonly page: Record<string, number>;
}

let world: RoleWorld;
/** Of the account of each role, and of the groups that are always there. */
const persons = new Map<Role, string>();
let anonymous = "";
let administrators = "";
/** A group of the site with S in it, and the submitters' group of the collection. */
let group = "";
let owned = "";

const nowhere = "00000000-0000-4000-8000-000000000000";
const groups = "/eperson/groups";
const epersons = "/eperson/epersons";
let count = 0;
const fresh = (word: string) => `${word} ${String(++count)}`;
const freshEmail = () => `new${String(++count)}@example.org`;
const uriList = { "Content-Type": "text/uri-list" };
const uriOf = (noun: string, uuid: string) =>
  `https://elsewhere.example/server/api/eperson/${noun}/${uuid}`;

async function ask(
  role: Role,
  method: string,
  path: string,
  status: number,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Hal> {
  const answer = await world.ask(role, method, path, body, headers);
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBe(status);
  return (answer.text === "" ? {} : answer.json()) as Hal;
}
const makeGroup = async (body: object = {}) =>
  (await ask("R", "POST", groups, 201, { name: fresh("Group"), ...body })).uuid;
const makePerson = async (body: object = {}) =>
  (await ask("R", "POST", epersons, 201, { email: freshEmail(), ...body }))
    .uuid;
const person = (role: Role) => persons.get(role) ?? "";
const memberEmails = async (uuid: string) =>
  (await ask("R", "GET", `${groups}/${uuid}/epersons`, 200))._embedded[
    "epersons"
  ]?.map(({ name }) => name);

beforeAll(async () => {
  world = await startRoleWorld();
  const all = await ask("R", "GET", epersons, 200);
  for (const role of ["R", "M", "K", "S", "O"] as const) {
    const found = all._embedded["epersons"]?.find(
      ({ name }) => name === emailOf(role),
    );
    persons.set(role, found?.uuid ?? "");
  }
  const permanent = (await ask("R", "GET", groups, 200))._embedded["groups"];
  anonymous = permanent?.find(({ name }) => name === "Anonymous")?.uuid ?? "";
  administrators =
    permanent?.find(({ name }) => name === "Administrator")?.uuid ?? "";
  group = await makeGroup({ name: "Keepers" });
  await ask(
    "R",
    "POST",
    `${groups}/${group}/epersons`,
    204,
    uriOf("epersons", person("S")),
    uriList,
  );
  owned = (
    await ask(
      "K",
      "POST",
      `/core/collections/${world.collection}/submittersGroup`,
      201,
      {},
    )
  ).uuid;
});
afterAll(() => world.stop());

describe("§13: who may do what with groups", () => {
  testRoles([
    [
      "GET the list",
      (role) => world.ask(role, "GET", groups),
      only(200, "R", "M", "K"),
    ],
    [
      "GET one; its members may too",
      (role) => world.ask(role, "GET", `${groups}/${group}`),
      only(200, "R", "M", "K", "S"),
    ],
    [
      "GET one that does not exist",
      (role) => world.ask(role, "GET", `${groups}/${nowhere}`),
      everybody(404, { A: 401 }),
    ],
    [
      "GET subgroups",
      (role) => world.ask(role, "GET", `${groups}/${group}/subgroups`),
      only(200, "R", "M", "K", "S"),
    ],
    [
      "GET epersons",
      (role) => world.ask(role, "GET", `${groups}/${group}/epersons`),
      only(200, "R", "M", "K", "S"),
    ],
    [
      "GET object",
      (role) => world.ask(role, "GET", `${groups}/${owned}/object`),
      only(200, "R", "M", "K"),
    ],
    [
      "GET search/byMetadata",
      (role) => world.ask(role, "GET", `${groups}/search/byMetadata?query=Kee`),
      only(200, "R", "M", "K"),
    ],
    [
      "GET search/isNotMemberOf",
      (role) =>
        world.ask(
          role,
          "GET",
          `${groups}/search/isNotMemberOf?group=${group}&query=A`,
        ),
      only(200, "R", "M", "K"),
    ],
    [
      "POST",
      (role) => world.ask(role, "POST", groups, { name: fresh("By") }),
      only(201, "R"),
    ],
    [
      "PATCH",
      (role) =>
        world.ask(role, "PATCH", `${groups}/${group}`, [
          { op: "add", path: "/metadata/dc.description", value: ["Who keeps"] },
        ]),
      only(200, "R"),
    ],
    [
      "DELETE",
      async (role) =>
        world.ask(role, "DELETE", `${groups}/${await makeGroup()}`),
      only(204, "R"),
    ],
    [
      "DELETE of what does not exist",
      (role) => world.ask(role, "DELETE", `${groups}/${nowhere}`),
      everybody(404, { A: 401 }),
    ],
    [
      "POST epersons of a group of the site",
      (role) =>
        world.ask(
          role,
          "POST",
          `${groups}/${group}/epersons`,
          uriOf("epersons", person("S")),
          uriList,
        ),
      only(204, "R"),
    ],
    [
      "POST epersons of a group of a collection",
      (role) =>
        world.ask(
          role,
          "POST",
          `${groups}/${owned}/epersons`,
          uriOf("epersons", person("S")),
          uriList,
        ),
      only(204, "R", "M", "K"),
    ],
    [
      "POST subgroups of a group of a collection",
      (role) =>
        world.ask(
          role,
          "POST",
          `${groups}/${owned}/subgroups`,
          uriOf("groups", group),
          uriList,
        ),
      only(204, "R", "M", "K"),
    ],
    [
      "DELETE a member of a group of a collection",
      (role) =>
        world.ask(role, "DELETE", `${groups}/${owned}/epersons/${person("O")}`),
      only(204, "R", "M", "K"),
    ],
    [
      "DELETE a subgroup of a group of the site",
      (role) =>
        world.ask(role, "DELETE", `${groups}/${group}/subgroups/${anonymous}`),
      only(204, "R"),
    ],
  ]);
});

describe("§13: groups", () => {
  it("describes a group with its links", async () => {
    const uuid = await makeGroup({
      name: "Pilots",
      metadata: { "dc.description": [{ value: "Who know the way" }] },
    });
    const found = await ask("R", "GET", `${groups}/${uuid}`, 200);
    expect(found).toEqual({
      id: uuid,
      uuid,
      name: "Pilots",
      handle: null,
      metadata: {
        "dc.description": [
          {
            value: "Who know the way",
            language: null,
            authority: null,
            confidence: -1,
            place: 0,
          },
        ],
      },
      permanent: false,
      type: "group",
      _links: Object.fromEntries(
        ["self", "subgroups", "epersons", "object"].map((name) => [
          name,
          {
            href: `${world.server.url}/api${groups}/${uuid}${name === "self" ? "" : `/${name}`}`,
          },
        ]),
      ),
    });
  });

  it.each([
    ["no name", {}],
    ["an empty name", { name: " " }],
    ["a name that is taken", { name: "Keepers" }],
    ["permanent", { name: "For ever", permanent: true }],
    [
      "a field that is not registered",
      { name: "Odd", metadata: { "dc.nonsense": [{ value: "x" }] } },
    ],
    ["a list", []],
  ])("refuses a new group with %s: 422", async (_what, body) => {
    await ask("R", "POST", groups, 422, body);
    expect(
      (await ask("R", "GET", `${groups}/search/byMetadata?query=Odd`, 200))
        .page["totalElements"],
    ).toBe(0);
  });

  it("finds groups by a part of their name or their uuid", async () => {
    const found = async (query: string) =>
      (
        await ask(
          "K",
          "GET",
          `${groups}/search/byMetadata?query=${encodeURIComponent(query)}`,
          200,
        )
      )._embedded["groups"]?.map(({ name }) => name);
    expect(await found("eeper")).toEqual(["Keepers"]);
    expect(await found(group)).toEqual(["Keepers"]);
    expect(await found("%")).toEqual([]);
    await ask("K", "GET", `${groups}/search/byMetadata`, 400);
    await ask("K", "GET", `${groups}/search/isNotMemberOf?query=x`, 400);
    await ask("K", "GET", `${groups}/search/isNotMemberOf?group=x`, 400);
    await ask("K", "GET", `${groups}/search/nothing`, 404);
  });

  it("lists what could be added to a group: not itself, not what is in it", async () => {
    const outer = await makeGroup({ name: "Tide outer" });
    const inner = await makeGroup({ name: "Tide inner" });
    const names = async () =>
      (
        await ask(
          "R",
          "GET",
          `${groups}/search/isNotMemberOf?group=${outer}&query=Tide`,
          200,
        )
      )._embedded["groups"]?.map(({ name }) => name);
    expect(await names()).toEqual(["Tide inner"]);
    await ask(
      "R",
      "POST",
      `${groups}/${outer}/subgroups`,
      204,
      uriOf("groups", inner),
      uriList,
    );
    expect(await names()).toEqual([]);
  });

  it("adds members all together or none, and forgives what is done already", async () => {
    const uuid = await makeGroup();
    const add = (status: number, ...members: string[]) =>
      ask(
        "R",
        "POST",
        `${groups}/${uuid}/epersons`,
        status,
        `# who\r\n${members.map((one) => uriOf("epersons", one)).join("\r\n")}\r\n`,
        uriList,
      );
    await add(422, person("O"), nowhere);
    expect(await memberEmails(uuid)).toEqual([]);
    await add(204, person("O"), person("S"));
    await add(204, person("O"));
    expect(await memberEmails(uuid)).toEqual([emailOf("O"), emailOf("S")]);
    await add(422, group);
    const remove = (member: string, status: number) =>
      ask("R", "DELETE", `${groups}/${uuid}/epersons/${member}`, status);
    await remove(person("O"), 204);
    await remove(person("O"), 204);
    await remove(nowhere, 422);
    expect(await memberEmails(uuid)).toEqual([emailOf("S")]);
    await ask("R", "POST", `${groups}/${uuid}/epersons`, 422, "", uriList);
    await ask("R", "POST", `${groups}/${uuid}/epersons`, 422, "what?", uriList);
    await ask("R", "POST", `${groups}/${uuid}/epersons`, 415, {});
    await ask(
      "R",
      "POST",
      `${groups}/${nowhere}/epersons`,
      404,
      uriOf("epersons", person("O")),
      uriList,
    );
  });

  it("refuses groups that would be in themselves: 422", async () => {
    const [a, b, c] = [await makeGroup(), await makeGroup(), await makeGroup()];
    const into = (parent: string, child: string, status: number) =>
      ask(
        "R",
        "POST",
        `${groups}/${parent}/subgroups`,
        status,
        uriOf("groups", child),
        uriList,
      );
    await into(a, b, 204);
    await into(b, c, 204);
    await into(a, a, 422);
    await into(c, a, 422);
    await into(administrators, anonymous, 422);
    const inner = await ask("R", "GET", `${groups}/${a}/subgroups`, 200);
    expect(inner._embedded["subgroups"]?.map(({ uuid }) => uuid)).toEqual([b]);
    expect(inner._embedded["groups"]).toEqual(inner._embedded["subgroups"]);
  });

  it("makes members of subgroups administrators, and no longer when they leave", async () => {
    const uuid = await makeGroup();
    const email = freshEmail();
    const somebody = await makePerson({ email, password, canLogIn: true });
    const token = await world.server.logIn(email);
    const asThem = async () =>
      (await world.server.as(token, "/api/core/items")).status;
    expect(await asThem()).toBe(403);
    await ask(
      "R",
      "POST",
      `${groups}/${uuid}/epersons`,
      204,
      uriOf("epersons", somebody),
      uriList,
    );
    await ask(
      "R",
      "POST",
      `${groups}/${administrators}/subgroups`,
      204,
      uriOf("groups", uuid),
      uriList,
    );
    expect(await asThem()).toBe(200);
    await ask("R", "DELETE", `${groups}/${uuid}`, 204);
    expect(await asThem()).toBe(403);
  });

  it("keeps the group through which alone somebody is an administrator: 422", async () => {
    const members = `${groups}/${administrators}`;
    const through = await makeGroup();
    const self = uriOf("epersons", person("R"));
    const put = (path: string, uri: string) =>
      ask("R", "POST", path, 204, uri, uriList);
    await put(`${groups}/${through}/epersons`, self);
    await put(`${members}/subgroups`, uriOf("groups", through));
    await ask("R", "DELETE", `${members}/epersons/${person("R")}`, 204);
    await ask("R", "DELETE", `${groups}/${through}`, 422);
    await put(`${members}/epersons`, self);
    await ask("R", "DELETE", `${groups}/${through}`, 204);
  });

  it("keeps the last administrator: 422", async () => {
    const self = `${epersons}/${person("R")}`;
    await ask(
      "R",
      "DELETE",
      `${groups}/${administrators}/epersons/${person("R")}`,
      422,
    );
    await ask("R", "DELETE", self, 422);
    await ask("R", "PATCH", self, 422, [
      { op: "replace", path: "/canLogin", value: false },
    ]);
    await ask("R", "GET", self, 200);
    const email = freshEmail();
    const other = await makePerson({ email, password, canLogIn: true });
    await ask(
      "R",
      "POST",
      `${groups}/${administrators}/epersons`,
      204,
      uriOf("epersons", other),
      uriList,
    );
    const token = await world.server.logIn(email);
    const path = `/api${groups}/${administrators}/epersons/${person("R")}`;
    const leave = await world.server.as(token, path, { method: "DELETE" });
    expect(leave.status, leave.text).toBe(204);
    const back = await world.server.as(
      token,
      `/api${groups}/${administrators}/epersons`,
      {
        method: "POST",
        headers: uriList,
        body: uriOf("epersons", person("R")),
      },
    );
    expect(back.status, back.text).toBe(204);
    await ask("R", "DELETE", `${epersons}/${other}`, 204);
  });

  it("renames a group, but none that is permanent or somebody's", async () => {
    const uuid = await makeGroup();
    const name = fresh("Renamed");
    const rename = (target: string, value: unknown, status: number) =>
      ask("R", "PATCH", `${groups}/${target}`, status, [
        { op: "replace", path: "/name", value },
      ]);
    expect((await rename(uuid, name, 200)).name).toBe(name);
    await rename(uuid, "", 422);
    await rename(uuid, "Keepers", 422);
    await rename(anonymous, "Nobody", 422);
    await rename(owned, "Mine", 422);
    await ask("R", "PATCH", `${groups}/${uuid}`, 422, [
      { op: "replace", path: "/permanent", value: true },
    ]);
    await ask("R", "PATCH", `${groups}/${uuid}`, 400, {});
    expect((await ask("R", "GET", `${groups}/${uuid}`, 200)).name).toBe(name);
  });

  it("removes no group that is permanent or somebody's, and none twice", async () => {
    await ask("R", "DELETE", `${groups}/${anonymous}`, 422);
    await ask("R", "DELETE", `${groups}/${owned}`, 422);
    const uuid = await makeGroup();
    await ask("R", "DELETE", `${groups}/${uuid}`, 204);
    await ask("R", "DELETE", `${groups}/${uuid}`, 404);
    await ask("R", "GET", `${groups}/${uuid}`, 404);
  });

  it("says what a group was made for", async () => {
    expect(
      (await ask("K", "GET", `${groups}/${owned}/object`, 200))["uuid"],
    ).toBe(world.collection);
    await ask("R", "GET", `${groups}/${group}/object`, 204);
    const embedded = await ask(
      "R",
      "GET",
      `${groups}/${owned}?embed=object,epersons`,
      200,
    );
    expect(embedded._embedded).toMatchObject({
      object: { uuid: world.collection },
      epersons: { page: { number: 0 } },
    });
  });

  it("pages and sorts", async () => {
    const page = await ask(
      "R",
      "GET",
      `${groups}?size=1&page=1&sort=name,desc`,
      200,
    );
    expect(page.page).toMatchObject({ size: 1, number: 1 });
    expect(page._links["next"]?.href).toContain("sort=name%2Cdesc");
    await ask("R", "GET", `${groups}?sort=colour`, 400);
    await ask("R", "GET", `${groups}?page=-1`, 400);
    await ask("R", "PUT", groups, 405);
  });
});

describe("§13: who may do what with epersons", () => {
  testRoles([
    [
      "GET the list",
      (role) => world.ask(role, "GET", epersons),
      only(200, "R"),
    ],
    [
      "GET another",
      (role) => world.ask(role, "GET", `${epersons}/${person("R")}`),
      only(200, "R"),
    ],
    [
      "GET one's own",
      (role) =>
        world.ask(role, "GET", `${epersons}/${persons.get(role) ?? nowhere}`),
      everybody(200, { A: 401 }),
    ],
    [
      "GET one that does not exist",
      (role) => world.ask(role, "GET", `${epersons}/${nowhere}`),
      everybody(404, { A: 401 }),
    ],
    [
      "GET the groups of another",
      (role) => world.ask(role, "GET", `${epersons}/${person("R")}/groups`),
      only(200, "R"),
    ],
    [
      "GET search/byEmail",
      (role) =>
        world.ask(
          role,
          "GET",
          `${epersons}/search/byEmail?email=${emailOf("S")}`,
        ),
      only(200, "R", "M", "K"),
    ],
    [
      "GET search/byMetadata",
      (role) =>
        world.ask(role, "GET", `${epersons}/search/byMetadata?query=example`),
      only(200, "R", "M", "K"),
    ],
    [
      "GET search/isNotMemberOf",
      (role) =>
        world.ask(
          role,
          "GET",
          `${epersons}/search/isNotMemberOf?group=${group}`,
        ),
      only(200, "R", "M", "K"),
    ],
    [
      "POST",
      (role) => world.ask(role, "POST", epersons, { email: freshEmail() }),
      only(201, "R"),
    ],
    [
      "PATCH another",
      async (role) =>
        world.ask(role, "PATCH", `${epersons}/${await makePerson()}`, [
          { op: "add", path: "/metadata/eperson.firstname", value: ["Eva"] },
        ]),
      only(200, "R"),
    ],
    [
      "PATCH one's own names",
      (role) =>
        world.ask(
          role,
          "PATCH",
          `${epersons}/${persons.get(role) ?? nowhere}`,
          [{ op: "add", path: "/metadata/eperson.phone", value: ["112"] }],
        ),
      everybody(200, { A: 401 }),
    ],
    [
      "PATCH one's own rights",
      (role) =>
        world.ask(
          role,
          "PATCH",
          `${epersons}/${persons.get(role) ?? nowhere}`,
          [{ op: "replace", path: "/certificate", value: false }],
        ),
      only(200, "R"),
    ],
    [
      "DELETE",
      async (role) =>
        world.ask(role, "DELETE", `${epersons}/${await makePerson()}`),
      only(204, "R"),
    ],
  ]);
});

describe("§13: epersons", () => {
  it("describes a person, never a password", async () => {
    const email = freshEmail();
    const made = await ask("R", "POST", epersons, 201, {
      id: null,
      uuid: null,
      email,
      canLogIn: true,
      netid: "eva",
      password,
      metadata: {
        "eperson.firstname": [{ value: "Eva", place: 0 }],
        "eperson.lastname": [{ value: "Fyr" }],
      },
      type: "eperson",
    });
    expect(made).toMatchObject({
      id: made.uuid,
      name: email,
      email,
      handle: null,
      netid: "eva",
      lastActive: null,
      canLogIn: true,
      requireCertificate: false,
      selfRegistered: false,
      type: "eperson",
    });
    expect(made.metadata["eperson.lastname"]?.[0]?.value).toBe("Fyr");
    expect(Object.keys(made._links)).toEqual(["self", "groups"]);
    expect(JSON.stringify(made)).not.toMatch(/password|scrypt/);
    const token = await world.server.logIn(email);
    const own = (
      await world.server.as(token, `/api${epersons}/${made.uuid}`)
    ).json() as Hal;
    expect(own["lastActive"]).toMatch(/^\d{4}-\d\d-\d\dT/);
    const status = (
      await world.server.as(token, "/api/authn/status")
    ).json() as Record<string, Record<string, unknown>>;
    expect(status["_embedded"]?.["eperson"]).toEqual(own);
  });

  it.each([
    ["no e-mail", {}],
    ["no e-mail address", { email: "nobody" }],
    ["an e-mail that is taken", { email: "O@Example.org" }],
    ["a weak password", { email: "weak@example.org", password: "short" }],
    ["a flag that is none", { email: "flag@example.org", canLogIn: "yes" }],
    [
      "a field that is not registered",
      { email: "odd@example.org", metadata: { "eperson.x": [{ value: "x" }] } },
    ],
  ])("refuses a new person with %s: 422", async (_what, body) => {
    const before = (await ask("R", "GET", epersons, 200)).page["totalElements"];
    await ask("R", "POST", epersons, 422, body);
    expect((await ask("R", "GET", epersons, 200)).page["totalElements"]).toBe(
      before,
    );
  });

  it("finds people by e-mail, and by parts of name and e-mail", async () => {
    await makePerson({
      email: "ness@example.org",
      metadata: {
        "eperson.firstname": [{ value: "Ole" }],
        "eperson.lastname": [{ value: "Ness" }],
      },
    });
    const search = `${epersons}/search`;
    expect(
      (await ask("K", "GET", `${search}/byEmail?email=NESS@example.org`, 200))
        .name,
    ).toBe("ness@example.org");
    await ask("K", "GET", `${search}/byEmail?email=nobody@example.org`, 204);
    await ask("K", "GET", `${search}/byEmail`, 400);
    await ask("K", "GET", `${search}/byMetadata`, 400);
    for (const query of ["le%20ne", "NESS"])
      expect(
        (await ask("K", "GET", `${search}/byMetadata?query=${query}`, 200))
          ._embedded["epersons"],
      ).toHaveLength(1);
    const outside = await ask(
      "R",
      "GET",
      `${search}/isNotMemberOf?group=${group}&query=example&size=100`,
      200,
    );
    const names = outside._embedded["epersons"]?.map(({ name }) => name);
    expect(names).toContain(emailOf("O"));
    expect(names).not.toContain(emailOf("S"));
  });

  it("lists the groups of a person", async () => {
    const list = await ask(
      "S",
      "GET",
      `${epersons}/${person("S")}/groups`,
      200,
    );
    expect(list._embedded["groups"]?.map(({ name }) => name)).toContain(
      "Keepers",
    );
  });

  it("lets people change their own password only with the old one", async () => {
    const email = freshEmail();
    const uuid = await makePerson({ email, password, canLogIn: true });
    let token = await world.server.logIn(email);
    const change = async (value: object) =>
      (
        await world.server.as(token, `/api${epersons}/${uuid}`, {
          method: "PATCH",
          headers: { "Content-Type": "application/json-patch+json" },
          body: JSON.stringify([{ op: "add", path: "/password", value }]),
        })
      ).status;
    const next = "another horse battery";
    expect(await change({ new_password: next })).toBe(403);
    expect(
      await change({ new_password: next, current_password: "wrong" }),
    ).toBe(403);
    expect(
      await change({ new_password: "short", current_password: password }),
    ).toBe(422);
    token = await world.server.logIn(email);
    expect(
      await change({ new_password: next, current_password: password }),
    ).toBe(200);
    await expect(world.server.logIn(email)).rejects.toThrow("401");
    // An administrator gives it back without knowing the new one; who cannot log in still cannot.
    await ask("R", "PATCH", `${epersons}/${uuid}`, 200, [
      { op: "add", path: "/password", value: { new_password: password } },
    ]);
    await world.server.logIn(email);
  });

  it("ends what somebody may do at once", async () => {
    const email = freshEmail();
    const uuid = await makePerson({ email, password, canLogIn: true });
    const token = await world.server.logIn(email);
    const alive = async () =>
      (
        (await world.server.as(token, "/api/authn/status")).json() as {
          authenticated: boolean;
        }
      ).authenticated;
    expect(await alive()).toBe(true);
    await ask("R", "PATCH", `${epersons}/${uuid}`, 200, [
      { op: "replace", path: "/canLogin", value: false },
    ]);
    expect(await alive()).toBe(false);
    await ask("R", "PATCH", `${epersons}/${uuid}`, 200, [
      { op: "replace", path: "/canLogin", value: true },
    ]);
    expect(await alive()).toBe(true);
    await ask("R", "DELETE", `${epersons}/${uuid}`, 204);
    expect(await alive()).toBe(false);
    await ask("R", "DELETE", `${epersons}/${uuid}`, 404);
  });

  it("changes e-mail, netid and the rest, all of it or nothing", async () => {
    const uuid = await makePerson();
    const path = `${epersons}/${uuid}`;
    const email = freshEmail();
    expect(
      await ask("R", "PATCH", path, 200, [
        { op: "replace", path: "/email", value: email },
        { op: "replace", path: "/netid", value: "ole" },
        { op: "replace", path: "/certificate", value: true },
        { op: "add", path: "/metadata/eperson.firstname/-", value: "Ole" },
      ]),
    ).toMatchObject({ email, netid: "ole", requireCertificate: true });
    for (const [status, step] of [
      [422, { op: "replace", path: "/email", value: emailOf("O") }],
      [422, { op: "replace", path: "/email", value: null }],
      [422, { op: "remove", path: "/email" }],
      [422, { op: "replace", path: "/canLogin", value: "perhaps" }],
      [422, { op: "replace", path: "/uuid", value: "x" }],
      [422, { op: "add", path: "/metadata/eperson.nonsense", value: ["x"] }],
      [422, { op: "test", path: "/email", value: email }],
      [400, { path: "/email" }],
    ] as const)
      await ask("R", "PATCH", path, status, [
        { op: "replace", path: "/netid", value: "lost" },
        step,
      ]);
    expect(await ask("R", "GET", path, 200)).toMatchObject({
      email,
      netid: "ole",
    });
    await ask("R", "PATCH", path, 200, [{ op: "remove", path: "/netid" }]);
    await ask("R", "PUT", path, 405, {});
    const wrong = await world.ask("R", "PATCH", path, "[]", {
      "Content-Type": "text/plain",
    });
    expect(wrong.status).toBe(415);
  });
});
