import { describe, expect, it } from "vitest";
import { inspectControlFile } from "../../../../main/formats/saf/inspect-control-file.ts";

const head = `<?xml version="1.0" encoding="utf-8" standalone="no"?>\n<dublin_core schema="dc">\n`;
const tail = "</dublin_core>\n";
const valueOf = (content: string) =>
  `  <dcvalue element="title" qualifier="none">${content}</dcvalue>\n`;
const faultsOf = (text: string | Uint8Array) =>
  inspectControlFile(
    "root/item_00001/dublin_core.xml",
    typeof text === "string" ? Buffer.from(text) : text,
  ).faults;

describe("a metadata file", () => {
  it.each([
    ["nothing in it", head + tail],
    [
      "a value",
      head + valueOf("a &amp; b &lt; &gt; &#13; 日本 \u{1f600} \"'") + tail,
    ],
    ["a language", head + valueOf("x").replace(">", ` language="de">`) + tail],
    ["a long value", head + valueOf("ä".repeat(300_000)) + tail],
    [
      "as long a value as is looked at at once",
      head + valueOf("&gt;".repeat(60_000)) + tail,
    ],
    ["many values", head + valueOf("x").repeat(4000) + tail],
    [
      "another form",
      `<dublin_core><dcvalue element='title'>x</dcvalue></dublin_core>`,
    ],
  ])("with %s is found right", (_what, text) => {
    expect(faultsOf(text)).toEqual([]);
  });

  it.each([
    ["a tag without an end", head + valueOf("<b>") + tail],
    ["an ampersand", head + valueOf("a & b") + tail],
    ["an entity that XML does not know", head + valueOf("&nbsp;") + tail],
    ["a reference to what XML forbids", head + valueOf("&#0;") + tail],
    ["the end of a section in a value", head + valueOf("]]>") + tail],
    ["a section", head + valueOf("<![CDATA[x]]>") + tail],
    ["a control character", head + valueOf("\u0001") + tail],
    ["a noncharacter", head + valueOf("\uffff") + tail],
    ["a quote in an attribute", head.replace("dc", 'd"c') + tail],
    [
      "a value without an element",
      head + valueOf("x").replace("element", "name") + tail,
    ],
    ["no end", head + valueOf("x")],
    ["more after its end", head + tail + "x"],
    ["another root", (head + tail).replaceAll("dublin_core", "metadata")],
    ["a DOCTYPE", (head + tail).replace("<dub", "<!DOCTYPE a>\n<dub")],
    [
      "bytes that are not UTF-8",
      Buffer.from(head + valueOf("é") + tail, "latin1"),
    ],
  ])("with %s is found wrong", (_what, text) => {
    expect(faultsOf(text)).not.toEqual([]);
  });
});
