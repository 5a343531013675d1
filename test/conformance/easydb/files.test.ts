import { join } from "node:path";
import SQLite from "better-sqlite3";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  password,
  startApiServer,
  until,
  type Answer,
  type ApiServer,
} from "../../support/api-server.ts";
import { makeApiWorld, type ApiWorld } from "../../support/api-world.ts";

interface Export {
  readonly _state: string;
  readonly _files: { path: string; size: number }[];
  readonly export: { readonly _id: number };
}

let world: ApiWorld;
let server: ApiServer;
let token: string;
let done: Export;
let fresh: number;
const call = (method: string, path: string, body?: unknown) =>
  server.ask(`/api/v1/export${path}`, {
    method,
    headers: { "X-Easydb-Token": token },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const codeOf = (answer: Answer) =>
  [answer.status, (answer.json() as { code: string }).code] as const;
const whereTo = ({ status, headers }: Answer) =>
  [status, headers["location"]] as const;
const encoded = (path: string) =>
  path.split("/").map(encodeURIComponent).join("/");
const file = (path: string, query = "") =>
  call("GET", `/${String(done.export._id)}/file/${path}${query}`);

beforeAll(async () => {
  world = await makeApiWorld();
  server = await startApiServer(world.data);
  ({ token } = (await server.ask("/api/v1/session")).json() as {
    token: string;
  });
  await server.ask(
    `/api/v1/session/authenticate?${new URLSearchParams({ token, login: "admin@example.org", password }).toString()}`,
    { method: "POST" },
  );
  const draft = {
    search: {},
    produce_options: { plugin: "saf" },
    eas_fields: ["item.ORIGINAL"],
  };
  const made = (await call("PUT", "", { export: draft })).json() as Export;
  done = await until(async () => {
    const found = (
      await call("GET", `/${String(made.export._id)}`)
    ).json() as Export;
    return found._state === "done" && found;
  });
  fresh = (
    (
      await call("PUT", "", {
        _schedules: [{ days_of_month: [31], weekdays: ["sunday"] }],
        export: { ...draft, name: "Fresh" },
      })
    ).json() as Export
  ).export._id;
});
afterAll(async () => {
  await server.stop();
  await world.remove();
});

it("lists its files, and sends each of them as it is listed", async () => {
  const paths = done._files.map(({ path }) => path);
  expect(paths.some((path) => path.endsWith("/dublin_core.xml"))).toBe(true);
  expect(paths.some((path) => path.endsWith(".txt"))).toBe(true);
  for (const { path, size } of done._files) {
    const answer = await file(encoded(path));
    expect(answer.status, path).toBe(200);
    expect(answer.body).toHaveLength(size);
    expect(answer.headers["content-length"]).toBe(String(size));
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
    expect(answer.headers["content-security-policy"]).toContain("sandbox");
    expect(answer.headers).not.toHaveProperty("content-disposition");
  }
  // The documentation doubles the prefix here.
  const [first = ""] = paths;
  const doubled = await server.ask(
    `/api/v1/v1/export/${String(done.export._id)}/file/${encoded(first)}?token=${token}`,
  );
  expect(doubled.status).toBe(200);
});

it("sends parts, and heads", async () => {
  const path =
    done._files.find(({ path }) => path.endsWith(".xml"))?.path ?? "";
  const whole = await file(encoded(path));
  expect(whole.headers["content-type"]).toContain("xml");
  const part = await server.ask(
    `/api/v1/export/${String(done.export._id)}/file/${encoded(path)}`,
    { headers: { "X-Easydb-Token": token, Range: "bytes=5-9" } },
  );
  expect(part.status).toBe(206);
  expect(part.body).toEqual(whole.body.subarray(5, 10));
  const head = await call(
    "HEAD",
    `/${String(done.export._id)}/file/${encoded(path)}`,
  );
  expect([head.status, head.headers["content-length"]]).toEqual([
    200,
    String(whole.body.length),
  ]);
});

it("offers a file under a name, with its extension once", async () => {
  const path = encoded(
    done._files.find(({ path: one }) => one.endsWith(".xml"))?.path ?? "",
  );
  const offered = async (query: string) =>
    (await file(path, query)).headers["content-disposition"];
  expect(await offered("?disposition=inline")).toMatch(/^inline; filename="/);
  expect(await offered("?filename=plan")).toBe(
    'attachment; filename="plan.xml"',
  );
  expect(
    await offered("?filename=a%2F%22b%3A.xml&disposition=attachment"),
  ).toBe('attachment; filename="ab.xml"');
  expect(await offered("?filename=T%C3%BCr")).toContain(
    "filename*=UTF-8''T%C3%BCr.xml",
  );
  expect(codeOf(await file(path, "?disposition=other"))).toEqual([
    400,
    "error.api.invalid_value",
  ]);
});

it("finds only what is listed", async () => {
  const nested = done._files.find(({ path }) => path.includes("/"));
  const folder = nested?.path.split("/")[0] ?? "";
  for (const path of [folder, "nothing.txt", "catalog.sqlite"])
    expect(codeOf(await file(encoded(path))), path).toEqual([
      404,
      "error.user.export_file_not_found",
    ]);
  // One slash at the end changes nothing.
  expect(codeOf(await file(`${encoded(folder)}/`))[0]).toBe(404);
  for (const path of [
    "%2e%2e/owner.lock",
    "a//b",
    "a//",
    "a%5Cb",
    "a%00",
    "a%2Fb",
    "",
  ])
    expect(codeOf(await file(path)), path).toEqual([
      400,
      "error.api.invalid_value",
    ]);
});

it("gives nothing of an export that is not done, nor to strangers", async () => {
  const path = `/${String(fresh)}/file/a.txt`;
  expect(codeOf(await call("GET", path))).toEqual([
    400,
    "error.user.export_not_done",
  ]);
  expect(codeOf(await server.ask(`/api/v1/export${path}`))).toEqual([
    403,
    "error.user.not_authenticated",
  ]);
});

it("shows people a page instead of an error when a disposition is asked for", async () => {
  const where = "?disposition=attachment";
  expect(
    whereTo(await call("GET", `/${String(fresh)}/file/a${where}`)),
  ).toEqual([302, "/#server_error:export_not_done"]);
  expect(whereTo(await file("nothing", where))).toEqual([
    302,
    "/#server_error:export_file_not_found",
  ]);
  expect(whereTo(await call("GET", `/99999999/file/a${where}`))).toEqual([
    302,
    "/#server_error:export_not_found",
  ]);
});

it("asks no session for downloads but the right passkey", async () => {
  const invalid = [302, "/#server_error:export.invalid.passkey"];
  for (const path of [
    `${String(done.export._id)}/download/wrong/a.zip`,
    `${String(done.export._id)}/download/wrong/a.zip?disposition=inline`,
    "99999999/download/wrong/a.zip",
    `${String(done.export._id)}/download/wrong`,
  ])
    expect(whereTo(await server.ask(`/api/v1/export/${path}`)), path).toEqual(
      invalid,
    );
  const catalog = new SQLite(join(world.data, "catalog.sqlite"), {
    readonly: true,
  });
  const passkey = catalog
    .prepare<[number], string>(
      "SELECT passkey FROM easydb_export WHERE definition_id = ?",
    )
    .pluck();
  const [ofDone = "", ofFresh = ""] = [
    passkey.get(done.export._id),
    passkey.get(fresh),
  ];
  catalog.close();
  expect(Buffer.from(ofDone, "base64url").length * 8).toBeGreaterThanOrEqual(
    128,
  );
  expect(
    whereTo(
      await server.ask(`/api/v1/export/${String(fresh)}/download/${ofDone}/a`),
    ),
  ).toEqual(invalid);
  for (const path of [
    `${String(done.export._id)}/download/${ofDone}`,
    `0${String(done.export._id)}/download/${ofDone}/a.zip`,
    "0/download/wrong/a.zip",
  ])
    expect(codeOf(await server.ask(`/api/v1/export/${path}`)), path).toEqual([
      400,
      "error.api.invalid_value",
    ]);
  expect(
    codeOf(
      await server.ask(
        `/api/v1/export/${String(done.export._id)}/download/${ofDone}/a.zip`,
      ),
    ),
  ).toEqual([404, "error.user.export_file_not_found"]);
  expect(
    codeOf(
      await server.ask(`/api/v1/export/${String(fresh)}/download/${ofFresh}/a`),
    ),
  ).toEqual([400, "error.user.export_not_done"]);
});

it("names a thousand problems of a run in its protocol, and says how many more there are", async () => {
  const id = done.export._id;
  const protocol = async () => {
    const { _log } = (await call("GET", `/${String(id)}`)).json() as {
      _log: { event: { type: string; info: { protocol?: string[] } } }[];
    };
    expect(_log.map(({ event }) => event.type)).toEqual([
      "EXPORT_INSERT",
      "EXPORT_START",
      "EXPORT_FINISH",
    ]);
    return _log.at(-1)?.event.info.protocol ?? [];
  };
  const before = await protocol();
  const catalog = new SQLite(join(world.data, "catalog.sqlite"));
  catalog
    .prepare<[number]>(
      `WITH RECURSIVE more (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM more WHERE number < 1500)
       INSERT INTO run_problem (run_id, number, severity, code, object, message, action)
       SELECT run_id, 1000000 + number, 'warning', 'bitstream.missing', 'file ' || number, 'It is not there.', 'It was left out.'
       FROM easydb_export, more WHERE definition_id = ?`,
    )
    .run(id);
  catalog.close();
  const after = await protocol();
  expect(after).toContain(
    "Warning: file 900: It is not there. It was left out.",
  );
  const more = after.filter((line) => line.endsWith("more such lines."));
  const [, count] = /there are (\d+) more/.exec(more[0] ?? "") ?? [];
  // What it names, what it counts, and the line that says so.
  expect(after.length - 1 + Number(count)).toBe(before.length + 1500);
});

it("removes its files when it is changed", async () => {
  const [first] = done._files;
  const id = `/${String(done.export._id)}`;
  const changed = (await call("POST", id, {})).json() as Export;
  expect(changed).toMatchObject({ _state: "new", _files: [] });
  expect(codeOf(await file(encoded(first?.path ?? "")))).toEqual([
    400,
    "error.user.export_not_done",
  ]);
});
