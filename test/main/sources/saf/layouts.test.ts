import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { safSource } from "../../../../main/sources/saf/index.ts";
import {
  temporaryFolder,
  writeFolder,
  writeZip,
  type PackageFiles,
} from "../../../support/package-files.ts";
import {
  filesOf,
  problemLines,
  readSource,
  valuesOf,
} from "../../../support/read-source.ts";

const xml = (title: string) =>
  `<dublin_core schema="dc"><dcvalue element="title" qualifier="none">${title}</dcvalue></dublin_core>`;

function item(folder: string, title: string): PackageFiles {
  return {
    [`${folder}dublin_core.xml`]: xml(title),
    [`${folder}contents`]: "f.txt\n",
    [`${folder}f.txt`]: `text of ${title}`,
  };
}

const layouts: Record<
  string,
  { files: PackageFiles; keys: readonly string[]; problems?: string[] }
> = {
  "items at the root": {
    files: { ...item("1/", "a"), ...item("10/", "c"), ...item("2/", "b") },
    keys: ["1", "2", "10"],
  },
  "one wrapper folder": {
    files: { ...item("SAF/1/", "a"), ...item("SAF/2/", "b") },
    keys: ["1", "2"],
  },
  "DSpace's community export": {
    files: {
      ...item("collection_a/1/", "a"),
      ...item("collection_a/2/", "b"),
      ...item("collection_b/1/", "c"),
    },
    keys: ["collection_a/1", "collection_a/2", "collection_b/1"],
  },
  "a wrapper around collections": {
    files: { ...item("x/c_1/1/", "a"), ...item("x/c_2/1/", "b") },
    keys: ["c_1/1", "c_2/1"],
  },
  "control files after the others": {
    files: Object.fromEntries(
      Object.entries({ ...item("SAF/1/", "a"), ...item("SAF/2/", "b") })
        .sort()
        .reverse(),
    ),
    keys: ["1", "2"],
  },
  "a bag": {
    files: {
      "bag/bagit.txt": "BagIt-Version: 1.0\n",
      "bag/manifest-sha256.txt": "",
      ...item("bag/data/1/", "a"),
    },
    keys: ["1"],
  },
  "files beside and litter": {
    files: {
      "manifest.txt": "x",
      "__MACOSX/SAF/1/._dublin_core.xml": "x",
      "SAF/manifest-sha256.txt": "x",
      "SAF/._1": "x",
      ...item("SAF/1/", "a"),
      "SAF/1/.DS_Store": "x",
      "SAF/1/__MACOSX/._f.txt": "x",
    },
    keys: ["1"],
  },
  "white space and umlauts in names": {
    files: { ...item("SAF/item one/", "a"), ...item("SAF/Übung 2/", "b") },
    keys: ["item one", "Übung 2"],
  },
  "files below an item, with names like control files": {
    files: {
      ...item("1/", "a"),
      "1/contents": "f.txt\nsub/contents\nsub/dublin_core.xml\n",
      "1/sub/contents": "x",
      "1/sub/dublin_core.xml": "y",
    },
    keys: ["1"],
  },
  "a file called contents beside the items": {
    files: { contents: "x", ...item("1/", "a"), ...item("2/", "b") },
    keys: ["1", "2"],
  },
  "a folder that is no item": {
    files: { ...item("SAF/1/", "a"), "SAF/_meta/x.json": "{}" },
    keys: ["1"],
    problems: ["warning folder.not-an-item SAF/_meta"],
  },
};

