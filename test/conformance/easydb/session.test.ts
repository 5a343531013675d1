import { join } from "node:path";
import SQLite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  password,
  startApiServer,
  type Answer,
  type ApiServer,
} from "../../support/api-server.ts";
import { makeApiWorld, type ApiWorld } from "../../support/api-world.ts";

let world: ApiWorld;
let server: ApiServer;
beforeAll(async () => {
  world = await makeApiWorld();
  server = await startApiServer(world.data);
});
afterAll(async () => {
  await server.stop();
  await world.remove();
});

interface Session {
  readonly token: string;
  readonly instance: Record<string, unknown>;
  readonly authenticated?: { method: string; timestamp: string };
  readonly user?: { user: { _id: number; login: string } };
  readonly pending_tasks?: unknown[];
  readonly authentication_methods: { method: string }[];
}

const login = "user@example.org";
const post = (path: string, body = "", headers = {}) =>
  server.ask(path, { method: "POST", body, headers });
const query = (values: Record<string, string>) =>
  new URLSearchParams(values).toString();
const session = (answer: Answer) => answer.json() as Session;
const begin = async () => session(await server.ask("/api/v1/session")).token;
const codeOf = (answer: Answer) =>
  [answer.status, (answer.json() as { code: string }).code] as const;
const signIn = (token: string, values: Record<string, string> = {}) =>
  post(
    `/api/v1/session/authenticate?${query({ token, login, password, ...values })}`,
  );

describe("routing", () => {
  it.each(["/api/v1/session", "/api/v1/v1/session", "/api/v1/session/"])(
    "answers at %s",
    async (path) => {
      expect((await server.ask(path)).status).toBe(200);
    },
  );

  it("tells a wrong verb and a wrong path by 400, in its own words", async () => {
    expect(codeOf(await post("/api/v1/session"))).toEqual([
      400,
      "error.api.invalid_request_method",
    ]);
    for (const path of [
      "/api/v1",
      "/api/v1/nothing",
      "/api/v1/v1/v1/session",
      "/api/v1/export/1/nothing",
    ]) {
      const answer = await server.ask(path);
      expect(codeOf(answer), path).toEqual([400, "error.api.invalid_api"]);
      expect(answer.json()).toMatchObject({
        realm: "api",
        description: expect.any(String) as string,
      });
    }
  });

  it("names its versions on every response and forbids keeping what changes", async () => {
    const token = await begin();
    for (const path of [
      `/api/v1/session?token=${token}`,
      "/api/v1/nothing",
      // These look like others' and are not.
      "/api/v1/export/1/nothing",
      "/api/v1/export/1/start",
      "/api/v1/export/%31",
      "/api/v1/export/1/file/%zz",
    ]) {
      const { headers } = await server.ask(path);
      expect(headers["x-easydb-api-version"], path).toBe("1");
      expect(headers["x-easydb-base-schema-version"]).toBeDefined();
      expect(headers["x-easydb-user-schema-version"]).toBeDefined();
      expect(headers["cache-control"]).toBe("no-cache");
      expect(headers["pragma"]).toBe("no-cache");
    }
    const kept = await server.ask(
      `/api/v1/session?token=${token}&cache_seconds=60`,
    );
    expect(kept.headers["cache-control"]).toBe("private; max-age=60");
    expect(Date.parse(kept.headers["expires"] ?? "")).toBeGreaterThan(0);
  });
});

describe("a session", () => {
  it("begins without anybody, with a token of its own each time", async () => {
    const answer = await server.ask("/api/v1/session");
    const one = session(answer);
    const other = session(await server.ask("/api/v1/session"));
    expect(one.token).not.toBe(other.token);
    expect(one.instance).toEqual(other.instance);
    expect(one.authentication_methods).toEqual([{ method: "easydb" }]);
    for (const key of ["authenticated", "user", "groups", "pending_tasks"])
      expect(one).not.toHaveProperty(key);
  });

  it("is found by its token in the query or a header, not by two that differ", async () => {
    const token = await begin();
    const asHeader = { "x-EASYDB-token": token };
    for (const answer of [
      await server.ask(`/api/v1/session?token=${token}`),
      await server.ask("/api/v1/session", { headers: asHeader }),
      await server.ask(`/api/v1/session?token=${token}`, { headers: asHeader }),
    ])
      expect(session(answer).token).toBe(token);
    expect(
      codeOf(
        await server.ask("/api/v1/session?token=other", { headers: asHeader }),
      ),
    ).toEqual([400, "error.api.invalid_value"]);
  });

  it("tells unknown tokens and languages", async () => {
    const answer = await server.ask("/api/v1/session?token=99");
    expect(answer.status).toBe(400);
    expect(answer.json()).toEqual({
      realm: "user",
      code: "error.user.session_not_found",
      parameters: { id: "99" },
    });
    expect(codeOf(await server.ask("/api/v1/session?language=xx"))).toEqual([
      400,
      "error.user.language_not_found",
    ]);
  });
});

