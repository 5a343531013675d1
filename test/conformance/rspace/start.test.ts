import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../../support/api-server.ts";
import { holdallJson, run } from "../../support/holdall.ts";
import {
  errorOf,
  startRspaceServer,
  type Person,
  type RspaceError,
  type RspaceJob,
  type RspaceServer,
} from "../../support/rspace-server.ts";

let rspace: RspaceServer;
let ids: Record<string, number>;
beforeAll(async () => {
  rspace = await startRspaceServer();
  const { items, ids: containers } = rspace.world;
  ids = {
    ...containers,
    plan: items.plan.id,
    closed: items.closed.id,
    embargoed: items.embargoed.id,
    hidden: items.hidden.id,
    withdrawn: items.withdrawn.id,
    curated: items.curated.id,
  };
});
afterAll(() => rspace.stop());

const start = (path: string, who: Person | null = "admin") =>
  rspace.ask(who, "POST", `export/${path}`);
const fieldsOf = (answer: Answer) =>
  (answer.json() as RspaceError).data?.validationErrors.map(
    ({ field }) => field,
  );
/** Starts an export and reads the manifest and the paths of what comes of it. */
async function exported(path: string, who: Person = "admin") {
  const { id } = await rspace.start(who, `export/${path}`);
  const done = await rspace.ended(who, id);
  expect(done.status).toBe("COMPLETED");
  const file = join(rspace.world.data, `${String(id)}.zip`);
  await writeFile(file, (await rspace.fetch(who, done)).body);
  const list = await run("unzip", ["-Z1", file]);
  const manifest = await run("unzip", ["-p", file, "*/manifest.txt"]);
  return {
    paths: list.stdout.split("\n").filter((line) => line !== ""),
    manifest: manifest.stdout,
    text: (await run("unzip", ["-p", file])).stdout,
  };
}

describe("keys", () => {
  it.each([
    ["POST", "export/xml/user"],
    ["POST", "export/pdf/nobody/x?y=1"],
    ["GET", "jobs/23"],
    ["GET", "jobs/nonsense"],
    ["GET", "export/Holdall-1.zip"],
    ["GET", "export/-.-"],
    ["GET", "status"],
  ])("are asked for before anything else: %s %s", async (method, path) => {
    const { admin } = rspace.keys;
    for (const headers of [
      {},
      { apiKey: "" },
      { apiKey: "hk_nonsense" },
      { apiKey: `${admin}x` },
      { apiKey: admin.slice(0, -1) },
      { apiKey: "x".repeat(5000) },
      { Authorization: `Bearer ${admin}` },
      { Cookie: `apiKey=${admin}` },
    ])
      expect(
        errorOf(await rspace.ask(null, method, path, { headers })),
      ).toEqual([401, 40101]);
    expect(
      errorOf(await rspace.ask(null, method, `${path}?apiKey=${admin}`)),
    ).toEqual([401, 40101]);
  });

  it("of accounts that may not log in are none", async () => {
    const allow = (may: 0 | 1) => {
      rspace.sql(
        "UPDATE account SET can_log_in = ? WHERE email = 'user@example.org'",
        may,
      );
    };
    expect((await rspace.ask("user", "GET", "status")).status).toBe(200);
    allow(0);
    const refused = await rspace.ask("user", "GET", "status");
    allow(1);
    expect(errorOf(refused)).toEqual([401, 40101]);
  });
});

it("a key that is made anew takes the place of the one before", async () => {
  const before = rspace.keys.curator;
  const { key } = (await holdallJson(
    rspace.world.data,
    "apikey",
    "create",
    "curator@example.org",
    "--replace",
  )) as { key: string };
  rspace.keys.curator = key;
  expect((await rspace.ask("curator", "GET", "status")).status).toBe(200);
  const headers = { apiKey: before };
  expect(errorOf(await rspace.ask(null, "GET", "status", { headers }))).toEqual(
    [401, 40101],
  );
});

