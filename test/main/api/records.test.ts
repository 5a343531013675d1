import { createHmac } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AuditEntry } from "../../../main/domain/audit.ts";
import type { ExportDefinition } from "../../../main/domain/export-definition.ts";
import type { Run } from "../../../main/domain/run.ts";
import type {
  BundledPart,
  CheckUp,
  LogTail,
} from "../../../main/domain/upkeep.ts";
import {
  addAccount,
  importSample,
  startApiServer,
  until,
  type ApiServer,
} from "../../support/api-server.ts";
import {
  holdall,
  holdallJson,
  temporaryFolder,
} from "../../support/holdall.ts";
import { exactOptions } from "../../support/runs.ts";

interface Told {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly message: { readonly event: string; readonly error: unknown };
}

const secret = "a secret between two programs";
const told: Told[] = [];
const hook = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8").on("data", (text: string) => (body += text));
  request.on("end", () => {
    told.push({
      headers: request.headers,
      body,
      message: JSON.parse(body) as Told["message"],
    });
    if (request.url === "/elsewhere")
      response.writeHead(302, { Location: "/hook" });
    response.end("thanks");
  });
});

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
let server: ApiServer;
let admin: string;
let address: string;

const command = <Value>(name: string, input: unknown = {}): Promise<Value> =>
  server.command(admin, name, input) as Promise<Value>;
const log = (input: object = {}) =>
  command<AuditEntry[]>("audit.list", { limit: 100, ...input });

/** Runs a saved export to the end of its deliveries. */
async function runToItsEnd(definition: number): Promise<Run> {
  const { id } = await command<Run>("definitions.start", { definition });
  const run = await until(async () => {
    const found = await command<Run>("runs.get", { run: id });
    return found.finishedAt === null ? null : found;
  });
  await until(async () => {
    const deliveries = await command<{ finishedAt: number | null }[]>(
      "deliveries.list",
      { run: id },
    );
    return deliveries.every(({ finishedAt }) => finishedAt !== null);
  });
  return run;
}

beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  await importSample(data);
  await addAccount(data, "anna@example.org", "--admin");
  await addAccount(data, "otto@example.org");
  server = await startApiServer(data);
  admin = await server.logIn("anna@example.org");
  hook.listen(0, "127.0.0.1");
  await new Promise((resolve) => hook.once("listening", resolve));
  address = `http://127.0.0.1:${String((hook.address() as AddressInfo).port)}`;
});
afterAll(async () => {
  await server.stop();
  hook.close();
  await folder.remove();
});

test("an address that is no good is refused, and so is one that sends elsewhere", async () => {
  for (const url of [
    "ftp://example.org/",
    "http://example.org/",
    "https://user:word@example.org/",
    "nothing",
  ]) {
    const answer = await server.as(admin, "/api/holdall/commands/webhook.set", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        webhook: { url, events: "all", insecure: false },
      }),
    });
    expect([url, answer.status]).toEqual([url, 400]);
  }
  await command("webhook.set", {
    webhook: { url: `${address}/elsewhere`, events: "all", insecure: false },
  });
  await expect(command("webhook.test")).rejects.toThrow("elsewhere");
  expect(told.splice(0)).toHaveLength(1);
});

test("one failing cause is told once, and that it works again", async () => {
  const received = join(folder.path, "received");
  await command("webhook.set", {
    webhook: { url: `${address}/hook`, events: "failures", insecure: false },
    secret,
  });
  expect(await command("webhook.test")).toEqual({ status: 200 });
  expect(told.splice(0)).toMatchObject([{ message: { event: "test" } }]);
  const { id } = await command<ExportDefinition>("definitions.create", {
    name: "Nightly",
    options: { ...exactOptions, restricted: "include" },
    schedules: [],
    retention: { keepLast: null, keepDays: null },
    targets: [{ transport: "folder", settings: { path: received } }],
  });
  await runToItsEnd(id);
  await until(async () => Promise.resolve(told.length > 0));
  await runToItsEnd(id);
  await mkdir(received);
  const last = await runToItsEnd(id);
  await until(async () => Promise.resolve(told.length > 1));
  await runToItsEnd(id);
  const all = told.splice(0);
  expect(all.map(({ message }) => message)).toEqual([
    expect.objectContaining({
      event: "delivery.failed",
      definition: { id, name: "Nightly" },
      target: received,
      error: expect.objectContaining({
        remedy: expect.any(String) as string,
      }) as unknown,
    }),
    expect.objectContaining({ event: "delivery.recovered", error: null }),
  ]);
  for (const { headers, body } of all) {
    expect(headers["x-holdall-signature"]).toBe(
      `sha256=${createHmac("sha256", secret)
        .update(`${String(headers["x-holdall-timestamp"])}.${body}`)
        .digest("hex")}`,
    );
  }
  expect(
    await until(async () => {
      const notices = await command<{ arrivedAt: number | null }[]>(
        "webhook.notices",
        { limit: 10 },
      );
      return notices.every(({ arrivedAt }) => arrivedAt !== null) && notices;
    }),
  ).toMatchObject([
    { event: "delivery.recovered", title: "Nightly", error: null },
    { event: "delivery.failed", title: "Nightly", attempts: 1 },
  ]);
  const lines = await log({ run: last.id });
  expect(
    lines.map(({ action, door, who, object }) => [action, door, who, object]),
  ).toEqual([
    ["archive.delivered", expect.any(String), "anna@example.org", received],
    ["run.ended", expect.any(String), "anna@example.org", "Nightly"],
    ["run.started", "holdall", "anna@example.org", "Nightly"],
  ]);
});

