import { appendFile, cp, readFile, readdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type {
  KnownSource,
  SourceLook,
} from "../../../main/domain/known-source.ts";
import type { ImportResult, Run } from "../../../main/domain/run.ts";
import {
  addAccount,
  startApiServer,
  until,
  type ApiServer,
} from "../../support/api-server.ts";
import {
  holdall,
  holdallJson,
  temporaryFolder,
} from "../../support/holdall.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
let sheet: string;
let server: ApiServer;
let admin: string;

const settings = () => ({
  path: sheet,
  into: "Lights",
  strict: false,
  newIdentifiers: false,
});
const command = <Value>(name: string, input: unknown = {}): Promise<Value> =>
  server.command(admin, name, input) as Promise<Value>;

/** Why a command is refused. */
async function refusal(name: string, input: unknown): Promise<string> {
  const answer = await server.as(admin, `/api/holdall/commands/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(input),
  });
  const { error } = answer.json() as { error?: { code: string } };
  return `${String(answer.status)} ${error?.code ?? "done"}`;
}

async function runToItsEnd(source: number): Promise<ImportResult> {
  const { id } = await command<Run>("sources.run", { source });
  const run = await until(async () => {
    const found = await command<Run>("runs.get", { run: id });
    return found.finishedAt === null ? null : found;
  });
  expect(run.error).toBeNull();
  return run.result as ImportResult;
}

beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  const sample = join(folder.path, "sample");
  await cp(resolve(import.meta.dirname, "../../../sample"), sample, {
    recursive: true,
  });
  sheet = join(sample, "metadata.csv");
  await addAccount(data, "ada@example.org", "--admin");
  server = await startApiServer(data);
  admin = await server.logIn("ada@example.org");
});
afterAll(async () => {
  await server.stop();
  await folder.remove();
});

test("a source is looked into, remembered, imported from, and imported from again", async () => {
  const look = await command<SourceLook>("sources.look", settings());
  expect(look).toMatchObject({
    kind: "csv",
    complete: true,
    alreadyThere: 0,
    refused: 0,
  });
  expect(look.items).toBeGreaterThan(5);
  expect(look.bytes).toBeGreaterThan(10_000);
  expect(look.titles).toHaveLength(5);
  // It was only a look.
  expect(await command("catalog.summary")).toMatchObject({
    items: 0,
    collections: 0,
  });
  expect(await command("runs.list", { limit: 9 })).toEqual([]);
  expect(await readdir(join(data, "looks"))).toEqual([]);

  const source = await command<KnownSource>("sources.add", settings());
  expect(source).toMatchObject({
    name: "metadata.csv",
    kind: "csv",
    path: sheet,
    lastRun: null,
  });
  expect(await runToItsEnd(source.id)).toMatchObject({
    items: look.items,
    files: look.files,
    itemsAlreadyThere: 0,
  });
  const known = await command<KnownSource[]>("sources.list");
  expect(known).toMatchObject([
    {
      id: source.id,
      lastRun: { state: expect.stringMatching(/^done/u) as string },
    },
  ]);
  expect(await command("sources.look", settings())).toMatchObject({
    items: look.items,
    alreadyThere: look.items,
  });

  // What has come since is imported, and nothing else.
  const [head = ""] = (await readFile(sheet, "utf8")).split("\n");
  const columns = head
    .split(",")
    .map((name) =>
      name.includes("title") ? "A light that was lit later" : "",
    );
  await appendFile(sheet, `${columns.join(",")}\n`);
  expect(await command("sources.look", settings())).toMatchObject({
    items: look.items + 1,
    alreadyThere: look.items,
  });
  expect(await runToItsEnd(source.id)).toMatchObject({
    items: 1,
    itemsAlreadyThere: look.items,
  });
  const runs = await command<Run[]>("sources.runs", {
    source: source.id,
    limit: 10,
  });
  expect(runs).toHaveLength(2);
  expect(runs[0]?.id).toBeGreaterThan(runs[1]?.id ?? Infinity);
});

test("what cannot be a source is refused, and names are one of a kind", async () => {
  const nothing = join(folder.path, "notes.bin");
  await writeFile(nothing, "neither a package nor a table");
  for (const name of ["sources.add", "sources.look"]) {
    expect(
      await refusal(name, { ...settings(), path: join(folder.path, "gone") }),
    ).toBe("404 file.not-found");
    expect(await refusal(name, { ...settings(), path: nothing })).toBe(
      "400 source.unknown",
    );
  }
  expect(
    await refusal("sources.add", {
      ...settings(),
      path: "sample/metadata.csv",
    }),
  ).toBe("400 input.invalid");
  expect(
    await refusal("sources.add", { ...settings(), name: "metadata.csv" }),
  ).toBe("409 source.name-taken");
  const second = await command<KnownSource>("sources.add", settings());
  expect(second.name).toBe("metadata.csv 2");
  expect(
    await refusal("sources.change", {
      ...settings(),
      source: second.id,
      name: "metadata.csv",
    }),
  ).toBe("409 source.name-taken");
  const { into: _into, ...elsewhere } = settings();
  expect(
    await command("sources.change", {
      ...elsewhere,
      source: second.id,
      name: "Lights of the coast",
      encoding: "utf-8",
    }),
  ).not.toHaveProperty("into");
  await command("sources.remove", { source: second.id });
  for (const name of ["sources.run", "sources.remove"])
    expect(await refusal(name, { source: second.id })).toBe(
      "404 source.not-found",
    );
  expect(await refusal("sources.runs", { source: second.id, limit: 1 })).toBe(
    "404 source.not-found",
  );
});

test("the command line knows the same sources", async () => {
  const found = (await holdallJson(data, "source", "list")) as KnownSource[];
  expect(found.map(({ name }) => name)).toEqual(["metadata.csv"]);
  const ran = await holdall(data, "source", "run", "metadata.csv");
  expect(ran.stdout).toMatch(/were there already/u);
});
