import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  password,
  startApiServer,
  until,
  type Answer,
  type ApiServer,
} from "../../support/api-server.ts";
import { makeApiWorld, type ApiWorld } from "../../support/api-world.ts";

let world: ApiWorld;
let server: ApiServer;
let administrator: string;
let curator: string;
let collection: number;
beforeAll(async () => {
  world = await makeApiWorld();
  server = await startApiServer(world.data);
  administrator = await signIn("admin@example.org");
  curator = await signIn("curator@example.org");
  collection = world.ids.curated;
});
afterAll(async () => {
  await server.stop();
  await world.remove();
});

interface Event {
  readonly event: {
    readonly _id: number;
    readonly type: string;
    readonly object_version: number;
    readonly info: Record<string, unknown>;
  };
}
interface Export {
  readonly _state: string;
  readonly _schedules: unknown[];
  readonly _log: Event[];
  readonly export: Record<string, unknown> & {
    readonly _id: number;
    readonly _version: number;
    readonly name: string;
  };
}
interface List {
  readonly limit: number | null;
  readonly offset: number;
  readonly count: number;
  readonly objects: Export[];
}

async function signIn(login: string): Promise<string> {
  const { token } = (await server.ask("/api/v1/session")).json() as {
    token: string;
  };
  const answer = await server.ask(
    `/api/v1/session/authenticate?${new URLSearchParams({ token, login, password }).toString()}`,
    { method: "POST" },
  );
  expect(answer.status).toBe(200);
  return token;
}

