import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { mkdir, rename, rm, utimes, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { existsSync } from "node:fs";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AuditEntry } from "../../../main/domain/audit.ts";
import type { ErrorView } from "../../../main/domain/errors.ts";
import type { ExportDefinition } from "../../../main/domain/export-definition.ts";
import {
  noProgress,
  type ExportResult,
  type Run,
} from "../../../main/domain/run.ts";
import type { StorageState } from "../../../main/domain/storage.ts";
import { createCatalog } from "../../../main/store/catalog.ts";
import type { UpdateState } from "../../../main/domain/update.ts";
import type {
  RetentionLossView,
  WebhookNotice,
} from "../../../preload/contract.ts";
import {
  addAccount,
  importSample,
  startApiServer,
  until,
  type ApiServer,
} from "../../support/api-server.ts";
import { temporaryFolder } from "../../support/holdall.ts";
import { exactOptions } from "../../support/runs.ts";

/** What was asked of the other side, and what it answers by path. */
const asked: { path: string; headers: IncomingHttpHeaders; body: string }[] =
  [];
const answers = new Map<string, { status: number; body: string }>();
const other = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8").on("data", (text: string) => (body += text));
  request.on("end", () => {
    const path = request.url ?? "";
    asked.push({ path, headers: request.headers, body });
    const { status, body: text } = answers.get(path) ?? {
      status: 200,
      body: "thanks",
    };
    response.writeHead(status, { Location: "/elsewhere" }).end(text);
  });
});

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
let server: ApiServer;
let admin: string;
let address: string;

const command = <Value>(name: string, input: unknown = {}): Promise<Value> =>
  server.command(admin, name, input) as Promise<Value>;

async function statusOf(
  token: string,
  name: string,
  input: unknown = {},
): Promise<number> {
  const answer = await server.as(token, `/api/holdall/commands/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(input),
  });
  return answer.status;
}

async function toItsEnd(definition: number): Promise<Run> {
  const { id } = await command<Run>("definitions.start", { definition });
  return until(async () => {
    const run = await command<Run>("runs.get", { run: id });
    return run.finishedAt === null ? null : run;
  });
}

const save = (name: string, more: object = {}) =>
  command<ExportDefinition>("definitions.create", {
    name,
    options: { ...exactOptions, restricted: "include" },
    schedules: [],
    ...more,
  });

beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  await importSample(data);
  await addAccount(data, "anna@example.org", "--admin");
  await addAccount(data, "otto@example.org");
  server = await startApiServer(data);
  admin = await server.logIn("anna@example.org");
  other.listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  address = `http://127.0.0.1:${String((other.address() as AddressInfo).port)}`;
});
afterAll(async () => {
  await server.stop();
  other.close();
  other.closeAllConnections();
  await folder.remove();
});

test("new saved exports keep what the settings say; what a change would cost is told before, and done only when asked", async () => {
  expect(await command("retention-default.get")).toEqual({
    keepLast: null,
    keepDays: null,
  });
  const { id, retention } = await save("Kept", {
    retention: { keepLast: null, keepDays: null },
  });
  expect(retention.keepLast).toBeNull();
  const first = await toItsEnd(id);
  const elsewhere = await toItsEnd(id);
  const second = await toItsEnd(id);
  // What lies outside of the data folder is not Holdall's to remove, so it does not count as removed.
  const catalog = createCatalog(join(data, "catalog.sqlite"));
  catalog.runs.finish(elsewhere.id, "done", {
    progress: elsewhere.progress,
    result: {
      ...(elsewhere.result as ExportResult),
      path: join(folder.path, "elsewhere.zip"),
    },
  });
  catalog.close();
  const rules = { keepLast: 1, keepDays: null };
  const size = first.result !== null && "size" in first.result;
  expect(
    await command<RetentionLossView[]>("retention-default.preview", {
      retention: rules,
    }),
  ).toEqual([
    {
      definition: id,
      name: "Kept",
      retention: { keepLast: null, keepDays: null },
      archives: 1,
      bytes: size ? (first.result as { size: number }).size : -1,
    },
  ]);
  await command("retention-default.set", {
    retention: rules,
    everywhere: false,
  });
  expect((await save("Later")).retention).toEqual(rules);
  expect(
    (await command<ExportDefinition>("definitions.get", { definition: id }))
      .retention.keepLast,
  ).toBeNull();

  await command("retention-default.set", {
    retention: rules,
    everywhere: true,
  });
  const removed = await until(async () => {
    const runs = await command<{ run: number; expiredAt: number | null }[]>(
      "definitions.runs",
      { definition: id },
    );
    const gone = runs.filter(({ expiredAt }) => expiredAt !== null);
    return gone.length > 0 && gone.map(({ run }) => run);
  });
  expect(removed).toEqual([first.id]);
  expect(second.id).not.toBe(first.id);
});

