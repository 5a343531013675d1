import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until, type Answer } from "../../support/api-server.ts";
import {
  emailOf,
  roles,
  startRoleWorld,
  type RoleWorld,
} from "../../support/role-world.ts";

let world: RoleWorld;
/** Ids of things that rows read; what a row changes it makes for itself. */
const ids: Record<string, string> = {};

const ok = async (
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> => {
  const answer = await world.ask("R", method, path, body, headers);
  expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
  return answer;
};
const made = async (
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<string> => {
  const { uuid, id } = (await ok("POST", path, body, headers)).json() as {
    uuid?: string;
    id: string | number;
  };
  return uuid ?? String(id);
};

const titled = (title = "New") => ({
  metadata: { "dc.title": [{ value: title }] },
});
const uris = { "Content-Type": "text/uri-list" };
const boundary = "----holdall";
const multipart = {
  "Content-Type": `multipart/form-data; boundary=${boundary}`,
};
const form = (name: string, text: string, file?: string) =>
  `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file === undefined ? "" : `; filename="${file}"`}\r\n\r\n${text}\r\n--${boundary}--\r\n`;
const upload = {
  body: form("file", "text", "a.txt"),
  headers: multipart,
};
const patch = [{ op: "add", path: "/metadata/dc.description/-", value: "x" }];

let counter = 0;
const fresh = {
  community: () =>
    made(`/core/communities?parent=${world.community}`, titled()),
  /** K administers it, S submits to it. */
  async collection() {
    const uuid = await made(
      `/core/collections?parent=${world.community}`,
      titled(),
    );
    for (const [who, action] of [
      ["K", "ADMIN"],
      ["S", "ADD"],
    ])
      await made(
        `/authz/resourcepolicies?resource=${uuid}&eperson=${ids[`person${who ?? ""}`] ?? ""}`,
        { action },
      );
    return uuid;
  },
  item: () =>
    made(`/core/items?owningCollection=${world.collection}`, {
      ...titled(),
      inArchive: true,
    }),
  async pictured() {
    const community = await fresh.community();
    await made(
      `/core/communities/${community}/logo`,
      upload.body,
      upload.headers,
    );
    return community;
  },
  async template() {
    const collection = await fresh.collection();
    return made(`/core/collections/${collection}/itemtemplate`, titled());
  },
  async containerGroup(name: string) {
    const collection = await fresh.collection();
    await made(`/core/collections/${collection}/${name}`, {});
    return collection;
  },
  group: () => made("/eperson/groups", { name: `g${String(++counter)}` }),
  /** Of a collection that K administers. */
  async managedGroup() {
    const collection = await fresh.collection();
    return made(`/core/collections/${collection}/submittersGroup`, {});
  },
  person: () =>
    made("/eperson/epersons", {
      email: `p${String(++counter)}@example.org`,
      canLogIn: false,
    }),
  policy: () =>
    made(
      `/authz/resourcepolicies?resource=${world.collection}&group=${ids["group"] ?? ""}`,
      { action: "READ" },
    ),
  schema: () =>
    made("/core/metadataschemas", {
      prefix: `s${String(++counter)}`,
      namespace: `http://example.org/${String(counter)}`,
    }),
  field: () =>
    made(`/core/metadatafields?schemaId=${ids["schema"] ?? ""}`, {
      element: `e${String(++counter)}`,
    }),
  async process() {
    const { processId } = (
      await ok(
        "POST",
        "/system/scripts/export/processes",
        exportForm(),
        multipart,
      )
    ).json() as { processId: number };
    await until(async () => {
      const { processStatus } = (
        await ok("GET", `/system/processes/${String(processId)}`)
      ).json() as { processStatus: string };
      return processStatus === "COMPLETED";
    });
    return String(processId);
  },
};
const exportForm = () =>
  form(
    "properties",
    JSON.stringify([
      { name: "-t", value: "ITEM" },
      { name: "-i", value: world.item },
    ]),
  );

beforeAll(async () => {
  world = await startRoleWorld();
  for (const role of roles.slice(0, -1)) {
    const { uuid } = (
      await ok("GET", `/eperson/epersons/search/byEmail?email=${emailOf(role)}`)
    ).json() as { uuid: string };
    ids[`person${role}`] = uuid;
  }
  ids["group"] = await fresh.group();
  ids["schema"] = await fresh.schema();
  ids["field"] = await fresh.field();
  ids["policy"] = await fresh.policy();
  ids["template"] = await fresh.template();
  ids["process"] = await fresh.process();
  ids["site"] =
    (
      (await ok("GET", "/core/sites")).json() as {
        _embedded: { sites: { uuid: string }[] };
      }
    )._embedded.sites[0]?.uuid ?? "";
  Object.assign(ids, await makeFiles());
});
afterAll(() => world.stop());

/** A bundle with a bitstream. */
async function makeFiles(
  item = world.item,
): Promise<{ bundle: string; bitstream: string }> {
  const bundle = await made(`/core/items/${item}/bundles`, {
    name: "ORIGINAL",
  });
  const bitstream = await made(
    `/core/bundles/${bundle}/bitstreams`,
    upload.body,
    upload.headers,
  );
  return { bundle, bitstream };
}

function primary({ bundle, bitstream }: { bundle: string; bitstream: string }) {
  return {
    path: `/core/bundles/${bundle}/primaryBitstream`,
    body: `https://example.org/api/core/bitstreams/${bitstream}`,
    headers: uris,
  };
}

/** Statuses of R, M, K, S, O and A. */
type Statuses = readonly [number, number, number, number, number, number];
const everyone = (status: number): Statuses => [
  status,
  status,
  status,
  status,
  status,
  status,
];
const signedIn = (status: number): Statuses => [
  status,
  status,
  status,
  status,
  status,
  401,
];
const site = (status: number): Statuses => [status, 403, 403, 403, 403, 401];
const above = (status: number): Statuses => [
  status,
  status,
  403,
  403,
  403,
  401,
];
const curators = (status: number): Statuses => [
  status,
  status,
  status,
  403,
  403,
  401,
];

interface Sent {
  readonly path?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}
type Row = readonly [
  section: number,
  route: string,
  expected: Statuses,
  sent?: () => Sent | Promise<Sent>,
];

const community = "/core/communities/{uuid}";
const collection = "/core/collections/{uuid}";
const item = "/core/items/{uuid}";
const below = (path: string, uuid: string) => path.replace(/\{\w+\}/, uuid);
const on =
  (path: string, make: () => Promise<string>, more: Sent = {}) =>
  async (): Promise<Sent> => ({ path: below(path, await make()), ...more });

const groupRows = (
  container: "communities" | "collections",
  name: string,
  creators: (status: number) => Statuses,
): Row[] => {
  const path = `/core/${container}/{uuid}/${name}`;
  const shown = path.replace("{role}", "reviewer");
  const without =
    container === "communities" ? fresh.community : fresh.collection;
  const group = name.replace("{role}", "reviewer");
  const withGroup =
    container === "communities"
      ? async () => {
          const uuid = await fresh.community();
          await made(`/core/communities/${uuid}/${group}`, {});
          return uuid;
        }
      : () => fresh.containerGroup(group);
  const deleters = container === "communities" ? above : curators;
  return [
    [
      9,
      `GET ${path}`,
      container === "communities" ? above(204) : curators(204),
      on(shown, without),
    ],
    [9, `POST ${path}`, creators(201), on(shown, without, { body: {} })],
    [9, `DELETE ${path}`, deleters(204), on(shown, withGroup)],
  ];
};

const rows: readonly Row[] = [
  [2, "GET ", everyone(200)],
  [6, "GET /security/csrf", everyone(204)],
  [5, "GET /authn", everyone(200)],
  [5, "GET /authn/status", everyone(200)],
  [5, "GET /authn/status/specialGroups", everyone(200)],
  [5, "POST /authn/login", [200, 200, 200, 200, 200, 401]],
  [5, "POST /authn/shortlivedtokens", signedIn(200)],

  [8, "GET /core/communities", everyone(200)],
  [8, "POST /core/communities", site(201), () => ({ body: titled() })],
  [8, "GET /core/communities/search", everyone(200)],
  [8, "GET /core/communities/search/top", everyone(200)],
  [8, "GET /core/communities/search/findAdminAuthorized", signedIn(200)],
  [8, "GET /core/communities/search/findEditAuthorized", signedIn(200)],
  [8, "GET /core/communities/search/findAddAuthorized", signedIn(200)],
  [8, `GET ${community}`, everyone(200)],
  [8, `PUT ${community}`, above(200), () => ({ body: titled("Lighthouses") })],
  [10, `PATCH ${community}`, above(200), () => ({ body: patch })],
  [
    8,
    `DELETE ${community}`,
    above(204),
    on(community, () => fresh.community()),
  ],
  [8, `GET ${community}/subcommunities`, everyone(200)],
  [8, `GET ${community}/collections`, everyone(200)],
  [8, `GET ${community}/parentCommunity`, everyone(200)],
  [8, `GET ${community}/logo`, everyone(204)],
  [
    8,
    `POST ${community}/logo`,
    above(201),
    on(`${community}/logo`, () => fresh.community(), upload),
  ],
  [
    8,
    `PUT ${community}/logo`,
    above(201),
    on(`${community}/logo`, () => fresh.pictured(), upload),
  ],
  [
    8,
    `DELETE ${community}/logo`,
    above(204),
    on(`${community}/logo`, () => fresh.pictured()),
  ],
  ...groupRows("communities", "adminGroup", (status) => [
    status,
    status,
    403,
    403,
    403,
    401,
  ]),

  [9, "GET /core/collections", everyone(200)],
  [
    9,
    "POST /core/collections",
    above(201),
    () => ({
      path: `/core/collections?parent=${world.community}`,
      body: titled(),
    }),
  ],
  [9, "GET /core/collections/search", everyone(200)],
  [9, "GET /core/collections/search/findSubmitAuthorized", everyone(200)],
  [
    9,
    "GET /core/collections/search/findSubmitAuthorizedByEntityType",
    everyone(200),
    () => ({
      path: "/core/collections/search/findSubmitAuthorizedByEntityType?entityType=Person",
    }),
  ],
  [
    9,
    "GET /core/collections/search/findSubmitAuthorizedByCommunity",
    everyone(200),
    () => ({
      path: `/core/collections/search/findSubmitAuthorizedByCommunity?uuid=${world.top}`,
    }),
  ],
  [
    9,
    "GET /core/collections/search/findSubmitAuthorizedByCommunityAndEntityType",
    everyone(200),
    () => ({
      path: `/core/collections/search/findSubmitAuthorizedByCommunityAndEntityType?uuid=${world.top}&entityType=Person`,
    }),
  ],
  [9, "GET /core/collections/search/findAdminAuthorized", signedIn(200)],
  [9, "GET /core/collections/search/findEditAuthorized", signedIn(200)],
  [9, `GET ${collection}`, everyone(200)],
  [9, `PUT ${collection}`, curators(200), () => ({ body: titled("Plans") })],
  [10, `PATCH ${collection}`, curators(200), () => ({ body: patch })],
  [
    9,
    `DELETE ${collection}`,
    above(204),
    on(collection, () => fresh.collection()),
  ],
  [9, `GET ${collection}/items`, everyone(200)],
  [9, `GET ${collection}/mappedItems`, everyone(200)],
  [9, `GET ${collection}/license`, everyone(200)],
  [9, `GET ${collection}/parentCommunity`, everyone(200)],
  [9, `GET ${collection}/logo`, everyone(204)],
  [
    9,
    `POST ${collection}/logo`,
    curators(201),
    on(`${collection}/logo`, () => fresh.collection(), upload),
  ],
  [9, `GET ${collection}/itemtemplate`, everyone(404)],
  [
    9,
    `POST ${collection}/itemtemplate`,
    curators(201),
    on(`${collection}/itemtemplate`, () => fresh.collection(), {
      body: titled(),
    }),
  ],
  [
    9,
    `GET ${collection}/defaultAccessConditions`,
    [200, 200, 200, 200, 403, 401],
  ],
  [9, `GET ${collection}/harvester`, curators(200)],
  [
    9,
    `PUT ${collection}/harvester`,
    curators(200),
    () => ({ body: { harvest_type: "NONE" } }),
  ],
  [9, "GET /config/harvestermetadata", everyone(200)],
  ...groupRows("collections", "adminGroup", above),
  ...groupRows("collections", "submittersGroup", curators),
  ...groupRows("collections", "itemReadGroup", curators),
  ...groupRows("collections", "bitstreamReadGroup", curators),
  [9, `GET ${collection}/workflowGroups`, everyone(200)],
  ...groupRows("collections", "workflowGroups/{role}", curators),

  [11, "GET /core/items", site(200)],
  [
    11,
    "POST /core/items",
    site(201),
    () => ({
      path: `/core/items?owningCollection=${world.collection}`,
      body: { ...titled(), inArchive: true },
    }),
  ],
  [11, `GET ${item}`, everyone(200)],
  [11, `PUT ${item}`, curators(200), () => ({ body: titled() })],
  [10, `PATCH ${item}`, curators(200), () => ({ body: patch })],
  [11, `DELETE ${item}`, curators(204), on(item, () => fresh.item())],
  [11, `GET ${item}/bundles`, everyone(200)],
  [
    11,
    `POST ${item}/bundles`,
    curators(201),
    on(`${item}/bundles`, () => fresh.item(), { body: { name: "ORIGINAL" } }),
  ],
  [11, `GET ${item}/owningCollection`, everyone(200)],
  [
    11,
    `PUT ${item}/owningCollection`,
    site(200),
    on(`${item}/owningCollection`, () => fresh.item(), {
      headers: uris,
      get body() {
        return `https://example.org/api/core/collections/${world.other}`;
      },
    }),
  ],
  [11, `GET ${item}/mappedCollections`, everyone(200)],
  [
    11,
    `POST ${item}/mappedCollections`,
    site(204),
    on(`${item}/mappedCollections`, () => fresh.item(), {
      headers: uris,
      get body() {
        return `https://example.org/api/core/collections/${world.other}`;
      },
    }),
  ],
  [
    11,
    `DELETE ${item}/mappedCollections/{collection}`,
    site(204),
    async () => ({
      path: `/core/items/${await fresh.item()}/mappedCollections/${world.other}`,
    }),
  ],
  [11, `GET ${item}/templateItemOf`, everyone(204)],
  [11, `GET ${item}/relationships`, everyone(200)],
  [11, `GET ${item}/accessStatus`, everyone(200)],
  [11, `GET ${item}/identifiers`, everyone(200)],
  [11, `GET ${item}/thumbnail`, everyone(204)],
  [11, `GET ${item}/version`, everyone(204)],
  [11, `GET ${item}/submitter`, everyone(204)],
  [11, "GET /core/relationships/{id}", everyone(404)],
  [11, "GET /core/relationshiptypes/{id}", everyone(200)],

  [13, "GET /core/itemtemplates/{uuid}", curators(200)],
  [
    13,
    "PATCH /core/itemtemplates/{uuid}",
    curators(200),
    () => ({ body: patch }),
  ],
  [
    13,
    "DELETE /core/itemtemplates/{uuid}",
    curators(204),
    on("/core/itemtemplates/{uuid}", () => fresh.template()),
  ],
  [13, "GET /core/itemtemplates/{uuid}/templateItemOf", curators(200)],

  [12, "GET /core/bundles/{uuid}", everyone(200)],
  [12, "GET /core/bundles/{uuid}/bitstreams", everyone(200)],
  [12, "GET /core/bundles/{uuid}/item", everyone(200)],
  [12, "GET /core/bundles/{uuid}/primaryBitstream", everyone(204)],
  [12, "GET /core/bitstreams/{uuid}", everyone(200)],
  [12, "GET /core/bitstreams/{uuid}/bundle", everyone(200)],
  [12, "GET /core/bitstreams/{uuid}/thumbnail", everyone(204)],
  [12, "GET /core/bitstreams/{uuid}/content", everyone(200)],
  [
    12,
    "DELETE /core/bundles/{uuid}",
    curators(204),
    on(
      "/core/bundles/{uuid}",
      async () => (await makeFiles(await fresh.item())).bundle,
    ),
  ],
  [
    12,
    "PATCH /core/bundles/{uuid}",
    curators(200),
    async () => {
      const { bundle } = await makeFiles(await fresh.item());
      await made(
        `/core/bundles/${bundle}/bitstreams`,
        upload.body,
        upload.headers,
      );
      return {
        path: `/core/bundles/${bundle}`,
        body: [
          {
            op: "move",
            from: "/_links/bitstreams/1/href",
            path: "/_links/bitstreams/0/href",
          },
        ],
      };
    },
  ],
  [
    12,
    "POST /core/bundles/{uuid}/bitstreams",
    curators(201),
    () => ({
      path: `/core/bundles/${ids["bundle"] ?? ""}/bitstreams`,
      ...upload,
    }),
  ],
  [
    12,
    "POST /core/bundles/{uuid}/primaryBitstream",
    curators(201),
    async () => primary(await makeFiles(await fresh.item())),
  ],
  [
    12,
    "PUT /core/bundles/{uuid}/primaryBitstream",
    curators(200),
    async () => {
      const sent = primary(await makeFiles(await fresh.item()));
      await ok("POST", sent.path, sent.body, sent.headers);
      return sent;
    },
  ],
  [
    12,
    "DELETE /core/bundles/{uuid}/primaryBitstream",
    curators(204),
    async () => {
      const { path, body, headers } = primary(
        await makeFiles(await fresh.item()),
      );
      await ok("POST", path, body, headers);
      return { path };
    },
  ],
  [
    12,
    "PATCH /core/bitstreams",
    curators(204),
    async () => ({
      body: [
        {
          op: "remove",
          path: `/bitstreams/${(await makeFiles(await fresh.item())).bitstream}`,
        },
      ],
    }),
  ],
  [10, "PATCH /core/bitstreams/{uuid}", curators(200), () => ({ body: patch })],
  [
    12,
    "DELETE /core/bitstreams/{uuid}",
    curators(204),
    on(
      "/core/bitstreams/{uuid}",
      async () => (await makeFiles(await fresh.item())).bitstream,
    ),
  ],
  [12, "GET /core/bitstreams/{uuid}/accessStatus", everyone(200)],
  [12, "GET /core/bitstreams/{uuid}/format", everyone(200)],
  [12, "GET /core/bitstreams/search", everyone(200)],
  [
    12,
    "GET /core/bitstreams/search/byItemHandle",
    everyone(200),
    async () => {
      const { handle } = (
        await ok("GET", `/core/items/${world.item}`)
      ).json() as {
        handle: string;
      };
      return {
        path: `/core/bitstreams/search/byItemHandle?handle=${handle}&sequence=1`,
      };
    },
  ],
  [12, "GET /core/bitstreamformats", everyone(200)],
  [12, "GET /core/bitstreamformats/{id}", everyone(200)],

  [13, "GET /eperson/groups", curators(200)],
  [
    13,
    "POST /eperson/groups",
    site(201),
    () => ({ body: { name: `g${String(++counter)}` } }),
  ],
  [13, "GET /eperson/groups/search", everyone(200)],
  [
    13,
    "GET /eperson/groups/search/byMetadata",
    curators(200),
    () => ({ path: "/eperson/groups/search/byMetadata?query=g" }),
  ],
  [
    13,
    "GET /eperson/groups/search/isNotMemberOf",
    curators(200),
    () => ({
      path: `/eperson/groups/search/isNotMemberOf?group=${ids["group"] ?? ""}`,
    }),
  ],
  [13, "GET /eperson/groups/{uuid}", curators(200)],
  [
    13,
    "PATCH /eperson/groups/{uuid}",
    site(200),
    on("/eperson/groups/{uuid}", () => fresh.group(), { body: patch }),
  ],
  [
    13,
    "DELETE /eperson/groups/{uuid}",
    site(204),
    on("/eperson/groups/{uuid}", () => fresh.group()),
  ],
  [13, "GET /eperson/groups/{uuid}/object", curators(204)],
  [13, "GET /eperson/groups/{uuid}/subgroups", curators(200)],
  [
    13,
    "POST /eperson/groups/{uuid}/subgroups",
    curators(204),
    on("/eperson/groups/{uuid}/subgroups", () => fresh.managedGroup(), {
      headers: uris,
      get body() {
        return `https://example.org/api/eperson/groups/${ids["group"] ?? ""}`;
      },
    }),
  ],
  [
    13,
    "DELETE /eperson/groups/{uuid}/subgroups/{member}",
    curators(204),
    async () => ({
      path: `/eperson/groups/${await fresh.managedGroup()}/subgroups/${ids["group"] ?? ""}`,
    }),
  ],
  [13, "GET /eperson/groups/{uuid}/epersons", curators(200)],
  [
    13,
    "POST /eperson/groups/{uuid}/epersons",
    curators(204),
    on("/eperson/groups/{uuid}/epersons", () => fresh.managedGroup(), {
      headers: uris,
      get body() {
        return `https://example.org/api/eperson/epersons/${ids["personO"] ?? ""}`;
      },
    }),
  ],
  [
    13,
    "DELETE /eperson/groups/{uuid}/epersons/{member}",
    curators(204),
    async () => ({
      path: `/eperson/groups/${await fresh.managedGroup()}/epersons/${ids["personO"] ?? ""}`,
    }),
  ],

  [13, "GET /eperson/epersons", site(200)],
  [
    13,
    "POST /eperson/epersons",
    site(201),
    () => ({
      body: { email: `p${String(++counter)}@example.org` },
    }),
  ],
  [13, "GET /eperson/epersons/search", everyone(200)],
  [
    13,
    "GET /eperson/epersons/search/byEmail",
    curators(200),
    () => ({
      path: `/eperson/epersons/search/byEmail?email=${emailOf("O")}`,
    }),
  ],
  [
    13,
    "GET /eperson/epersons/search/byMetadata",
    curators(200),
    () => ({
      path: "/eperson/epersons/search/byMetadata?query=example",
    }),
  ],
  [
    13,
    "GET /eperson/epersons/search/isNotMemberOf",
    curators(200),
    () => ({
      path: `/eperson/epersons/search/isNotMemberOf?group=${ids["group"] ?? ""}`,
    }),
  ],
  [13, "GET /eperson/epersons/{uuid}", [200, 403, 403, 403, 200, 401]],
  [
    13,
    "PATCH /eperson/epersons/{uuid}",
    site(200),
    on("/eperson/epersons/{uuid}", () => fresh.person(), {
      body: [{ op: "replace", path: "/netid", value: null }],
    }),
  ],
  [
    13,
    "DELETE /eperson/epersons/{uuid}",
    site(204),
    on("/eperson/epersons/{uuid}", () => fresh.person()),
  ],
  [13, "GET /eperson/epersons/{uuid}/groups", [200, 403, 403, 403, 200, 401]],

  [
    14,
    "POST /authz/resourcepolicies",
    curators(201),
    () => ({
      path: `/authz/resourcepolicies?resource=${world.collection}&group=${ids["group"] ?? ""}`,
      body: { action: "READ" },
    }),
  ],
  [14, "GET /authz/resourcepolicies/search", everyone(200)],
  [
    14,
    "GET /authz/resourcepolicies/search/resource",
    curators(200),
    () => ({
      path: `/authz/resourcepolicies/search/resource?uuid=${world.collection}`,
    }),
  ],
  [
    14,
    "GET /authz/resourcepolicies/search/group",
    curators(200),
    () => ({
      path: `/authz/resourcepolicies/search/group?uuid=${ids["group"] ?? ""}`,
    }),
  ],
  [
    14,
    "GET /authz/resourcepolicies/search/eperson",
    [200, 403, 403, 403, 200, 401],
    () => ({
      path: `/authz/resourcepolicies/search/eperson?uuid=${ids["personO"] ?? ""}`,
    }),
  ],
  [14, "GET /authz/resourcepolicies/{id}", curators(200)],
  [
    14,
    "PATCH /authz/resourcepolicies/{id}",
    curators(200),
    on("/authz/resourcepolicies/{id}", () => fresh.policy(), {
      body: [{ op: "add", path: "/description", value: "x" }],
    }),
  ],
  [
    14,
    "DELETE /authz/resourcepolicies/{id}",
    curators(204),
    on("/authz/resourcepolicies/{id}", () => fresh.policy()),
  ],
  [14, "GET /authz/resourcepolicies/{id}/eperson", curators(204)],
  [14, "GET /authz/resourcepolicies/{id}/group", curators(200)],
  [14, "GET /authz/resourcepolicies/{id}/resource", curators(200)],

  [15, "GET /core/metadataschemas", everyone(200)],
  [
    15,
    "POST /core/metadataschemas",
    site(201),
    () => ({
      body: {
        prefix: `s${String(++counter)}`,
        namespace: `http://example.org/${String(counter)}`,
      },
    }),
  ],
  [15, "GET /core/metadataschemas/{id}", everyone(200)],
  [
    15,
    "PUT /core/metadataschemas/{id}",
    site(200),
    on("/core/metadataschemas/{id}", () => fresh.schema(), {
      get body() {
        return { namespace: `http://example.org/other${String(++counter)}` };
      },
    }),
  ],
  [
    15,
    "DELETE /core/metadataschemas/{id}",
    site(204),
    on("/core/metadataschemas/{id}", () => fresh.schema()),
  ],
  [15, "GET /core/metadatafields", everyone(200)],
  [
    15,
    "POST /core/metadatafields",
    site(201),
    () => ({
      path: `/core/metadatafields?schemaId=${ids["schema"] ?? ""}`,
      body: { element: `e${String(++counter)}` },
    }),
  ],
  [15, "GET /core/metadatafields/search", everyone(200)],
  [
    15,
    "GET /core/metadatafields/search/bySchema",
    everyone(200),
    () => ({ path: "/core/metadatafields/search/bySchema?schema=dc" }),
  ],
  [
    15,
    "GET /core/metadatafields/search/byFieldName",
    everyone(200),
    () => ({ path: "/core/metadatafields/search/byFieldName?schema=dc" }),
  ],
  [15, "GET /core/metadatafields/{id}", everyone(200)],
  [
    15,
    "PUT /core/metadatafields/{id}",
    site(200),
    on("/core/metadatafields/{id}", () => fresh.field(), {
      body: { scopeNote: "x" },
    }),
  ],
  [
    15,
    "DELETE /core/metadatafields/{id}",
    site(204),
    on("/core/metadatafields/{id}", () => fresh.field()),
  ],
  [15, "GET /core/metadatafields/{id}/schema", everyone(200)],

  [16, "GET /discover", everyone(200)],
  [16, "GET /discover/search", everyone(200)],
  [16, "GET /discover/search/objects", everyone(200)],
  [16, "GET /discover/facets", everyone(200)],
  [16, "GET /discover/facets/{name}", everyone(200)],
  [
    16,
    "GET /pid/find",
    everyone(302),
    () => ({ path: `/pid/find?id=${world.item}` }),
  ],
  [16, "GET /core/sites", everyone(200)],
  [16, "GET /core/sites/{uuid}", everyone(200)],

  [17, "GET /core/{type}/{uuid}/exportToZip", curators(200)],
  [17, "POST /core/{type}/{uuid}/exportToZip/create", curators(202)],
  [17, "PUT /core/{type}/{uuid}/exportToZip/create", curators(202)],
  [17, "GET /core/{type}/{uuid}/exportToZip/create", curators(200)],
  [17, "GET /core/{type}/{uuid}/exportToZip/view/{date}", curators(200)],
  [17, "GET /core/{type}/{uuid}/exportToZip/download/{date}", curators(404)],

  [18, "GET /system/scripts", everyone(200)],
  [18, "GET /system/scripts/{name}", signedIn(200)],
  [
    18,
    "POST /system/scripts/{name}/processes",
    curators(202),
    () => ({
      body: exportForm(),
      headers: multipart,
    }),
  ],
  [18, "GET /system/processes", site(200)],
  [18, "GET /system/processes/search", everyone(200)],
  [18, "GET /system/processes/search/own", signedIn(200)],
  [18, "GET /system/processes/search/byProperty", site(200)],
  [18, "GET /system/processes/{id}", site(200)],
  [
    18,
    "DELETE /system/processes/{id}",
    site(204),
    on("/system/processes/{id}", () => fresh.process()),
  ],
  [18, "GET /system/processes/{id}/filetypes", site(200)],
  [18, "GET /system/processes/{id}/output", site(200)],
  [18, "GET /system/processes/{id}/files", site(200)],
  [18, "GET /system/processes/{id}/files/{type}", site(200)],
];

/** Ends all sessions of who asks; tested by itself. */
const elsewhere = new Set(["POST /authn/logout"]);

function fill(route: string): string {
  const nouns: readonly (readonly [string, string | undefined])[] = [
    ["/core/communities", world.community],
    ["/core/collections", world.collection],
    ["/core/itemtemplates", ids["template"]],
    ["/core/items", world.item],
    ["/core/bundles", ids["bundle"]],
    ["/core/bitstreamformats", "1"],
    ["/core/bitstreams", ids["bitstream"]],
    ["/core/relationshiptypes", "1"],
    ["/core/relationships", "1"],
    ["/core/sites", ids["site"]],
    ["/core/metadataschemas", ids["schema"]],
    ["/core/metadatafields", ids["field"]],
    ["/eperson/groups", ids["group"]],
    ["/eperson/epersons", ids["personO"]],
    ["/authz/resourcepolicies", ids["policy"]],
    ["/system/processes", ids["process"]],
    ["/core/{type}", world.item],
  ];
  const id = nouns.find(([noun]) => route.startsWith(noun))?.[1] ?? "";
  return route
    .replace("/core/{type}", "/core/items")
    .replace(/\{(?:uuid|id)\}/, id)
    .replace("{date}", "2001-01-01T00:00:00.0")
    .replace("scripts/{name}", "scripts/export")
    .replace("facets/{name}", "facets/author")
    .replace("{type}", "exportSAFZip");
}

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly requestBody?: unknown;
}

/** Routes of the reference, `resourcePolicies` with those of the usual spelling. */
async function documented(): Promise<Map<string, Operation>> {
  const { paths } = (await world.server.ask("/reference/json")).json() as {
    paths: Record<string, Record<string, Operation>>;
  };
  return new Map(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(
          ([method, { tags }]) =>
            method !== "head" && tags?.includes("DSpace") === true,
        )
        .map(
          ([method, operation]) =>
            [
              `${method.toUpperCase()} ${path.replace(/^\/api/, "").replace("resourcePolicies", "resourcepolicies")}`,
              operation,
            ] as const,
        ),
    ),
  );
}