describe("signing in", () => {
  it("keeps the token, says who it is, and signs out again", async () => {
    const token = await begin();
    const signedIn = session(await signIn(token));
    expect(signedIn.token).toBe(token);
    expect(signedIn.authenticated?.method).toBe("easydb");
    expect(signedIn.authenticated?.timestamp).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
    );
    expect(signedIn.user?.user).toMatchObject({
      _id: expect.any(Number) as number,
      login,
    });
    expect(signedIn.pending_tasks).toEqual([]);
    expect(
      session(await server.ask(`/api/v1/session?token=${token}`)),
    ).toHaveProperty("authenticated");
    for (let round = 0; round < 2; round++) {
      const out = await post(`/api/v1/session/deauthenticate?token=${token}`);
      expect(out.status).toBe(200);
      expect(session(out)).not.toHaveProperty("authenticated");
      expect(session(out).token).toBe(token);
    }
  });

  it("takes its parameters from a form as well", async () => {
    const token = await begin();
    const answer = await post(
      "/api/v1/session/authenticate",
      query({ token, login, password, method: "easydb" }),
      { "Content-Type": "application/x-www-form-urlencoded" },
    );
    expect(session(answer).authenticated?.method).toBe("easydb");
  });

  it("looks at the token first, then the method, then what is empty, then the password", async () => {
    const token = await begin();
    const code = async (values: Record<string, string>) =>
      codeOf(await signIn(token, values));
    expect(
      await code({ token: "1", method: "task", login: "", password: "" }),
    ).toEqual([400, "error.user.session_not_found"]);
    for (const method of [
      "task",
      "email",
      "collection",
      "easydb_cookie",
      "x",
      "anonymous",
    ])
      expect(await code({ method, login: "", password: "" })).toEqual([
        400,
        "error.user.authentication_method_not_allowed",
      ]);
    expect(await code({ password: "" })).toEqual([
      400,
      "error.user.username_or_password_empty",
    ]);
    expect(await code({ login: "" })).toEqual([
      400,
      "error.user.username_or_password_empty",
    ]);
    expect(await code({ response_type: "javascript" })).toEqual([
      400,
      "error.api.invalid_value",
    ]);
    expect(
      await code({
        login: "root@example.org",
        password: "root-login/root-password",
      }),
    ).toEqual([400, "error.user.login_failed"]);
    const after = await server.ask(`/api/v1/session?token=${token}`);
    expect(session(after)).not.toHaveProperty("authenticated");
  });

  it("sends browsers on, but only to its own pages", async () => {
    const token = await begin();
    const way = {
      response_type: "redirect",
      success: "/?in",
      error: "/log-in",
    };
    const wrong = await signIn(token, {
      ...way,
      login: "a b@example.org",
      password: "x",
    });
    expect(wrong.status).toBe(302);
    expect(wrong.headers["location"]).toBe(
      "/log-in#m:login_failed#l:a%20b%40example.org",
    );
    expect((await signIn("x", way)).headers["location"]).toContain(
      "#m:session_missing",
    );
    expect((await signIn(token, way)).headers["location"]).toBe("/?in");
    for (const success of [
      "https://example.org/",
      "//example.org/",
      "/\\example.org",
      "javascript:alert(1)",
    ])
      expect(codeOf(await signIn(token, { ...way, success }))).toEqual([
        400,
        "error.api.invalid_value",
      ]);
  });

  it("blocks those who try too often", async () => {
    const token = await begin();
    const codes = [];
    for (let round = 0; round < 12; round++)
      codes.push(
        codeOf(
          await signIn(token, { login: "often@example.org", password: "no" }),
        )[1],
      );
    expect(codes[0]).toBe("error.user.login_failed");
    expect(codes.at(-1)).toBe("error.user.login_blocked");
  });
});

describe("over time", () => {
  it("outlives a restart, is kept as a hash, and ends after seven days without use", async () => {
    const token = await begin();
    const old = await begin();
    expect((await signIn(token)).status).toBe(200);
    await server.stop();
    const catalog = new SQLite(join(world.data, "catalog.sqlite"));
    const rows = catalog
      .prepare<[], unknown[]>("SELECT * FROM kept_session")
      .raw()
      .all();
    expect(rows.length).toBeGreaterThan(1);
    for (const value of rows.flat())
      expect(
        Buffer.isBuffer(value) ? value.toString("latin1") : String(value),
      ).not.toContain(token);
    catalog
      .prepare("UPDATE kept_session SET used_at = ? WHERE method IS NULL")
      .run(Date.now() - 7 * 86_400_000 - 60_000);
    catalog.close();
    server = await startApiServer(world.data, {
      HOLDALL_ANONYMOUS_SESSIONS: "1",
    });
    expect(
      session(await server.ask(`/api/v1/session?token=${token}`)).user?.user
        .login,
    ).toBe(login);
    expect(codeOf(await server.ask(`/api/v1/session?token=${old}`))).toEqual([
      400,
      "error.user.session_invalid",
    ]);
  });

  it("lets in without a name when that is switched on", async () => {
    const token = await begin();
    const answer = session(
      await signIn(token, { method: "anonymous", login: "", password: "" }),
    );
    expect(answer.authenticated?.method).toBe("anonymous");
    expect(answer.user?.user).not.toHaveProperty("login");
    expect(answer.authentication_methods).toContainEqual({
      method: "anonymous",
    });
  });
});