test("the data folder is measured by part, what is left over is told, and cleaning removes just that", async () => {
  const digest = "ab".repeat(32);
  const lost = join(data, "store", "ab", digest);
  await mkdir(join(data, "store", "ab"), { recursive: true });
  await writeFile(lost, "nobody needs this");
  await utimes(lost, 1000, 1000);
  const young = join(data, "store", "ab", "ac".repeat(32).replace(/^ac/, "ab"));
  await writeFile(young, "somebody may");
  await mkdir(join(data, "exports", "gone"));
  await writeFile(join(data, "exports", "gone", "half.zip"), "PK");

  const settled = () =>
    until(async () => {
      const state = await command<StorageState>("storage.get");
      return state.doing === "nothing" && state;
    });
  await command("storage.measure");
  const { measured } = await settled();
  expect(measured?.leftovers).toEqual({
    contents: { files: 1, bytes: 17 },
    unfinished: { files: 0, bytes: 0 },
    remains: { files: 1, bytes: 2 },
    young: 1,
    inUse: 0,
  });
  const bytesOf = (part: string) =>
    measured?.parts.find((one) => one.part === part)?.bytes ?? 0;
  expect(bytesOf("catalog")).toBeGreaterThan(100_000);
  expect(bytesOf("store")).toBeGreaterThan(1000);
  expect(bytesOf("exports")).toBeGreaterThan(1000);
  expect(measured?.free).toBeGreaterThan(0);

  // An export packs the catalog as it was when it began, so it may need what has been removed since.
  const catalog = createCatalog(join(data, "catalog.sqlite"));
  const run = catalog.runs.create(
    "export",
    "Elsewhere",
    {
      kind: "export",
      selection: { kind: "site" },
      options: exactOptions,
      out: null,
      root: "elsewhere",
      title: "Elsewhere",
    },
    null,
    "holdall",
  );
  catalog.runs.start(run);
  await command("storage.clean");
  expect((await settled()).cleaned).toMatchObject({
    contents: { files: 0, bytes: 0 },
    young: 1,
    inUse: 1,
  });
  expect(existsSync(lost)).toBe(true);
  catalog.runs.finish(run, "cancelled", { progress: noProgress });
  catalog.close();
  await mkdir(join(data, "exports", "gone"));
  await writeFile(join(data, "exports", "gone", "half.zip"), "PK");

  await command("storage.clean");
  const after = await settled();
  expect(after.cleaned).toMatchObject({
    contents: { files: 1, bytes: 17 },
    remains: { files: 1, bytes: 2 },
    young: 1,
  });
  expect(after.measured?.leftovers).toMatchObject({
    contents: { files: 0 },
    remains: { files: 0 },
    young: 1,
  });
  expect(
    after.measured?.parts.find(({ part }) => part === "exports")?.bytes,
  ).toBe(bytesOf("exports") - 2);
});

