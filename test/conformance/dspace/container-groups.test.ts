import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { everybody, only, testRoles } from "../../support/role-table.ts";
import {
  startRoleWorld,
  type Role,
  type RoleWorld,
} from "../../support/role-world.ts";

interface Hal {
  readonly [name: string]: unknown;
  readonly uuid: string;
  readonly name: string;
  readonly metadata: Record<string, { value: string }[]>;
  readonly _links: Record<string, { href: string }>;
  readonly _embedded: Record<string, Hal[]>;
}

let world: RoleWorld;
let anonymous = "";
const nowhere = "00000000-0000-4000-8000-000000000000";
const collections = "/core/collections";

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
/** A collection in the community of M, which K does not administer. */
const makeCollection = async () =>
  (
    await ask("R", "POST", `${collections}?parent=${world.community}`, 201, {
      name: "New",
    })
  ).uuid;
const described = {
  metadata: { "dc.description": [{ value: "Who they are", authority: "" }] },
};
const addMember = (group: string, email: string) =>
  ask("R", "GET", `/eperson/epersons/search/byEmail?email=${email}`, 200).then(
    ({ uuid }) =>
      ask(
        "R",
        "POST",
        `/eperson/groups/${group}/epersons`,
        204,
        `/api/eperson/epersons/${uuid}`,
        { "Content-Type": "text/uri-list" },
      ),
  );

beforeAll(async () => {
  world = await startRoleWorld();
  const found = await ask("R", "GET", "/eperson/groups", 200);
  anonymous =
    found._embedded["groups"]?.find(({ name }) => name === "Anonymous")?.uuid ??
    "";
});
afterAll(() => world.stop());

const groups = [
  ["adminGroup", "ADMIN"],
  ["submittersGroup", "SUBMIT"],
  ["itemReadGroup", "ITEM_DEFAULT_READ"],
  ["bitstreamReadGroup", "BITSTREAM_DEFAULT_READ"],
  ["workflowGroups/reviewer", "WORKFLOW_ROLE_reviewer"],
  ["workflowGroups/editor", "WORKFLOW_ROLE_editor"],
  ["workflowGroups/finaleditor", "WORKFLOW_ROLE_finaleditor"],
] as const;

describe.each(groups)("§9: %s of a collection", (group, suffix) => {
  const path = () => `${collections}/${world.collection}/${group}`;
  const making: Role[] = group === "adminGroup" ? ["R", "M"] : ["R", "M", "K"];

  testRoles([
    [
      "GET, none made",
      (role) => world.ask(role, "GET", path()),
      only(204, "R", "M", "K"),
    ],
    [
      "GET of a collection that does not exist",
      (role) => world.ask(role, "GET", `${collections}/${nowhere}/${group}`),
      everybody(404, { A: 401 }),
    ],
    [
      "POST of a collection that does not exist",
      (role) =>
        world.ask(role, "POST", `${collections}/${nowhere}/${group}`, {}),
      everybody(404, { A: 401 }),
    ],
    [
      "DELETE of a collection that does not exist",
      (role) => world.ask(role, "DELETE", `${collections}/${nowhere}/${group}`),
      everybody(404, { A: 401 }),
    ],
    [
      "DELETE, none made",
      (role) => world.ask(role, "DELETE", path()),
      only(422, "R", "M", "K"),
    ],
    [
      "POST",
      async (role) => {
        const told = await world.ask(role, "POST", path(), {});
        if (told.status === 201) await ask("R", "DELETE", path(), 204);
        return told;
      },
      only(201, ...making),
    ],
    [
      "DELETE",
      async (role) => {
        await ask("R", "POST", path(), 201, {});
        const told = await world.ask(role, "DELETE", path());
        if (told.status !== 204) await ask("R", "DELETE", path(), 204);
        return told;
      },
      only(204, "R", "M", "K"),
    ],
    ["PUT", (role) => world.ask(role, "PUT", path(), {}), everybody(405)],
  ]);

  it("gets its name from the server, and keeps its metadata", async () => {
    const made = await ask("M", "POST", path(), 201, described);
    expect(made).toMatchObject({
      name: `COLLECTION_${world.collection}_${suffix}`,
      permanent: false,
      handle: null,
      type: "group",
    });
    expect(made.metadata["dc.description"]?.[0]?.value).toBe("Who they are");
    expect(await ask("K", "GET", path(), 200)).toEqual(made);
    await ask("M", "POST", path(), 422, described);
    await ask("K", "DELETE", path(), 204);
    await ask("K", "GET", path(), 204);
    await ask("R", "GET", `/eperson/groups/${made.uuid}`, 404);
  });

  it.each([
    ["a name", { name: "Mine" }],
    ["dc.title", { metadata: { "dc.title": [{ value: "Mine" }] } }],
    ["permanent", { permanent: true }],
    [
      "a field that is not registered",
      { metadata: { "dc.nonsense": [{ value: "x" }] } },
    ],
    ["a list", []],
  ])("refuses %s: 422, and makes no group", async (_what, body) => {
    await ask("M", "POST", path(), 422, body);
    await ask("M", "GET", path(), 204);
  });
});

