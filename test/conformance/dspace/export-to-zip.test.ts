import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  addKey,
  startApiServer,
  until,
  type ApiServer,
} from "../../support/api-server.ts";
import { makeApiWorld, type ApiWorld } from "../../support/api-world.ts";
import { holdall, holdallJson, run } from "../../support/holdall.ts";

let world: ApiWorld;
let server: ApiServer;
let admin: string;
let curator: string;
let user: string;
beforeAll(async () => {
  world = await makeApiWorld();
  server = await startApiServer(world.data);
  admin = await server.logIn("admin@example.org");
  curator = await server.logIn("curator@example.org");
  user = await server.logIn("user@example.org");
});
afterAll(async () => {
  await server.stop();
  await world.remove();
});

interface Entry {
  readonly date: string;
  readonly state: string;
  readonly size?: number;
  readonly type: string;
  readonly _links: Record<string, { href: string }>;
}
interface List {
  readonly _links: Record<string, { href: string }>;
  readonly _embedded: { exportToZip: Entry[] };
}

let base: string;
beforeEach(() => {
  base = `/api/core/collections/${world.collections.open}/exportToZip`;
});
const path = (href = "") => href.replace(server.url, "");
const list = async (at = base) =>
  ((await server.as(admin, at)).json() as List)._embedded.exportToZip;
const create = async (at = base) =>
  (await server.as(admin, `${at}/create`, { method: "POST" })).json() as Entry;
/** The entry once it is no longer running. */
const ended = (entry: Entry) =>
  until(async () => {
    const now = (
      await server.as(admin, path(entry._links["self"]?.href))
    ).json() as Entry;
    return now.state === "In Progress" ? null : now;
  });

it("is created, watched, listed and downloaded", async () => {
  const before = await list();
  const answer = await server.as(admin, `${base}/create`, { method: "POST" });
  expect(answer.status).toBe(202);
  const created = answer.json() as Entry;
  expect(created).toEqual({
    date: expect.stringMatching(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0000$/,
    ) as string,
    state: "In Progress",
    type: "exportToZip",
    "dso-id": world.collections.open,
    _links: {
      self: {
        href: `${server.url}${base}/view/${created.date.replace("00+0000", "")}`,
      },
    },
  });
  expect(answer.headers["location"]).toBe(created._links["self"]?.href);

  const done = await ended(created);
  expect(done).toMatchObject({ state: "completed", type: "exportToZip" });
  const all = (await server.as(admin, base)).json() as List;
  expect(all._links["create"]?.href).toBe(`${server.url}${base}/create`);
  expect(all).not.toHaveProperty("page");
  const entries = all._embedded.exportToZip;
  expect(entries).toHaveLength(before.length + 1);
  expect(entries.at(-1)).toEqual({ ...done, type: "collections" });

  const content = path(done._links["content"]?.href);
  const archive = await server.as(admin, content);
  expect(archive.status).toBe(200);
  expect(archive.body).toHaveLength(done.size ?? -1);
  expect(archive.headers).toMatchObject({
    "content-type": "application/zip",
    "content-length": String(done.size),
    "content-disposition": expect.stringMatching(
      /^attachment; filename="123456789-\d+-[\dT-]+\.zip"$/,
    ) as string,
  });
  const file = join(world.data, "copy.zip");
  await writeFile(file, archive.body);
  expect(await run("unzip", ["-tq", file])).toMatchObject({ code: 0 });
  expect(await holdall(world.data, "verify", file)).toMatchObject({ code: 0 });

  const head = await server.as(admin, content, { method: "HEAD" });
  expect(head.headers["content-length"]).toBe(String(done.size));
  const part = await server.as(admin, content, {
    headers: { Range: "bytes=2-9" },
  });
  expect(part.status).toBe(206);
  expect(part.body).toEqual(archive.body.subarray(2, 10));
});

it("makes two archives of two wishes within one second", async () => {
  const [one, other] = await Promise.all([create(), create()]);
  expect(one.date).not.toBe(other.date);
  expect((await ended(one)).state).toBe("completed");
  expect((await ended(other)).state).toBe("completed");
});

