import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundle, openTestCatalog, value } from "../../support/catalog.ts";
import { temporaryFolder } from "../../support/package-files.ts";
import { exportTarget, importPackage } from "../../support/runs.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder.path, name);

/** What packages are recognised by, all of them in one item, and nobody may read them. */
const names = [
  "bagit.txt",
  "collection.json",
  "dublin_core.xml",
  "fetch.txt",
  "hierarchy.xml",
  "items.json",
  "metadata.csv",
  "structure.json",
];

beforeAll(async () => {
  const catalog = openTestCatalog(at("data"));
  const collection = catalog.collection("Packages", [catalog.community("All")]);
  const files = await Promise.all(
    names.map((name) => catalog.bitstream(name, name, { policies: [] })),
  );
  catalog.item(collection, {
    metadata: [value("dc.title", "Files of \0 packages")],
    bundles: [bundle("ORIGINAL", files)],
  });
  catalog.close();
});
afterAll(() => folder[Symbol.asyncDispose]());

test.each([
  ["saf", "zip"],
  ["xml", "zip"],
  ["json", "zip"],
  ["json", "folder"],
  ["csv", "zip"],
  ["csv", "folder"],
  ["bagit", "zip"],
])(
  "%s in %s: files called like parts of a package, and restricted, come back",
  async (format, packer) => {
    const out = at(`${format}.${packer}`);
    const exported = await exportTarget(at("data"), null, out, {
      format,
      packer,
      restricted: "include",
    });
    expect(exported.result.files).toBe(names.length);
    const { result, problems } = await importPackage(`${out} data`, out);
    expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(result).toMatchObject({ items: 1, files: names.length });
  },
);
