import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Item } from "../../../../main/domain/catalog.ts";
import { withPlaces } from "../../../../main/domain/metadata.ts";
import type { PackageFacts } from "../../../../main/formats/format.ts";
import {
  addressOf,
  fileAt,
} from "../../../../main/formats/html/page-address.ts";
import { html } from "../../../../main/formats/html/index.ts";
import { value } from "../../../support/catalog.ts";
import {
  formatContext,
  nothingPackaged,
} from "../../../support/format-context.ts";
import { temporaryFolder } from "../../../support/package-files.ts";
import { exactOptions } from "../../../support/runs.ts";

const collection = {
  id: 2,
  uuid: "00000000-0000-4000-8000-00000000000a",
  handle: null,
  name: "C",
};
const item: Item = {
  id: 1,
  uuid: "00000000-0000-4000-8000-000000000009",
  handle: null,
  owningCollection: collection,
  mappedCollections: [],
  inArchive: true,
  withdrawn: false,
  discoverable: true,
  lastModified: 0,
  submitter: null,
  metadata: withPlaces([value("dc.title", "One")]),
  bundles: [],
  policies: [],
  relationships: [],
};

/** Closes a site of one item in one collection; paths of what was made. */
async function close(
  folder: string,
  given: Partial<PackageFacts["context"]> = {},
): Promise<string[]> {
  const manifestFile = join(folder, "manifest");
  const problemsFile = join(folder, "problems");
  writeFileSync(manifestFile, `${"0".repeat(64)}  item_One-1/index.html\n`);
  writeFileSync(problemsFile, "");
  const context = formatContext(given);
  const none = { metadata: [], policies: [], logo: null };
  const facts: PackageFacts = {
    ...nothingPackaged,
    root: "r",
    options: exactOptions,
    title: "T",
    asked: null,
    volume: null,
    items: 1,
    itemsPlanned: 1,
    files: 0,
    filesPlanned: 0,
    bytes: 0,
    withdrawnLeftOut: 0,
    unfinishedLeftOut: 0,
    lastModified: 0,
    changes: null,
    communities: [],
    collections: [
      { ...collection, ...none, parents: [], license: null, template: null },
    ],
    workFolder: folder,
    manifestFile,
    problemsFile,
    context,
    async *packagedItems() {
      yield { item, planned: html.planItem(item, 1, context) };
    },
  };
  const paths: string[] = [];
  for await (const { path } of html.closingEntries(facts)) paths.push(path);
  return paths;
}

describe("the links of a site", () => {
  it("are checked before the last list is written: a dead one ends the run", async () => {
    await using temporary = temporaryFolder();
    expect(await close(temporary.path)).toContain("r/manifest-sha256.txt");
    await expect(
      close(temporary.path, {
        communitiesAbove: () => [{ id: 7, name: "Nowhere" }],
      }),
    ).rejects.toMatchObject({
      code: "link.dead",
      message: expect.stringContaining("community_Nowhere-7.html") as string,
    });
  });

  it("lead there and back, whatever names are made of", () => {
    for (const [from, to] of [
      ["index.html", "a #1 100%?/b&c 'd'.html"],
      ["a/b/c.html", "a/d.html"],
      ["a/b.html", "é/ü/\u202e.txt"],
      ["x/y.html", "x/y.html"],
    ] as const) {
      const address = addressOf(from, to);
      expect(address).toMatch(/^[\w.~%/-]+$/);
      expect(fileAt(from, address)).toBe(to);
    }
    expect(fileAt("a/b.html", "https://example.org/")).toBeNull();
    expect(fileAt("a/b.html", "#here")).toBeNull();
  });
});
