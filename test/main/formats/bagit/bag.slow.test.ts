import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { verifyArchive } from "../../../../main/jobs/verify-archive.ts";
import { bundle, openTestCatalog, value } from "../../../support/catalog.ts";
import { temporaryFolder } from "../../../support/package-files.ts";
import { readPackage } from "../../../support/read-package.ts";
import {
  exportTarget,
  importPackage,
  withApplication,
  exactOptions,
} from "../../../support/runs.ts";

const checker = fileURLToPath(
  new URL("../../../support/check-bag.py", import.meta.url),
);
const large = Buffer.alloc(5 * 1024 * 1024, "a large file. ");
let base = "";
let collection = 0;
const at = (name: string) => join(base, name);

beforeAll(async () => {
  const folder = temporaryFolder();
  base = folder.path;
  const catalog = openTestCatalog(at("data"));
  collection = catalog.collection("Papers", [catalog.community("Works")]);
  catalog.item(collection, {
    metadata: [value("dc.title", "A title")],
    bundles: [
      bundle("ORIGINAL", [
        await catalog.bitstream("100%25.txt", "signs of percent"),
        await catalog.bitstream("ümläut.txt", "letters"),
        await catalog.bitstream("large.bin", large),
        await catalog.bitstream("empty.txt", ""),
      ]),
    ],
  });
  catalog.item(collection, { metadata: [value("dc.title", "Another")] });
  catalog.close();
  const { run } = await exportTarget(at("data"), collection, at("bag"), {
    format: "bagit",
    packer: "folder",
    sourceOrganization: "An\nArchive",
  });
  expect(run.error).toBeNull();
  return folder[Symbol.asyncDispose].bind(folder);
});

/** What somebody else's program says of a bag. */
function judged(bag: string): string {
  return execFileSync("python3", [checker, bag], { encoding: "utf8" });
}

async function faultsOf(archive: string): Promise<string[]> {
  const { faults } = await verifyArchive(archive, {
    threads: 1,
    signal: new AbortController().signal,
  });
  return faults.map(
    ({ severity, object, message }) => `${severity} ${object}: ${message}`,
  );
}

describe("a bag", () => {
  test("is one, says somebody else", async () => {
    expect(judged(at("bag"))).toBe("");
    expect(await faultsOf(at("bag"))).toEqual([]);
    expect(readFileSync(join(at("bag"), "bag-info.txt"), "utf8")).toMatch(
      /^Source-Organization: An Archive\nExternal-Description: Papers\nBagging-Date: 2024-02-29\nExternal-Identifier: 123456789\/\d+\nPayload-Oxum: \d+\.\d+\nBag-Software-Agent: Holdall \S+\n$/u,
    );
    const manifest = readFileSync(
      join(at("bag"), "manifest-sha512.txt"),
      "utf8",
    );
    expect(manifest).toContain("  data/item_00001/100%2525.txt\n");
  });

  test.each(["saf", "xml", "csv", "json"])(
    "may hold %s in a ZIP, and gives it back",
    async (payload) => {
      const zip = at(`${payload}.zip`);
      const { result } = await exportTarget(at("data"), collection, zip, {
        format: "bagit",
        payload,
      });
      expect(result).toMatchObject({ items: 2, files: 4, verified: true });
      const unpacked = mkdtempSync(at("unpacked-"));
      execFileSync("unzip", ["-q", zip, "-d", unpacked]);
      const { root } = await readPackage(zip);
      expect(judged(join(unpacked, root))).toBe("");
      expect(await faultsOf(zip)).toEqual([]);
      const copy = mkdtempSync(at("copy-"));
      const { result: imported } = await importPackage(copy, zip);
      expect(imported).toMatchObject({ items: 2, files: 4 });
    },
  );

  test("can be cut into volumes, each of them a bag", async () => {
    const { result } = await exportTarget(
      at("data"),
      collection,
      at("cut.zip"),
      { format: "bagit", payload: "json", volumeBytes: 70_000 },
    );
    expect(result.volumes).toHaveLength(2);
    for (const { path } of result.volumes ?? []) {
      expect(await faultsOf(path)).toEqual([]);
      expect((await readPackage(path)).text("bag-info.txt")).toMatch(
        /^Bag-Count: [12] of 2$/mu,
      );
    }
  });

  test("tells which formats cannot be in it", async () => {
    await withApplication(at("data"), async ({ context }) => {
      for (const options of [
        { format: "bagit", payload: "bagit" },
        { format: "saf", payload: "saf" },
      ])
        await expect(
          context.exports.create({ options: { ...exactOptions, ...options } }),
        ).rejects.toThrow(/payload/u);
    });
  });
});

