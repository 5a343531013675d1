import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import SQLite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ImportResult } from "../../../main/domain/run.ts";
import { bundle, openTestCatalog, value } from "../../support/catalog.ts";
import { temporaryFolder, writeFolder } from "../../support/package-files.ts";
import { rawZip } from "../../support/raw-zip.ts";
import { seeArchive } from "../../support/read-archive.ts";
import { ended, exportTarget, withApplication } from "../../support/runs.ts";

const folder = temporaryFolder();
const at = (name: string) => join(folder.path, name);

/** A package of ours: a community, a collection with a logo and two items, and one without any. */
beforeAll(async () => {
  const catalog = openTestCatalog(at("data"));
  const community = catalog.community("Top");
  const logo = await catalog.bitstream("logo.png", "a logo");
  const collection = catalog.collection("Gauges", [community], { logo });
  catalog.collection("Empty", [community]);
  for (const name of ["one", "two"]) {
    catalog.item(collection, {
      metadata: [value("dc.title", name)],
      bundles: [
        bundle("ORIGINAL", [
          await catalog.bitstream(`${name}.txt`, `the text of ${name}`),
        ]),
      ],
    });
  }
  catalog.close();
  await exportTarget(at("data"), null, at("pack.zip"));
});
afterAll(() => folder[Symbol.asyncDispose]());

/** The package as a folder, some of its files overwritten. */
function unpacked(name: string, spoilt: RegExp): string {
  execFileSync("unzip", ["-q", at("pack.zip"), "-d", at(name)]);
  const files = readdirSync(at(name), { recursive: true, encoding: "utf8" });
  for (const file of files)
    if (spoilt.test(file)) writeFileSync(join(at(name), file), "spoilt");
  return at(name);
}

async function importInto(
  data: string,
  path: string,
  more: { into?: string; strict?: boolean; newIdentifiers?: boolean } = {},
) {
  return await withApplication(at(data), async (application) => {
    const input = { path, strict: false, newIdentifiers: false, ...more };
    const id = await application.context.imports.create(input);
    return ended<ImportResult>(application, id);
  });
}

/** Names of everything that holds items, with the number of items in collections. */
function places(data: string): unknown[] {
  const catalog = new SQLite(join(at(data), "catalog.sqlite"));
  try {
    return catalog
      .prepare(
        `SELECT name FROM community UNION ALL
         SELECT name || ' ' || (SELECT count(*) FROM item i WHERE i.collection_id = c.id) FROM collection c ORDER BY 1`,
      )
      .pluck()
      .all();
  } finally {
    catalog.close();
  }
}

describe("an import that takes nothing in leaves nothing behind", () => {
  it.each<[string, string | undefined]>([
    ["when its items are damaged", undefined],
    ["when they were to go into a new collection", "New"],
  ])("%s", async (name, into) => {
    const path = unpacked(name, /\.txt$/);
    const { result } = await importInto(
      `into ${name}`,
      path,
      into === undefined ? {} : { into },
    );
    expect(result).toMatchObject({ items: 0, itemsRefused: 2 });
    expect(places(`into ${name}`)).toEqual([]);
  });

  it("when its items cannot be read", async () => {
    const path = writeFolder(at("unreadable"), {
      "1/dublin_core.xml": "<dublin_core/>",
      "1/contents": "missing.pdf",
    });
    const { result } = await importInto("u", path, { into: "New" });
    expect(result).toMatchObject({ items: 0, itemsRefused: 1 });
    expect(places("u")).toEqual([]);
  });

  it("when a logo cannot be had", async () => {
    const { contents } = await seeArchive(at("pack.zip"));
    const entries = [...contents].map(([name, content]) => ({
      name,
      content,
      ...(name.includes("/logo-") ? { crc32: 5 } : {}),
    }));
    writeFileSync(at("logo.zip"), rawZip(entries));
    const { run } = await importInto("l", at("logo.zip"));
    expect(run).toMatchObject({
      state: "failed",
      error: { code: "archive.entry-invalid" },
    });
    expect(places("l")).toEqual([]);
  });
});

describe("places", () => {
  it("are made with the first item that is taken, though one before it was refused", async () => {
    const path = unpacked("first", /one\.txt$/);
    const { result, problems } = await importInto("partly", path);
    expect(result).toMatchObject({ items: 1, itemsRefused: 1 });
    expect(problems.map(({ code }) => code)).toEqual(["bitstream.damaged"]);
    expect(places("partly")).toEqual(["Empty 0", "Gauges 1", "Top"]);
  });

  it("are made once for copies, however often they are imported", async () => {
    const copy = () =>
      importInto("data", at("pack.zip"), { newIdentifiers: true });
    expect((await copy()).result).toMatchObject({ items: 2 });
    const twice = ["Empty 0", "Empty 0", "Gauges 2", "Gauges 2", "Top", "Top"];
    expect(places("data")).toEqual(twice);
    expect((await copy()).result).toMatchObject({
      items: 0,
      itemsAlreadyThere: 2,
    });
    expect(places("data")).toEqual(twice);
    // A copy that lacks an item gets it back where the others are.
    const catalog = openTestCatalog(at("data"));
    catalog.together(() => {
      const last = [...catalog.summary.items()].at(-1);
      catalog.remover.remove("item", last?.id ?? 0);
    });
    while (catalog.together(() => catalog.remover.clear(50)) > 0);
    catalog.close();
    expect(places("data")).toContain("Gauges 1");
    expect((await copy()).result).toMatchObject({ items: 1 });
    expect(places("data")).toEqual(twice);
  });
});
