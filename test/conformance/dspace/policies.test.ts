import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { everybody, only, testRoles } from "../../support/role-table.ts";
import {
  emailOf,
  startRoleWorld,
  type Role,
  type RoleWorld,
} from "../../support/role-world.ts";

interface Hal {
  readonly [name: string]: unknown;
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly _links: Record<string, { href: string }>;
  readonly _embedded: Record<string, Hal[]>;
  readonly page: Record<string, number>;
}

let world: RoleWorld;
let anonymous = "";
const persons = new Map<Role, string>();
/** READ of the item for everybody, and ADD to the collection for S. */
let reading = 0;
let adding = 0;
const nowhere = "00000000-0000-4000-8000-000000000000";
const policies = "/authz/resourcepolicies";

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
const listed = async (query: string, role: Role = "R") =>
  (await ask(role, "GET", `${policies}/search/${query}`, 200))._embedded[
    "resourcepolicies"
  ] ?? [];
const make = (more: object = {}, query = "") =>
  ask(
    "R",
    "POST",
    `${policies}?resource=${world.item}&group=${anonymous}${query}`,
    201,
    { action: "READ", ...more },
  );

beforeAll(async () => {
  world = await startRoleWorld();
  for (const role of ["R", "M", "K", "S", "O"] as const)
    persons.set(
      role,
      (
        await ask(
          "R",
          "GET",
          `/eperson/epersons/search/byEmail?email=${emailOf(role)}`,
          200,
        )
      ).uuid,
    );
  const found = await ask("R", "GET", "/eperson/groups", 200);
  anonymous =
    found._embedded["groups"]?.find(({ name }) => name === "Anonymous")?.uuid ??
    "";
  reading = (await listed(`resource?uuid=${world.item}`))[0]?.id ?? 0;
  adding =
    (await listed(`resource?uuid=${world.collection}&action=ADD`))[0]?.id ?? 0;
});
afterAll(() => world.stop());

describe("§14: who may do what", () => {
  testRoles([
    [
      "GET one",
      (role) => world.ask(role, "GET", `${policies}/${String(reading)}`),
      only(200, "R", "M", "K"),
    ],
    [
      "GET one; whom it is for may too",
      (role) => world.ask(role, "GET", `${policies}/${String(adding)}`),
      only(200, "R", "M", "K", "S"),
    ],
    [
      "GET under the other spelling",
      (role) =>
        world.ask(role, "GET", `/authz/resourcePolicies/${String(reading)}`),
      only(200, "R", "M", "K"),
    ],
    [
      "GET one that does not exist",
      (role) => world.ask(role, "GET", `${policies}/99999`),
      everybody(404, { A: 401 }),
    ],
    [
      "GET with no number",
      (role) => world.ask(role, "GET", `${policies}/first`),
      everybody(404),
    ],
    [
      "GET group",
      (role) => world.ask(role, "GET", `${policies}/${String(reading)}/group`),
      only(200, "R", "M", "K"),
    ],
    [
      "GET eperson, none",
      (role) =>
        world.ask(role, "GET", `${policies}/${String(reading)}/eperson`),
      only(204, "R", "M", "K"),
    ],
    [
      "GET eperson",
      (role) => world.ask(role, "GET", `${policies}/${String(adding)}/eperson`),
      only(200, "R", "M", "K", "S"),
    ],
    [
      "GET resource",
      (role) =>
        world.ask(role, "GET", `${policies}/${String(reading)}/resource`),
      only(200, "R", "M", "K"),
    ],
    [
      "GET the list",
      (role) => world.ask(role, "GET", policies),
      everybody(405),
    ],
    [
      "GET search/resource",
      (role) =>
        world.ask(
          role,
          "GET",
          `${policies}/search/resource?uuid=${world.item}`,
        ),
      only(200, "R", "M", "K"),
    ],
    [
      "GET search/group",
      (role) =>
        world.ask(role, "GET", `${policies}/search/group?uuid=${anonymous}`),
      everybody(200, { A: 401 }),
    ],
    [
      "GET search/eperson of another",
      (role) =>
        world.ask(
          role,
          "GET",
          `${policies}/search/eperson?uuid=${persons.get("R") ?? ""}`,
        ),
      only(200, "R"),
    ],
    [
      "GET search/eperson of oneself",
      (role) =>
        world.ask(
          role,
          "GET",
          `${policies}/search/eperson?uuid=${persons.get(role) ?? nowhere}`,
        ),
      everybody(200, { A: 401 }),
    ],
    [
      "POST",
      (role) =>
        world.ask(
          role,
          "POST",
          `${policies}?resource=${world.item}&group=${anonymous}`,
          { action: "READ" },
        ),
      only(201, "R", "M", "K"),
    ],
    [
      "POST for the collection",
      (role) =>
        world.ask(
          role,
          "POST",
          `${policies}?resource=${world.collection}&eperson=${persons.get("O") ?? ""}`,
          { action: "WITHDRAWN_READ" },
        ),
      only(201, "R", "M", "K"),
    ],
    [
      "POST for the community above",
      (role) =>
        world.ask(
          role,
          "POST",
          `${policies}?resource=${world.community}&group=${anonymous}`,
          { action: "READ" },
        ),
      only(201, "R", "M"),
    ],
    [
      "PATCH",
      (role) =>
        world.ask(role, "PATCH", `${policies}/${String(reading)}`, [
          { op: "add", path: "/name", value: "Open" },
        ]),
      only(200, "R", "M", "K"),
    ],
    [
      "DELETE",
      async (role) =>
        world.ask(role, "DELETE", `${policies}/${String((await make()).id)}`),
      only(204, "R", "M", "K"),
    ],
    [
      "DELETE of what does not exist",
      (role) => world.ask(role, "DELETE", `${policies}/99999`),
      everybody(404, { A: 401 }),
    ],
    [
      "§9 GET defaultAccessConditions",
      (role) =>
        world.ask(
          role,
          "GET",
          `/core/collections/${world.collection}/defaultAccessConditions`,
        ),
      only(200, "R", "M", "K", "S"),
    ],
    [
      "§9 GET defaultAccessConditions of a collection that does not exist",
      (role) =>
        world.ask(
          role,
          "GET",
          `/core/collections/${nowhere}/defaultAccessConditions`,
        ),
      everybody(404, { A: 401 }),
    ],
  ]);
});