test("a saved export tells a webhook of its own, signed with a secret of its own, and the installation tells its own", async () => {
  const own = await save("Told", {
    webhook: { url: `${address}/own`, events: "all", insecure: false },
  });
  await command("definitions.change", {
    definition: own.id,
    webhook: {
      url: `${address}/own`,
      events: "all",
      insecure: false,
      secret: "a secret of its own",
    },
  });
  await command("webhook.set", {
    webhook: { url: `${address}/site`, events: "all", insecure: false },
    secret: "the secret of the site",
  });
  asked.length = 0;
  await toItsEnd(own.id);
  const quiet = await save("Not told");
  await toItsEnd(quiet.id);
  await until(async () => Promise.resolve(asked.length >= 3));
  expect(
    asked
      .map(({ path, body }) => {
        const { event, definition } = JSON.parse(body) as {
          event: string;
          definition: { name: string };
        };
        return `${path} ${event} ${definition.name}`;
      })
      .sort(),
  ).toEqual([
    "/own export.finished Told",
    "/site export.finished Not told",
    "/site export.finished Told",
  ]);
  for (const { path, headers, body } of asked) {
    const timestamp = String(headers["x-holdall-timestamp"]);
    const secret =
      path === "/own" ? "a secret of its own" : "the secret of the site";
    expect(headers["x-holdall-signature"]).toBe(
      `sha256=${createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex")}`,
    );
  }
  const kept = await command<{ notices: WebhookNotice[] } | null>(
    "definitions.webhook",
    { definition: own.id },
  );
  expect(kept).toMatchObject({
    url: `${address}/own`,
    notices: [{ title: "Told", event: "export.finished", error: null }],
  });
  expect(
    await command<WebhookNotice[]>("webhook.notices", { limit: 10 }),
  ).toHaveLength(2);
  expect(
    await command("definitions.test-webhook", { definition: own.id }),
  ).toEqual({ status: 200 });

  expect(
    await statusOf(admin, "definitions.change", {
      definition: own.id,
      name: "Renamed",
      webhook: { url: "http://example.org/", events: "all", insecure: false },
    }),
  ).toBe(400);
  expect(
    await command<ExportDefinition>("definitions.get", { definition: own.id }),
  ).toMatchObject({ name: "Told" });
  await command("definitions.change", { definition: own.id, webhook: null });
  expect(
    await command("definitions.webhook", { definition: own.id }),
  ).toBeNull();
  await command("webhook.set", { webhook: null });
});

test("whether there is a newer release is asked for only when somebody wants it, and tells nothing of who asks", async () => {
  asked.length = 0;
  expect(await command<UpdateState>("updates.get")).toMatchObject({
    settings: { enabled: false, feed: null },
    newer: null,
    checkedAt: null,
  });
  for (const feed of [
    "http://example.org/releases",
    "ftp://example.org/",
    "https://anna:word@example.org/",
    "nothing",
  ])
    expect([
      feed,
      await statusOf(admin, "updates.set", { enabled: true, feed }),
    ]).toEqual([feed, 400]);
  expect(
    await statusOf(admin, "updates.set", { enabled: true, feed: null }),
  ).toBe(400);

  const check = async (path: string, status: number, body: string) => {
    answers.set(path, { status, body });
    await command("updates.set", { enabled: true, feed: `${address}${path}` });
    await server.as(admin, "/api/holdall/commands/updates.check", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: "{}",
    });
    const { newer, error } = await command<UpdateState>("updates.get");
    return newer === null
      ? (error?.message ?? "none")
      : `${newer.version} ${newer.page ?? ""}`.trim();
  };
  const page = "https://example.org/new";
  const long = `9.4.0-${"a".repeat(60)}`;
  expect([
    await check("/own", 200, JSON.stringify({ version: "9.1.0", page })),
    await check(
      "/list",
      200,
      JSON.stringify([
        { tag_name: "v10.0.0-rc.1", prerelease: true, html_url: page },
        { tag_name: "v9.2.0", html_url: "javascript:alert(1)" },
      ]),
    ),
    await check("/latest.yml", 200, "version: 9.3.0\npath: a.AppImage\n"),
    await check("/old", 200, JSON.stringify({ version: "0.0.9" })),
    await check("/moved", 302, ""),
    await check("/none", 404, ""),
    await check("/page", 200, "<!doctype html>"),
    await check("/long", 200, JSON.stringify({ version: long })),
  ]).toEqual([
    `9.1.0 ${page}`,
    "9.2.0",
    "9.3.0",
    "none",
    expect.stringContaining("elsewhere"),
    expect.stringContaining("404"),
    expect.stringContaining("no list of releases"),
    expect.stringContaining("no list of releases"),
  ]);
  expect(asked.map(({ path }) => path)).not.toContain("/elsewhere");
  expect(asked).toHaveLength(8);
  for (const { headers, body } of asked) {
    expect(Object.keys(headers).sort()).toEqual(
      expect.arrayContaining(["accept", "host", "user-agent"]),
    );
    expect(headers["user-agent"]).toBe("Holdall");
    expect(JSON.stringify([headers, body])).not.toMatch(/cookie|0\.1\.0|anna/u);
  }
});

