import { describe, expect, it } from "vitest";
import { safRules } from "../../../../main/formats/saf/rules.ts";

/** What is said of a package of these entries; each `contents` lists what follows its name in brackets. */
function said(...entries: string[]): string[] {
  const check = safRules.startCheck();
  for (const entry of entries) {
    const [path = "", listed] = entry.split(" lists ");
    check.entry(path, listed === undefined ? [] : listed.split(" "));
  }
  const faults: string[] = [];
  check.end(({ severity, object, message }) =>
    faults.push(`${severity} ${object}: ${message}`),
  );
  return faults;
}

const item = (folder: string, file = "f.pdf") => [
  `${folder}/dublin_core.xml`,
  `${folder}/contents lists ${file}`,
  `${folder}/${file}`,
];

describe("what DSpace's importer makes of a layout", () => {
  it("is nothing to say where it imports", () => {
    expect(said(...item("1"), ...item("2"))).toEqual([]);
    expect(said("SAF/", "SAF/1/", ...item("SAF/1"), ...item("SAF/2"))).toEqual(
      [],
    );
    expect(
      said("SAF/", "SAF/1/", "SAF/2/", ...item("SAF/1"), ...item("SAF/2")),
    ).toEqual([]);
    expect(said(...item("SAF/1", "sub/f.pdf"), "SAF/manifest.txt")).toEqual([]);
    expect(said(...item("SAF/1"), "manifest.txt")).toEqual([]);
    expect(said("meta/x.json", ...item("SAF/1"))).toEqual([]);
    expect(said(...item("SAF/1"), "__MACOSX/SAF/._1")).toEqual([]);
    expect(said(...item("SAF/1").reverse(), ...item("SAF/2"))).toEqual([]);
    expect(said(...item("data/1"), "bagit.txt")).toEqual([]);
  });

  it("tells of flat packages with a folder in an item", () => {
    expect(said(...item("1", "sub/f.pdf"), ...item("2"), ...item("3"))).toEqual(
      [
        "warning 1: DSpace takes 1 for the folder around the items, because of 1/sub/f.pdf, and finds none directly in it: not this one and 2 others.",
        "warning 1/sub: The folder has no dublin_core.xml. DSpace takes it for an item, and its import ends there.",
      ],
    );
  });

  it("tells of a root for each collection", () => {
    expect(
      said(...item("a/1"), ...item("a/2"), ...item("b/1"), ...item("c/d/2")),
    ).toEqual([
      "warning b/1: DSpace imports the items directly in a only, its first folder with folders in it, and leaves out the others without a word: this one and 1 other.",
    ]);
  });

  it("tells of bags, of folders that come first, and of what __MACOSX does", () => {
    expect(said(...item("bag/data/1"), "bag/bagit.txt")).toEqual([
      "warning bag/data/1: DSpace takes bag for the folder around the items, because of bag/data/1/dublin_core.xml, and finds none directly in it: not this one.",
    ]);
    expect(said("meta/a/b.json", ...item("SAF/1"))[0]).toBe(
      "warning SAF/1: DSpace takes meta for the folder around the items, because of meta/a/b.json, and finds none directly in it: not this one.",
    );
    expect(said("__MACOSX/SAF/._1", ...item("SAF/1"))[0]).toContain(
      "takes __MACOSX for the folder",
    );
  });

  it("tells of a file at the top before any folder", () => {
    expect(said("manifest.txt", ...item("SAF/1"))).toEqual([
      "warning manifest.txt: DSpace cannot unpack a file at the top that comes before any folder, and imports nothing.",
    ]);
  });

  it("tells of a name by which the upload is taken for something else", () => {
    expect(said(...item("SAF/1"), "META-INF/MANIFEST.MF")[0]).toContain(
      "warning META-INF: DSpace takes a ZIP with this name",
    );
  });

  it("tells of folders beside the items that are none, empty or not, once for all of them", () => {
    expect(
      said(
        ...item("SAF/1"),
        "SAF/_meta/x.json",
        "SAF/empty/",
        "SAF/void/",
        ...item("SAF/2"),
        "SAF/void/deeper/",
      ),
    ).toEqual([
      "warning SAF/empty: The folder is empty. DSpace takes it for an item, and its import ends there. So it is with 1 other folder.",
      "warning SAF/_meta: The folder has no dublin_core.xml. DSpace takes it for an item, and its import ends there.",
    ]);
    expect(said(...item("1"), "empty/")).toHaveLength(1);
    expect(said("empty/", ...item("SAF/1"))).toEqual([]);
  });

  it("knows an item again whose files come late", () => {
    expect(said(...item("SAF/1"), ...item("SAF/2"), "SAF/1/late.txt")).toEqual(
      [],
    );
  });

  it("remembers a bounded number of folders", () => {
    const check = safRules.startCheck();
    for (const path of item("SAF/1"))
      check.entry(path.split(" ")[0] ?? "", ["f.pdf"]);
    for (let index = 0; index < 30_000; index += 1)
      check.entry(`SAF/empty_${String(index)}/`, []);
    const messages: string[] = [];
    check.end(({ message }) => messages.push(message));
    expect(messages).toEqual([expect.stringMatching(/ with 9\d\d\d other/)]);
  });

  it("names things of a package that is one item as they are", () => {
    expect(said("dublin_core.xml", "contents lists a.pdf", "a.pdf")).toEqual([
      "warning .: DSpace imports the folders in a package; the files of an item at its top are passed over.",
    ]);
    expect(
      said("contents lists a.pdf sub/b.pdf", "c.pdf", "sub/b.pdf"),
    ).toEqual([
      "error .: dublin_core.xml is missing.",
      "error .: a.pdf is missing.",
      "warning c.pdf: The file is not listed in `contents`, so an importer ignores it.",
      "warning .: DSpace imports the folders in a package; the files of an item at its top are passed over.",
      "warning sub: The folder has no dublin_core.xml. DSpace takes it for an item, and its import ends there.",
    ]);
  });

  it("says once that folder names have blanks", () => {
    expect(said(...item("r/a b"), ...item("r/c d"), ...item("r/e f"))).toEqual([
      "warning r/a b: The folder name has white space, which DSpace's map file cannot hold. So it is with 2 other folders.",
    ]);
  });
});
