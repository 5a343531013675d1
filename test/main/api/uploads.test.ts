import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ImportResult, Run } from "../../../main/domain/run.ts";
import { safeParts } from "../../../main/core/uploads.ts";
import {
  addAccount,
  startApiServer,
  until,
  type ApiServer,
} from "../../support/api-server.ts";
import { holdall, temporaryFolder } from "../../support/holdall.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
let server: ApiServer;
let token: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  await addAccount(data, "admin@example.org", "--admin");
  server = await startApiServer(data);
  token = await server.logIn("admin@example.org");
});
afterAll(async () => {
  await server.stop();
  await folder.remove();
});

/** Sends files as a browser does. */
async function sendForm(
  files: readonly (readonly [
    name: string,
    content: string | Uint8Array<ArrayBuffer>,
  ])[],
) {
  const form = new FormData();
  for (const [name, content] of files)
    form.append("files", new File([content], name), name);
  return fetch(`${server.url}/api/holdall/uploads`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
    body: form,
  });
}

async function importUpload(id: string, into?: string): Promise<Run> {
  const { id: run } = (await server.command(token, "imports.create", {
    path: `upload:${id}`,
    ...(into === undefined ? {} : { into }),
    strict: false,
    newIdentifiers: true,
  })) as Run;
  return until(async () => {
    const now = (await server.command(token, "runs.get", { run })) as Run;
    return now.state === "queued" || now.state === "processing" ? null : now;
  });
}

const incoming = () => readdir(join(data, "incoming")).catch(() => []);

it("takes a table and the files beside it, imports them, and keeps nothing", async () => {
  const table = "filename,dc.title\nplans/Tür “1”.txt,Tür\n";
  const plan = "Plan der Tür";
  const answer = await sendForm([
    ["metadata.csv", table],
    ["plans/Tür “1”.txt", plan],
  ]);
  expect(answer.status).toBe(200);
  const { id, files, bytes } = (await answer.json()) as {
    id: string;
    files: number;
    bytes: number;
  };
  expect({ files, bytes }).toEqual({
    files: 2,
    bytes: Buffer.byteLength(table + plan),
  });
  expect(await incoming()).toEqual([id]);
  const run = await importUpload(id, "Uploaded");
  expect(run.error).toBeNull();
  expect(run.result).toMatchObject({ items: 1, files: 1 });
  await until(async () => (await incoming()).length === 0);
});

it("takes one archive as the bare body", async () => {
  const archive = join(folder.path, "out.zip");
  await holdall(data, "export", "Uploaded", "--out", archive);
  const answer = await server.as(token, "/api/holdall/uploads", {
    method: "POST",
    headers: {
      "Content-Type": "application/zip",
      "X-File-Name": encodeURIComponent("päckchen.zip"),
    },
    body: await readFile(archive),
  });
  expect(answer.status).toBe(200);
  const run = await importUpload((answer.json() as { id: string }).id);
  expect((run.result as ImportResult).items).toBe(1);
  expect(run.title).toBe("päckchen.zip");
});

it("takes a folder as a browser sends it", async () => {
  const answer = await sendForm([
    [
      "package/item_1/dublin_core.xml",
      '<dublin_core><dcvalue element="title">T</dcvalue></dublin_core>',
    ],
    ["package/item_1/contents", "a.txt\n"],
    ["package/item_1/a.txt", "A"],
  ]);
  const { id } = (await answer.json()) as { id: string };
  const run = await importUpload(id, "Folder");
  expect(run.error).toBeNull();
  expect(run.result).toMatchObject({ items: 1, files: 1 });
});

describe("refuses", () => {
  it.each([
    "../escape.csv",
    "a/../../escape.csv",
    "..",
    "a\\..\\..\\escape.csv",
    "C:\\escape.csv",
    "nul\0.csv",
    `${"x/".repeat(40)}a.csv`,
    `${"x".repeat(300)}.csv`,
  ])("the name %j", (name) => {
    expect(() => safeParts(name)).toThrow(
      expect.objectContaining({ code: "input.invalid" }) as Error,
    );
  });

  it("a form with a name that leads out, and writes nothing of it", async () => {
    const before = await incoming();
    const answer = await sendForm([
      ["fine.csv", "a"],
      ["../../../escape.csv", "b"],
    ]);
    expect(answer.status).toBe(400);
    expect(existsSync(join(data, "escape.csv"))).toBe(false);
    expect(existsSync(join(folder.path, "escape.csv"))).toBe(false);
    await until(async () => (await incoming()).length <= before.length);
  });

  it("the same name twice, no file at all, and a name that cannot be read", async () => {
    const twice = await sendForm([
      ["a.csv", "1"],
      ["a.csv", "2"],
    ]);
    expect(twice.status).toBe(400);
    expect((await sendForm([])).status).toBe(400);
    const bare = (name?: string) =>
      server.as(token, "/api/holdall/uploads", {
        method: "POST",
        headers: {
          "Content-Type": "application/octet-stream",
          ...(name === undefined ? {} : { "X-File-Name": name }),
        },
        body: "x",
      });
    expect((await bare()).status).toBe(400);
    expect((await bare("%ff")).status).toBe(400);
    expect((await bare("..%2Fx")).status).toBe(400);
    await until(async () => (await incoming()).length === 0);
  });

  it("an upload that is not there", async () => {
    for (const id of [
      "00000000-0000-0000-0000-000000000000",
      "../exports",
      "",
    ]) {
      await expect(importUpload(id)).rejects.toThrow("upload.not-found");
    }
  });

  it("to keep what was interrupted", async () => {
    const stop = new AbortController();
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        controller.enqueue(new Uint8Array(1024));
        await new Promise((resolve) => setTimeout(resolve, 20));
      },
    });
    const sending = fetch(`${server.url}/api/holdall/uploads`, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${token}`,
        "Content-Type": "application/octet-stream",
        "X-File-Name": "endless.csv",
      },
      body,
      duplex: "half",
      signal: stop.signal,
    } as RequestInit);
    await until(async () => (await incoming()).length === 1);
    stop.abort();
    await expect(sending).rejects.toThrow();
    await until(async () => (await incoming()).length === 0);
  });
});
