import { readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Rehearsal } from "../../../main/domain/rehearsal.ts";
import type { RunComparison } from "../../../main/domain/run-comparison.ts";
import type { ExportResult, Run } from "../../../main/domain/run.ts";
import {
  addAccount,
  addKey,
  startApiServer,
  until,
  type ApiServer,
} from "../../support/api-server.ts";
import { bundle, openTestCatalog, value } from "../../support/catalog.ts";
import { temporaryFolder } from "../../support/holdall.ts";
import { exactOptions } from "../../support/runs.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
let server: ApiServer;
let administrator: string;
let person: string;
let logs: number;
/** So many items that importing them again cannot be over at once. */
let many: number;
let large: Run | undefined;

beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  const catalog = openTestCatalog(data);
  const coast = catalog.community("Coast");
  logs = catalog.collection("Logs", [coast]);
  for (const name of ["one", "two"])
    catalog.item(logs, {
      metadata: [value("dc.title", name)],
      bundles: [
        bundle("ORIGINAL", [await catalog.bitstream(`${name}.txt`, name)]),
      ],
    });
  many = catalog.collection("Many", [coast]);
  catalog.together(() => {
    for (let number = 0; number < 800; number++)
      catalog.item(many, { metadata: [value("dc.title", String(number))] });
  });
  catalog.close();
  await addAccount(data, "anna@example.org", "--admin");
  administrator = await addKey(data, "anna@example.org");
  await addAccount(data, "ben@example.org");
  person = await addKey(data, "ben@example.org");
  server = await startApiServer(data);
});
afterAll(async () => {
  await server.stop();
  await folder.remove();
});

const command = <Value>(name: string, input: object): Promise<Value> =>
  server.command(administrator, name, input) as Promise<Value>;
/** Status and code of a command that is refused. */
async function refused(name: string, input: object, key = administrator) {
  const answer = await server.as(key, `/api/holdall/commands/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(input),
  });
  const reply = answer.json() as { ok: boolean; error?: { code: string } };
  return [answer.status, reply.error?.code ?? ""];
}
const ended = (id: number): Promise<Run> =>
  until(async () => {
    const run = await command<Run>("runs.get", { run: id });
    return run.finishedAt === null ? null : run;
  });
const exported = async (collection: number): Promise<Run> =>
  ended(
    (
      await command<Run>("exports.create", {
        target: String(collection),
        options: exactOptions,
      })
    ).id,
  );
/** Where it lies: over HTTP only its name is told. */
const archiveOf = (run: Run) =>
  join(data, "exports", run.uuid, basename(resultOf(run).path));
const resultOf = (run: Run) => run.result as ExportResult;

test("a run is made up for", async () => {
  const catalog = openTestCatalog(data);
  const { sha256 } = (await catalog.bitstream("x", "two")).content;
  await rm(join(data, "store", sha256.slice(0, 2), sha256));
  const first = await exported(logs);
  expect(first.state).toBe("done-with-problems");
  await catalog.bitstream("x", "two");
  catalog.close();
  const { run, deliveries } = await command<{
    run: Run;
    deliveries: number[];
  }>("runs.retry", { run: first.id });
  expect(deliveries).toEqual([]);
  const second = await ended(run.id);
  expect(second).toMatchObject({ state: "done", retryOf: first.id });
  expect(resultOf(second)).toMatchObject({ items: 1, files: 1 });
  expect(await refused("runs.retry", { run: second.id })).toEqual([
    409,
    "run.nothing-to-retry",
  ]);
});

test("two runs are compared, page by page", async () => {
  const before = await exported(logs);
  const catalog = openTestCatalog(data);
  const [one = 0, two = 0] = [
    ...catalog.selection.items({ kind: "collection", id: logs }, false),
  ];
  for (const item of [one, two])
    catalog.together(() => {
      catalog.itemEditor.touch(item);
    });
  catalog.close();
  const after = await exported(logs);
  const page = (from?: number) =>
    command<RunComparison>("runs.compare", {
      base: before.id,
      run: after.id,
      limit: 1,
      ...(from === undefined ? {} : { after: from }),
    });
  const first = await page();
  expect(first).toMatchObject({
    counts: { added: 0, changed: 2, gone: 0 },
    items: [{ item: one, change: "changed", title: "one" }],
  });
  const second = await page(first.next ?? 0);
  expect(second).toMatchObject({ items: [{ item: two }] });
  expect(
    await refused("runs.compare", { base: 99999, run: after.id, limit: 1 }),
  ).toEqual([404, "run.not-found"]);
});

test.each([
  [{ query: "one" }, "Search: one", "SUCHE: o"],
  [{}, "The whole catalog", "ganzer kat"],
])(
  "an export of %o is found by its name in German",
  async (what, title, words) => {
    const { id } = await ended(
      (await command<Run>("exports.create", { ...what, options: exactOptions }))
        .id,
    );
    for (const typed of [words, title.slice(0, -1)])
      expect(
        (await command<Run[]>("runs.list", { limit: 9, words: typed })).map(
          (run) => [run.id, run.title],
        ),
        typed,
      ).toEqual([[id, title]]);
  },
);

test("a run is rehearsed, and remembers what came of it", async () => {
  const run = await exported(logs);
  const rehearsal = await command<Rehearsal>("runs.rehearse", { run: run.id });
  expect(rehearsal).toMatchObject({ items: 2, same: 2, differences: 0 });
  expect(
    resultOf(await command<Run>("runs.get", { run: run.id })).rehearsal,
  ).toEqual(rehearsal);
  expect(await command("rehearsals.progress", { run: run.id })).toBe(null);
  expect(await command("rehearsals.cancel", { run: run.id })).toEqual({
    cancelled: false,
  });
});

describe("a rehearsal that takes a while", () => {
  test.each(["run", "path"])(
    "says how far it is, and can be stopped (%s)",
    async (kind) => {
      large ??= await exported(many);
      const run = large;
      const what = kind === "run" ? { run: run.id } : { path: archiveOf(run) };
      const name = kind === "run" ? "runs.rehearse" : "archives.rehearse";
      const rehearsing = refused(name, what);
      const over = rehearsing.then((answer) => {
        throw new Error(`It is over: ${answer.join(" ")}`);
      });
      const progress = await Promise.race([
        over,
        until(() => command<object | null>("rehearsals.progress", what)),
      ]);
      over.catch(() => undefined);
      expect(progress).toMatchObject({
        phase: "importing",
        itemsTotal: kind === "run" ? 800 : 0,
      });
      expect(await refused(name, what)).toEqual([409, "rehearsal.running"]);
      expect(await command("rehearsals.cancel", what)).toEqual({
        cancelled: true,
      });
      expect(await rehearsing).toEqual([500, "run.cancelled"]);
      expect(readdirSync(join(data, "rehearsals"))).toEqual([]);
      expect(await command("rehearsals.progress", what)).toBe(null);
    },
  );
});

test("who may not export everything may do none of it", async () => {
  const [run] = (await command<Run[]>("runs.list", { limit: 1 })) as [Run];
  for (const [name, input] of [
    ["runs.retry", { run: run.id }],
    ["runs.compare", { base: run.id, run: run.id, limit: 1 }],
    ["runs.rehearse", { run: run.id }],
    ["archives.rehearse", { path: data }],
    ["rehearsals.progress", { run: run.id }],
    ["rehearsals.cancel", { run: run.id }],
  ] as const)
    expect([name, ...(await refused(name, input, person))]).toEqual([
      name,
      403,
      "access.denied",
    ]);
});
