import { describe, expect, it } from "vitest";
import { safRules } from "../../../../main/formats/saf/rules.ts";
import type { Fault } from "../../../../main/formats/package-check.ts";

const inspect = (path: string, text: string | Uint8Array) =>
  safRules.inspect(path, Buffer.from(text));

/** What a whole package of these files is found guilty of. */
function check(files: Readonly<Record<string, string>>) {
  const faults: Fault[] = [];
  const started = safRules.startCheck();
  for (const [path, text] of Object.entries(files))
    started.entry(path, inspect(path, text).facts);
  const { items, files: found } = started.end((fault) => faults.push(fault));
  return {
    items,
    files: found,
    faults: faults.map(
      ({ severity, object, message }) => `${severity} ${object}: ${message}`,
    ),
  };
}

const empty = "<dublin_core/>";

describe("the rules of SAF, in detail,", () => {
  it("find nothing wrong with a plain package", () => {
    expect(
      check({
        "r/1/dublin_core.xml": empty,
        "r/1/contents": "a.txt\tbundle:ORIGINAL\n sub/b c.txt \n\n",
        "r/1/a.txt": "a",
        "r/1/ sub/b c.txt ": "b",
        "r/2/dublin_core.xml": empty,
        "r/2/metadata_local.xml": `<dublin_core schema="local"/>`,
        "r/2/contents": "",
        "r/manifest-sha256.txt": "",
      }),
    ).toEqual({ items: 2, files: 2, faults: [] });
  });

  it("warn of folders that a map file cannot hold", () => {
    expect(check({ "r/with blank/dublin_core.xml": empty }).faults).toEqual([
      "warning r/with blank: The folder name has white space, which DSpace's map file cannot hold.",
    ]);
  });

  it("take paths in contents as they stand, blanks and all", () => {
    expect(
      inspect("r/1/contents", " a.txt \tbundle:ORIGINAL\nb.txt \n").facts,
    ).toEqual([" a.txt ", "b.txt "]);
    expect(inspect("r/1/contents", "-r -s 1 -f 12/x.pdf\n\t\n").facts).toEqual(
      [],
    );
  });

  it.each(["../a.txt", "/a.txt", "a/../../b.txt"])(
    "refuse %s in contents",
    (path) => {
      const { facts, faults } = inspect("r/1/contents", `${path}\n`);
      expect(facts).toEqual([]);
      expect(faults).toEqual([
        `Line 1: ${JSON.stringify(path)} is not a path inside the item's folder.`,
      ]);
    },
  );

  it.each([
    [
      "<dublin_core><dcvalue element='a'>&#1;</dcvalue></dublin_core>",
      "It is not well-formed",
    ],
    [
      "<dublin_core><dcvalue element='a'>\u0001</dcvalue></dublin_core>",
      "It is not well-formed",
    ],
    ["<dublin_core>", "It is not well-formed"],
    ["<!DOCTYPE dublin_core><dublin_core/>", "It has a DOCTYPE"],
    [
      "<dublin_core><dcvalue element='a'><![CDATA[x]]></dcvalue></dublin_core>",
      "It has a CDATA section",
    ],
    [
      "<dublin_core>\n<dcvalue>x</dcvalue></dublin_core>",
      "Line 2: a dcvalue has no element",
    ],
    ["<records/>", "Its root element is records"],
    [
      Buffer.from("<dublin_core>\u00fc</dublin_core>", "latin1"),
      "It is not UTF-8",
    ],
  ])("refuse %s", (xml, message) => {
    for (const name of ["dublin_core.xml", "metadata_local.xml"]) {
      const { faults } = inspect(`r/1/${name}`, xml);
      expect(faults[0]).toContain(message);
    }
    expect(inspect("r/1/other.xml", xml).faults).toEqual([]);
  });

  it("refuse sidecars that are not ours, and only at their places", () => {
    expect(inspect("r/1/_holdall-item.json", "{}").faults).toHaveLength(1);
    expect(inspect("r/1/_holdall-item.json", "{").faults).toEqual([
      "It is not JSON.",
    ]);
    expect(inspect("r/collection.json", "{}").faults).toHaveLength(1);
    expect(inspect("r/1/collection.json", "{}").faults).toEqual([]);
  });
});
