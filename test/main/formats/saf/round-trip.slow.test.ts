import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Policy } from "../../../../main/domain/catalog.ts";
import type { ExportOptions, Problem } from "../../../../main/domain/run.ts";
import {
  bundle,
  openTestCatalog,
  publicRead,
  value,
} from "../../../support/catalog.ts";
import { catalogContent } from "../../../support/catalog-content.ts";
import {
  makeHostileCatalog,
  type HostileCatalog,
} from "../../../support/hostile-catalog.ts";
import { temporaryFolder } from "../../../support/package-files.ts";
import { readPackage } from "../../../support/read-package.ts";
import { exportTarget, importPackage } from "../../../support/runs.ts";

/** Exports, imports into an empty data folder, exports again, and compares every byte. */
async function roundTrip(
  folder: string,
  data: string,
  target: string | null,
  options: Partial<ExportOptions> = {},
): Promise<{ other: string; problems: readonly Problem[]; zip: string }> {
  const name = (target ?? "site").replace("/", "-");
  const first = join(folder, `${name}-first.zip`);
  const second = join(folder, `${name}-second.zip`);
  const other = join(folder, `${name}-data`);
  const all = { withdrawn: true, ...options };
  const { result } = await exportTarget(data, target, first, all);
  expect(result.verified).toBe(true);
  const imported = await importPackage(other, first);
  expect(imported.result).toMatchObject({
    items: result.items,
    itemsRefused: 0,
    files: result.files,
  });
  const again = await exportTarget(other, target, second, all);
  if (again.result.sha256 !== result.sha256) {
    const [before, after] = await Promise.all(
      [first, second].map((zip) => readPackage(zip)),
    );
    expect(after?.paths).toEqual(before?.paths);
    for (const path of before?.paths ?? [])
      expect(after?.text(path), path).toBe(before?.text(path));
  }
  expect(again.result.sha256).toBe(result.sha256);
  return { other, problems: imported.problems, zip: first };
}

describe("a package of a catalog with everything in it", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let data: string;
  let made: HostileCatalog;
  let handles: Record<"collection" | "community" | "empty", string>;

  beforeAll(async () => {
    folder = temporaryFolder();
    data = join(folder.path, "data");
    made = await makeHostileCatalog(data);
    const catalog = openTestCatalog(data);
    const handleOf = (id: number) =>
      (catalog.containers.collection(id) ?? catalog.containers.community(id))
        ?.handle ?? "";
    handles = {
      collection: handleOf(made.collection),
      community: handleOf(made.community),
      empty: handleOf(made.emptyCollection),
    };
    catalog.close();
  });
  afterAll(() => folder[Symbol.asyncDispose]());

  it("gives back the same catalog, and the same bytes", async () => {
    const { other, problems, zip } = await roundTrip(folder.path, data, null);
    const [before, after] = [catalogContent(data), catalogContent(other)];
    expect(after.items).toEqual(before.items);
    expect(after.communities).toEqual(before.communities);
    expect(after.collections).toEqual(before.collections);
    // All there is to tell is that some fields were not registered.
    expect(new Set(problems.map(({ code }) => code))).toEqual(
      new Set(["field.registered"]),
    );

    const unpacked = join(folder.path, "unpacked");
    mkdirSync(unpacked);
    execFileSync("unzip", ["-qq", zip, "-d", unpacked], {
      env: { ...process.env, LC_ALL: "C.UTF-8" },
    });
    const fromFolder = join(folder.path, "data from a folder");
    await importPackage(fromFolder, unpacked);
    expect(catalogContent(fromFolder)).toEqual(after);
  });

  it("of one collection gives the same bytes", async () => {
    await roundTrip(folder.path, data, handles.collection);
  });

  it("of a community gives the same bytes", async () => {
    await roundTrip(folder.path, data, handles.community);
  });

  it("of a collection without items gives the same bytes", async () => {
    const { other } = await roundTrip(folder.path, data, handles.empty);
    expect(catalogContent(other).items).toEqual([]);
  });

  it("of one item gives the same bytes", async () => {
    await roundTrip(folder.path, data, made.items.lines.handle);
  });

  it("can be imported twice: the second time nothing is added", async () => {
    const out = join(folder.path, "twice.zip");
    const other = join(folder.path, "twice");
    await exportTarget(data, null, out, { withdrawn: true });
    await importPackage(other, out);
    const before = catalogContent(other);
    const again = await importPackage(other, out);
    expect(again.result).toMatchObject({ items: 0, itemsRefused: 0 });
    expect(again.result.itemsAlreadyThere).toBe(before.items.length);
    expect(catalogContent(other)).toEqual(before);
  });
});

