import { describe, expect, it } from "vitest";
import { ItemRefusal } from "../../../../main/sources/saf/item-refusal.ts";
import { parseMetadataXml } from "../../../../main/sources/saf/parse-metadata-xml.ts";

const values = (body: string | Buffer, file = "dublin_core.xml") =>
  parseMetadataXml(Buffer.from(body), file).values.map(
    ({ schema, element, qualifier, language, value }) => [
      [schema, element, qualifier].filter((name) => name !== null).join("."),
      language,
      value,
    ],
  );
const title = (text: string) =>
  `<dublin_core><dcvalue element="title" qualifier="none">${text}</dcvalue></dublin_core>`;

function refusal(body: string | Buffer): [string, number | undefined] {
  try {
    parseMetadataXml(Buffer.from(body), "dublin_core.xml");
  } catch (error) {
    if (error instanceof ItemRefusal)
      return [error.refusal.code, error.refusal.line];
    throw error;
  }
  throw new Error("It was accepted.");
}

describe("metadata XML", () => {
  it("reads schema, element, qualifier and language", () => {
    expect(
      values(`<?xml version="1.0" encoding="utf-8" standalone="no"?>
<dublin_core schema="dc">
  <dcvalue element="title" qualifier="none" language="en_US">A</dcvalue>
  <dcvalue element="contributor" qualifier="author" language="">B</dcvalue>
  <dcvalue element="date" qualifier="">C</dcvalue>
  <dcvalue element="rights">D</dcvalue>
</dublin_core>`),
    ).toEqual([
      ["dc.title", "en_US", "A"],
      ["dc.contributor.author", null, "B"],
      ["dc.date", null, "C"],
      ["dc.rights", null, "D"],
    ]);
  });

  it("takes the schema from the attribute, else from the file's name", () => {
    const body = (schema: string) =>
      `<dublin_core${schema}><dcvalue element="a">x</dcvalue></dublin_core>`;
    const schema = (file: string, attribute = "") =>
      values(body(attribute), file)[0]?.[0];
    expect(schema("dublin_core.xml")).toBe("dc.a");
    expect(schema("metadata_local.xml")).toBe("local.a");
    expect(schema("metadata_local.xml", ' schema="thesis"')).toBe("thesis.a");
  });

  it("reads the whole text, whatever it is made of", () => {
    expect(values(title("<![CDATA[a < b]]>"))[0]?.[2]).toBe("a < b");
    expect(values(title("a<!-- not this -->b<?nor this?>c"))[0]?.[2]).toBe(
      "abc",
    );
    expect(
      values(title("&lt;&amp;&gt;&quot;&apos;&#233;&#x1F600;"))[0]?.[2],
    ).toBe(`<&>"'é😀`);
    expect(values(title("one\r\ntwo&#13;three"))[0]?.[2]).toBe(
      "one\ntwo\rthree",
    );
    const parsed = parseMetadataXml(
      Buffer.from(title("H<sub>2</sub>O")),
      "dublin_core.xml",
    );
    expect(parsed.values[0]?.value).toBe("H2O");
    expect(parsed.notes.map(({ code }) => code)).toEqual(["xml.markup"]);
  });

  it("trims as DSpace does, drops empty values, and says so once a file", () => {
    const parsed = parseMetadataXml(
      Buffer.from(
        `<dublin_core>\n<dcvalue element="a"> x\u00a0 </dcvalue>\n<dcvalue element="a">\ty</dcvalue>\n<dcvalue element="b"> </dcvalue><dcvalue element="b"/></dublin_core>`,
      ),
      "dublin_core.xml",
    );
    expect(parsed.values.map(({ value }) => value)).toEqual(["x\u00a0", "y"]);
    expect(parsed.notes).toMatchObject([
      {
        severity: "note",
        code: "value.trimmed",
        line: 2,
        message: expect.stringContaining("2 values") as string,
      },
      {
        severity: "note",
        code: "value.empty",
        line: 4,
        message: expect.stringContaining("2 values") as string,
      },
    ]);
  });

  it("reads the schema relation as links", () => {
    const parsed = parseMetadataXml(
      Buffer.from(
        `<dublin_core schema="relation"><dcvalue element="isAuthorOfPublication">123/4</dcvalue><dcvalue element="isAuthorOfPublication" qualifier="latestForDiscovery">123/4</dcvalue></dublin_core>`,
      ),
      "metadata_relation.xml",
    );
    expect(parsed.values).toEqual([]);
    expect(parsed.relations).toEqual([
      { type: "isAuthorOfPublication", target: "123/4" },
      { type: "isAuthorOfPublication", target: "123/4" },
    ]);
  });

  it.each([
    ["UTF-8 with a mark", Buffer.from(`\ufeff${title("é")}`)],
    ["UTF-16 LE", Buffer.from(`\ufeff${title("é")}`, "utf16le")],
    ["UTF-16 BE", Buffer.from(`\ufeff${title("é")}`, "utf16le").swap16()],
    [
      "UTF-16 LE without a mark",
      Buffer.from(
        `<?xml version="1.0" encoding="UTF-16LE"?>${title("é")}`,
        "utf16le",
      ),
    ],
    [
      "ISO-8859-1",
      Buffer.from(
        `<?xml version="1.0" encoding="ISO-8859-1"?>${title("é")}`,
        "latin1",
      ),
    ],
    [
      "Windows-1252",
      Buffer.from(
        `<?xml version='1.0' encoding='windows-1252'?>${title("é")}`,
        "latin1",
      ),
    ],
    [
      "UTF-8 that calls itself UTF-16",
      Buffer.from(`<?xml version="1.0" encoding="UTF-16"?>${title("é")}`),
    ],
  ])("decodes %s", (_name, bytes) => {
    expect(values(bytes)[0]?.[2]).toBe("é");
  });

  it("reads Windows quotation marks in what calls itself ISO-8859-1", () => {
    const bytes = Buffer.concat([
      Buffer.from(
        '<?xml version="1.0" encoding="iso-8859-1"?><dublin_core><dcvalue element="a">',
      ),
      Buffer.from([0x93, 0x41, 0x94]),
      Buffer.from("</dcvalue></dublin_core>"),
    ]);
    expect(values(bytes)[0]?.[2]).toBe("“A”");
  });

  it.each<[string, string | Buffer, string, number | undefined]>([
    [
      "a document type",
      `<?xml version="1.0"?>\n<!DOCTYPE dublin_core SYSTEM "file:///etc/passwd">\n${title("x")}`,
      "xml.doctype",
      2,
    ],
    [
      "entity declarations, without expanding them",
      `<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${title("&b;")}`,
      "xml.doctype",
      1,
    ],
    [
      "entities that XML does not have",
      `\n${title("&nbsp;")}`,
      "xml.invalid",
      2,
    ],
    [
      "a raw control character",
      `\n\n${title("a\u0001b")}`,
      "xml.control-character",
      3,
    ],
    ["a control character by number", title("a&#1;b"), "xml.invalid", 1],
    [
      "the same in XML 1.1",
      `<?xml version="1.1"?>${title("a&#1;b")}`,
      "xml.invalid",
      1,
    ],
    ["a lone surrogate by number", title("&#xD800;"), "xml.invalid", 1],
    [
      "bytes that are not UTF-8",
      Buffer.concat([
        Buffer.from("<dublin_core>\n\n"),
        Buffer.from([0xe9]),
        Buffer.from("\n</dublin_core>"),
      ]),
      "xml.encoding",
      3,
    ],
    [
      "an unknown encoding",
      `<?xml version="1.0" encoding="EBCDIC"?>${title("x")}`,
      "xml.encoding",
      1,
    ],
    [
      "an element that is not closed",
      "<dublin_core>\n<dcvalue element='a'>x",
      "xml.invalid",
      2,
    ],
    [
      "crossed elements",
      "<dublin_core><dcvalue element='a'>x</dublin_core></dcvalue>",
      "xml.invalid",
      1,
    ],
    ["nothing", "", "xml.invalid", 1],
    ["another document", "<html/>", "xml.unexpected-root", 1],
    [
      "a value without its element",
      "<dublin_core>\n<dcvalue>x</dcvalue></dublin_core>",
      "xml.no-element",
      2,
    ],
    [
      "elements nested without end",
      "<dublin_core>" + "<x>".repeat(200),
      "xml.too-deep",
      1,
    ],
  ])("refuses %s", (_name, body, code, line) => {
    expect(refusal(body)).toEqual([code, line]);
  });

  it("reads a value of 5 MB and 300,000 references in flat time", () => {
    expect(values(title("x".repeat(5_000_000)))[0]?.[2]).toHaveLength(
      5_000_000,
    );
    expect(values(title("&amp;".repeat(300_000)))[0]?.[2]).toHaveLength(
      300_000,
    );
  });
});