test("what is downloaded, stopped and removed is written down, with who did it and where", async () => {
  const run = await command<Run>("exports.create", { options: exactOptions });
  await until(
    async () =>
      (await command<Run>("runs.get", { run: run.id })).finishedAt !== null,
  );
  const path = `/api/holdall/runs/${String(run.id)}/archive`;
  expect((await server.as(admin, path, { method: "HEAD" })).status).toBe(200);
  expect((await server.as(admin, path)).status).toBe(200);
  const more = { headers: { Range: "bytes=100-" } };
  expect((await server.as(admin, path, more)).status).toBe(206);
  const { path: link } = await command<{ path: string }>("exports.link", {
    run: run.id,
  });
  expect((await server.ask(link)).status).toBe(200);
  const lines = await until(async () => {
    const found = await log({ run: run.id });
    return found.length >= 4 ? found : null;
  });
  expect(lines.map(({ action, who, door }) => [action, who, door])).toEqual([
    ["archive.downloaded", "link", "holdall"],
    ["archive.downloaded", "anna@example.org", "holdall"],
    ["run.ended", "anna@example.org", expect.any(String)],
    ["run.started", "anna@example.org", "holdall"],
  ]);
});

test("the command line shows the record, in pages", async () => {
  const lines = (await holdallJson(
    data,
    "log",
    "--limit",
    "3",
  )) as AuditEntry[];
  expect(lines).toHaveLength(3);
  const next = (await holdallJson(
    data,
    "log",
    "--limit",
    "1",
    "--before",
    String(lines[2]?.id),
  )) as AuditEntry[];
  expect(next[0]?.id).toBeLessThan(lines[2]?.id ?? 0);
  expect(JSON.stringify(await log())).not.toContain(secret);
  // Imported by the command line, before.
  expect((await log()).at(-1)).toMatchObject({
    action: "run.started",
    who: "this machine",
    door: "command line",
  });
});

test("the command line says of which run nothing was written down", async () => {
  const { stdout } = await holdall(data, "log", "--run", "4711");
  expect(stdout).toBe("Nothing was written down of run 4711.\n");
});

test("nobody but administrators sees it", async () => {
  const otto = await server.logIn("otto@example.org");
  for (const name of [
    "audit.list",
    "webhook.get",
    "webhook.set",
    "webhook.notices",
    "webhook.test",
    "check-up.get",
    "check-up.start",
    "log.tail",
    "log.reveal",
    "sources.list",
    "sources.look",
  ]) {
    const answer = await server.as(otto, `/api/holdall/commands/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: "{}",
    });
    expect([name, answer.status]).toEqual([name, 403]);
  }
});

test("archives that are not kept go with all that is around them, and who asks is told so", async () => {
  const { id } = await command<ExportDefinition>("definitions.create", {
    name: "The last one",
    options: { ...exactOptions, volumeBytes: 65_536 },
    schedules: [],
    retention: { keepLast: 1, keepDays: null },
  });
  const first = await runToItsEnd(id);
  const kept = join(data, "exports", first.uuid);
  expect((await readdir(kept)).length).toBeGreaterThan(1);
  expect(await command("definitions.expiring", { definition: id })).toEqual([
    { run: first.id, because: "count", at: null },
  ]);
  await runToItsEnd(id);
  await until(async () => Promise.resolve(!existsSync(kept)));
  const lines = await until(async () => {
    const found = await log({ run: first.id });
    return found[0]?.action === "archive.expired" ? found : null;
  });
  expect(lines[0]?.detail).toEqual({ because: "count" });
  const answer = await server.as(
    admin,
    `/api/holdall/runs/${String(first.id)}/archive`,
  );
  expect(answer.status).toBe(404);
  expect(answer.json()).toMatchObject({ error: { code: "archive.expired" } });
  await rm(kept, { recursive: true, force: true });
});

test("a check reads every file while everything else goes on, and names what is damaged", async () => {
  const check = () =>
    until(async () => {
      const state = await command<CheckUp>("check-up.get");
      return state.running ? null : state;
    });
  expect(await check()).toMatchObject({ startedAt: null, findings: [] });
  expect(await command("check-up.start")).toMatchObject({ running: true });
  const sound = await check();
  expect(sound.error).toBeNull();
  expect(sound.findings).toContainEqual(
    expect.objectContaining({ area: "store", severity: "ok" }),
  );

  const store = join(data, "store");
  const [file = ""] = (
    await readdir(store, { recursive: true, withFileTypes: true })
  )
    .filter((entry) => entry.isFile() && /^[0-9a-f]{60,64}$/u.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  await writeFile(file, "damaged");
  await command("check-up.start");
  expect((await check()).findings).toContainEqual(
    expect.objectContaining({
      area: "store",
      severity: "error",
      object: file,
      remedy: expect.any(String) as string,
    }),
  );
});

test("the end of the log and the parts of the program can be read, but not shown in a folder from afar", async () => {
  const { file, lines } = await command<LogTail>("log.tail", { limit: 5 });
  expect(file).toBe(join(data, "logs", "holdall.log"));
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.length).toBeLessThanOrEqual(5);
  expect(lines[0]?.at).toBeGreaterThan(0);
  await expect(command("log.reveal")).rejects.toThrow("reveal.unavailable");
  const parts = await command<BundledPart[]>("app.parts");
  const named = new Map(parts.map((part) => [part.name, part]));
  // Of the page, of the program, and what is installed beside it.
  for (const name of ["vue", "ssh2", "better-sqlite3"])
    expect(named.get(name)?.text, name).toContain("ermission");
  expect(parts.filter(({ licence }) => licence === "")).toEqual([]);
  expect(named.has("vitest")).toBe(false);
});