describe("§14: policies", () => {
  it("describes a policy with its links", async () => {
    const made = await make({
      name: "Lent",
      description: "For the exhibition",
      policyType: "TYPE_CUSTOM",
      startDate: "2031-01-31",
      endDate: "2031-02-28",
      id: null,
      type: "resourcepolicy",
    });
    const self = `${world.server.url}/api${policies}/${String(made.id)}`;
    expect(made).toEqual({
      id: made.id,
      name: "Lent",
      description: "For the exhibition",
      policyType: "TYPE_CUSTOM",
      action: "READ",
      startDate: "2031-01-31",
      endDate: "2031-02-28",
      type: "resourcepolicy",
      _links: {
        self: { href: self },
        eperson: { href: `${self}/eperson` },
        group: { href: `${self}/group` },
        resource: { href: `${self}/resource` },
      },
    });
    expect(Number.isInteger(made.id)).toBe(true);
    const path = `${policies}/${String(made.id)}`;
    expect(await ask("K", "GET", path, 200)).toEqual(made);
    expect((await ask("K", "GET", `${path}/group`, 200)).name).toBe(
      "Anonymous",
    );
    expect((await ask("K", "GET", `${path}/resource`, 200)).uuid).toBe(
      world.item,
    );
    expect(
      (await ask("K", "GET", `${path}?embed=group,eperson,resource`, 200))
        ._embedded,
    ).toMatchObject({
      group: { name: "Anonymous" },
      eperson: null,
      resource: { uuid: world.item },
    });
  });

  it.each([
    ["both a group and an eperson", 400, "&eperson=SOMEBODY", {}],
    ["an unknown action", 422, "", { action: "DANCE" }],
    ["no action", 422, "", { action: null }],
    ["an unknown type", 422, "", { policyType: "TYPE_OTHER" }],
    ["a day that is none", 422, "", { startDate: "2031-02-30" }],
    ["a day in another form", 422, "", { endDate: "31.1.2031" }],
    [
      "an end before the beginning",
      422,
      "",
      { startDate: "2031-02-01", endDate: "2031-01-31" },
    ],
    ["a name that is no text", 422, "", { name: 7 }],
  ])("refuses %s: %i", async (_what, status, query, more) => {
    const before = await listed(`resource?uuid=${world.item}&size=100`);
    await ask(
      "R",
      "POST",
      `${policies}?resource=${world.item}&group=${anonymous}${query.replace("SOMEBODY", persons.get("O") ?? "")}`,
      status,
      { action: "READ", ...more },
    );
    expect(await listed(`resource?uuid=${world.item}&size=100`)).toEqual(
      before,
    );
  });

  it("needs to know for whom and about what", async () => {
    const post = (query: string, status: number) =>
      ask("R", "POST", `${policies}?${query}`, status, { action: "READ" });
    await post(`resource=${world.item}`, 400);
    await post(`group=${anonymous}`, 400);
    await post(`resource=x&group=${anonymous}`, 400);
    await post(`resource=${world.item}&group=x`, 400);
    await post(`resource=${nowhere}&group=${anonymous}`, 422);
    await post(`resource=${anonymous}&group=${anonymous}`, 422);
    await post(`resource=${world.item}&group=${nowhere}`, 422);
    await post(`resource=${world.item}&eperson=${anonymous}`, 422);
    await ask(
      "R",
      "POST",
      `${policies}?resource=${world.item}&group=${anonymous}`,
      400,
      "{",
    );
  });

  it("changes days and words, all of it or nothing", async () => {
    const { id } = await make({ name: "Lent" });
    const path = `${policies}/${String(id)}`;
    const patch = (status: number, ...steps: object[]) =>
      ask("K", "PATCH", path, status, steps);
    expect(
      await patch(
        200,
        { op: "add", path: "/startDate", value: "2031-01-01" },
        { op: "add", path: "/endDate", value: "2031-12-31T00:00:00Z" },
        { op: "replace", path: "/name", value: "Given" },
        { op: "add", path: "/description", value: "For a year" },
      ),
    ).toMatchObject({
      startDate: "2031-01-01",
      endDate: "2031-12-31",
      name: "Given",
      description: "For a year",
    });
    const lost = { op: "replace", path: "/name", value: "Lost" };
    await patch(422, lost, { op: "add", path: "/action", value: "WRITE" });
    await patch(422, lost, { op: "replace", path: "/startDate", value: "no" });
    await patch(422, lost, {
      op: "replace",
      path: "/startDate",
      value: "2032-01-01",
    });
    await patch(422, lost, { op: "add", path: "/startDate", value: null });
    await patch(400, lost, { op: "add" });
    expect(await ask("K", "GET", path, 200)).toMatchObject({ name: "Given" });
    await patch(200, { op: "remove", path: "/startDate" });
    await patch(422, { op: "remove", path: "/startDate" });
    await patch(422, {
      op: "replace",
      path: "/startDate",
      value: "2031-01-01",
    });
    expect(await ask("K", "GET", path, 200)).toMatchObject({ startDate: null });
  });

  it("says who may read from the moment it changes", async () => {
    const made = await ask(
      "R",
      "POST",
      `/core/items?owningCollection=${world.collection}`,
      201,
      { metadata: { "dc.title": [{ value: "New" }] }, inArchive: true },
    );
    const item = `/core/items/${made.uuid}`;
    const [open] = await listed(`resource?uuid=${made.uuid}&action=READ`);
    await ask("A", "GET", item, 200);
    await ask("K", "DELETE", `${policies}/${String(open?.id)}`, 204);
    await ask("K", "DELETE", `${policies}/${String(open?.id)}`, 404);
    await ask("A", "GET", item, 401);
    await ask("O", "GET", item, 403);
    await ask(
      "K",
      "POST",
      `${policies}?resource=${made.uuid}&eperson=${persons.get("O") ?? ""}`,
      201,
      { action: "READ" },
    );
    await ask("O", "GET", item, 200);
    await ask("S", "GET", item, 403);
  });

  it("removes a group with the many policies that name it", async () => {
    const group = await ask("R", "POST", "/eperson/groups", 201, {
      name: "In many policies",
    });
    const add = () =>
      ask(
        "R",
        "POST",
        `${policies}?resource=${world.item}&group=${group.uuid}`,
        201,
        { action: "WRITE" },
      );
    // More than are removed at once.
    for (let round = 0; round < 55; round++)
      await Promise.all(Array.from({ length: 20 }, add));
    const total = async () =>
      (
        await ask(
          "R",
          "GET",
          `${policies}/search/resource?uuid=${world.item}&action=WRITE`,
          200,
        )
      ).page["totalElements"];
    expect(await total()).toBe(1100);
    await ask("R", "DELETE", `/eperson/groups/${group.uuid}`, 204);
    expect(await total()).toBe(0);
    await ask("R", "GET", `/eperson/groups/${group.uuid}`, 404);
  });

  it("lists the policies of an object, a group and a person", async () => {
    expect(
      (await listed(`resource?uuid=${world.collection}&action=ADD`)).map(
        ({ id }) => id,
      ),
    ).toEqual([adding]);
    expect(
      (
        await listed(
          `eperson?uuid=${persons.get("S") ?? ""}&resource=${world.collection}`,
          "S",
        )
      ).map(({ id }) => id),
    ).toEqual([adding]);
    expect(
      (
        await listed(`group?uuid=${anonymous}&resource=${world.collection}`)
      ).map((one) => one["action"]),
    ).toEqual(["READ", "DEFAULT_ITEM_READ", "DEFAULT_BITSTREAM_READ"]);
    expect(await listed(`group?uuid=${anonymous}&resource=${nowhere}`)).toEqual(
      [],
    );
    for (const [path, status] of [
      ["resource", 400],
      ["resource?uuid=x", 400],
      [`resource?uuid=${nowhere}`, 404],
      ["group", 400],
      [`group?uuid=${nowhere}`, 404],
      ["eperson", 400],
      [`eperson?uuid=${nowhere}`, 404],
      ["nothing", 404],
    ] as const)
      await ask("R", "GET", `${policies}/search/${path}`, status);
  });

  it("tells the standard policies of a collection under both keys, as the seed has it", async () => {
    const found = await ask(
      "K",
      "GET",
      `/core/collections/${world.collection}/defaultAccessConditions`,
      200,
    );
    const [policy] = found._embedded["resourcePolicies"] ?? [];
    expect(policy).toMatchObject({
      name: null,
      groupUUID: anonymous,
      action: "DEFAULT_BITSTREAM_READ",
      type: "resourcePolicy",
    });
    expect(policy?._links["self"]?.href).toBe(
      `${world.server.url}/api/authz/resourcePolicies/${String(policy?.id)}`,
    );
    expect(found._embedded["resourcepolicies"]).toEqual(
      found._embedded["resourcePolicies"],
    );
    expect(found.page).toEqual({
      size: 20,
      totalElements: 1,
      totalPages: 1,
      number: 0,
    });
  });
});
