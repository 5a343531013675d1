import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerAsset, pageScheme } from "../../../main/desktop/assets.ts";

let root: string;
let folder: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "holdall-assets-"));
  folder = join(root, "renderer");
  await mkdir(join(folder, "assets"), { recursive: true });
  await mkdir(join(root, "renderer-secret"));
  await writeFile(
    join(folder, "index.html"),
    '<meta nonce="__HOLDALL_NONCE__">',
  );
  await writeFile(join(folder, "assets/index.js"), "export {};");
  await writeFile(join(folder, "assets/notes.exe"), "no");
  await writeFile(join(root, "secret.json"), "{}");
  await writeFile(join(root, "renderer-secret/secret.json"), "{}");
});
afterAll(() => rm(root, { recursive: true }));

const get = (url: string, method = "GET"): Promise<Response> =>
  answerAsset({ method, url }, folder);

test("gives the page its files with their types", async () => {
  const script = await get("app://holdall/assets/index.js");
  expect(script.status).toBe(200);
  expect(script.headers.get("content-type")).toBe(
    "text/javascript; charset=utf-8",
  );
  expect(await script.text()).toBe("export {};");
});

test("sends a policy that allows no foreign, inline or evaluated script", async () => {
  const policy = (await get("app://holdall/index.html")).headers.get(
    "content-security-policy",
  );
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toMatch(/unsafe-|https?:|\*/);
});

test("gives every reply its own nonce, in the policy and in the page", async () => {
  const nonces = await Promise.all(
    [1, 2].map(async () => {
      const reply = await get("app://holdall/index.html");
      const nonce = /'nonce-([^']+)'/.exec(
        reply.headers.get("content-security-policy") ?? "",
      )?.[1];
      expect(await reply.text()).toBe(`<meta nonce="${String(nonce)}">`);
      return nonce;
    }),
  );
  expect(nonces[0]).not.toBe(nonces[1]);
});

test.each([
  "app://holdall/../secret.json",
  "app://holdall/%2e%2e/secret.json",
  "app://holdall/..%2fsecret.json",
  "app://holdall/..%5csecret.json",
  "app://holdall/assets/..%2f..%2fsecret.json",
  "app://holdall/..%2frenderer-secret/secret.json",
  "app://holdall/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc/passwd",
  "app://holdall//etc/passwd",
  "app://holdall/index.html%00.js",
  "app://holdall/%",
  "app://holdall/",
  "app://holdall/assets/notes.exe",
  "app://holdall/missing.js",
  "app://elsewhere/index.html",
  "file:///etc/passwd",
])("does not give out %s", async (address) => {
  const reply = await get(address);
  expect(reply.status).toBe(404);
  expect(await reply.text()).toBe("");
});

test("takes nothing from the page", async () => {
  expect((await get("app://holdall/index.html", "POST")).status).toBe(405);
});

test("the scheme is a standard, secure one that does not step around the policy", () => {
  expect(pageScheme.privileges).toEqual({
    standard: true,
    secure: true,
    supportFetchAPI: true,
    stream: true,
  });
});
