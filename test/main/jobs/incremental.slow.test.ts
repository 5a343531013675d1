import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ExportResult, Run } from "../../../main/domain/run.ts";
import { bundle, openTestCatalog, value } from "../../support/catalog.ts";
import {
  holdall,
  holdallJson,
  startHoldall,
  temporaryFolder,
} from "../../support/holdall.ts";
import { readPackage } from "../../support/read-package.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
let items: readonly { id: number; uuid: string }[];

beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  const catalog = openTestCatalog(data);
  const logs = catalog.collection("Logs", [catalog.community("Coast")]);
  const file = await catalog.bitstream("log.txt", Buffer.alloc(200_000, "log"));
  items = catalog.together(() =>
    Array.from({ length: 400 }, (_, number) =>
      catalog.item(logs, {
        metadata: [value("dc.title", `Log ${String(number)}`)],
        bundles: [bundle("ORIGINAL", [file])],
      }),
    ),
  );
  catalog.close();
  await holdallJson(
    data,
    ...["schedule", "add", "Logs", "--name", "All", "--incremental"],
  );
});
afterAll(() => folder.remove());

const runs = async () =>
  ((await holdallJson(data, "list", "exports")) as Run[]).toReversed();

/** What all successful runs have brought so far, and that each goes on from the one before. */
async function brought(): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  let base: string | null = null;
  for (const { uuid, state, result } of await runs()) {
    if (state !== "done" && state !== "done-with-problems") continue;
    const { path, changes } = result as ExportResult;
    expect(changes?.base?.uuid ?? null).toBe(base);
    if (path === "") continue;
    base = uuid;
    const read = await readPackage(path);
    for (const one of read.paths) {
      if (!one.endsWith("_holdall-item.json")) continue;
      const { uuid: item } = read.json(one) as { uuid: string };
      times.set(item, (times.get(item) ?? 0) + 1);
    }
  }
  return times;
}

test("whenever a run is killed, every change comes exactly once", async () => {
  const changed = new Map<string, number>();
  for (let round = 0; round < 8; round++) {
    for (const delay of [250 + round * 60, 400 + round * 90]) {
      const running = startHoldall(data, ["schedule", "run", "All"]);
      await new Promise((resolve) => setTimeout(resolve, delay));
      running.process.kill("SIGKILL");
      await running.finished;
    }
    // The first goes on with what was killed, the second is a run of its own.
    const first = await holdall(data, "schedule", "run", "All");
    expect([0, 3], first.stderr).toContain(first.code);
    const last = await holdall(data, "schedule", "run", "All");
    expect([0, 3], last.stderr).toContain(last.code);
    const catalog = openTestCatalog(data);
    const some = items.filter((_, index) => index % 16 === round);
    catalog.together(() => {
      for (const { id, uuid } of some) {
        catalog.itemEditor.touch(id);
        changed.set(uuid, (changed.get(uuid) ?? 0) + 1);
      }
    });
    catalog.close();
  }
  expect((await holdall(data, "schedule", "run", "All")).code).toBe(0);
  const open = (await runs()).filter(
    ({ state }) => state === "queued" || state === "processing",
  );
  expect(open).toEqual([]);
  const times = await brought();
  for (const { uuid } of items)
    expect(times.get(uuid), uuid).toBe(1 + (changed.get(uuid) ?? 0));
});
