import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { verifyArchive } from "../../../../main/jobs/verify-archive.ts";
import {
  temporaryFolder,
  writeFolder,
  writeZip,
} from "../../../support/package-files.ts";
import { importPackage } from "../../../support/runs.ts";

const record = (title: string): string =>
  `<dublin_core><dcvalue element="title">${title}</dcvalue></dublin_core>`;
const payload = {
  "data/item_1/dublin_core.xml": record("One"),
  "data/item_1/contents": "one.txt\n",
  "data/item_1/one.txt": "The first file.",
  "data/item_2/dublin_core.xml": record("Two"),
  "data/item_2/contents": "100%.txt\n",
  "data/item_2/100%.txt": "The second file.",
  "data/readme.txt": "Read me.",
};

/** A bag as others make them, with what its lists do not say in the place of some files. */
function bag(digest: string, changed: Readonly<Record<string, string>> = {}) {
  const lines = Object.entries(payload).map(
    ([path, text]) =>
      `${createHash(digest).update(text).digest("hex").toUpperCase()} *${path.replaceAll("%", "%25")}\r\n`,
  );
  const files = {
    "bagit.txt": "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n",
    [`manifest-${digest}.txt`]: lines.join(""),
    ...payload,
    ...changed,
  };
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [`bag/${path}`, text]),
  );
}

async function faultsOf(archive: string): Promise<string[]> {
  const { faults } = await verifyArchive(archive, {
    threads: 1,
    signal: new AbortController().signal,
  });
  return faults.map(({ severity, object }) => `${severity} ${object}`);
}

const damage = {
  "data/item_2/100%.txt": "The second film.",
  "data/item_1/dublin_core.xml": record("Uno"),
};
const missing = "data/readme.txt";

test.each([
  ["md5", "zip"],
  ["sha1", "folder"],
  ["sha512", "tar"],
])(
  "a bag with %s alone, kept in a %s, is compared with it when it is verified and when it is imported",
  async (digest, form) => {
    await using folder = temporaryFolder();
    const at = (name: string): string => join(folder.path, name);
    /** @param files paths begin with `bag/` */
    const pack = async (files: Readonly<Record<string, string>>) => {
      const base = mkdtempSync(at("bag-"));
      if (form === "zip") return writeZip(join(base, "bag.zip"), files);
      writeFolder(base, files);
      if (form === "folder") return join(base, "bag");
      execFileSync("tar", ["-cf", join(base, "bag.tar"), "-C", base, "bag"]);
      return join(base, "bag.tar");
    };
    expect(await faultsOf(await pack(bag(digest)))).toEqual([]);

    const added = await pack(
      bag(digest, {
        "data/item_3/dublin_core.xml": record("Three"),
        "data/item_3/contents": "three.txt\n",
        "data/item_3/three.txt": "Nobody has promised it.",
      }),
    );
    const taken = await importPackage(at("more"), added);
    expect(taken.result).toMatchObject({ items: 3, files: 3 });
    expect(
      taken.problems
        .map(({ severity, code, object }) => [severity, code, object])
        .sort(),
    ).toEqual([
      ["warning", "bitstream.unlisted", "data/item_3/contents"],
      ["warning", "bitstream.unlisted", "data/item_3/dublin_core.xml"],
      ["warning", "bitstream.unlisted", "data/item_3/three.txt"],
    ]);

    const tagged = {
      ...bag(digest, { "bag-info.txt": "Source-Organization: Coast\n" }),
      [`bag/tagmanifest-${digest}.txt`]: [
        ["bag-info.txt", "Source-Organization: Sea\n"],
        ["bagit.txt", bag(digest)["bag/bagit.txt"] ?? ""],
        ["about.txt", ""],
      ]
        .map(
          ([path = "", text = ""]) =>
            `${createHash(digest).update(text).digest("hex")}  ${path}\n`,
        )
        .join(""),
    };
    const retold = await importPackage(at("tagged"), await pack(tagged));
    expect(retold.result).toMatchObject({ items: 2, files: 2 });
    expect(
      retold.problems.map(({ severity, object }) => [severity, object]),
    ).toEqual([
      ["error", "about.txt"],
      ["error", "bag-info.txt"],
    ]);

    const { [`bag/${missing}`]: _gone, ...files } = bag(digest, damage);
    const broken = await pack(files);
    expect((await faultsOf(broken)).sort()).toEqual([
      "error bag/data/item_1/dublin_core.xml",
      "error bag/data/item_2/100%.txt",
      "error bag/data/readme.txt",
    ]);
    const { result, problems } = await importPackage(at("data"), broken);
    expect(result).toMatchObject({ items: 1, files: 1, itemsRefused: 1 });
    expect(problems.map(({ severity }) => severity)).toEqual([
      "error",
      "error",
      "error",
    ]);
    const objects = problems.map(({ object }) => object);
    expect(objects).toContain("data/item_1/dublin_core.xml");
    expect(objects).toContain(missing);
  },
);

test("a bag whose lists name files outside it is told that they are missing, and nothing of them", async () => {
  await using folder = temporaryFolder();
  const secret = "Nobody may know of this.";
  writeFolder(folder.path, {
    "secret.txt": secret,
    ...bag("sha256"),
    "bag/manifest-sha256.txt": `${bag("sha256")["bag/manifest-sha256.txt"] ?? ""}${"0".repeat(64)}  data/../../secret.txt\n`,
    "bag/tagmanifest-sha256.txt": `${"0".repeat(64)}  ../secret.txt\n`,
  });
  const { result, problems } = await importPackage(
    join(folder.path, "data"),
    join(folder.path, "bag"),
  );
  expect(result).toMatchObject({ items: 2, files: 2 });
  const missing = "A manifest of the bag names this file, but it is missing.";
  expect(problems.map(({ object, message }) => [object, message])).toEqual([
    ["data/../../secret.txt", missing],
    ["../secret.txt", missing],
  ]);
});
