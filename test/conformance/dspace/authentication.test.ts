import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  addKey,
  password,
  startApiServer,
  type ApiServer,
} from "../../support/api-server.ts";
import { makeApiWorld, type ApiWorld } from "../../support/api-world.ts";
import { holdall } from "../../support/holdall.ts";

let world: ApiWorld;
let server: ApiServer;
let token: string;
beforeAll(async () => {
  world = await makeApiWorld();
  server = await startApiServer(world.data);
});
afterAll(async () => {
  await server.stop();
  await world.remove();
});
beforeEach(async () => {
  token = await server.logIn("user@example.org");
});

const form = { "Content-Type": "application/x-www-form-urlencoded" };
const right = new URLSearchParams({
  user: "user@example.org",
  password,
}).toString();
const post = (path: string, headers = {}, body = "") =>
  server.ask(path, { method: "POST", headers, body });
const status = async (headers = {}, query = "") =>
  (await server.ask(`/api/authn/status${query}`, { headers })).json() as {
    authenticated: boolean;
  };

describe("log-in", () => {
  it("gives a token in a header, and no body", async () => {
    const answer = await post("/api/authn/login", form, right);
    expect(answer.status).toBe(200);
    expect(answer.body).toHaveLength(0);
    expect(answer.headers["authorization"]).toMatch(
      /^Bearer [\w-]+\.[\w-]+\.[\w-]+$/,
    );
    const [, claims = ""] = (answer.headers["authorization"] ?? "").split(".");
    const { eid, sg, exp } = JSON.parse(
      Buffer.from(claims, "base64url").toString(),
    ) as { eid: string; sg: unknown[]; exp: number };
    expect(eid).toMatch(/^[0-9a-f-]{36}$/);
    expect(sg).toEqual([]);
    const minutes = (exp * 1000 - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(29);
    expect(minutes).toBeLessThanOrEqual(30.1);
  });

  it.each([
    ["a wrong password", "user=user%40example.org&password=nonsense"],
    ["an unknown account", "user=nobody%40example.org&password=nonsense"],
    ["no password", "user=user%40example.org"],
    ["nothing", ""],
  ])("answers %s with 401 and the same words", async (_name, body) => {
    const answer = await post("/api/authn/login", form, body);
    expect(answer.status).toBe(401);
    expect(answer.headers["www-authenticate"]).toBe(
      'password realm="DSpace REST API"',
    );
    expect(answer.headers["authorization"]).toBeUndefined();
    expect(answer.json()).toMatchObject({ status: 401, error: "Unauthorized" });
  });

  it.each(["GET", "PUT", "DELETE", "PATCH"])(
    "does not take %s",
    async (method) => {
      const answer = await server.ask("/api/authn/login", { method });
      expect(answer.status).toBe(405);
      expect(answer.headers["allow"]).toContain("POST");
    },
  );

  it("gives another token for one, while the first one holds", async () => {
    const again = await post("/api/authn/login", {
      Authorization: `Bearer ${token}`,
    });
    expect(again.status).toBe(200);
    expect(again.headers["authorization"]).toMatch(/^Bearer /);
    for (const one of [`Bearer ${token}`, again.headers["authorization"] ?? ""])
      expect(await status({ Authorization: one })).toMatchObject({
        authenticated: true,
      });
  });

  it("takes an empty body that calls itself JSON, or packed", async () => {
    for (const path of ["/api/authn/login", "/api/authn/shortlivedtokens"]) {
      const answer = await post(path, {
        Authorization: `Bearer ${token}`,
        "Content-Type": "application/json",
        "Content-Encoding": "gzip",
      });
      expect(answer.status).toBe(200);
    }
  });
});

describe("status", () => {
  it("is always 200, whatever the token", async () => {
    expect(await status()).toMatchObject({
      okay: true,
      authenticated: false,
      type: "status",
    });
    for (const bad of ["Bearer x", "Bearer a.b.c", "nonsense", "Bearer "])
      expect(await status({ Authorization: bad })).toMatchObject({
        authenticated: false,
      });
    expect(await status({ Authorization: `bearer ${token}` })).toMatchObject({
      authenticated: true,
      authenticationMethod: "password",
      _embedded: { eperson: { email: "user@example.org" } },
    });
  });

  it("does not believe a token that somebody has made or changed", async () => {
    const [head = "", claims = "", signature = ""] = token.split(".");
    const other = Buffer.from(
      Buffer.from(claims, "base64url")
        .toString()
        .replace(/"exp":\d+/, '"exp":9999999999'),
    ).toString("base64url");
    const none = Buffer.from('{"alg":"none"}').toString("base64url");
    for (const forged of [
      `${head}.${other}.${signature}`,
      `${none}.${other}.`,
      `${head}.${claims}.${signature.slice(0, -2)}`,
    ])
      expect(await status({ Authorization: `Bearer ${forged}` })).toMatchObject(
        { authenticated: false },
      );
  });
});

describe("log-out", () => {
  it("ends all tokens of the person, and of nobody else", async () => {
    const second = await server.logIn("user@example.org");
    const other = await server.logIn("admin@example.org");
    const answer = await post("/api/authn/logout", {
      Authorization: `Bearer ${token}`,
    });
    expect(answer.status).toBe(204);
    for (const ended of [token, second])
      expect(await status({ Authorization: `Bearer ${ended}` })).toMatchObject({
        authenticated: false,
      });
    expect(await status({ Authorization: `Bearer ${other}` })).toMatchObject({
      authenticated: true,
    });
    expect((await post("/api/authn/logout")).status).toBe(204);
    expect((await server.ask("/api/authn/logout")).status).toBe(405);
  });

  it("happens by itself when the password is changed", async () => {
    const admin = await server.logIn("admin@example.org");
    await server.command(admin, "accounts.set-password", {
      email: "curator@example.org",
      password,
    });
    const curator = await server.logIn("curator@example.org");
    await server.command(admin, "accounts.set-password", {
      email: "curator@example.org",
      password,
    });
    expect(await status({ Authorization: `Bearer ${curator}` })).toMatchObject({
      authenticated: false,
    });
  });
});

describe("short-lived tokens", () => {
  const make = async () =>
    (
      await post("/api/authn/shortlivedtokens", {
        Authorization: `Bearer ${token}`,
      })
    ).json() as { token: string; type: string };

  it("are for those who are logged in", async () => {
    expect(await make()).toMatchObject({ type: "shortlivedtoken" });
    expect((await post("/api/authn/shortlivedtokens")).status).toBe(401);
    expect((await server.ask("/api/authn/shortlivedtokens")).status).toBe(405);
  });

  it("authenticate a link, or a header without Bearer, but make no other token", async () => {
    const { token: short } = await make();
    expect(await status({}, `?authentication-token=${short}`)).toMatchObject({
      authenticated: true,
    });
    expect(await status({ Authorization: short })).toMatchObject({
      authenticated: true,
    });
    for (const path of ["/api/authn/login", "/api/authn/shortlivedtokens"]) {
      const query = `${path}?authentication-token=${short}`;
      expect((await post(query)).status).toBe(401);
      expect(
        (await post(path, { Authorization: `Bearer ${short}` })).status,
      ).toBe(401);
    }
    // A session token is too precious for an address.
    expect(await status({}, `?authentication-token=${token}`)).toMatchObject({
      authenticated: false,
    });
  });
});

describe("API keys", () => {
  it("work as a Bearer token until they are revoked", async () => {
    const key = await addKey(world.data, "user@example.org");
    const headers = { Authorization: `Bearer ${key}` };
    expect(await status(headers)).toMatchObject({
      authenticated: true,
      _embedded: { eperson: { email: "user@example.org" } },
    });
    expect(
      await status({ Authorization: `Bearer ${key.slice(0, -1)}x` }),
    ).toMatchObject({ authenticated: false });
    const { stdout } = await holdall(world.data, "apikey", "list", "--json");
    const [kept] = JSON.parse(stdout) as { lastUsedAt: number | null }[];
    expect(kept?.lastUsedAt).toBeGreaterThan(Date.now() - 60_000);
    await holdall(world.data, "apikey", "revoke", key);
    expect(await status(headers)).toMatchObject({ authenticated: false });
  });
});

describe("CSRF", () => {
  const cookieOf = (cookies: readonly string[]) =>
    /DSPACE-XSRF-COOKIE=([^;]+)/.exec(cookies[0] ?? "")?.[1] ?? "";

  it("hands out a pair with every answer to who has none", async () => {
    const answer = await server.ask("/api/core/communities");
    expect(answer.cookies).toHaveLength(1);
    expect(answer.cookies[0]).toMatch(
      /^DSPACE-XSRF-COOKIE=[\w-]+; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(answer.headers["dspace-xsrf-token"]).toBe(cookieOf(answer.cookies));
    const known = await server.ask("/api/core/communities", {
      headers: { Cookie: "DSPACE-XSRF-COOKIE=abc" },
    });
    expect(known.cookies).toEqual([]);
    const asked = await server.ask("/api/security/csrf", {
      headers: { Cookie: "DSPACE-XSRF-COOKIE=abc" },
    });
    expect(asked.status).toBe(204);
    expect(cookieOf(asked.cookies)).not.toBe("");
    const refused = await post("/api/security/csrf");
    expect(refused.status).toBe(403);
    expect(refused.text).toContain("CSRF token");
    expect(cookieOf(refused.cookies)).toBe(
      refused.headers["dspace-xsrf-token"],
    );
  });

  it("refuses a browser's request without the token, and gives a new pair", async () => {
    for (const headers of [
      { Cookie: "DSPACE-XSRF-COOKIE=abc" },
      { Cookie: "DSPACE-XSRF-COOKIE=abc", "X-XSRF-TOKEN": "abd" },
      { Cookie: "other=1" },
      { Origin: server.url },
      { "Sec-Fetch-Site": "same-origin" },
    ]) {
      const answer = await post(
        "/api/authn/login",
        { ...form, ...headers },
        right,
      );
      expect(answer.status).toBe(403);
      expect((answer.json() as { message: string }).message).toContain(
        "CSRF token",
      );
      expect(answer.headers["dspace-xsrf-token"]).toBe(
        cookieOf(answer.cookies),
      );
      expect(answer.cookies).toHaveLength(1);
    }
  });

  it("takes it with the token, in the header of any case or in the form, and renews the pair", async () => {
    const Cookie = "DSPACE-XSRF-COOKIE=abc";
    for (const [headers, body] of [
      [{ Cookie, "x-xsrf-token": "abc" }, right],
      [{ Cookie, "X-XSRF-TOKEN": "abc" }, right],
      [{ Cookie }, `${right}&_csrf=abc`],
    ] as const) {
      const answer = await post(
        "/api/authn/login",
        { ...form, ...headers },
        body,
      );
      expect(answer.status).toBe(200);
      expect(cookieOf(answer.cookies)).not.toBe("");
    }
  });

  it("asks nothing of scripts that bring a token and no cookie, even from a page", async () => {
    const answer = await post("/api/authn/shortlivedtokens", {
      Authorization: `Bearer ${token}`,
      Origin: server.url,
    });
    expect(answer.status).toBe(200);
    const wrong = await post("/api/authn/shortlivedtokens", {
      Authorization: "Bearer nonsense",
      Origin: server.url,
    });
    expect(wrong.status).toBe(403);
  });
});

it("refuses to act on behalf of somebody else", async () => {
  const path = "/api/core/communities";
  const headers = { "X-On-Behalf-Of": "00000000-0000-0000-0000-000000000000" };
  expect((await server.ask(path, { headers })).status).toBe(401);
  expect((await server.as(token, path, { headers })).status).toBe(403);
  const admin = await server.logIn("admin@example.org");
  expect((await server.as(admin, path, { headers })).status).toBe(400);
});