it("is the same run that window and command line show", async () => {
  const at = `/api/core/items/${world.items.plan.uuid}/exportToZip`;
  const done = await ended(await create(at));
  const runs = (await holdallJson(world.data, "list", "exports")) as {
    title: string;
    result: { size: number };
  }[];
  expect(runs[0]).toMatchObject({
    title: "Plan of the tower",
    result: { size: done.size },
  });
  await holdall(world.data, "export", world.items.plan.uuid);
  await holdall(world.data, "export", world.items.plan.uuid, "--migrate");
  expect(await list(at)).toHaveLength(3);
});

it("starts by a link, or finds what is running; HEAD and OPTIONS start nothing", async () => {
  const at = `/api/core/communities/${world.communities.top}/exportToZip`;
  for (const method of ["HEAD", "OPTIONS"])
    await server.as(admin, `${at}/create`, { method });
  expect(await list(at)).toEqual([]);
  const put = await server.as(admin, `${at}/create`, { method: "PUT" });
  expect(put.status).toBe(202);
  const found = await server.as(admin, `${at}/create`);
  expect(found.status).toBe(200);
  const entry = found.json() as Entry;
  const all = await list(at);
  // Either it was still running and was found, or it had ended and another one was started.
  expect(all.map(({ date }) => date)).toContain(entry.date);
  await ended(entry);
});

it("answers under the other family of paths, with links of the first", async () => {
  const alias = `/api/category/exportToZip/${world.collections.open}/exportToZip`;
  const made = (
    await server.as(admin, `${alias}/create`, { method: "POST" })
  ).json() as Entry;
  expect(path(made._links["self"]?.href)).toContain(base);
  await ended(made);
  expect((await server.as(admin, alias)).json()).toEqual(
    (await server.as(admin, base)).json(),
  );
  const date = made._links["self"]?.href.split("/").at(-1) ?? "";
  expect(
    (await server.as(admin, `${alias}/view/${date}`)).json(),
  ).toMatchObject({ state: "completed" });
  expect((await server.as(admin, `${alias}/download/${date}`)).status).toBe(
    200,
  );
});

describe("dates", () => {
  it("are understood however they are spelled", async () => {
    const done = await ended(await create());
    const moment = new Date(done.date.replace("+0000", "Z"));
    const java = moment.toUTCString().split(/[ ,]+/);
    const [week, day, month, year, time] = java;
    for (const spelled of [
      done.date,
      encodeURIComponent(done.date),
      done.date.replace("+", "%20"),
      String(moment.getTime() / 1000),
      String(moment.getTime()),
      `${week ?? ""}T${month ?? ""}T${day ?? ""}T${time ?? ""}TUTCT${year ?? ""}`,
    ]) {
      const view = await server.as(admin, `${base}/view/${spelled}`);
      expect(view.json(), spelled).toMatchObject({
        date: done.date,
        state: "completed",
      });
    }
  });

  it("that nothing was made at are not available, and others no dates", async () => {
    const never = "2001-01-01T00:00:00.0";
    const view = await server.as(admin, `${base}/view/${never}`);
    expect(view.status).toBe(200);
    expect(view.json()).toMatchObject({ state: "not available" });
    expect((view.json() as Entry)._links).not.toHaveProperty("content");
    expect((await server.as(admin, `${base}/download/${never}`)).status).toBe(
      404,
    );
    for (const where of ["view", "download"]) {
      const bad = await server.as(admin, `${base}/${where}/yesterday`);
      expect(bad.status).toBe(400);
      // Who may not see it is not told whether the date is right.
      expect((await server.as(user, `${base}/${where}/yesterday`)).status).toBe(
        403,
      );
    }
  });
});