describe("§9: what the groups are for", () => {
  it("knows no other roles, and no groups of collections under communities", async () => {
    for (const method of ["GET", "POST", "DELETE"])
      await ask(
        "R",
        method,
        `${collections}/${world.collection}/workflowGroups/nobody`,
        404,
      );
    for (const name of ["submittersGroup", "itemReadGroup"])
      await ask(
        "R",
        "GET",
        `/core/communities/${world.community}/${name}`,
        404,
      );
  });

  it("lets administrators administer, and no longer when the group has gone", async () => {
    const uuid = await makeCollection();
    const rename = (status: number) =>
      ask("O", "PATCH", `${collections}/${uuid}`, status, [
        { op: "replace", path: "/metadata/dc.title/0/value", value: "Named" },
      ]);
    await rename(403);
    const group = await ask(
      "M",
      "POST",
      `${collections}/${uuid}/adminGroup`,
      201,
    );
    await addMember(group.uuid, "o@example.org");
    await rename(200);
    await ask("O", "POST", `${collections}/${uuid}/submittersGroup`, 201, {});
    await ask("O", "POST", `${collections}/${uuid}/adminGroup`, 403, {});
    await ask("O", "DELETE", `${collections}/${uuid}/adminGroup`, 204);
    await rename(403);
    await ask("R", "DELETE", `${collections}/${uuid}`, 204);
  });

  it("lets submitters submit", async () => {
    const uuid = await makeCollection();
    const may = async () =>
      (
        await ask("O", "GET", `${collections}/search/findSubmitAuthorized`, 200)
      )._embedded["collections"]?.map((one) => one.uuid);
    expect(await may()).not.toContain(uuid);
    const group = await ask(
      "M",
      "POST",
      `${collections}/${uuid}/submittersGroup`,
      201,
    );
    await addMember(group.uuid, "o@example.org");
    expect(await may()).toContain(uuid);
    await ask(
      "O",
      "GET",
      `${collections}/${uuid}/defaultAccessConditions`,
      200,
    );
    await ask("R", "DELETE", `${collections}/${uuid}`, 204);
    await ask("R", "GET", `/eperson/groups/${group.uuid}`, 404);
  });

  it("puts a reading group in the place of everybody, and everybody back", async () => {
    const uuid = await makeCollection();
    const path = `${collections}/${uuid}`;
    const holders = async () =>
      (await ask("M", "GET", `${path}/defaultAccessConditions`, 200))._embedded[
        "resourcePolicies"
      ]?.map((one) => one["groupUUID"]);
    const itemHolders = async () =>
      (
        await ask(
          "M",
          "GET",
          `/authz/resourcepolicies/search/resource?uuid=${uuid}&action=DEFAULT_ITEM_READ&embed=group`,
          200,
        )
      )._embedded["resourcepolicies"]?.map(
        (one) => (one._embedded["group"] as unknown as Hal).uuid,
      );
    expect(await holders()).toEqual([anonymous]);
    const files = await ask("M", "POST", `${path}/bitstreamReadGroup`, 201, {});
    expect(await holders()).toEqual([files.uuid]);
    expect(await itemHolders()).toEqual([anonymous]);
    const items = await ask("M", "POST", `${path}/itemReadGroup`, 201, {});
    expect(await itemHolders()).toEqual([items.uuid]);
    await ask("M", "DELETE", `${path}/bitstreamReadGroup`, 204);
    expect(await holders()).toEqual([anonymous]);
    await ask("M", "DELETE", `${path}/itemReadGroup`, 204);
    expect(await itemHolders()).toEqual([anonymous]);
    await ask("R", "DELETE", path, 204);
  });
});