describe("parameters", () => {
  it.each([
    ["pdf/user", ["format"]],
    ["XML/user", ["format"]],
    ["xml/site", ["scope"]],
    ["xml/USER", ["scope"]],
    ["pdf/site", ["format", "scope"]],
    ["xml/user?depth=1", ["depth"]],
    ["xml/user?apikey=1&x=", ["apikey", "x"]],
    ["xml/user?includeRevisionHistory=maybe", ["includeRevisionHistory"]],
    ["xml/user?includeRevisionHistory=", ["includeRevisionHistory"]],
    [
      "xml/user?includeRevisionHistory=1&includeRevisionHistory=0",
      ["includeRevisionHistory"],
    ],
    ["xml/user?maxLinkLevel=-1", ["maxLinkLevel"]],
    ["xml/user?maxLinkLevel=1.5", ["maxLinkLevel"]],
    ["xml/user?maxLinkLevel=", ["maxLinkLevel"]],
    ["xml/user?maxLinkLevel=99999999999", ["maxLinkLevel"]],
    ["xml/user?selections=1", ["selections"]],
    ["xml/group?selections=", ["selections"]],
    ["xml/selection?selections=1,,2", ["selections"]],
    ["xml/selection?selections=1,", ["selections"]],
    ["xml/selection?selections=%20", ["selections"]],
    ["xml/selection?selections=1,x", ["selections"]],
    ["xml/selection?selections=1.0", ["selections"]],
    ["xml/selection?selections=0x10", ["selections"]],
    ["xml/selection?selections=99999999999999999999", ["selections"]],
    ["xml/selection?selections=SD", ["selections"]],
    ["xml/selection?selections=sd12", ["selections"]],
    ["xml/selection?selections=XX12", ["selections"]],
    ["xml/selection?selections=US1", ["selections"]],
    ["xml/selection?selections=GP1", ["selections"]],
    ["xml/selection/5?selections=1", ["id"]],
    ["xml/user/GP5", ["id"]],
    ["xml/group/US5", ["id"]],
  ])("%s is not understood", async (path, fields) => {
    const answer = await start(path);
    expect(errorOf(answer)).toEqual([400, 40002]);
    expect(fieldsOf(answer)).toEqual(fields);
    const { errors } = answer.json() as RspaceError;
    expect(errors.map((text) => text.split(": ")[0])).toEqual(fields);
  });

  it.each(["xml/user/abc", "html/group/1.5", "xml/user/SDx"])(
    "%s has an id that is no number",
    async (path) => {
      expect(errorOf(await start(path))).toEqual([400, 40006]);
    },
  );

  it.each(["xml/selection", "xml/selection/", "html/selection?selections="])(
    "%s names nothing",
    async (path) => {
      expect(errorOf(await start(path))).toEqual([422, 42201]);
    },
  );

  it("names up to 2000 objects, however long their ids are", async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, n) => String(9_000_000_000_000 + n));
    const path = (list: string[], comma = ",") =>
      `xml/selection?selections=${list.join(comma)}`;
    expect(errorOf(await start(path(many(2001))))).toEqual([422, 42201]);
    // They are all unknown, so it is the right that is missing.
    for (const comma of [",", "%2C"])
      expect(errorOf(await start(path(many(2000), comma)))).toEqual([
        401, 40101,
      ]);
    const twice = [...many(1500), ...many(1500)];
    expect(errorOf(await start(path(twice)))).toEqual([401, 40101]);
  });

  it("too many for an address are refused in the words of the dialect", async () => {
    const list = "1234567,".repeat(12_000);
    const answer = await start(`xml/selection?selections=${list}`);
    expect(errorOf(answer)).toEqual([431, 43101]);
  });

  it.each([
    ["nothing", "", undefined, 401],
    ["null", "null", "application/json", 401],
    ["an empty object", "{}", "application/json", 401],
    ["no JSON at all", "", "application/json", 401],
    ["an object", '{"scope":"user"}', "application/json", 400],
    ["XML", "<export/>", "text/xml", 415],
    ["two megabytes", "x".repeat(2_000_000), "text/plain", 413],
  ])(
    "a body with %s is taken for what it is",
    async (_what, body, type, status) => {
      const answer = await rspace.ask("user", "POST", "export/xml/user/1", {
        body,
        headers: {
          "Content-Length": String(body.length),
          ...(type === undefined ? {} : { "Content-Type": type }),
        },
      });
      expect(errorOf(answer)[0]).toBe(status);
    },
  );
});

