import SQLite from "better-sqlite3";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  password,
  startApiServer,
  until,
  type ApiServer,
} from "../../support/api-server.ts";
import { makeApiWorld, type ApiWorld } from "../../support/api-world.ts";

let world: ApiWorld;
let server: ApiServer;
let token: string;
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
});
afterAll(async () => {
  await server.stop();
  await world.remove();
});

interface Export {
  readonly _state: string;
  readonly _files: readonly { readonly path: string }[];
  readonly _log: readonly { readonly event: { readonly type: string } }[];
  readonly export: { readonly _id: number; readonly type: string };
}

async function call(method: string, path: string, body?: unknown) {
  const answer = await server.ask(`/api/v1/export${path}`, {
    method,
    headers: { "X-Easydb-Token": token },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(answer.status, answer.text).toBe(200);
  return answer.json() as Export;
}

/** Starts the export, and waits until it is done. */
async function run(id: number): Promise<Export> {
  await call("POST", `/${String(id)}/start`, {});
  return await until(async () => {
    const found = await call("GET", `/${String(id)}`);
    return found._state === "done" && found;
  });
}

test("export_incremental exports what is new since its last successful run (section 4.1)", async () => {
  const made = await call("PUT", "", {
    _schedules: [{ days_of_month: [31], weekdays: ["sunday"], hours: [4] }],
    export: {
      name: "Changes",
      type: "export_incremental",
      search: {
        search: [
          { type: "in", fields: ["_pool.pool._id"], in: [world.ids.open] },
        ],
      },
      produce_options: { plugin: "saf" },
    },
  });
  expect(made.export.type).toBe("export_incremental");
  const id = made.export._id;
  const items = ({ _files }: Export) =>
    _files.filter(({ path }) => path.endsWith("dublin_core.xml"));
  const changesOf = async ({ _files }: Export) => {
    const path =
      _files.find((file) => file.path.endsWith("changes.json"))?.path ?? "";
    const answer = await server.ask(
      `/api/v1/export/${String(id)}/file/${path}?token=${token}`,
    );
    return answer.json() as {
      base: unknown;
      tombstones: { reason: string }[];
    };
  };

  const first = await run(id);
  expect(items(first).length).toBeGreaterThan(2);
  expect((await changesOf(first)).base).toBeNull();

  const nothing = await run(id);
  expect(nothing._files).toEqual([]);
  // Who starts it sees that it ran; what runs by the clock and finds nothing leaves no events.
  const finishes = ({ _log }: Export) =>
    _log.filter(({ event }) => event.type === "EXPORT_FINISH").length;
  expect(finishes(nothing)).toBe(2);
  const database = new SQLite(join(world.data, "catalog.sqlite"));
  database
    .prepare(
      "UPDATE definition_run SET due_at = 1 WHERE run_id = (SELECT max(run_id) FROM definition_run)",
    )
    .run();
  database.close();
  expect(finishes(await call("GET", `/${String(id)}`))).toBe(1);

  const gone = await server.as(
    await server.logIn("admin@example.org"),
    `/api/core/items/${world.items.lent.uuid}`,
    {
      method: "DELETE",
      headers: { "X-XSRF-TOKEN": "t", Cookie: "DSPACE-XSRF-COOKIE=t" },
    },
  );
  expect(gone.status).toBe(204);
  const after = await run(id);
  expect(items(after)).toEqual([]);
  expect((await changesOf(after)).tombstones).toMatchObject([
    { uuid: world.items.lent.uuid, reason: "deleted" },
  ]);
});