describe("§2: what hangs on a collection, embedded", () => {
  const relations = [
    "adminGroup",
    "submittersGroup",
    "itemReadGroup",
    "bitstreamReadGroup",
    "defaultAccessConditions",
    "harvester",
  ];
  const embedded = (role: Role) =>
    ask(
      role,
      "GET",
      `${collections}/${world.collection}?embed=${relations.join(",")}`,
      200,
    );

  it("is there for who may see it, and null for everybody else", async () => {
    const path = `${collections}/${world.collection}/submittersGroup`;
    const { uuid } = await ask("K", "POST", path, 201, {});
    expect((await embedded("K"))._embedded).toMatchObject({
      adminGroup: null,
      submittersGroup: { uuid },
      defaultAccessConditions: { page: { totalElements: 1 } },
      harvester: { harvest_type: "NONE" },
    });
    expect((await embedded("O"))._embedded).toEqual(
      Object.fromEntries(relations.map((relation) => [relation, null])),
    );
    await ask("A", "GET", `${collections}?projection=full`, 200);
    await ask("K", "DELETE", path, 204);
  });

  it("refuses nobody the whole for what is not for them inside of it", async () => {
    for (const role of ["R", "M", "K", "S", "O", "A"] as const)
      await ask(
        role,
        "GET",
        `${collections}/${world.collection}?projection=full`,
        200,
      );
    const { _embedded } = await ask(
      "S",
      "GET",
      `${collections}/${world.collection}?embed=defaultAccessConditions/group`,
      200,
    );
    expect(_embedded).toMatchObject({
      defaultAccessConditions: {
        _embedded: { resourcePolicies: [{ _embedded: { group: null } }] },
      },
    });
  });
});

describe("§8: adminGroup of a community", () => {
  const path = () => `/core/communities/${world.community}/adminGroup`;
  testRoles([
    [
      "GET, none made",
      (role) => world.ask(role, "GET", path()),
      only(204, "R", "M"),
    ],
    [
      "POST; for who administers what is around it",
      async (role) => {
        const told = await world.ask(role, "POST", path(), {});
        if (told.status === 201) await ask("R", "DELETE", path(), 204);
        return told;
      },
      only(201, "R"),
    ],
    [
      "POST at the top",
      async (role) => {
        const top = `/core/communities/${world.top}/adminGroup`;
        const told = await world.ask(role, "POST", top, {});
        if (told.status === 201) await ask("R", "DELETE", top, 204);
        return told;
      },
      only(201, "R"),
    ],
    [
      "DELETE",
      async (role) => {
        await ask("R", "POST", path(), 201, {});
        const told = await world.ask(role, "DELETE", path());
        if (told.status !== 204) await ask("R", "DELETE", path(), 204);
        return told;
      },
      only(204, "R", "M"),
    ],
    [
      "of a community that does not exist",
      (role) =>
        world.ask(role, "GET", `/core/communities/${nowhere}/adminGroup`),
      everybody(404, { A: 401 }),
    ],
  ]);

  it("administers everything below", async () => {
    const made = await ask("R", "POST", path(), 201, described);
    expect(made.name).toBe(`COMMUNITY_${world.community}_ADMIN`);
    await addMember(made.uuid, "o@example.org");
    const collection = `${collections}/${world.collection}`;
    await ask("O", "GET", `${collection}/harvester`, 200);
    await ask("O", "POST", `${collection}/adminGroup`, 201, {});
    await ask("O", "DELETE", `${collection}/adminGroup`, 204);
    await ask("R", "DELETE", path(), 204);
    await ask("O", "GET", `${collection}/harvester`, 403);
  });
});