for (const kind of ["folder", "ZIP"] as const) {
  const write = (folder: string, files: PackageFiles) =>
    kind === "folder"
      ? Promise.resolve(writeFolder(join(folder, "in"), files))
      : writeZip(join(folder, "in.zip"), files);

  describe(`SAF as a ${kind}`, () => {
    it.each(Object.entries(layouts))("reads %s", async (_name, layout) => {
      await using temporary = temporaryFolder();
      const path = await write(temporary.path, layout.files);
      expect(await safSource.recognises(path)).toBe(true);
      const read = await readSource(safSource, path);
      expect(read.items.map(({ key }) => key)).toEqual(layout.keys);
      expect(read.total).toBe(layout.keys.length);
      expect(problemLines(read.problems)).toEqual(layout.problems ?? []);
      for (const one of read.items) {
        const [title] = valuesOf(one);
        expect(filesOf(one)["ORIGINAL/f.txt"]).toBe(
          `text of ${title?.slice("dc.title=".length)}`,
        );
      }
    });

    it("names a package that is itself an item after the package", async () => {
      await using temporary = temporaryFolder();
      const path = await write(temporary.path, item("", "a"));
      expect(await safSource.recognises(path)).toBe(true);
      const read = await readSource(safSource, path);
      expect(read.items.map(({ key }) => key)).toEqual(["in"]);
      expect(read.items.map(filesOf)).toEqual([
        { "ORIGINAL/f.txt": "text of a" },
      ]);
    });

    it("says what is missing in a folder with some control files only", async () => {
      await using temporary = temporaryFolder();
      const path = await write(temporary.path, {
        ...item("1/", "a"),
        "2/contents": "",
        "3/metadata_local.xml": xml("x"),
      });
      const read = await readSource(safSource, path);
      expect(read.refused).toEqual(["2", "3"]);
      expect(problemLines(read.problems)).toEqual([
        "error item.no-dublin-core 2 2/dublin_core.xml",
        "error item.no-dublin-core 3 3/dublin_core.xml",
      ]);
    });

    it("refuses what holds no item", async () => {
      await using temporary = temporaryFolder();
      const path = await write(temporary.path, {
        "a/b.txt": "x",
        "c.txt": "y",
      });
      expect(await safSource.recognises(path)).toBe(false);
      await expect(readSource(safSource, path)).rejects.toMatchObject({
        code: "archive.not-recognised",
        remedy: expect.stringContaining("dublin_core.xml") as string,
      });
    });

    it("reads 1,500 items in natural order", async () => {
      await using temporary = temporaryFolder();
      const files: Record<string, string> = {};
      for (let number = 1; number <= 1500; number++) {
        files[`x/item_${number}/dublin_core.xml`] = xml(`t${number}`);
      }
      const read = await readSource(
        safSource,
        await write(temporary.path, files),
      );
      expect(read.items.map(({ key }) => key)).toEqual(
        Array.from({ length: 1500 }, (_, index) => `item_${index + 1}`),
      );
    });

    it("stops when the run is cancelled", async () => {
      await using temporary = temporaryFolder();
      const path = await write(temporary.path, item("1/", "a"));
      await expect(
        readSource(safSource, path, {}, AbortSignal.abort()),
      ).rejects.toMatchObject({ code: "run.cancelled" });
    });
  });
}

describe("SAF in a folder with links", () => {
  it("never follows them", async () => {
    await using temporary = temporaryFolder();
    const outside = writeFolder(join(temporary.path, "outside"), {
      ...item("9/", "z"),
      "secret.txt": "secret",
    });
    const path = writeFolder(join(temporary.path, "in"), {
      ...item("1/", "a"),
      "2/dublin_core.xml": xml("b"),
      "2/contents": "link.txt\n",
      "3/dublin_core.xml": xml("c"),
      "3/contents": "sub/secret.txt\n",
      "4/contents": "",
      "5/dublin_core.xml": xml("e"),
    });
    symlinkSync(join(outside, "9"), join(path, "9"));
    symlinkSync(join(outside, "secret.txt"), join(path, "2/link.txt"));
    symlinkSync(outside, join(path, "3/sub"));
    symlinkSync(
      join(outside, "9/dublin_core.xml"),
      join(path, "4/dublin_core.xml"),
    );
    symlinkSync(join(outside, "9/contents"), join(path, "5/contents"));
    const read = await readSource(safSource, path);
    expect(read.items.map(({ key }) => key)).toEqual(["1"]);
    expect(problemLines(read.problems).sort()).toEqual(
      [
        "warning name.link 4/dublin_core.xml 4/dublin_core.xml",
        "warning name.link 9 9",
        "error name.unsafe 2 2/contents:1",
        "error contents.missing-file 3 3/contents:1",
        "error item.no-dublin-core 4 4/dublin_core.xml",
        "error name.unsafe 5 5/contents",
      ].sort(),
    );
  });

  it("opens a link to a package that the person chose", async () => {
    await using temporary = temporaryFolder();
    writeFolder(join(temporary.path, "real"), item("1/", "a"));
    symlinkSync(join(temporary.path, "real"), join(temporary.path, "chosen"));
    const read = await readSource(safSource, join(temporary.path, "chosen"));
    expect(read.items.map(filesOf)).toEqual([
      { "ORIGINAL/f.txt": "text of a" },
    ]);
  });
});

describe("a path that is no package", () => {
  it("is refused with a code", async () => {
    await using temporary = temporaryFolder();
    await expect(
      readSource(safSource, join(temporary.path, "nowhere")),
    ).rejects.toMatchObject({ code: "file.not-found" });
    const text = join(temporary.path, "x.txt");
    writeFileSync(text, "hello");
    expect(await safSource.recognises(text)).toBe(false);
    await expect(readSource(safSource, text)).rejects.toMatchObject({
      code: "archive.not-recognised",
    });
    const empty = join(temporary.path, "empty");
    mkdirSync(empty);
    await expect(readSource(safSource, empty)).rejects.toMatchObject({
      code: "archive.not-recognised",
    });
    const zip = await writeZip(join(temporary.path, "empty.zip"), {});
    await expect(readSource(safSource, zip)).rejects.toMatchObject({
      code: "archive.not-recognised",
    });
  });
});