describe("rights", () => {
  it.each([
    ["user", "xml/user/999999"],
    ["user", "xml/user/1"],
    ["user", "xml/user/-5"],
    ["user", "html/group"],
    ["user", "html/group/2"],
    ["curator", "html/group/GP2"],
    ["admin", "html/group/999999"],
    ["admin", "xml/user/US999999"],
    ["admin", "xml/selection?selections=999999"],
    ["user", "xml/selection?selections=CLOSED,EMBARGOED,WITHDRAWN,HIDDEN"],
    ["user", "xml/selection?selections=SDCLOSED,999999,-4,1"],
    ["admin", "xml/selection?selections=WITHDRAWN"],
  ] as const)("%s may not have %s", async (who, path) => {
    const named = path.replace(/[A-Z]{5,}/g, (name) =>
      String(ids[name.replace(/^SD/, "").toLowerCase()]).replace(
        /^/,
        name.startsWith("SD") ? "SD" : "",
      ),
    );
    expect(errorOf(await start(named, who))).toEqual([401, 40101]);
  });

  it("a prefix has to fit what may be read, and tells nothing of the rest", async () => {
    const at = (name: string) => String(ids[name]);
    for (const wrong of [
      `FL${at("plan")}`,
      `GL${at("plan")}`,
      `SD${at("open")}`,
      // Each of them alone would be thought to be the other.
      `SD${at("plan")},FL${at("plan")}`,
    ])
      expect(errorOf(await start(`xml/selection?selections=${wrong}`))).toEqual(
        [400, 40002],
      );
    expect(
      errorOf(
        await start(`xml/selection?selections=FL${at("closed")}`, "user"),
      ),
    ).toEqual([401, 40101]);
  });

  it("checks come in their order: key, parameters, right, one at a time", async () => {
    const { id } = await rspace.start("user", "export/xml/user");
    expect(errorOf(await start("pdf/user", null))).toEqual([401, 40101]);
    expect(errorOf(await start("pdf/user", "user"))).toEqual([400, 40002]);
    expect(errorOf(await start("xml/selection", "user"))).toEqual([422, 42201]);
    expect(errorOf(await start("xml/user/1", "user"))).toEqual([401, 40101]);
    const second = await start("xml/user", "user");
    expect(errorOf(second)).toEqual([429, 42901]);
    expect(Number(second.headers["retry-after"])).toBeGreaterThan(0);
    await rspace.ended("user", id);
  });
});

describe("one at a time", () => {
  it("of many that come together one is taken, and the slot is free once it is shown as ended", async () => {
    for (let round = 0; round < 2; round++) {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () =>
          start("xml/selection?selections=" + String(ids["plan"]), "user"),
        ),
      );
      const taken = answers.filter(({ status }) => status === 202);
      expect(taken).toHaveLength(1);
      for (const answer of answers)
        if (answer.status !== 202)
          expect(errorOf(answer)).toEqual([429, 42901]);
      const { id } = taken[0]?.json() as RspaceJob;
      // Somebody else's does not count.
      const other = await rspace.start("curator", "export/html/user");
      await rspace.ended("user", id);
      await rspace.ended("curator", other.id);
    }
  });
});

describe("a new job", () => {
  it("is told as the seed tells it", async () => {
    const answer = await start("html/user/", "user");
    expect(answer.status).toBe(202);
    expect(answer.headers["content-type"]).toContain("application/json");
    const { id } = answer.json() as RspaceJob;
    expect(answer.json()).toEqual({
      id,
      status: "STARTING",
      percentComplete: 0,
      result: null,
      _links: [
        { link: `${rspace.url()}/api/v1/jobs/${String(id)}`, rel: "self" },
      ],
    });
    await rspace.ended("user", id);
    const token = await rspace.server().logIn("admin@example.org");
    const [newest] = (await rspace
      .server()
      .command(token, "runs.list", { limit: 1 })) as { origin: string }[];
    expect(newest).toMatchObject({ id, origin: "rspace", kind: "export" });
  });

  it("has links to the address it was asked under", async () => {
    const { port } = new URL(rspace.url());
    const host = `localhost:${port}`;
    const answer = await rspace.ask("user", "POST", "export/xml/user", {
      headers: { Host: host },
    });
    const { id, _links } = answer.json() as RspaceJob;
    expect(_links).toEqual([
      { link: `http://${host}/api/v1/jobs/${String(id)}`, rel: "self" },
    ]);
    const strange = await rspace.ask("user", "POST", "export/xml/user", {
      headers: { Host: `evil.example:${port}` },
    });
    expect(errorOf(strange)[0]).toBe(403);
    await rspace.ended("user", id);
  });
});

