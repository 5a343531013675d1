import { readdirSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DefinitionInput } from "../../../preload/contract.ts";
import type { ExportDefinition } from "../../../main/domain/export-definition.ts";
import type { ExportResult, Run } from "../../../main/domain/run.ts";
import {
  addAccount,
  startApiServer,
  until,
  type ApiServer,
} from "../../support/api-server.ts";
import { bundle, openTestCatalog, value } from "../../support/catalog.ts";
import {
  holdall,
  holdallJson,
  temporaryFolder,
} from "../../support/holdall.ts";
import { readPackage } from "../../support/read-package.ts";

const options = {
  format: "saf",
  packer: "zip",
  migrate: false,
  bitstreams: true,
  withdrawn: false,
  verify: true,
};

interface Changes {
  base: { run: string; finishedAt: string } | null;
  created: number;
  changed: number;
  deleted: number;
  withdrawn: number;
  left: number;
  tombstones: { uuid: string; handle: string; reason: string }[];
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
let server: ApiServer;
let token: string;
let collection: string;
let other: string;
const items: { id: number; uuid: string }[] = [];

beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  const catalog = openTestCatalog(data);
  const top = catalog.community("Coast");
  const gauges = catalog.collection("Gauges", [top]);
  const logs = catalog.collection("Logs", [top]);
  for (let number = 1; number <= 8; number++)
    items.push(
      catalog.item(gauges, {
        metadata: [value("dc.title", `Gauge ${String(number)}`)],
        bundles: [
          bundle("ORIGINAL", [
            await catalog.bitstream("a.txt", `gauge ${String(number)}`),
          ]),
        ],
      }),
    );
  collection = catalog.objects.uuidOf(gauges) ?? "";
  other = catalog.objects.uuidOf(logs) ?? "";
  catalog.close();
  await addAccount(data, "admin@example.org", "--admin");
  server = await startApiServer(data);
  token = await server.logIn("admin@example.org");
});
afterAll(async () => {
  await server.stop();
  await folder.remove();
});

const command = <Result>(name: string, input: unknown = {}) =>
  server.command(token, name, input) as Promise<Result>;

async function define(
  name: string,
  more: Partial<DefinitionInput> = {},
): Promise<number> {
  const { id } = await command<ExportDefinition>("definitions.create", {
    name,
    target: collection,
    incremental: true,
    options,
    schedules: [],
    retention: { keepLast: null, keepDays: null },
    ...more,
  });
  return id;
}

const ended = (run: number): Promise<Run> =>
  until(async () => {
    const found = await command<Run>("runs.get", { run });
    return found.finishedAt === null ? null : found;
  });

/** Runs a definition, and reads what it has made. */
async function again(definition: number) {
  const { id } = await command<Run>("definitions.start", { definition });
  const run = await ended(id);
  const result = run.result as ExportResult;
  const at = join(data, "exports", run.uuid, result.path);
  const read = result.path === "" ? null : await readPackage(at);
  return {
    run,
    result,
    /** Titles of the items in the package. */
    titles: (read?.paths ?? [])
      .filter((path) => path.endsWith("dublin_core.xml"))
      .map(
        (path) =>
          /element="title"[^>]*>([^<]*)</.exec(read?.text(path) ?? "")?.[1],
      ),
    changes: (read?.json("changes.json") ?? null) as Changes | null,
  };
}

