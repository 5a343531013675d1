import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ExportResult, Run } from "../../../main/domain/run.ts";
import { makeHostileCatalog } from "../../support/hostile-catalog.ts";
import {
  holdall,
  holdallJson,
  temporaryFolder,
} from "../../support/holdall.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
let exported: Run;

beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  await makeHostileCatalog(data);
  const { stdout } = await holdall(
    data,
    ...["export", "--all", "--withdrawn", "--rehearse", "--json"],
  );
  exported = JSON.parse(stdout) as Run;
});
afterAll(() => folder.remove());

test("an export can be rehearsed when it ends", () => {
  const { items, rehearsal } = exported.result as ExportResult;
  expect(items).toBeGreaterThan(5);
  expect(rehearsal).toMatchObject({ items, same: items, differences: 0 });
  expect(existsSync(join(data, "exports", exported.uuid, "work"))).toBe(false);
});

test("so can a run that has ended, and an archive that lies anywhere", async () => {
  const { items, path } = exported.result as ExportResult;
  for (const what of [String(exported.id), path]) {
    const finished = await holdall(data, "rehearse", what);
    expect(finished.stdout, finished.stderr).toContain(
      `${String(items)} of ${String(items)} items came back the same`,
    );
    expect(finished.code).toBe(0);
  }
  expect(readdirSync(join(data, "rehearsals"))).toEqual([]);
});

test("what is not the same is named, what was changed since is not held against the package", async () => {
  const { items, path } = exported.result as ExportResult;
  const catalog = new SQLite(join(data, "catalog.sqlite"));
  const [first, second] = catalog
    .prepare<[number], number>(
      `SELECT i.id FROM item i JOIN metadata_value v ON v.object_id = i.id AND v.place = 0
       WHERE i.last_modified < ? AND i.collection_id IS NOT NULL GROUP BY i.id`,
    )
    .pluck()
    .all(Date.now());
  catalog
    .prepare("UPDATE item SET last_modified = ? WHERE id = ?")
    .run(Date.now(), first);
  catalog
    .prepare(
      "UPDATE metadata_value SET value = value || '!' WHERE object_id = ? AND place = 0",
    )
    .run(second);
  catalog.close();
  const finished = await holdall(data, "rehearse", path, "--json");
  expect(finished.code).toBe(1);
  const found = JSON.parse(finished.stdout) as {
    same: number;
    changedSince: number;
    first: { object: string; message: string }[];
  };
  expect(found).toMatchObject({ same: items - 2, changedSince: 1 });
  expect(found.first[0]?.message).toMatch(/^The field .* is .* instead of/);
});

test("what cannot be rehearsed says why", async () => {
  const migrated = await holdall(
    data,
    ...["export", "--all", "--migrate", "--json"],
  );
  const { id } = JSON.parse(migrated.stdout) as Run;
  const impossible = await holdall(data, "rehearse", String(id));
  expect(impossible.stderr).toContain("package for migration");
  expect(impossible.code).toBe(1);
  const missing = await holdall(data, "rehearse", join(folder.path, "none"));
  expect(missing.stderr).toContain("There is no file");
  expect(missing.code).toBe(1);
  expect(await holdallJson(data, "list", "exports")).toHaveLength(2);
});