describe("every route", () => {
  it("is in this table, and nothing else is", async () => {
    const routes = [...(await documented()).keys()].sort();
    const known = [...rows.map(([, route]) => route), ...elsewhere].sort();
    expect(routes).toEqual(known);
  });

  it("says in the reference what it does and what it takes", async () => {
    const silent = [...(await documented())].filter(
      ([route, { summary, requestBody }]) =>
        summary === undefined ||
        summary.length < 6 ||
        (/^(?:POST|PUT|PATCH) /.test(route) &&
          !bodiless.has(route) &&
          requestBody === undefined),
    );
    expect(silent.map(([route]) => route)).toEqual([]);
  });
});
const bodiless = new Set([
  "POST /authn/logout",
  "POST /authn/shortlivedtokens",
  "POST /core/{type}/{uuid}/exportToZip/create",
  "PUT /core/{type}/{uuid}/exportToZip/create",
]);

describe("the contract says of every role what it is answered to", () => {
  it.each(
    rows.map(([section, route, expected, sent]) => ({
      name: `§${String(section)} ${route}`,
      route,
      expected,
      sent,
    })),
  )("$name", async ({ route, expected, sent }) => {
    const [method = "", path = ""] = route.split(" ");
    const found: number[] = [];
    const texts: string[] = [];
    for (const role of roles) {
      const { path: own, body, headers } = (await sent?.()) ?? {};
      const answer = await world.ask(
        role,
        method,
        own ?? fill(path),
        body,
        headers,
      );
      found.push(answer.status);
      texts.push(
        `${role} ${String(answer.status)} ${answer.text.slice(0, 160)}`,
      );
      if (answer.status >= 400)
        expect(answer.json()).toMatchObject({
          status: answer.status,
          error: expect.any(String) as string,
          message: expect.any(String) as string,
          path: expect.stringMatching(/^\/api/) as string,
          timestamp: expect.stringMatching(/\+00:00$/) as string,
        });
      if (answer.status === 401)
        expect(answer.headers["www-authenticate"]).toBe(
          'password realm="DSpace REST API"',
        );
    }
    expect(found, texts.join("\n")).toEqual(expected);
  });
});