const call = (
  method: string,
  path: string,
  body?: unknown,
  token = administrator,
) =>
  server.ask(`/api/v1/export${path}`, {
    method,
    headers: { "X-Easydb-Token": token },
    ...(body === undefined
      ? {}
      : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
const codeOf = (answer: Answer) =>
  [answer.status, (answer.json() as { code: string }).code] as const;
const exportOf = (answer: Answer): Export => {
  expect(answer.status, answer.text).toBe(200);
  return answer.json() as Export;
};
const saf = { produce_options: { plugin: "saf", addLinkedData: true } };
/** Never due while this runs, so that nothing runs by itself. */
const asleep = [{ days_of_month: [31], weekdays: ["sunday"], hours: [4] }];
let made = 0;
const put = async (members = {}, rest = {}, token = administrator) =>
  exportOf(
    await call(
      "PUT",
      "",
      {
        _schedules: asleep,
        export: {
          name: `Export ${String(++made)}`,
          search: {},
          ...saf,
          ...members,
        },
        ...rest,
      },
      token,
    ),
  );
const refuse = async (members: object, rest: object = {}) =>
  codeOf(
    await call("PUT", "", {
      export: { search: {}, ...saf, ...members },
      ...rest,
    }),
  );
const ended = (id: number) =>
  until(async () => {
    const found = exportOf(await call("GET", `/${String(id)}`));
    return ["done", "failed"].includes(found._state) && found;
  });
const api = (code: string) => [400, `error.api.${code}`];
const types = ({ _log }: Export) => _log.map(({ event }) => event.type);

describe("who may", () => {
  it("asks for a session in which somebody has signed in", async () => {
    const nobody = (
      (await server.ask("/api/v1/session")).json() as { token: string }
    ).token;
    for (const [method, path] of [
      ["GET", "/api/v1/export"],
      ["PUT", "/api/v1/export"],
      ["GET", "/api/v1/export/1"],
      ["POST", "/api/v1/export/1/start"],
    ] as const) {
      expect(codeOf(await server.ask(path, { method }))).toEqual([
        403,
        "error.user.not_authenticated",
      ]);
      expect(
        codeOf(await server.ask(`${path}?token=${nobody}`, { method })),
      ).toEqual([403, "error.user.not_authenticated"]);
      expect(codeOf(await server.ask(`${path}?token=99`, { method }))).toEqual([
        400,
        "error.user.session_not_found",
      ]);
    }
  });

  it("looks at the id before the session", async () => {
    for (const id of ["0", "007"])
      expect(codeOf(await server.ask(`/api/v1/export/${id}`))).toEqual(
        api("invalid_value"),
      );
  });

  it("hides an export from everybody but its owner, administrators too", async () => {
    const pool = { fields: ["_pool.pool._id"], in: [collection] };
    const own = await put(
      { search: { search: [{ type: "in", ...pool }] } },
      {},
      curator,
    );
    const id = String(own.export._id);
    for (const [method, path] of [
      ["GET", `/${id}`],
      ["POST", `/${id}`],
      ["DELETE", `/${id}`],
      ["POST", `/${id}/start`],
      ["POST", `/${id}/stop`],
      ["GET", "/99999999"],
      ["GET", "/99999999999999999999999"],
    ] as const)
      expect(codeOf(await call(method, path))).toEqual([
        404,
        "error.user.export_not_found",
      ]);
    expect((await call("GET", `/${id}`, undefined, curator)).status).toBe(200);
    const list = (await call("GET", "")).json() as List;
    expect(list.objects.map((one) => one.export._id)).not.toContain(
      own.export._id,
    );
  });
});

describe("making one", () => {
  it("returns it whole, under a name of its own when it has none", async () => {
    const one = exportOf(
      await call("PUT", "", { export: { search: {}, ...saf, limit: null } }),
    );
    expect(one).toMatchObject({
      _basetype: "export",
      _state: "new",
      _schedules: [],
      _transports: [],
      _files: [],
      _downloads: [],
      export: {
        _version: 1,
        type: "export",
        name: `easydb-export-${String(one.export._id)}`,
        search: {},
        csv: false,
        batch_size: 100,
        produce_options: saf.produce_options,
      },
    });
    expect(types(one)).toEqual(["EXPORT_INSERT"]);
  });

  it.each(["", "text/plain", "application/x-www-form-urlencoded", "json"])(
    'reads JSON whatever its type is said to be: "%s"',
    async (type) => {
      const answer = await server.ask("/api/v1/export", {
        method: "PUT",
        headers: { "X-Easydb-Token": administrator, "Content-Type": type },
        body: JSON.stringify({
          _schedules: asleep,
          export: { name: `Sent as ${type}`, search: {}, ...saf },
        }),
      });
      expect(answer.status, answer.text).toBe(200);
    },
  );

  it("refuses bodies that are none", async () => {
    for (const body of ["", "{", "nonsense"])
      expect(codeOf(await call("PUT", "", body))).toEqual(
        api("invalid_content"),
      );
    expect(codeOf(await call("PUT", "", []))).toEqual(api("type_mismatch"));
    expect(codeOf(await call("PUT", "", {}))).toEqual(
      api("attribute_expected"),
    );
    expect(codeOf(await call("PUT", "", { export: saf }))).toEqual(
      api("attribute_expected"),
    );
  });

  it.each([
    [{ _id: 1 }, "attribute_not_accepted"],
    [{ limit: 5 }, "attribute_not_accepted"],
    [{ _mask: "x" }, "attribute_not_accepted"],
    [{ nothing: 0 }, "attribute_not_accepted"],
    [{ type: "other" }, "invalid_value"],
    [{ type: 1 }, "type_mismatch"],
    [{ csv: true }, "type_mismatch"],
    [{ csv: { delimiter: ";;" } }, "invalid_value"],
    [{ csv: { delimiter: '"' } }, "invalid_value"],
    [{ csv: { hierarchy: "<" } }, "invalid_value"],
    [{ csv: { use_bom: 1 } }, "type_mismatch"],
    [{ csv: { nothing: 1 } }, "attribute_not_accepted"],
    [{ xml: "yes" }, "type_mismatch"],
    [{ xml_one_file_per_object: 1 }, "type_mismatch"],
    [{ fields: { "item.no.field": {} } }, "invalid_value"],
    [{ fields: { "item.dc.description.provenance": {} } }, "invalid_value"],
    [
      { fields: { "item.dc.title": { versions: [] } } },
      "attribute_not_accepted",
    ],
    [{ mapping: 1 }, "invalid_value"],
    [{ mapping: 99, xml_one_file_per_object: true }, "invalid_value"],
    [{ mapping: true }, "type_mismatch"],
    [{ xslt_xml_post_processing: { _id: 1 } }, "attribute_not_accepted"],
    [{ merge_max_depth: 0 }, "invalid_value"],
    [{ merge_max_depth: "x" }, "type_mismatch"],
    [{ filename_template: "%item.no.field%" }, "invalid_value"],
    [{ filename_template: "%_id%", filename_original: true }, "invalid_value"],
    [{ flat: "yes" }, "type_mismatch"],
    [
      { classes: { image: [{ type: "custom", size: "x" }] } },
      "attribute_not_accepted",
    ],
    [
      { classes: { image: [{ type: "version", version: "huge" }] } },
      "invalid_value",
    ],
    [
      { classes: { image: [{ type: "original", metadata: "remove" }] } },
      "invalid_value",
    ],
    [{ classes: { image: [{}] } }, "attribute_expected"],
    [{ assets: { "99999999": true } }, "invalid_value"],
    [{ assets: { x: true } }, "invalid_value"],
    [
      { eas_fields: { "item.ORIGINAL": { nothing: 1 } } },
      "attribute_not_accepted",
    ],
    [
      { eas_fields: { "item.ORIGINAL": { data: [{ type: "x" }] } } },
      "invalid_value",
    ],
    [
      {
        eas_fields: {
          "item.ORIGINAL": {
            data: [{ type: "version", version: "image.huge" }],
          },
        },
      },
      "invalid_value",
    ],
    [{ merge_max_depth: "10" }, "invalid_value"],
    [{ merge_linked_objects: "some" }, "invalid_value"],
    [{ batch_size: -1 }, "invalid_value"],
    [{ classes: { image: "original" } }, "type_mismatch"],
    [{ classes: { nothing: [] } }, "invalid_value"],
    [{ eas_fields: { "item.NOTHING": { files: true } } }, "invalid_value"],
    [{ produce_options: { plugin: "other" } }, "invalid_value"],
    [{ produce_options: [] }, "type_mismatch"],
    [{ search: [] }, "type_mismatch"],
    [{ search: { nothing: 1 } }, "attribute_not_accepted"],
    [{ search: { generate_rights: true } }, "attribute_not_accepted"],
    [{ search: { objecttypes: ["collection"] } }, "invalid_value"],
    [{ search: { limit: -1 } }, "invalid_value"],
    [
      {
        search: {
          search: [
            {
              type: "in",
              fields: ["item.dc.title"],
              in: ["x"],
              eas_field: "item.ORIGINAL",
            },
          ],
        },
      },
      "invalid_value",
    ],
    [{ search: { sort: [{}] } }, "attribute_expected"],
    [{ search: { sort: [{ field: "_id", order: "up" }] } }, "invalid_value"],
    [{ search: { search: [{}] } }, "attribute_expected"],
    [
      { search: { search: [{ type: "in", fields: ["item.dc.title"] }] } },
      "attribute_expected",
    ],
    [
      { search: { search: [{ type: "in", fields: [], in: [1] }] } },
      "invalid_value",
    ],
    [
      {
        search: {
          search: [{ type: "in", fields: ["_pool.pool._id"], in: ["x"] }],
        },
      },
      "type_mismatch",
    ],
    [
      {
        search: {
          search: [{ type: "in", fields: ["_pool.pool._id"], in: [99999999] }],
        },
      },
      "invalid_value",
    ],
    [
      {
        search: {
          search: [{ type: "in", fields: ["item.no.field"], in: ["x"] }],
        },
      },
      "invalid_value",
    ],
    [
      {
        search: { search: [{ type: "in", fields: ["item.dc.title"], in: [] }] },
      },
      "invalid_value",
    ],
    [
      { search: { search: [{ type: "match", string: "a", mode: "other" }] } },
      "invalid_value",
    ],
    [
      { search: { search: [{ type: "match", string: "?!" }] } },
      "invalid_value",
    ],
    [
      { search: { search: [{ type: "match", string: "a", bool: "may" }] } },
      "invalid_value",
    ],
    [
      { search: { search: [{ type: "range", field: "item.dc.title" }] } },
      "attribute_expected",
    ],
    [
      {
        search: {
          search: [{ type: "range", field: "_last_modified", from: "soon" }],
        },
      },
      "invalid_value",
    ],
    [
      {
        search: {
          search: [{ type: "changelog_range", from: "2020-01-01", user: 1 }],
        },
      },
      "attribute_not_accepted",
    ],
    [
      {
        search: {
          search: [
            { type: "changelog_range", from: "2020-01-01", comment: "x" },
          ],
        },
      },
      "attribute_not_accepted",
    ],
    [
      {
        search: {
          search: [
            {
              type: "changelog_range",
              from: "2020-01-01",
              operation: "delete",
            },
          ],
        },
      },
      "invalid_value",
    ],
    [
      {
        search: {
          search: [{ type: "complex", search: [{ type: "eas_field" }] }],
        },
      },
      "invalid_value",
    ],
    [{ search: { search: [{ type: "pool" }] } }, "invalid_value"],
    [{ search: { search: [{ type: "nested" }] } }, "invalid_value"],
    [
      {
        search: {
          search: [
            { type: "in", fields: ["_system_object_id"], in: [99999999] },
          ],
        },
      },
      "invalid_value",
    ],
  ])("refuses %j as %s", async (members, code) => {
    expect(await refuse(members)).toEqual(api(code));
  });

  it("refuses what it cannot deliver to, versions that are not the first, and endless searches", async () => {
    expect(await refuse({}, { _transports: [{ type: "falcon" }] })).toEqual(
      api("invalid_value"),
    );
    expect(await refuse({}, { nothing: 1 })).toEqual(
      api("attribute_not_accepted"),
    );
    expect(await refuse({ _version: 2 })).toEqual([
      400,
      "error.user.version_mismatch",
    ]);
    expect(
      await refuse({
        search: { search: [{ type: "match", string: "x".repeat(257) }] },
      }),
    ).toEqual([400, "error.user.search_query_too_long"]);
  });

  it("wants another name for every export of an owner", async () => {
    const { export: first } = await put();
    const answer = await call("PUT", "", {
      export: { name: first.name, search: {}, ...saf },
    });
    expect(answer.status).toBe(400);
    expect(answer.json()).toEqual({
      realm: "user",
      code: "error.user.integrity_constraint_violation",
      parameters: { constraint: "export_name" },
    });
  });
});

describe("schedules", () => {
  it("takes days in any case and the other names of the example, and returns the documented ones", async () => {
    const one = await put(
      {},
      {
        _schedules: [
          { weekdays: ["Monday"], hour: ["15"], minutes: [0, 30] },
          { day_of_month: [1] },
          {},
        ],
      },
    );
    expect(one._schedules).toEqual([
      { weekdays: ["monday"], hours: [15], minutes: [0, 30] },
      { days_of_month: [1] },
      {},
    ]);
    const id = `/${String(one.export._id)}`;
    expect(
      exportOf(await call("POST", id, { _schedules: null }))._schedules,
    ).toEqual([]);
  });

  it.each([
    [{}, "type_mismatch"],
    [[1], "type_mismatch"],
    [[{ hours: 1 }], "type_mismatch"],
    [[{ hours: ["x"] }], "type_mismatch"],
    [[{ hours: [] }], "invalid_value"],
    [[{ hours: [24] }], "invalid_value"],
    [[{ weekdays: ["holiday"] }], "invalid_value"],
    [[{ hour: [1], hours: [1] }], "invalid_value"],
    [[{ seconds: [1] }], "attribute_not_accepted"],
  ])("refuses %j as %s", async (_schedules, code) => {
    expect(await refuse({ name: "Never" }, { _schedules })).toEqual(api(code));
  });

  it("wants a name that somebody gave", async () => {
    const named = [400, "error.user.export_name_required"];
    expect(await refuse({}, { _schedules: asleep })).toEqual(named);
    const { export: one } = await put();
    const id = `/${String(one._id)}`;
    expect(codeOf(await call("POST", id, { export: { name: null } }))).toEqual(
      named,
    );
    await call("POST", id, { _schedules: [] });
    const nameless = exportOf(
      await call("POST", id, { export: { name: null } }),
    );
    expect(nameless.export.name).toBe(`easydb-export-${String(one._id)}`);
    expect(
      codeOf(
        await call("POST", id, { ...nameless, export: {}, _schedules: asleep }),
      ),
    ).toEqual(named);
  });
});

describe("changing one", () => {
  it("takes only what is there, counts versions, and refuses stale ones", async () => {
    const before = await put({ batch_size: "5" });
    const id = `/${String(before.export._id)}`;
    expect(before.export["batch_size"]).toBe(5);
    const after = exportOf(
      await call("POST", id, { export: { _version: 2, all_languages: true } }),
    );
    expect(after.export).toEqual({
      ...before.export,
      _version: 2,
      all_languages: true,
    });
    expect(exportOf(await call("POST", id, {})).export._version).toBe(3);
    const stale = await call("POST", id, { export: { _version: 3 } });
    expect(stale.json()).toEqual({
      realm: "user",
      code: "error.user.version_mismatch",
      parameters: { provided: "3", expected: "4" },
    });
    expect(codeOf(await call("POST", id, { export: { _id: 1 } }))).toEqual(
      api("invalid_value"),
    );
    const same = exportOf(await call("GET", id));
    expect(same.export._version).toBe(3);
    // What was read can be sent back.
    const { export: members, ...rest } = same;
    expect(
      exportOf(
        await call("POST", id, {
          ...rest,
          export: { ...members, _version: 4 },
        }),
      ).export,
    ).toEqual({ ...members, _version: 4 });
    // What only the server says has no effect, whatever it is.
    const odd = { _basetype: "pool", _state: "done", _files: "x", _log: null };
    expect(exportOf(await call("POST", id, odd))).toMatchObject({
      _basetype: "export",
      _state: "new",
      _files: [],
    });
  });

  it("removes it for good", async () => {
    const { export: one } = await put();
    const id = `/${String(one._id)}`;
    const gone = await call("DELETE", id);
    expect([gone.status, gone.json()]).toEqual([200, {}]);
    for (const method of ["DELETE", "GET"])
      expect(codeOf(await call(method, id))).toEqual([
        404,
        "error.user.export_not_found",
      ]);
  });
});

describe("running", () => {
  it("starts what was just made, once, and tells how it went", async () => {
    const { export: one } = exportOf(
      await call("PUT", "", { export: { search: {}, ...saf } }),
    );
    const id = `/${String(one._id)}`;
    const started = exportOf(await call("POST", `${id}/start`));
    expect(["pending", "processing"]).toContain(started._state);
    const done = await ended(one._id);
    expect(done._state).toBe("done");
    expect(done.export._version).toBe(1);
    expect(types(done)).toEqual([
      "EXPORT_INSERT",
      "EXPORT_START",
      "EXPORT_FINISH",
    ]);
    const ids = done._log.map(({ event }) => event._id);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
    expect(done._log[2]?.event.info).toMatchObject({
      state: "done",
      exception: null,
      protocol: expect.arrayContaining([
        "Warning: export.produce_options.addLinkedData had no effect.",
      ]) as unknown,
    });
    expect(codeOf(await call("POST", `${id}/stop`))).toEqual([
      404,
      "error.user.export_not_running",
    ]);
    // The second in which it would have run by itself is over: it has not run twice.
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(types(exportOf(await call("GET", id)))).toHaveLength(3);
    // A change makes it new, and again it can run.
    expect(exportOf(await call("POST", id, {}))._state).toBe("new");
    exportOf(await call("POST", `${id}/start`, {}));
    expect(types(await ended(one._id)).slice(3)).toEqual([
      "EXPORT_START",
      "EXPORT_FINISH",
    ]);
  });

  it("runs what has no schedules by itself", async () => {
    const { export: one } = exportOf(
      await call("PUT", "", { export: { search: {}, ...saf } }),
    );
    expect((await ended(one._id))._state).toBe("done");
  });

  it("refuses a second start, and a stop ends it as failed", async () => {
    // One runs at a time, so the others wait.
    const busy = await Promise.all([put(), put(), put()]);
    for (const { export: one } of busy)
      exportOf(await call("POST", `/${String(one._id)}/start`));
    const last = busy.at(-1)?.export._id ?? 0;
    expect(codeOf(await call("POST", `/${String(last)}/start`))).toEqual([
      400,
      "error.user.export_already_running",
    ]);
    const stopped = exportOf(await call("POST", `/${String(last)}/stop`));
    expect(stopped._state).toBe("failed");
    expect(types(stopped).at(-1)).toBe("EXPORT_STOPPED");
    expect(stopped._log.at(-1)?.event.info).toMatchObject({ state: "failed" });
  });

  it("takes its token from a form where there is nothing else to say", async () => {
    const { export: one } = await put();
    const form = (method: string, path: string, body: string) =>
      server.ask(`/api/v1/export/${String(one._id)}${path}`, {
        method,
        headers: {
          "Content-Type": "application/x-www-form-urlencoded",
          "Content-Length": String(body.length),
        },
        body,
      });
    const token = `token=${administrator}`;
    expect(codeOf(await form("POST", "/stop", token))).toEqual([
      404,
      "error.user.export_not_running",
    ]);
    expect(codeOf(await form("POST", "/stop", `${token}&now=1`))).toEqual(
      api("invalid_content"),
    );
    expect(codeOf(await form("POST", "/stop", "token=wrong"))).toEqual([
      400,
      "error.user.session_not_found",
    ]);
    expect((await form("DELETE", "", token)).json()).toEqual({});
  });

  it("takes no body with words in it, and no other id than its own", async () => {
    const { export: one } = await put();
    expect(
      codeOf(await call("POST", `/${String(one._id)}/start`, { now: true })),
    ).toEqual(api("invalid_content"));
    expect(codeOf(await call("PUT", `/${String(one._id)}`, {}))).toEqual(
      api("invalid_request_method"),
    );
  });
});

describe("the list", () => {
  const list = async (query = "") => {
    const answer = await call("GET", query);
    expect(answer.status, answer.text).toBe(200);
    return answer.json() as List;
  };

  it("echoes what was asked for, newest first, without what is long", async () => {
    await put();
    const all = await list();
    expect(all).toMatchObject({
      limit: null,
      offset: 0,
      count: all.objects.length,
    });
    const ids = all.objects.map((one) => one.export._id);
    expect(ids).toEqual(ids.toSorted((a, b) => b - a));
    for (const key of [
      "_files",
      "_downloads",
      "_schedules",
      "_transports",
      "_log",
    ])
      expect(all.objects[0]).not.toHaveProperty(key);
    const page = await list("?limit=1&offset=1&pretty=1");
    expect(page).toMatchObject({ limit: 1, offset: 1, count: all.count });
    expect(page.objects.map((one) => one.export._id)).toEqual([ids[1]]);
    expect(await list("?limit=0")).toMatchObject({
      count: all.count,
      objects: [],
    });
    expect((await list("?offset=5000")).objects).toEqual([]);
    expect((await list("?limit=5000")).limit).toBe(5000);
  });

  it.each([
    "?limit=-1",
    "?limit=x",
    "?limit=",
    "?offset=1.5",
    "?filter=nothing",
    "?filter=type:other",
    "?filter=type:export,",
    "?filter=type:export||download",
    "?filter=type:export%2Btype:export",
    "?filter=type:export+status:new",
    "?filter=type:export%252Bstatus:new",
    "?filter=Type:export",
    "?filter=status:new&filter=status:new",
  ])("refuses %s", async (query) => {
    expect(codeOf(await call("GET", query))).toEqual(api("invalid_value"));
  });

  it("refuses other parameters, and says how a plus is sent", async () => {
    expect(codeOf(await call("GET", "?sort=1"))).toEqual(
      api("attribute_not_accepted"),
    );
    const { description } = (
      await call("GET", "?filter=type:export+status:new")
    ).json() as { description: string };
    expect(description).toContain("%2B");
  });

  it("filters by type and state", async () => {
    await put();
    const { count } = await list();
    expect((await list("?filter=")).count).toBe(count);
    expect((await list("?filter=type:export")).count).toBe(count);
    expect((await list("?filter=type:download")).count).toBe(0);
    const fresh = await list("?filter=status:new");
    expect(fresh.count).toBeGreaterThan(0);
    expect(new Set(fresh.objects.map(({ _state }) => _state))).toEqual(
      new Set(["new"]),
    );
    for (const encoded of [
      "?filter=type:download%7Cexport%2Bstatus:new",
      "?filter=status%3Anew%2Btype:download|export",
      "?filter=type:download,status:new",
      "?filter=type:download%2Cstatus:new",
    ])
      expect((await list(encoded)).count, encoded).toBe(fresh.count);
  });
});
