import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { commands } from "../../../main/commands/index.ts";
import { startApiServer, type ApiServer } from "../../support/api-server.ts";
import { makeApiWorld, type ApiWorld } from "../../support/api-world.ts";

let world: ApiWorld;
let server: ApiServer;
const tokens: Record<"nobody" | "user" | "admin", string | null> = {
  nobody: null,
  user: null,
  admin: null,
};
beforeAll(async () => {
  world = await makeApiWorld();
  server = await startApiServer(world.data);
  tokens.user = await server.logIn("user@example.org");
  tokens.admin = await server.logIn("admin@example.org");
});
afterAll(async () => {
  await server.stop();
  await world.remove();
});

/**
 * Statuses for somebody who is not signed in, a user, and an administrator. The routes of the dialects of others are
 * tested among their conformance tests.
 */
const table: Readonly<Record<string, readonly [number, number, number]>> = {
  "get /api/holdall/session": [200, 200, 200],
  "post /api/holdall/session": [400, 400, 400],
  "post /api/holdall/session/first": [400, 400, 400],
  "post /api/holdall/session/refresh": [401, 200, 200],
  "post /api/holdall/uploads": [401, 403, 400],
  "get /api/holdall/runs/{run}/archive": [404, 404, 404],
  "get /api/holdall/files/{file}/content": [404, 404, 404],
  "get /api/holdall/runs/{run}/file": [404, 404, 404],
};
/** Their answers never end, or end the session of who asks; each has a test of its own. */
const elsewhere = new Set([
  "get /api/holdall/events",
  "delete /api/holdall/session",
]);

const status = async (who: keyof typeof tokens, method: string, path: string) =>
  (
    await server.as(tokens[who], path, {
      method: method.toUpperCase(),
    })
  ).status;

it("says of every route who may use it", async () => {
  const { paths } = (await server.ask("/reference/json")).json() as {
    paths: Record<string, Record<string, { tags?: readonly string[] }>>;
  };
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(
        ([method, { tags }]) =>
          method !== "head" &&
          tags?.includes("DSpace") !== true &&
          tags?.includes("easydb") !== true &&
          tags?.includes("RSpace") !== true,
      )
      .map(([method]) => `${method} ${path.replace(/(?<=.)\/$/, "")}`),
  );
  const known = new Set([
    ...Object.keys(table),
    ...elsewhere,
    ...Object.keys(commands).map(
      (name) => `post /api/holdall/commands/${name}`,
    ),
  ]);
  expect(routes.filter((route) => !known.has(route))).toEqual([]);
  expect([...known].filter((route) => !routes.includes(route))).toEqual([]);
});

describe("routes", () => {
  it.each(Object.entries(table))("%s", async (route, expected) => {
    const [method = "", path = ""] = route.split(" ");
    const found = [];
    for (const who of ["nobody", "user", "admin"] as const)
      found.push(
        await status(who, method, path.replace(/\{(?:run|file)\}/, "999999")),
      );
    expect(found).toEqual(expected);
  });
});

describe("commands", () => {
  it.each(Object.entries(commands))("%s", async (name, { who }) => {
    const path = `/api/holdall/commands/${name}`;
    expect(await status("nobody", "post", path)).toBe(401);
    const user = await status("user", "post", path);
    if (who === "administrator") expect(user).toBe(403);
    else expect([200, 400, 403]).toContain(user);
    // 503: what only the desktop can do.
    expect([200, 400, 404, 503]).toContain(await status("admin", "post", path));
    expect(await status("admin", "get", path)).toBe(405);
  });
});

it("shows runs to their owner and to administrators", async () => {
  const list = async (who: "user" | "admin") =>
    (await server.command(tokens[who] ?? "", "runs.list", {
      limit: 10,
    })) as { id: number }[];
  await server.command(tokens.admin ?? "", "imports.sample");
  const [newest] = await list("admin");
  expect(newest).toBeDefined();
  expect(await list("user")).toEqual([]);
  const path = "/api/holdall/commands/runs.get";
  const body = JSON.stringify({ run: newest?.id });
  const get = async (token: string | null) =>
    (await server.as(token, path, { method: "POST", body })).status;
  expect(await get(tokens.user)).toBe(403);
  expect(await get(tokens.admin)).toBe(200);
});
