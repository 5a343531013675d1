import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  addAccount,
  startApiServer,
  type ApiServer,
} from "../../support/api-server.ts";
import { temporaryFolder } from "../../support/holdall.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: ApiServer;
let token: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  const data = join(folder.path, "data");
  await addAccount(data, "admin@example.org", "--admin");
  server = await startApiServer(data, {
    HOLDALL_PUBLIC_URL: "https://holdall.example.org",
    HOLDALL_ALLOWED_ORIGINS: "https://tool.example.org",
  });
  token = await server.logIn("admin@example.org");
});
afterAll(async () => {
  await server.stop();
  await folder.remove();
});

const paths = ["/", "/api", "/api/holdall/session", "/api/nothing", "/nothing"];
const port = () => new URL(server.url).port;

describe("Host", () => {
  it.each([
    "evil.example",
    "evil.example:PORT",
    "127.0.0.1:1",
    "127.0.0.1",
    "localhost",
    "localhost.evil.example:PORT",
    "evil@127.0.0.1:PORT",
    "127.0.0.1:PORT/",
    "holdall.example.org:PORT",
    "[::2]:PORT",
    "0.0.0.0:PORT",
  ])("%s is refused everywhere", async (host) => {
    for (const path of paths) {
      const answer = await server.as(token, path, {
        headers: { Host: host.replace("PORT", port()) },
      });
      expect(answer.status, path).toBe(403);
      expect(answer.text).toContain("does not answer to that name");
      expect(answer.json()).toBeTypeOf("object");
    }
  });

  it.each([
    "127.0.0.1:PORT",
    "localhost:PORT",
    "LOCALHOST:PORT",
    "127.0.0.2:PORT",
    "[::1]:PORT",
    "holdall.example.org",
  ])("%s is its own", async (host) => {
    const answer = await server.ask("/api", {
      headers: { Host: host.replace("PORT", port()) },
    });
    expect(answer.status).toBe(200);
  });

  it("decides where links lead", async () => {
    const root = async (host: string) =>
      (
        (await server.ask("/api", { headers: { Host: host } })).json() as {
          dspaceServer: string;
        }
      ).dspaceServer;
    expect(await root(`localhost:${port()}`)).toBe(
      `http://localhost:${port()}`,
    );
    expect(await root("holdall.example.org")).toBe(
      "https://holdall.example.org",
    );
    const { cookies } = await server.ask("/api", {
      headers: { Host: "holdall.example.org" },
    });
    expect(cookies[0]).toContain("Secure; SameSite=None");
  });
});