describe("§9.1: harvester", () => {
  const path = () => `${collections}/${world.collection}/harvester`;
  testRoles([
    ["GET", (role) => world.ask(role, "GET", path()), only(200, "R", "M", "K")],
    [
      "GET of a collection that does not exist",
      (role) => world.ask(role, "GET", `${collections}/${nowhere}/harvester`),
      everybody(404, { A: 401 }),
    ],
    [
      "PUT",
      (role) => world.ask(role, "PUT", path(), { harvest_type: "NONE" }),
      only(200, "R", "M", "K"),
    ],
    [
      "PUT of a collection that does not exist",
      (role) =>
        world.ask(role, "PUT", `${collections}/${nowhere}/harvester`, {}),
      everybody(404, { A: 401 }),
    ],
    ["DELETE", (role) => world.ask(role, "DELETE", path()), everybody(405)],
    [
      "GET /config/harvestermetadata",
      (role) => world.ask(role, "GET", "/config/harvestermetadata"),
      everybody(200),
    ],
  ]);

  const none = {
    harvest_type: "NONE",
    oai_source: null,
    oai_set_id: null,
    harvest_message: null,
    metadata_config_id: null,
    harvest_status: null,
    harvest_start_time: null,
    last_harvested: null,
  };
  const wanted = {
    harvest_type: "METADATA_ONLY",
    oai_source: "https://dspace.mit.edu/oai/request",
    oai_set_id: "col_1721.1_114174",
    metadata_config_id: "dc",
  };

  it("says what is set, with the formats under both names", async () => {
    const formats = await ask("A", "GET", "/config/harvestermetadata", 200);
    expect(formats).toEqual({
      configs: [
        {
          id: "dc",
          label: "Simple Dublin Core",
          nameSpace: "http://www.openarchives.org/OAI/2.0/oai_dc/",
        },
        {
          id: "qdc",
          label: "Qualified Dublin Core",
          nameSpace: "http://purl.org/dc/terms/",
        },
        {
          id: "dim",
          label: "DSpace Intermediate Metadata",
          nameSpace: "http://www.dspace.org/xmlns/dspace/dim",
        },
      ],
      _links: {
        self: { href: `${world.server.url}/api/config/harvestermetadata` },
      },
    });
    const rest = {
      _links: { self: { href: `${world.server.url}/api${path()}` } },
      _embedded: { harvestermetadata: formats, metadata_configs: formats },
    };
    expect(await ask("K", "GET", path(), 200)).toEqual({ ...none, ...rest });
    const set = {
      ...none,
      ...wanted,
      harvest_status: "READY",
      ...rest,
    };
    expect(await ask("K", "PUT", path(), 200, wanted)).toEqual(set);
    expect(await ask("K", "GET", path(), 200)).toEqual(set);
    expect(
      await ask("K", "PUT", path(), 200, { harvest_type: "NONE" }),
    ).toEqual({ ...none, ...rest });
  });

  it.each([
    [422, {}],
    [422, { ...wanted, harvest_type: "EVERYTHING" }],
    [422, { ...wanted, metadata_config_id: "marc" }],
    [422, { ...wanted, metadata_config_id: null }],
    [422, { ...wanted, oai_source: 7 }],
    [422, []],
    [400, "{"],
  ])("answers %i to %j, and changes nothing", async (status, body) => {
    await ask("K", "PUT", path(), 200, wanted);
    await ask("K", "PUT", path(), status, body);
    expect(await ask("K", "GET", path(), 200)).toMatchObject(wanted);
  });

  it("asks nothing of the source", async () => {
    const told = await ask("K", "PUT", path(), 200, {
      ...wanted,
      oai_source: "http://127.0.0.1:9/nobody/listens",
      harvest_type: "METADATA_AND_BITSTREAMS",
      metadata_config_id: "dim",
    });
    expect(told).toMatchObject({ harvest_status: "READY" });
  });
});