describe("what is wrong with a bag is found:", () => {
  const item = "data/item_00001";
  const wrongs: [string, (bag: string) => void, RegExp][] = [
    [
      "a changed file",
      (bag) => {
        writeFileSync(join(bag, item, "ümläut.txt"), "Letters");
      },
      /error bag\/data\/item_00001\/ümläut\.txt: Its SHA-512 is/u,
    ],
    [
      "a changed large file",
      (bag) => {
        writeFileSync(join(bag, item, "large.bin"), large.fill("b", 0, 1));
      },
      /large\.bin: Its SHA-256 is/u,
    ],
    [
      "a missing file",
      (bag) => {
        rmSync(join(bag, item, "empty.txt"));
      },
      /empty\.txt: The manifest names this entry, but it is missing/u,
    ],
    [
      "a further file",
      (bag) => {
        writeFileSync(join(bag, item, "further.txt"), "");
      },
      /further\.txt: The manifest does not name this entry/u,
    ],
    [
      "a false oxum",
      (bag) => {
        const info = join(bag, "bag-info.txt");
        const text = readFileSync(info, "utf8");
        writeFileSync(info, text.replace(/Oxum: \d/u, "Oxum: 9"));
      },
      /bag-info\.txt: The Payload-Oxum is 9/u,
    ],
    [
      "a changed tag file",
      (bag) => {
        appendFileSync(join(bag, "bag-info.txt"), "Contact-Name: X\n");
      },
      /bag\/bag-info\.txt: Its SHA-512 is/u,
    ],
    [
      "files to be fetched",
      (bag) => {
        writeFileSync(join(bag, "fetch.txt"), "http://host/a 1 data/a\n");
      },
      /error fetch\.txt/u,
    ],
    [
      "a missing manifest",
      (bag) => {
        rmSync(join(bag, "manifest-sha512.txt"));
      },
      /error manifest-sha512\.txt: .*manifest is missing/u,
    ],
    [
      "a false declaration",
      (bag) => {
        writeFileSync(join(bag, "bagit.txt"), "a bag");
      },
      /error bagit\.txt: It is not as RFC 8493 says/u,
    ],
  ];

  test.each(wrongs)("%s", async (_, spoil, expected) => {
    const folder = mkdtempSync(at("wrong-"));
    const bag = join(folder, "bag");
    cpSync(at("bag"), bag, { recursive: true });
    spoil(bag);
    expect((await faultsOf(bag)).join("\n")).toMatch(expected);
  });

  test("only what is listed by other checksums is not compared, and that is said", async () => {
    const bag = join(mkdtempSync(at("other-")), "bag");
    cpSync(at("bag"), bag, { recursive: true });
    rmSync(join(bag, "manifest-sha512.txt"));
    rmSync(join(bag, "bag-info.txt"));
    for (const name of ["tagmanifest-sha256.txt", "tagmanifest-sha512.txt"])
      rmSync(join(bag, name));
    renameSync(
      join(bag, "manifest-sha256.txt"),
      join(bag, "manifest-sha3.txt"),
    );
    expect((await faultsOf(bag)).join("\n")).toMatch(
      /^warning \.: The bag has no manifest of a known kind of checksum/u,
    );
  });

  test("a bag that is not complete is not imported", async () => {
    const bag = join(mkdtempSync(at("fetch-")), "bag");
    cpSync(at("bag"), bag, { recursive: true });
    writeFileSync(join(bag, "fetch.txt"), "http://host/a 1 data/a\n");
    await expect(importPackage(at("never"), bag)).resolves.toMatchObject({
      run: { state: "failed", error: { code: "archive.damaged" } },
    });
  });
});
