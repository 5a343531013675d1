import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RunComparison } from "../../../main/domain/run-comparison.ts";
import type { ExportResult, Run } from "../../../main/domain/run.ts";
import { bundle, openTestCatalog, value } from "../../support/catalog.ts";
import {
  holdall,
  holdallJson,
  temporaryFolder,
} from "../../support/holdall.ts";
import { readPackage } from "../../support/read-package.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
let collection: number;

beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  const catalog = openTestCatalog(data);
  collection = catalog.collection("Logs", [catalog.community("Coast")]);
  for (const name of ["one", "two", "three"])
    catalog.item(collection, {
      metadata: [value("dc.title", name)],
      bundles: [
        bundle("ORIGINAL", [await catalog.bitstream(`${name}.txt`, name)]),
      ],
    });
  catalog.close();
});
afterAll(() => folder.remove());

const exported = async (...args: string[]): Promise<Run> => {
  const { code, stdout } = await holdall(
    data,
    ...["export", String(collection), "--json", ...args],
  );
  expect([0, 3]).toContain(code);
  return JSON.parse(stdout) as Run;
};
const contentOf = async (text: string) => {
  const catalog = openTestCatalog(data);
  const { content } = await catalog.bitstream("x", text);
  catalog.close();
  return join(data, "store", content.sha256.slice(0, 2), content.sha256);
};

test("what a run had to leave out is exported by another one", async () => {
  await rm(await contentOf("two"));
  const first = await exported();
  expect(first.state).toBe("done-with-problems");
  // As long as the file is missing, the run that makes up for it lacks it too.
  const stillMissing = await holdall(
    data,
    ...["exports", "retry", String(first.id)],
  );
  expect(stillMissing.code).toBe(3);
  await contentOf("two");
  const second = (await holdallJson(
    data,
    ...["exports", "retry", String(first.id)],
  )) as Run;
  expect(second).toMatchObject({ state: "done", retryOf: first.id });
  const result = second.result as ExportResult;
  expect(result).toMatchObject({ items: 1, files: 1 });
  const read = await readPackage(result.path);
  expect(read.text("item_00001/dublin_core.xml")).toContain("two");
  expect(read.text("item_00001/two.txt")).toBe("two");

  const nothing = await holdall(data, "exports", "retry", String(second.id));
  expect(nothing.code).toBe(1);
  expect(nothing.stderr).toContain("Nothing was left out");
});

test("a run that failed is made up for as a whole", async () => {
  const failed = await holdall(
    data,
    ...["export", String(collection), "--out", join(folder.path, "no", "a")],
  );
  expect(failed.code).toBe(1);
  const [run] = (await holdallJson(data, "list", "exports")) as Run[];
  expect(run?.state).toBe("failed");
  const again = await holdall(data, "exports", "retry", String(run?.id));
  expect(again.stderr).toContain("does not exist");
  expect(again.code).toBe(1);
});

test("two runs are compared, also when the archives are gone", async () => {
  const before = await exported();
  const catalog = openTestCatalog(data);
  const [one = 0, two = 0] = [
    ...catalog.selection.items({ kind: "collection", id: collection }, false),
  ];
  const added = catalog.item(collection, {
    metadata: [value("dc.title", "four")],
  });
  catalog.together(() => {
    catalog.remover.remove("item", one);
    catalog.itemEditor.touch(two);
  });
  catalog.close();
  const after = await exported();
  for (const run of [before, after])
    await rm((run.result as ExportResult).path);
  const compare = (...args: string[]) =>
    holdallJson(data, "exports", "compare", ...args);
  const found = (await compare(
    String(before.id),
    String(after.id),
  )) as RunComparison;
  expect(found).toMatchObject({
    counts: { added: 1, changed: 1, gone: 1 },
    items: [
      { item: one, change: "gone", title: null },
      { item: two, change: "changed", title: "two" },
      { item: added.id, uuid: added.uuid, change: "added", title: "four" },
    ],
  });
  expect(
    await compare(String(before.id), String(after.id), "--limit", "1"),
  ).toMatchObject({
    counts: { added: 1, changed: 1, gone: 1 },
    items: [{ item: one }],
  });
  expect(await compare(String(after.id), String(after.id))).toMatchObject({
    counts: { added: 0, changed: 0, gone: 0 },
    items: [],
  });
  await rm(join(data, "memory", `${before.uuid}.sqlite`));
  const forgotten = await holdall(
    data,
    ...["exports", "compare", String(before.id), String(after.id)],
  );
  expect(forgotten.code).toBe(1);
  expect(forgotten.stderr).toContain("is not remembered");
});

test.each([
  [["retry", "x"], 2, "no number of a run"],
  [["retry", "999999"], 1, "no run"],
  [["compare", "1", "2", "--limit", "-1"], 2, "--limit"],
])("%s is refused with %i: %s", async (args, code, words) => {
  const finished = await holdall(data, "exports", ...args);
  expect(finished.stderr).toContain(words);
  expect(finished.code).toBe(code);
});
