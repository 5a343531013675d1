import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeFolder, temporaryFolder } from "../../support/package-files.ts";
import { exportTarget, importPackage } from "../../support/runs.ts";

it("a package whose files pack hundreds of times comes in again", async () => {
  await using folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  writeFolder(at("saf/1"), {
    "dublin_core.xml": "<dublin_core/>",
    contents: "blanks.txt\nzeros.bin\n",
    "blanks.txt": Buffer.alloc(5_000_000, " "),
    "zeros.bin": Buffer.alloc(70_000_000),
  });
  await importPackage(at("data"), at("saf"));
  const packed = await exportTarget(at("data"), null, at("out.zip"));
  expect(packed.result).toMatchObject({ items: 1, files: 2, verified: true });
  expect(statSync(at("out.zip")).size * 200).toBeLessThan(75_000_000);
  const again = await importPackage(at("fresh"), at("out.zip"));
  expect(again.problems).toEqual([]);
  expect(again.result).toMatchObject({
    items: 1,
    itemsRefused: 0,
    files: 2,
    bytes: 75_000_000,
  });
});
