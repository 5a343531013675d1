import { describe, expect, it } from "vitest";
import { safRules } from "../../../../main/formats/saf/rules.ts";

const listing = ["a.pdf", "b.pdf"];

function check(entries: readonly (string | [string, readonly string[]])[]) {
  const following = safRules.startCheck();
  for (const entry of entries) {
    if (typeof entry === "string") following.entry(entry, []);
    else following.entry(...entry);
  }
  const faults: string[] = [];
  const { items, files } = following.end((fault) =>
    faults.push(`${fault.severity} ${fault.object}: ${fault.message}`),
  );
  return { items, files, faults };
}

const item = (folder: string): [string, readonly string[]][] => [
  [`${folder}/dublin_core.xml`, []],
  [`${folder}/contents`, listing],
  [`${folder}/a.pdf`, []],
  [`${folder}/b.pdf`, []],
];

describe("the rules of SAF", () => {
  it.each([
    ["flat", ""],
    ["in one folder", "SAF/"],
    ["in trees", "collection_x/"],
  ])("follow packages %s", (_name, prefix) => {
    expect(check([...item(`${prefix}1`), ...item(`${prefix}2`)])).toEqual({
      items: 2,
      files: 4,
      faults: [],
    });
  });

  it("do not depend on the order of entries", () => {
    expect(
      check([
        ...item("SAF/1").reverse(),
        ...item("SAF/2").reverse(),
        "SAF/manifest-sha256.txt",
      ]),
    ).toEqual({
      items: 2,
      files: 4,
      faults: [],
    });
    const [xml, contents, a, b] = item("SAF/1");
    if (
      xml === undefined ||
      contents === undefined ||
      a === undefined ||
      b === undefined
    )
      throw new Error("unreachable");
    expect(check([xml, contents, a, ...item("SAF/2"), b])).toEqual({
      items: 2,
      files: 4,
      faults: [],
    });
  });

  it("name what is missing and what is not listed", () => {
    expect(
      check([["SAF/1/contents", listing], "SAF/1/a.pdf", "SAF/1/c.pdf"]),
    ).toEqual({
      items: 1,
      files: 1,
      faults: [
        "error SAF/1: dublin_core.xml is missing.",
        "error SAF/1: b.pdf is missing.",
        "warning SAF/1/c.pdf: The file is not listed in `contents`, so an importer ignores it.",
      ],
    });
    expect(check(["SAF/1/dublin_core.xml", "SAF/1/a.pdf"]).faults).toEqual([
      "error SAF/1: contents is missing.",
    ]);
    expect(check(["SAF/1/dublin_core.xml"]).faults).toEqual([]);
    expect(check(["readme.txt"]).faults).toEqual([
      "warning : There is no item in the package.",
    ]);
  });

  it.each([
    ["<dublin_core><dcvalue element='title'>A</dcvalue></dublin_core>", []],
    [
      "<dublin_core><dcvalue>A</dcvalue></dublin_core>",
      ["Line 1: a dcvalue has no element attribute."],
    ],
    ["<mods/>", ["Its root element is mods instead of dublin_core."]],
    [
      "<!DOCTYPE dublin_core><dublin_core/>",
      ["It has a DOCTYPE, which DSpace refuses."],
    ],
    [
      "<dublin_core><dcvalue element='title'><![CDATA[A]]></dcvalue></dublin_core>",
      ["It has a CDATA section, whose text DSpace loses."],
    ],
  ])("look into metadata: %s", (xml, faults) => {
    expect(
      safRules.inspect("SAF/1/dublin_core.xml", Buffer.from(xml)).faults,
    ).toEqual(faults);
  });

  it("call XML that is not well-formed, and text that is not UTF-8, faulty", () => {
    for (const bytes of [
      Buffer.from("<dublin_core>"),
      Buffer.from("<dublin_core>&nbsp;</dublin_core>"),
      Buffer.from([0x3c, 0xff]),
      Buffer.alloc(0),
    ]) {
      expect(
        safRules.inspect("SAF/1/dublin_core.xml", bytes).faults.length,
      ).toBeGreaterThan(0);
    }
    expect(
      safRules.inspect("SAF/1/contents", Buffer.from("../x.pdf\n/etc/passwd\n"))
        .faults,
    ).toHaveLength(2);
    expect(
      safRules.inspect("SAF/1/_holdall-item.json", Buffer.from("{}")).faults,
    ).toHaveLength(1);
    expect(
      safRules.inspect("SAF/1/a.pdf", Buffer.from("anything")).faults,
    ).toEqual([]);
  });
});
