import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestCatalog } from "../../support/catalog.ts";
import { holdall, temporaryFolder } from "../../support/holdall.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  const catalog = openTestCatalog(data);
  catalog.collection("Nothing yet", [catalog.community("Works")]);
  catalog.close();
});
afterAll(() => folder.remove());

it.each(["saf", "xml", "csv", "json", "bagit", "html"])(
  "finds a package of a collection without items sound, as %s",
  async (format) => {
    const out = join(folder.path, `${format}.zip`);
    const made = await holdall(
      ...[data, "export", "Nothing yet", "--format", format, "--out", out],
    );
    expect(made.code, made.stderr).toBe(0);
    const verified = await holdall(data, "verify", out);
    expect([verified.code, verified.stderr]).toEqual([0, ""]);
    expect(verified.stdout).toContain("sound. 0 items");
  },
);

it("keeps an item with a title of two lines on one line of a list", async () => {
  const sheet = join(folder.path, "sheet.csv");
  writeFileSync(sheet, 'dc.title\n"One\nand another"\n');
  await holdall(data, "import", sheet, "--into", "Letters");
  const { stdout } = await holdall(data, "list", "items");
  expect(stdout.trimEnd().split("\n")).toHaveLength(1);
  expect(stdout).toContain("One and another (Letters)");
});

it.each([
  [
    ["schedule", "add", "--all", "--name", "A", "--cron", "0 3"],
    "A cron expression has five parts",
  ],
  [
    ["export", "--all", "--no-formulas"],
    "--no-formulas goes with --format csv",
  ],
  [
    ["export", "--all", "--organization", "The archive"],
    "--organization goes with --format bagit",
  ],
  [["target", "test", "folder"], "not right: path is missing."],
  [
    ["target", "test", "folder", "--set", "path=/", "--set", "pth=/"],
    "not right: there is no setting pth.",
  ],
  [
    ["target", "test", "folder", "--set", "path="],
    "not right: path must not have fewer than 1 characters.",
  ],
])("says what is wrong with %j", async (args, words) => {
  const { code, stderr } = await holdall(data, ...args);
  expect(stderr).toContain(words);
  expect(code).toBe(2);
});