async function dspace(method: string, path: string, body?: unknown) {
  const answer = await server.as(token, `/api/core${path}`, {
    method,
    headers: {
      "Content-Type": "application/json",
      "X-XSRF-TOKEN": "t",
      Cookie: "DSPACE-XSRF-COOKIE=t",
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer;
}
const retitle = (item: { uuid: string } | undefined, title: string) =>
  dspace("PATCH", `/items/${item?.uuid ?? ""}`, [
    { op: "replace", path: "/metadata/dc.title/0/value", value: title },
  ]);

describe("an incremental export", () => {
  test("takes everything first, then only what has changed, with tombstones for what is gone", async () => {
    const definition = await define("Changes");
    const first = await again(definition);
    expect(first.titles).toHaveLength(8);
    expect(first.changes).toMatchObject({ base: null, created: 8 });

    const nothing = await again(definition);
    expect(nothing.run.state).toBe("done");
    expect(nothing.result).toMatchObject({ path: "", items: 0 });
    expect(nothing.result.changes?.base?.uuid).toBe(first.run.uuid);

    await retitle(items[0], "Gauge one");
    await dspace("PATCH", `/items/${items[1]?.uuid ?? ""}`, [
      { op: "replace", path: "/withdrawn", value: true },
    ]);
    await dspace("DELETE", `/items/${items[2]?.uuid ?? ""}`);
    const second = await again(definition);
    expect(second.titles).toEqual(["Gauge one"]);
    expect(second.changes).toMatchObject({
      base: { run: first.run.uuid },
      created: 0,
      changed: 1,
      deleted: 1,
      withdrawn: 1,
      left: 0,
      tombstones: [
        { uuid: items[1]?.uuid, reason: "withdrawn" },
        { uuid: items[2]?.uuid, reason: "deleted" },
      ],
    });

    // What was withdrawn comes back as something new.
    await dspace("PATCH", `/items/${items[1]?.uuid ?? ""}`, [
      { op: "replace", path: "/withdrawn", value: false },
    ]);
    const third = await again(definition);
    expect(third.titles).toEqual(["Gauge 2"]);
    expect(third.changes).toMatchObject({
      base: { run: second.run.uuid },
      created: 1,
      tombstones: [],
    });
  });

  test("notices policies, files and mappings, and what leaves the selection", async () => {
    const definition = await define("Policies");
    await again(definition);
    const policies = await server.as(
      token,
      `/api/authz/resourcepolicies/search/resource?uuid=${items[3]?.uuid ?? ""}`,
    );
    const id = /"id":(\d+)/.exec(policies.text)?.[1] ?? "";
    const changed = await server.as(
      token,
      `/api/authz/resourcepolicies/${id}`,
      {
        method: "PATCH",
        headers: {
          "Content-Type": "application/json",
          "X-XSRF-TOKEN": "t",
          Cookie: "DSPACE-XSRF-COOKIE=t",
        },
        body: JSON.stringify([
          { op: "add", path: "/startDate", value: "2199-01-01" },
        ]),
      },
    );
    expect(changed.status, changed.text).toBe(200);
    const embargoed = await again(definition);
    expect(embargoed.titles).toEqual(["Gauge 4"]);

    const mapped = await server.as(
      token,
      `/api/core/items/${items[4]?.uuid ?? ""}/mappedCollections`,
      {
        method: "POST",
        headers: {
          "Content-Type": "text/uri-list",
          "X-XSRF-TOKEN": "t",
          Cookie: "DSPACE-XSRF-COOKIE=t",
        },
        body: `${server.url}/api/core/collections/${other}`,
      },
    );
    expect(mapped.status, mapped.text).toBeLessThan(300);
    expect((await again(definition)).titles).toEqual(["Gauge 5"]);

    const moved = await server.as(
      token,
      `/api/core/items/${items[5]?.uuid ?? ""}/owningCollection`,
      {
        method: "PUT",
        headers: {
          "Content-Type": "text/uri-list",
          "X-XSRF-TOKEN": "t",
          Cookie: "DSPACE-XSRF-COOKIE=t",
        },
        body: `${server.url}/api/core/collections/${other}`,
      },
    );
    expect(moved.status, moved.text).toBeLessThan(300);
    const left = await again(definition);
    expect(left.titles).toEqual([]);
    expect(left.changes?.tombstones).toMatchObject([
      { uuid: items[5]?.uuid, reason: "left" },
    ]);
  });

  test("starts from everything when it is to hold something else", async () => {
    const definition = await define("Settings");
    const first = await again(definition);
    await command("definitions.change", {
      definition,
      name: "Settings of tomorrow",
      options: { ...options, packer: "folder" },
    });
    expect((await again(definition)).result.path).toBe("");
    await command("definitions.change", {
      definition,
      options: { ...options, bitstreams: false },
    });
    const other = await again(definition);
    expect(other.titles).toHaveLength(first.titles.length);
    expect(other.changes?.base).toBeNull();
  });

  test("loses no change when a run fails or cannot take everything", async () => {
    const definition = await define("Failures");
    const first = await again(definition);
    await retitle(items[6], "Gauge seven");
    // A folder in the place of what is remembered of its runs.
    const { uuid } = await command<ExportDefinition>("definitions.get", {
      definition,
    });
    const memory = join(data, "memory", `${uuid}.sqlite`);
    await rename(memory, `${memory}.aside`);
    await mkdir(memory);
    const { id } = await command<Run>("definitions.start", { definition });
    expect((await ended(id)).state).toBe("failed");
    await rm(memory, { recursive: true });
    await rename(`${memory}.aside`, memory);
    await retitle(items[7], "Gauge eight");
    const changed = await again(definition);
    expect(changed.changes?.base?.run).toBe(first.run.uuid);
    expect(changed.titles).toEqual(["Gauge seven", "Gauge eight"]);

    // What is remembered nowhere has to be exported once more.
    await rm(memory);
    const all = await again(definition);
    expect(all.titles).toHaveLength(first.titles.length);
    expect(all.changes?.base).toBeNull();
    await writeFile(memory, "spoilt ".repeat(1000));
    const spoilt = await again(definition);
    expect(spoilt.titles).toHaveLength(first.titles.length);
    expect(spoilt.run.state).toBe("done-with-problems");
  });
});

test("tells scripts when there was nothing to do", async () => {
  await server.stop();
  const run = (...args: string[]) => holdall(data, "schedule", "run", ...args);
  await holdallJson(
    data,
    ...["schedule", "add", collection, "--name", "Script", "--incremental"],
  );
  expect(await run("Script", "--tell-empty")).toMatchObject({ code: 0 });
  const empty = await run("Script", "--tell-empty");
  expect(empty.stdout).toContain("Nothing has changed since");
  expect(empty.code).toBe(4);
  expect((await run("Script")).code).toBe(0);

  // A file that is missing is left out, so the item comes again as long as that lasts.
  const catalog = openTestCatalog(data);
  const lost = await catalog.bitstream("b.txt", "soon gone");
  catalog.item(catalog.objects.find(collection)?.id ?? 0, {
    metadata: [value("dc.title", "Incomplete")],
    bundles: [bundle("ORIGINAL", [lost])],
  });
  catalog.close();
  const { sha256 } = lost.content;
  await rm(join(data, "store", sha256.slice(0, 2), sha256));
  expect((await run("Script")).code).toBe(3);
  const twice = await run("Script");
  expect(twice.code).toBe(3);
  expect(twice.stdout).toContain("0 new, 1 changed");
  const back = openTestCatalog(data);
  await back.bitstream("b.txt", "soon gone");
  back.close();
  expect((await run("Script")).code).toBe(0);
  expect((await run("Script", "--tell-empty")).code).toBe(4);

  await holdall(data, "schedule", "remove", "Script");
  const memories = readdirSync(join(data, "memory"));
  expect(memories).toHaveLength(4);
  server = await startApiServer(data);
});
