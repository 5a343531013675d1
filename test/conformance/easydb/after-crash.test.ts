import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import { expect, it } from "vitest";
import {
  password,
  startApiServer,
  until,
  type ApiServer,
} from "../../support/api-server.ts";
import { makeApiWorld } from "../../support/api-world.ts";

interface Export {
  readonly _state: string;
  readonly _files: unknown[];
  readonly _log: {
    readonly event: {
      type: string;
      info: { exception?: { code: string } | null };
    };
  }[];
  readonly export: { readonly _id: number };
}

it("says that what was under way at a crash has failed, and removes what there was of it", async () => {
  const world = await makeApiWorld();
  let server: ApiServer = await startApiServer(world.data);
  const { token } = (await server.ask("/api/v1/session")).json() as {
    token: string;
  };
  await server.ask(
    `/api/v1/session/authenticate?${new URLSearchParams({ token, login: "admin@example.org", password }).toString()}`,
    { method: "POST" },
  );
  const call = (method: string, path: string, body?: unknown) =>
    server.ask(`/api/v1/export${path}`, {
      method,
      headers: { "X-Easydb-Token": token },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const ended = (id: number) =>
    until(async () => {
      const found = (await call("GET", `/${String(id)}`)).json() as Export;
      return ["done", "failed"].includes(found._state) && found;
    });
  const put = async (name: string) =>
    (
      (
        await call("PUT", "", { export: { name, search: {}, json: true } })
      ).json() as Export
    ).export._id;
  const id = await put("One");
  const other = await put("Other");
  await ended(id);
  await ended(other);
  server.process.kill("SIGKILL");
  await server.finished;

  const catalog = new SQLite(join(world.data, "catalog.sqlite"));
  const change = catalog.prepare(
    `UPDATE run SET state = ?, finished_at = NULL, result = NULL
     WHERE id = (SELECT run_id FROM easydb_export WHERE definition_id = ?)`,
  );
  change.run("processing", id);
  change.run("queued", other);
  const uuidOf = catalog
    .prepare<[number], string>(
      "SELECT o.uuid FROM object o JOIN easydb_export e ON e.run_id = o.id WHERE e.definition_id = ?",
    )
    .pluck();
  const uuid = uuidOf.get(id);
  // One that waits has made nothing yet.
  rmSync(join(world.data, "exports", uuidOf.get(other) ?? ""), {
    recursive: true,
  });
  catalog.close();

  server = await startApiServer(world.data);
  const failed = await ended(id);
  expect(failed._state).toBe("failed");
  expect(failed._files).toEqual([]);
  const last = failed._log.at(-1)?.event;
  expect(last?.type).toBe("EXPORT_FAILED");
  expect(last?.info.exception?.code).toBe("error.server.generic");
  expect(existsSync(join(world.data, "exports", uuid ?? ""))).toBe(false);
  // What had not begun is done now.
  expect((await ended(other))._state).toBe("done");
  await server.stop();
  await world.remove();
});