describe("what is exported", () => {
  it("for an administrator: everything", async () => {
    const { paths, manifest, text } = await exported(
      "xml/user?includeRevisionHistory=True&maxLinkLevel=2",
    );
    const [root = ""] = paths[0]?.split("/") ?? [];
    expect(root).toMatch(
      /^Holdall-\d{4}-\d\d-\d\d-\d\d-\d\d-xml-admin-[A-Za-z0-9]{10}$/,
    );
    for (const path of paths) expect(path.split("/")[0]).toBe(root);
    for (const title of [
      "Plan of the tower",
      "For nobody",
      "Not yet",
      "Only for the curator",
    ])
      expect(text).toContain(title);
    expect(text).toContain("Geheim");
    expect(manifest).toContain("admin@example.org");
    expect(manifest).toMatch(/^scope: ?user$/m);
    expect(manifest).toMatch(/^includeRevisionHistory: ?true$/m);
  });

  it("for a user: what the user may read, and nothing of the rest", async () => {
    for (const path of ["xml/user", "html/user"]) {
      const { text } = await exported(path, "user");
      expect(text).toContain("Plan of the tower");
      expect(text).toContain("Das Leuchtfeuer brennt");
      for (const closed of [
        "For nobody",
        "Not yet",
        "No more",
        "Withdrawn",
        "Only for the curator",
        "Geheim",
        "secret.txt",
        "Made by a machine",
        "Closed letters",
        "curator@example.org",
      ])
        expect(text, `${path}: ${closed}`).not.toContain(closed);
    }
  });

  it("names no item that is closed to who asks: neither as related nor as the newer version", async () => {
    const { plan, closed, curated, withdrawn } = rspace.world.items;
    const pairs = [
      { from: plan, to: closed, who: "user" },
      // Who administers an item may still not read what it leads to.
      { from: curated, to: withdrawn, who: "curator" },
    ] as const;
    for (const { from, to } of pairs) {
      for (const [number, { id }] of [from, to].entries())
        rspace.sql(
          "INSERT INTO item_version (item_id, history, number) VALUES (?, ?, ?)",
          id,
          `history of ${from.uuid}`,
          number + 1,
        );
      rspace.sql(
        `INSERT INTO relationship (type_id, left_id, right_id, left_place, right_place)
         SELECT min(id), ?, ?, 0, 0 FROM relationship_type`,
        from.id,
        to.id,
      );
    }
    try {
      for (const { from, to, who } of pairs) {
        const one = (person: Person) =>
          exported(`xml/selection?selections=SD${String(from.id)}`, person);
        const whole = (await one("admin")).text;
        expect(whole).toContain(`replacedBy="${to.uuid}"`);
        expect(whole.split(to.uuid).length).toBeGreaterThan(2);
        const { text } = await one(who);
        expect(text).toMatch(/<version [^>]*number="1"/);
        expect(text, who).not.toContain(to.uuid);
      }
    } finally {
      rspace.sql("DELETE FROM item_version");
      rspace.sql("DELETE FROM relationship");
    }
  });

  it("for the administrator of a collection: that, too; and by an administrator for somebody else", async () => {
    const curator = await exported("xml/user", "curator");
    expect(curator.text).toContain("Only for the curator");
    expect(curator.text).not.toContain("For nobody");
    const me = (await rspace
      .server()
      .command(
        await rspace.server().logIn("admin@example.org"),
        "accounts.list",
      )) as { id: number; email: string }[];
    const user = me.find(({ email }) => email === "user@example.org")?.id;
    const theirs = await exported(`xml/user/US${String(user)}`);
    expect(theirs.text).not.toContain("For nobody");
    expect(theirs.paths[0]).toMatch(/-xml-user-/);
  });

  it("of a group: what it was made for; without an id that of the caller", async () => {
    const all = await exported("html/group");
    expect(all.text).toContain("For nobody");
    expect(all.paths[0]).toMatch(/-html-Administrator-/);
  });

  it("of a group that was made for a collection: what is in it", async () => {
    const server = rspace.server();
    const token = await server.logIn("admin@example.org");
    const send = async (path: string, type: string, body: string) => {
      const answer = await server.as(token, `/api/${path}`, {
        method: "POST",
        headers: { "Content-Type": type },
        body,
      });
      expect(answer.status, answer.text).toBeLessThan(300);
      return answer.text === "" ? null : (answer.json() as { uuid: string });
    };
    const people = (
      await server.as(
        token,
        "/api/eperson/epersons/search/byEmail?email=user@example.org",
      )
    ).json() as { uuid: string };
    const made: string[] = [];
    for (const uuid of [
      rspace.world.collections.closed,
      rspace.world.collections.open,
    ]) {
      const group = await send(
        `core/collections/${uuid}/adminGroup`,
        "application/json",
        '{"metadata":{}}',
      );
      made.push(group?.uuid ?? "");
    }
    const [closed = "", open = ""] = made;
    const join = (group: string) =>
      send(
        `eperson/groups/${group}/epersons`,
        "text/uri-list",
        `${rspace.url()}/api/eperson/epersons/${people.uuid}`,
      );
    // Who is in the group of one collection has only that, and need not name it.
    expect(errorOf(await start("xml/group", "user"))[0]).toBe(401);
    await join(open);
    const own = await exported("xml/group", "user");
    expect(own.text).toContain("For nobody");
    expect(own.text).not.toContain("Only for the curator");
    // Of several the caller has to say which.
    await join(closed);
    const asked = await start("xml/group", "user");
    expect(errorOf(asked)).toEqual([400, 40002]);
    expect(fieldsOf(asked)).toEqual(["id"]);
    const named = /GP\d+/.exec(asked.text)?.[0] ?? "";
    const one = await exported(`xml/group/${named}`, "user");
    expect(one.paths[0]).toMatch(/-xml-COLLECTION_/);
    await server.as(
      token,
      `/api/eperson/groups/${open}/epersons/${people.uuid}`,
      {
        method: "DELETE",
      },
    );
    await server.as(
      token,
      `/api/eperson/groups/${closed}/epersons/${people.uuid}`,
      {
        method: "DELETE",
      },
    );
    expect(errorOf(await start("xml/group", "user"))[0]).toBe(401);
  });

  it("of a selection: what is named, and below it; what is left out is in the manifest", async () => {
    const { items, bitstreams } = rspace.world;
    const one = await exported(
      `xml/selection?selections=${String(items.plan.id)}`,
    );
    expect(one.paths[0]).toMatch(/-xml-Plan_of_the_tower-/);
    expect(one.text).not.toContain("For nobody");
    const two = await exported(
      `xml/selection?selections=SD${String(items.plan.id)},${String(items.closed.id)}&selections=999999,${String(items.plan.id)}`,
    );
    expect(two.paths[0]).toMatch(/-xml-SELECTION-/);
    expect(two.text).toContain("For nobody");
    expect(two.manifest).toMatch(/^skipped: ?999999$/m);
    const below = await exported(
      `html/selection?selections=FL${String(ids["top"])}`,
    );
    expect(below.text).toContain("Only for the curator");
    expect(bitstreams.page).not.toBe("");
  });

  it("of a bitstream: its item with that file alone", async () => {
    const found = (await rspace
      .server()
      .as(
        await rspace.server().logIn("admin@example.org"),
        "/api/holdall/commands/items.get",
        {
          method: "POST",
          body: JSON.stringify({ item: rspace.world.items.plan.id }),
        },
      )
      .then((answer) => answer.json())) as {
      value: { bundles: { bitstreams: { id: number; name: string }[] }[] };
    };
    const page = found.value.bundles
      .flatMap(({ bitstreams }) => bitstreams)
      .find(({ name }) => name === "page.html");
    const { paths, text } = await exported(
      `xml/selection?selections=GL${String(page?.id)}`,
    );
    expect(paths.filter((path) => path.endsWith("page.html"))).toHaveLength(1);
    expect(text).toContain("Plan of the tower");
    expect(text).not.toContain("Das Leuchtfeuer brennt");
    const both = await exported(
      `xml/selection?selections=GL${String(page?.id)},${String(rspace.world.items.plan.id)}`,
    );
    expect(both.text).toContain("Das Leuchtfeuer brennt");
  });
});