test("what was kept of a release and cannot be understood any more is as if nobody had looked", async () => {
  const catalog = new SQLite(join(data, "catalog.sqlite"));
  catalog
    .prepare("INSERT OR REPLACE INTO setting VALUES ('latest-release', ?)")
    .run(
      JSON.stringify({
        at: 1,
        release: { version: `9.0.0-${"a".repeat(64)}`, page: null },
      }),
    );
  catalog.close();
  expect(await command<UpdateState>("updates.get")).toMatchObject({
    newer: null,
    checkedAt: null,
  });
});

test("a list of releases that cannot be had is the other side's fault, and what to do about it fits", async () => {
  const told = async (path: string, body: string, status = 200) => {
    answers.set(path, { status, body });
    await command("updates.set", { enabled: false, feed: `${address}${path}` });
    const answer = await server.as(
      admin,
      "/api/holdall/commands/updates.check",
      {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: "{}",
      },
    );
    const { error } = answer.json() as { error: ErrorView };
    return [answer.status, error.code, error.remedy];
  };
  expect(await told("/page", "<!doctype html>")).toEqual([
    502,
    "update.failed",
    "Give the address of a list of releases.",
  ]);
  expect(await told("/gone", "", 404)).toEqual([
    502,
    "update.failed",
    "Check the address, and whether this machine may go there.",
  ]);
});

test("where releases are told of is for administrators, and what its address asks for stays out of the record", async () => {
  const feed = `${address}/private?token=secret`;
  answers.set("/private?token=secret", { status: 404, body: "" });
  await command("updates.set", { enabled: true, feed });
  expect(await statusOf(admin, "updates.check")).toBe(502);
  expect(await command<UpdateState>("updates.get")).toMatchObject({
    settings: { enabled: true, feed },
    error: { code: "update.failed" },
  });
  const otto = await server.logIn("otto@example.org");
  expect(await server.command(otto, "updates.get")).toMatchObject({
    settings: { enabled: true, feed: null },
    newer: null,
    error: null,
  });
  const [entry] = await command<AuditEntry[]>("audit.list", { limit: 1 });
  expect(entry).toMatchObject({
    action: "settings.changed",
    object: "updates",
    detail: { enabled: true, host: new URL(address).host },
  });
  expect(JSON.stringify(entry)).not.toContain("private");
});

test("why the data folder could not be measured is told without paths of the machine", async () => {
  const incoming = join(data, "store", "incoming");
  const aside = `${incoming}-aside`;
  await rename(incoming, aside);
  // A folder is looked for there.
  await writeFile(incoming, "");
  try {
    await command("storage.measure");
    const state = await until(async () => {
      const found = await command<StorageState>("storage.get");
      return found.doing === "nothing" && found;
    });
    expect(state.error).toMatchObject({ code: "file.unreadable" });
    for (const name of ["storage.get", "storage.stop"])
      expect(JSON.stringify(await command(name))).not.toContain(folder.path);
  } finally {
    await rm(incoming);
    await rename(aside, incoming);
  }
  for (const name of ["storage.measure", "storage.clean"])
    expect(JSON.stringify(await command(name))).not.toContain(folder.path);
});

test("everybody chooses what they are told; what concerns all is for administrators", async () => {
  const otto = await server.logIn("otto@example.org");
  const choice = { desktop: [], window: ["missed"] };
  expect(await statusOf(otto, "news.set", choice)).toBe(200);
  expect(await server.command(otto, "news.get")).toEqual(choice);
  expect(await command("news.get")).toMatchObject({
    window: ["failed", "missed", "attention"],
  });
  for (const [name, input] of [
    ["storage.clean", {}],
    ["storage.get", {}],
    ["retention-default.get", {}],
    ["updates.check", {}],
    ["updates.set", { enabled: false, feed: null }],
    ["mail.get", {}],
    ["mail.test", { to: "anna@example.org" }],
  ] as const)
    expect([name, await statusOf(otto, name, input)]).toEqual([name, 403]);
});
