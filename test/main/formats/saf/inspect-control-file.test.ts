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

describe("a sidecar", () => {
  const document = {
    holdall: 1,
    type: "item",
    uuid: "u",
    handle: null,
    name: "A name",
    lastModified: "2030-01-01T00:00:00.000Z",
    inArchive: true,
    discoverable: true,
    withdrawn: false,
    submitter: null,
    owningCollection: { uuid: "c", handle: "1/2", name: "C" },
    mappedCollections: [],
    metadata: {},
    policies: [],
    bundles: [],
    relationships: [],
  };
  const text = `${JSON.stringify(document)}\n`;
  const sidecarFaults = (content: string | Buffer) =>
    inspectControlFile(
      "root/item_00001/_holdall-item.json",
      Buffer.from(content),
    ).faults;

  it.each([
    ["as it is written", text],
    ["with blanks", JSON.stringify(document, null, 2)],
    [
      "with a field more and in another order",
      JSON.stringify({
        more: 1,
        ...Object.fromEntries(Object.entries(document).reverse()),
      }),
    ],
    ["that is very long", text.replace("A name", "ä".repeat(300_000))],
    [
      "that is as long as is looked at at once",
      text.replace("A name", String.raw`\n`.repeat(130_000)),
    ],
  ])("%s is found right", (_what, content) => {
    expect(sidecarFaults(content)).toEqual([]);
  });

  it.each([
    ["of another version", text.replace(":1,", ":2,")],
    ["without a field", text.replace('"policies":[],', "")],
    ["with something else in a field", text.replace("true", '"true"')],
    ["that is cut off", text.slice(0, -2)],
    ["with more after its end", `${text}x`],
    ["with a line break in a string", text.replace("A name", "A\nname")],
    ["that is not UTF-8", Buffer.from(text.replace("A", "é"), "latin1")],
  ])("%s is found wrong", (_what, content) => {
    expect(sidecarFaults(content)).not.toEqual([]);
  });
});
