import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  addAccount,
  password,
  startApiServer,
  type ApiServer,
} from "../../support/api-server.ts";
import { temporaryFolder } from "../../support/holdall.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
let server: ApiServer;
beforeEach(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
});
afterEach(async () => {
  await server.stop();
  await folder.remove();
});

const email = "eva@example.org";
const send = (path: string, value: unknown, token: string | null = null) =>
  server.as(token, `/api/holdall/session${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(value),
  });
const needsFirst = async () =>
  (await server.ask("/api/holdall/session")).json();

describe("the first administrator", () => {
  it("is made with the code that the server printed, once", async () => {
    server = await startApiServer(data);
    expect(await needsFirst()).toEqual({
      needsFirstAccount: true,
      account: null,
    });
    const code = /with the code ([A-Z0-9]{4}-[A-Z0-9]{4})\./.exec(
      server.stderr(),
    )?.[1];
    expect(code).toBeDefined();
    const wrong = await send("/first", { email, password, code: "AAAA-AAAA" });
    expect(wrong.status).toBe(401);
    const weak = await send("/first", { email, password: "short", code });
    expect(weak.status).toBe(400);

    const both = await Promise.all([
      send("/first", { email, password, code: code?.toLowerCase() }),
      send("/first", { email: "other@example.org", password, code }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [made] = both.filter(({ status }) => status === 200);
    const { token, account } = made?.json() as {
      token: string;
      account: { admin: boolean };
    };
    expect(account.admin).toBe(true);
    const accounts = (await server.command(
      token,
      "accounts.list",
    )) as unknown[];
    expect(accounts).toHaveLength(1);
    expect(await needsFirst()).toMatchObject({ needsFirstAccount: false });
    expect((await send("/first", { email, password, code })).status).toBe(409);
  });

  it("cannot be guessed", async () => {
    server = await startApiServer(data);
    const outcomes = [];
    for (let n = 0; n < 25; n++)
      outcomes.push(
        (await send("/first", { email, password, code: `WRNG-${String(n)}` }))
          .status,
      );
    expect(outcomes.filter((status) => status === 401)).toHaveLength(20);
    expect(outcomes.slice(20)).toEqual([429, 429, 429, 429, 429]);
  });

  it("is not asked for where there is an account, and no code is printed", async () => {
    await addAccount(data, email, "--admin");
    server = await startApiServer(data);
    expect(await needsFirst()).toMatchObject({ needsFirstAccount: false });
    expect(server.stderr()).not.toContain("code");
  });
});

describe("a session of the window", () => {
  beforeEach(async () => {
    await addAccount(data, email, "--admin");
    server = await startApiServer(data);
  });

  it("begins, goes on and ends", async () => {
    const begun = await send("", { email, password });
    expect(begun.status).toBe(200);
    const { token } = begun.json() as { token: string };
    expect(begun.json()).toEqual({ token, account: { email, admin: true } });
    const renewed = await send("/refresh", undefined, token);
    const { token: another } = renewed.json() as { token: string };
    expect(renewed.status).toBe(200);
    expect(
      (await server.as(another, "/api/holdall/session")).json(),
    ).toMatchObject({ account: { email } });
    const ended = await server.as(another, "/api/holdall/session", {
      method: "DELETE",
    });
    expect(ended.status).toBe(204);
    for (const old of [token, another])
      expect((await send("/refresh", undefined, old)).status).toBe(401);
  });

  it("says when too many have been tried, and when to try again", async () => {
    let last = await send("", { email, password: "wrong" });
    for (let n = 0; n < 6 && last.status === 401; n++)
      last = await send("", { email, password: "wrong" });
    expect(last.status).toBe(429);
    expect(Number(last.headers["retry-after"])).toBeGreaterThanOrEqual(1);
    expect(last.json()).toMatchObject({
      ok: false,
      error: { code: "log-in.throttled" },
    });
  });

  it("leaves no secret in the log", async () => {
    const begun = await send("", { email, password });
    const { token } = begun.json() as { token: string };
    await server.as(token, `/api/authn/status?authentication-token=${token}`);
    await server.ask("/api/authn/login", {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: `user=${email}&password=${password}`,
    });
    await server.stop();
    expect(server.stderr()).toContain("/api/authn/status");
    expect(server.stderr()).not.toContain(token);
    expect(server.stderr()).not.toContain(password);
    expect(server.stderr()).not.toMatch(/bearer|authentication-token/i);
  });
});
