import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
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
const zip = (path: string, method = "GET") =>
  call(method, `/${String(done.export._id)}/zip${path}`);
const codeOf = (answer: Answer) =>
  [answer.status, (answer.json() as { code: string }).code] as const;

/** What others find in a ZIP: names and sizes, all of it tested. */
function entriesOf(answer: Answer): string[] {
  expect(answer.status, answer.text.slice(0, 200)).toBe(200);
  const file = join(world.data, "..", "got.zip");
  writeFileSync(file, answer.body);
  execFileSync("unzip", ["-tq", file]);
  return JSON.parse(
    execFileSync(
      "python3",
      [
        "-c",
        "import sys,json,zipfile;z=zipfile.ZipFile(sys.argv[1]);assert z.testzip() is None;print(json.dumps([[i.filename,i.file_size] for i in z.infolist()]))",
        file,
      ],
      { encoding: "utf8" },
    ),
  ) as string[];
}
const listed = (under = "") =>
  done._files
    .filter(({ path }) => path.startsWith(under))
    .map(({ path, size }) => [path, size]);

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
    name: "Night / day",
    search: {},
    eas_fields: ["item.ORIGINAL"],
    filename_original: true,
    json: true,
    csv: {},
    batch_size: 3,
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

it("zips everything, without a length, under the names of the list", async () => {
  for (const path of ["", "/"]) {
    const answer = await zip(path);
    expect(answer.headers["content-type"]).toBe("application/zip");
    expect(answer.headers).not.toHaveProperty("content-length");
    expect(answer.headers["transfer-encoding"]).toBe("chunked");
    expect(answer.headers).not.toHaveProperty("content-disposition");
    expect(entriesOf(answer)).toEqual(listed());
  }
  expect(listed().length).toBeGreaterThan(4);
});

it("zips a folder, and a single file", async () => {
  const folder = `1-3/${String(world.items.plan.id)}`;
  expect(entriesOf(await zip(`/${folder}`))).toEqual(listed(`${folder}/`));
  for (const path of ["/1-3", "/1-3/"])
    expect(entriesOf(await zip(path))).toEqual(listed("1-3/"));
  expect(entriesOf(await zip("/1-3/objects.json"))).toEqual(
    listed("1-3/objects.json"),
  );
});

it("names the archive after the export and the last part of the path", async () => {
  const offered = async (path: string) =>
    (await zip(path)).headers["content-disposition"];
  expect(await offered("?disposition=attachment")).toBe(
    'attachment; filename="Night _ day.zip"',
  );
  expect(await offered("/1-3?disposition=attachment")).toBe(
    'attachment; filename="Night _ day-1-3.zip"',
  );
  expect(await offered("?filename=mine")).toBe(
    'attachment; filename="mine.zip"',
  );
  expect(await offered("?filename=mine.ZIP&disposition=inline")).toBe(
    'inline; filename="mine.ZIP"',
  );
});

it("answers HEAD without making anything, and takes no other verb", async () => {
  const head = await zip("", "HEAD");
  expect([head.status, head.body.length]).toEqual([200, 0]);
  expect(codeOf(await zip("", "POST"))).toEqual([
    400,
    "error.api.invalid_request_method",
  ]);
});

it("refuses what is not there, strange paths, strangers, and exports that are not done", async () => {
  for (const path of ["/nothing", "/1-3/nothing", "/1"])
    expect(codeOf(await zip(path)), path).toEqual([
      404,
      "error.user.export_file_not_found",
    ]);
  for (const path of ["/%2e%2e", "/a//b", "/a%5Cb", "/a%00"])
    expect(codeOf(await zip(path)), path).toEqual([
      400,
      "error.api.invalid_value",
    ]);
  expect(
    codeOf(await server.ask(`/api/v1/export/${String(done.export._id)}/zip`)),
  ).toEqual([403, "error.user.not_authenticated"]);
  expect(codeOf(await call("GET", `/${String(fresh)}/zip`))).toEqual([
    400,
    "error.user.export_not_done",
  ]);
  const shown = await call(
    "GET",
    `/${String(fresh)}/zip?disposition=attachment`,
  );
  expect([shown.status, shown.headers["location"]]).toEqual([
    302,
    "/#server_error:export_not_done",
  ]);
});
