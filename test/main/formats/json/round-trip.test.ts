import { join } from "node:path";
import { expect, test } from "vitest";
import { makeHostileCatalog } from "../../../support/hostile-catalog.ts";
import { temporaryFolder } from "../../../support/package-files.ts";
import { readPackage } from "../../../support/read-package.ts";
import { exportTarget, importPackage } from "../../../support/runs.ts";

test("whatever a catalog holds comes back from a JSON package as it was, and gives the same package again", async () => {
  await using folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  const { community } = await makeHostileCatalog(at("data"));
  const options = { format: "json", withdrawn: true };
  const first = await exportTarget(at("data"), community, at("1.zip"), options);
  const { json, text } = await readPackage(at("1.zip"));
  const items = json("items.json") as { uuid: string; folder: string }[];
  expect(items).toHaveLength(first.result.items);
  // One item a line, for readers by lines.
  expect(text("items.json").split("\n")).toHaveLength(items.length + 3);

  const { problems } = await importPackage(at("copy"), at("1.zip"));
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  const structure = json("structure.json") as {
    communities: { uuid: string }[];
  };
  await exportTarget(
    at("copy"),
    structure.communities.find((_, index) => index === 0)?.uuid ?? "",
    at("2.zip"),
    options,
  );
  const again = await readPackage(at("2.zip"));
  // Fields with dots in the names of their parts cannot be told from others; that has been said.
  expect(first.problems.map(({ code }) => code)).toContain("field.ambiguous");
  expect(again.text("items.json")).toBe(
    text("items.json").replace(/"\.\.\/\.\.\/evil\.note":\[[^\]]*\],/, ""),
  );
  expect(again.text("structure.json")).toBe(text("structure.json"));
});
