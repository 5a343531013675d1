import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { safSource } from "../../../../main/sources/saf/index.ts";
import {
  temporaryFolder,
  writeFolder,
} from "../../../support/package-files.ts";
import { importPackage } from "../../../support/runs.ts";
import { problemLines, readSource } from "../../../support/read-source.ts";

const mebibyte = 1024 * 1024;
/** Text over and over, cut at a number of megabytes. */
const lots = (text: string, megabytes: number) =>
  Buffer.alloc(megabytes * mebibyte, text);
const xml = (...inside: Buffer[]) =>
  Buffer.concat([
    Buffer.from("<dublin_core>"),
    ...inside,
    Buffer.from("</dublin_core>"),
  ]);
const value = "<dcvalue element='a'>x</dcvalue>";
const whole = (text: string, megabytes: number) =>
  Buffer.from(text.repeat((megabytes * mebibyte) / text.length));
const good = { "dublin_core.xml": "<dublin_core/>", contents: "" };

describe("control files that are made to exhaust the reader", () => {
  const items: Readonly<Record<string, [string, Buffer, string]>> = {
    "contents of short lines": ["contents", lots("a\n", 15), "text.too-large"],
    "contents of blank lines": ["contents", lots("\n", 60), "input.invalid"],
    "contents of one line": ["contents", lots("a\t", 15), "text.too-large"],
    collections: ["collections", lots("1/2\n", 60), "input.invalid"],
    relationships: [
      "relationships",
      lots("relation.a b\n", 15),
      "text.too-large",
    ],
    handle: ["handle", lots("1/2", 60), "input.invalid"],
    "metadata of two million values": [
      "dublin_core.xml",
      xml(whole(value, 60)),
      "xml.too-large",
    ],
    "metadata of attributes": [
      "metadata_a.xml",
      xml(
        Buffer.from("<dcvalue "),
        Buffer.from(
          Array.from({ length: 500_000 }, (_, n) => `a${n}="" `).join(""),
        ),
        Buffer.from("/>"),
      ),
      "xml.too-large",
    ],
    "metadata of 240 MB": ["dublin_core.xml", lots(" ", 240), "input.invalid"],
    "sidecar of objects": [
      "_holdall-item.json",
      Buffer.concat([Buffer.from("["), lots("{},", 60)]),
      "input.invalid",
    ],
    "sidecar of 240 MB": [
      "_holdall-item.json",
      lots("[", 240),
      "input.invalid",
    ],
  };

  it("refuses the items, imports the others, and does not restore such a structure", async () => {
    await using folder = temporaryFolder();
    const at = (name: string) => join(folder.path, name);
    writeFolder(at("saf/zz last"), good);
    writeFolder(at("saf"), {
      "collection.json": Buffer.concat([
        Buffer.from('{"holdall":1,"type":"structure","x":['),
        lots("{},", 60),
      ]),
    });
    const names = Object.keys(items);
    for (const [name, [file, content]] of Object.entries(items))
      writeFolder(at(`saf/${name}`), { ...good, a: "A", [file]: content });
    const { result, problems } = await importPackage(at("data"), at("saf"));
    expect(result).toMatchObject({ items: 1, itemsRefused: names.length });
    const errors = problems.filter(({ severity }) => severity === "error");
    expect(
      Object.fromEntries(errors.map(({ object, code }) => [object, code])),
    ).toEqual(
      Object.fromEntries(
        Object.entries(items).map(([name, [, , code]]) => [name, code]),
      ),
    );
    expect(problems).toContainEqual(
      expect.objectContaining({
        severity: "warning",
        code: "structure.damaged",
        object: "collection.json",
      }),
    );
  });

  it("names some of the lines that are no collections", async () => {
    await using folder = temporaryFolder();
    writeFolder(join(folder.path, "1"), {
      ...good,
      collections: "x\n".repeat(5000),
    });
    const { problems } = await readSource(safSource, folder.path);
    expect(problems).toHaveLength(21);
    expect(problemLines(problems).at(-1)).toBe(
      "warning collection.invalid 1 1/collections",
    );
    expect(problems.at(-1)?.message).toContain("4980 more lines");
  });
});