/** Text of any sixteen-bit units, weighted towards what breaks formats. */
const anyText = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.string({ unit: "binary", maxLength: 6 }) },
      {
        weight: 2,
        arbitrary: fc
          .integer({ min: 0, max: 0xffff })
          .map((unit) => String.fromCharCode(unit)),
      },
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          ...Array.from(
            " \t\n\r\u000b\u000c\u0000\u001f\u007f\u0085\u00a0\u1680\u2003\u2028\u2029\u202e\u3000\ufeff\ufffd\ufffe\uffff./\\:'\"<>&|-_*?%,;",
          ),
          "]]>",
          "<!--",
          "&amp;",
          "&#0;",
          "..",
          "\ud83d\ude00",
          "\tbundle:LICENSE",
        ),
      },
      { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 8 }) },
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

const someLongText = fc.oneof(
  { weight: 9, arbitrary: anyText },
  {
    weight: 1,
    arbitrary: fc
      .tuple(anyText, fc.integer({ min: 40, max: 400 }))
      .map(([text, times]) => text.repeat(times).slice(0, 5000)),
  },
);

const anyName = fc.oneof(
  { weight: 6, arbitrary: someLongText },
  {
    weight: 2,
    arbitrary: fc
      .tuple(anyText, fc.constantFrom(".pdf", ".TXT", ".jpg", "", ".xml"))
      .map(([stem, extension]) => stem + extension),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom("", " ", "_", ".", "metadata_", "\u00e9", "e\u0301"),
        fc.constantFrom(
          "contents",
          "Handle",
          "collections",
          "relationships",
          "dublin_core.xml",
          "metadata_a.xml",
          "_holdall-item.json",
          "license.txt",
          "nul",
          "a",
          "A",
          "a_2",
          "thumbs.db",
        ),
        fc.constantFrom("", " ", ".", "_2", ".txt", " ".repeat(200) + "x"),
      )
      .map((parts) => parts.join("")),
  },
);

const anyPolicies: fc.Arbitrary<readonly Policy[]> = fc.array(
  fc
    .tuple(
      anyText.filter((name) => name !== ""),
      fc.boolean(),
      fc.option(anyText, { nil: null }),
      fc.constantFrom("READ" as const, "WRITE" as const),
    )
    .map(([who, isGroup, name, action]): Policy => ({
      ...publicRead,
      action,
      group: isGroup ? who : null,
      account: isGroup ? null : who,
      name,
    })),
  { maxLength: 2 },
);

const anyMetadata = fc.array(
  fc
    .tuple(
      fc.constantFrom(
        "dc.title",
        "dc.contributor.author",
        "dc.subject",
        "dcterms.abstract",
        "local.unregistered.field",
      ),
      someLongText,
      fc.option(anyText, { nil: null }),
      fc.option(anyText, { nil: null }),
    )
    .map(([field, text, language, authority]) =>
      value(field, text, { language, authority, confidence: 600 }),
    )
    .filter(({ authority }) => authority?.startsWith("virtual::") !== true),
  { maxLength: 5 },
);

const anyItem = fc.record({
  metadata: anyMetadata,
  policies: anyPolicies,
  submitter: fc.option(anyText, { nil: null }),
  bundles: fc.array(
    fc.record({
      name: fc.oneof(fc.constantFrom("ORIGINAL", "TEXT", "LICENSE"), anyText),
      metadata: anyMetadata,
      policies: anyPolicies,
      files: fc.array(
        fc.record({
          name: fc.option(anyName, { nil: null, freq: 10 }),
          description: fc.option(someLongText, { nil: null }),
          source: fc.option(anyText, { nil: null }),
          metadata: anyMetadata,
          policies: anyPolicies,
        }),
        { maxLength: 5 },
      ),
      primary: fc.option(fc.nat(4)),
    }),
    { maxLength: 3 },
  ),
});

describe("any text", () => {
  it("of values, names, descriptions, languages, bundles and groups survives the round trip", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyItem, { minLength: 1, maxLength: 30, size: "max" }),
        anyText,
        async (items, title) => {
          await using folder = temporaryFolder();
          const data = join(folder.path, "data");
          const catalog = openTestCatalog(data);
          const collection = catalog.collection(title, [
            catalog.community(title),
          ]);
          for (const { bundles, ...item } of items) {
            catalog.item(collection, {
              ...item,
              bundles: await Promise.all(
                bundles.map(async ({ files, primary, name, ...more }, n) =>
                  bundle(
                    name,
                    await Promise.all(
                      files.map(({ name: fileName, ...file }, m) =>
                        catalog.bitstream(fileName, `file ${n} ${m}`, {
                          ...file,
                          primary: m === primary,
                        }),
                      ),
                    ),
                    more,
                  ),
                ),
              ),
            });
          }
          catalog.close();
          const { other } = await roundTrip(folder.path, data, null);
          const [before, after] = [catalogContent(data), catalogContent(other)];
          expect(after).toEqual(before);
        },
      ),
      {
        numRuns: Number(process.env["HOLDALL_ROUND_TRIPS"] ?? 3),
        interruptAfterTimeLimit: 3_000_000,
      },
    );
  }, 3_600_000);
});
