import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder, writeFolder } from "../support/package-files.ts";
import { exportTarget, importPackage } from "../support/runs.ts";

it("an item of 800,000 values of one field goes round trip", async () => {
  await using folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  const values = Array.from(
    { length: 800_000 },
    (_, n) => `<dcvalue element="subject">value ${n}</dcvalue>`,
  );
  writeFolder(at("saf/1"), {
    contents: "",
    "dublin_core.xml": `<dublin_core>${values.join("\n")}</dublin_core>`,
  });
  expect((await importPackage(at("data"), at("saf"))).problems).toEqual([]);
  await exportTarget(at("data"), null, at("out.zip"), { verify: false });
  const again = await importPackage(at("fresh"), at("out.zip"));
  expect(again.problems).toEqual([]);
  expect(again.result).toMatchObject({ items: 1 });
}, 300_000);