describe("states", () => {
  it("tell of an archive that is gone", async () => {
    const done = await ended(await create());
    const [newest] = (await holdallJson(world.data, "list", "exports")) as {
      result: { path: string };
    }[];
    await rm(newest?.result.path ?? "");
    const view = await server.as(admin, path(done._links["self"]?.href));
    expect(view.json()).toMatchObject({ state: "not available" });
    expect(view.json()).not.toHaveProperty("size");
    expect(
      (await server.as(admin, path(done._links["content"]?.href))).status,
    ).toBe(404);
  });

  it("end with the object", async () => {
    const json = { "Content-Type": "application/json" };
    const made = await server.as(
      admin,
      `/api/core/collections?parent=${world.communities.top}`,
      {
        method: "POST",
        headers: json,
        body: JSON.stringify({ name: "Brief" }),
      },
    );
    expect(made.status, made.text).toBe(201);
    const { uuid } = made.json() as { uuid: string };
    const at = `/api/core/collections/${uuid}`;
    const done = await ended(await create(`${at}/exportToZip`));
    expect(done.state).toBe("completed");
    expect((await server.as(admin, at, { method: "DELETE" })).status).toBe(204);
    for (const gone of [
      `${at}/exportToZip`,
      path(done._links["self"]?.href),
      path(done._links["content"]?.href),
      `/api/category/exportToZip/${uuid}/exportToZip`,
    ])
      expect((await server.as(admin, gone)).status, gone).toBe(404);
  });

  it("tell of an export that still runs, and when to ask again", async () => {
    const pending = await Promise.all([create(), create(), create()]);
    const date = pending[2]._links["self"]?.href.split("/").at(-1) ?? "";
    const early = await server.as(admin, `${base}/download/${date}`);
    expect(early.status).toBe(409);
    expect(early.headers["retry-after"]).toBe("2");
    expect(early.json()).toMatchObject({ status: 409, error: "Conflict" });
    for (const entry of pending) await ended(entry);
  });
});

describe("rights", () => {
  it("are those of administrators of the object", async () => {
    const mine = `/api/core/collections/${world.collections.curated}/exportToZip`;
    for (const [token, at, status] of [
      [null, base, 401],
      [user, base, 403],
      [curator, base, 403],
      [curator, mine, 200],
      [curator, `/api/core/items/${world.items.curated.uuid}/exportToZip`, 200],
      [curator, `/api/core/items/${world.items.plan.uuid}/exportToZip`, 403],
      [admin, base.replace("collections", "items"), 404],
      [admin, base.replace("collections", "bundles"), 404],
      [null, base.replace("collections", "items"), 401],
      [admin, `/api/core/items/${world.bundle}/exportToZip`, 404],
    ] as const) {
      expect((await server.as(token, at)).status, at).toBe(status);
    }
    for (const [token, status] of [
      [null, 401],
      [user, 403],
      [curator, 202],
    ] as const) {
      const made = await server.as(token, `${mine}/create`, { method: "POST" });
      expect(made.status).toBe(status);
    }
  });

  it("go with a short-lived token in a link, and with an API key", async () => {
    const done = await ended(await create());
    const content = path(done._links["content"]?.href);
    const { token } = (
      await server.as(admin, "/api/authn/shortlivedtokens", { method: "POST" })
    ).json() as { token: string };
    expect((await server.ask(content)).status).toBe(401);
    expect(
      (await server.ask(`${content}?authentication-token=${token}`)).status,
    ).toBe(200);
    const key = await addKey(world.data, "admin@example.org");
    expect((await server.as(key, content)).status).toBe(200);
  });

  it("need no CSRF token: only the Authorization header makes the request somebody's", async () => {
    const answer = await server.as(admin, `${base}/create`, {
      method: "POST",
      headers: { Cookie: "DSPACE-XSRF-COOKIE=abc" },
    });
    expect(answer.status).toBe(202);
    const bare = await server.ask(`${base}/create`, {
      method: "POST",
      headers: { Cookie: "DSPACE-XSRF-COOKIE=abc" },
    });
    expect(bare.status).toBe(401);
  });
});

it("gives who administers a collection nothing of items that are only mapped to it", async () => {
  const mine = `/api/core/collections/${world.collections.curated}/exportToZip`;
  const packed = async (token: string) => {
    const started = (
      await server.as(token, `${mine}/create`, { method: "POST" })
    ).json() as Entry;
    await ended(started);
    const done = (
      await server.as(token, path(started._links["self"]?.href))
    ).json() as Entry;
    const { body } = await server.as(token, path(done._links["content"]?.href));
    const file = join(world.data, "packed.zip");
    await writeFile(file, body);
    const { stdout } = await run("unzip", ["-p", file, "*/dublin_core.xml"]);
    return { date: done.date, metadata: stdout };
  };
  const whole = await packed(admin);
  expect(whole.metadata).toContain("Plan of the tower");
  const own = await packed(curator);
  expect(own.metadata).toContain("Only for the curator");
  expect(own.metadata).not.toContain("Plan of the tower");
  const seen = (
    (await server.as(curator, mine)).json() as List
  )._embedded.exportToZip.map(({ date }) => date);
  expect(seen).toContain(own.date);
  expect(seen).not.toContain(whole.date);
});
