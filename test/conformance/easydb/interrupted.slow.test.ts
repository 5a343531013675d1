import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  password,
  startApiServer,
  until,
  type ApiServer,
} from "../../support/api-server.ts";
import { makeApiWorld, type ApiWorld } from "../../support/api-world.ts";

interface Export {
  readonly _state: string;
  readonly _files: { path: string }[];
  readonly _transports: { readonly _state: string }[];
  readonly _log: {
    readonly event: {
      readonly type: string;
      readonly info: { readonly exception?: Record<string, unknown> };
    };
  }[];
  readonly export: { readonly _id: number };
}

let world: ApiWorld;
let server: ApiServer;
let token: string;
/** A target that takes connections and never answers. */
let silent: Server;
let transport: object;

async function signIn(): Promise<string> {
  const session = (await server.ask("/api/v1/session")).json() as {
    token: string;
  };
  await server.ask(
    `/api/v1/session/authenticate?${new URLSearchParams({ token: session.token, login: "admin@example.org", password }).toString()}`,
    { method: "POST" },
  );
  return session.token;
}
const call = (method: string, path: string, body?: unknown) =>
  server.ask(`/api/v1/export${path}`, {
    method,
    headers: { "X-Easydb-Token": token },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const get = async (id: number) =>
  (await call("GET", `/${String(id)}`)).json() as Export;
const typesOf = ({ _log }: Export) => _log.map(({ event }) => event.type);
let made = 0;
async function put(members: object, transports: object[] = []) {
  const answer = await call("PUT", "", {
    _schedules: [{ days_of_month: [31], weekdays: ["sunday"] }],
    _transports: transports,
    export: {
      name: `Interrupted ${String(++made)}`,
      search: {},
      json: true,
      ...members,
    },
  });
  expect(answer.status, answer.text).toBe(200);
  return (answer.json() as Export).export._id;
}
async function start(id: number): Promise<Export> {
  const answer = await call("POST", `/${String(id)}/start`);
  expect(answer.status, answer.text).toBe(200);
  return answer.json() as Export;
}
const ended = (id: number) =>
  until(async () => {
    const found = await get(id);
    return ["done", "failed"].includes(found._state) && found;
  });
const delivering = (id: number) =>
  until(async () => {
    const found = await get(id);
    return found._transports[0]?._state === "processing" && found;
  });

beforeAll(async () => {
  world = await makeApiWorld();
  server = await startApiServer(world.data);
  token = await signIn();
  silent = createServer(() => undefined);
  await new Promise<void>((resolve) => {
    silent.listen(0, "127.0.0.1", resolve);
  });
  const address = silent.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  transport = {
    type: "webdav",
    options: { server: `http://127.0.0.1:${String(port)}/` },
  };
});
afterAll(async () => {
  await server.stop();
  silent.closeAllConnections();
  silent.close();
  await world.remove();
});

describe("an export that is being delivered", () => {
  it("is running, and can be stopped", async () => {
    const id = await put({}, [transport]);
    await start(id);
    expect((await delivering(id))._state).toBe("processing");
    const stopped = await call("POST", `/${String(id)}/stop`);
    expect(stopped.status, stopped.text).toBe(200);
    const found = await get(id);
    expect(found).toMatchObject({
      _state: "failed",
      _files: [],
      _transports: [{ _state: "failed" }],
    });
    expect(typesOf(found)).toEqual([
      "EXPORT_INSERT",
      "EXPORT_START",
      "EXPORT_STOPPED",
    ]);
    expect((await call("POST", `/${String(id)}/stop`)).status).toBe(404);
  });

  it("is stopped when it is changed, and gone when it is removed", async () => {
    const id = await put({}, [transport]);
    await start(id);
    await delivering(id);
    const changed = (await call("POST", `/${String(id)}`, {})).json() as Export;
    expect(changed._state).toBe("new");
    expect(typesOf(changed).at(-1)).toBe("EXPORT_STOPPED");
    await start(id);
    await delivering(id);
    expect((await call("DELETE", `/${String(id)}`)).status).toBe(200);
    expect((await call("GET", `/${String(id)}`)).status).toBe(404);
  });

  it("has not succeeded when it is stopped: the next takes the same items", async () => {
    const id = await put({ type: "export_incremental" }, [transport]);
    await start(id);
    await delivering(id);
    await call("POST", `/${String(id)}/stop`);
    await call("POST", `/${String(id)}`, { _transports: [] });
    await start(id);
    const { _files } = await ended(id);
    expect(_files.map(({ path }) => path)).toContain("1-100/objects.json");
  });
});

it("keeps what somebody has pinned until the export itself is removed", async () => {
  const person = await server.logIn("admin@example.org");
  const runs = async () =>
    (await server.command(person, "runs.list", { limit: 50 })) as {
      id: number;
      title: string;
      uuid: string;
    }[];
  const id = await put({});
  await start(id);
  await ended(id);
  const run = (await runs()).find(
    ({ title }) => title === `Interrupted ${String(made)}`,
  );
  const path = join(world.data, "exports", run?.uuid ?? "nowhere");
  expect(existsSync(path)).toBe(true);
  await server.command(person, "runs.pin", { run: run?.id, pinned: true });
  await call("POST", `/${String(id)}`, {});
  await start(id);
  await ended(id);
  expect(existsSync(path)).toBe(true);
  await call("DELETE", `/${String(id)}`);
  expect(existsSync(path)).toBe(false);
});

describe("after the program was killed", () => {
  it("a run that was processed has failed, and one that is too old has expired", async () => {
    const old = await put({});
    await start(old);
    await ended(old);
    const id = await put({});
    expect((await start(id))._state).toBe("processing");
    server.process.kill("SIGKILL");
    await server.finished;
    const catalog = new SQLite(join(world.data, "catalog.sqlite"));
    catalog
      .prepare(
        "UPDATE run SET finished_at = finished_at - 8 * 86400000 WHERE id = (SELECT run_id FROM easydb_export WHERE definition_id = ?)",
      )
      .run(old);
    catalog.close();
    server = await startApiServer(world.data);
    token = await signIn();

    const failed = await get(id);
    expect(failed._state).toBe("failed");
    expect(failed._log.at(-1)?.event).toMatchObject({
      type: "EXPORT_FAILED",
      info: {
        exception: {
          realm: "server",
          code: "error.server.generic",
          uuid: expect.any(String) as string,
        },
      },
    });
    await until(async () => (await get(old))._state === "expired");
    expect((await call("GET", `/${String(old)}/zip`)).json()).toMatchObject({
      code: "error.user.export_not_done",
    });
    await start(id);
    expect((await ended(id))._state).toBe("done");
  });
});