describe("Origin", () => {
  it.each([
    "http://evil.example",
    "null",
    "https://127.0.0.1:PORT",
    "http://localhost:PORT",
    "http://127.0.0.1:PORT.evil.example",
    "file://",
    "",
  ])("%s is refused everywhere", async (origin) => {
    for (const path of paths) {
      const answer = await server.as(token, path, {
        headers: { Origin: origin.replace("PORT", port()) },
      });
      expect(answer.status, path).toBe(403);
      expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    }
  });

  it("of its own pages is let in, without a word about others", async () => {
    const answer = await server.ask("/api", {
      headers: { Origin: server.url },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  });

  it("of an allowed page is let in, and its browser told so", async () => {
    const headers = { Origin: "https://tool.example.org" };
    const preflight = await server.ask("/api/authn/login", {
      method: "OPTIONS",
      headers: { ...headers, "Access-Control-Request-Method": "POST" },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers["access-control-allow-headers"]).toContain(
      "X-XSRF-TOKEN",
    );
    const answer = await server.ask("/api", { headers });
    expect(answer.headers).toMatchObject({
      "access-control-allow-origin": "https://tool.example.org",
      vary: "Origin",
    });
    expect(answer.headers["access-control-expose-headers"]).toContain(
      "DSPACE-XSRF-TOKEN",
    );
  });
});

describe("limits", () => {
  it.each([
    ["/api/authn/login", "application/x-www-form-urlencoded"],
    ["/api/holdall/commands/items.page", "application/json"],
    ["/api/holdall/session", "application/json"],
  ])("a body too large for %s is refused", async (path, type) => {
    const answer = await server.as(token, path, {
      method: "POST",
      headers: { "Content-Type": type },
      body: Buffer.alloc(1024 * 1024 + 1, 0x20),
    });
    expect(answer.status).toBe(413);
  });

  it("a body that grows when it is unpacked is refused", async () => {
    const { gzipSync } = await import("node:zlib");
    const answer = await server.as(token, "/api/holdall/session", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: gzipSync(Buffer.alloc(50 * 1024 * 1024, 0x20)),
    });
    expect(answer.status).toBe(400);
  });

  it("headers too large, and what is no HTTP, end the connection with a word", async () => {
    const raw = (text: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = connect(Number(port()), "127.0.0.1", () => {
          socket.write(text);
        });
        let answer = "";
        socket.setEncoding("utf8");
        socket.on("data", (piece: string) => (answer += piece));
        socket.on("error", reject);
        socket.on("close", () => {
          resolve(answer);
        });
      });
    const long = await raw(
      `GET /api HTTP/1.1\r\nHost: 127.0.0.1:${port()}\r\nX: ${"x".repeat(100_000)}\r\n\r\n`,
    );
    expect(long).toMatch(/^HTTP\/1\.1 431 /);
    expect(await raw("GET /api HTTP/1.1\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
    expect(await raw("GET /api HTTP/1.0\r\n\r\n")).toMatch(/^HTTP\/1\.1 403 /);
    expect(await raw("nonsense\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
    for (const answer of [long])
      expect(answer).not.toMatch(/\/home|node_modules/);
  });

  it("addresses that cannot be decoded, or are very long, are answered", async () => {
    for (const path of [
      "/api/core/items/%ff",
      "/%ff",
      "/api/%c0%af",
      `/api/core/items/${"a".repeat(5000)}`,
    ]) {
      const { status } = await server.ask(path);
      expect([400, 404], path).toContain(status);
    }
  });
});

describe("the page", () => {
  it("is served with the protection it has in the desktop application", async () => {
    const answer = await server.ask("/");
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "x-content-type-options": "nosniff",
      "cross-origin-opener-policy": "same-origin",
    });
    const policy = answer.headers["content-security-policy"] ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:/);
    const [nonce = "?"] = /(?<=nonce-)[\w-]+/.exec(policy) ?? [];
    expect(answer.text).toContain(nonce);
    const [script = "/?"] =
      /(?<=src="\.)\/assets\/[^"]+\.js/.exec(answer.text) ?? [];
    const asset = await server.ask(script);
    expect(asset.status).toBe(200);
    expect(asset.headers["cache-control"]).toContain("immutable");
  });

  it.each([
    "/../package.json",
    "/..%2fpackage.json",
    "/%2e%2e/main/cli.js",
    "/assets/..%5c..%5cmain%5ccli.js",
    "/assets",
    "/.env",
    "/index.html%00.js",
  ])("does not lead out of its folder: %s", async (path) => {
    expect((await server.ask(path)).status).toBe(404);
  });
});

describe("the reference", () => {
  it("describes every route, and needs nothing from elsewhere", async () => {
    const document = (await server.ask("/reference/json")).json() as {
      openapi: string;
      paths: Record<string, unknown>;
    };
    expect(document.openapi).toMatch(/^3\./);
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        "/api",
        "/api/authn/login",
        "/api/core/items/{uuid}",
        "/api/holdall/commands/exports.create",
        "/api/holdall/events",
      ]),
    );
    const page = await server.ask("/reference");
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/(?:src|href)="https?:/);
    const policy = page.headers["content-security-policy"] ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    for (const [, address = ""] of page.text.matchAll(
      /(?:src|href)="([^"]+)"/g,
    ))
      expect(
        (await server.ask(new URL(address, `${server.url}/reference`).pathname))
          .status,
        address,
      ).toBe(200);
  });
});
