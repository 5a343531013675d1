import { symlinkSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { csvSource } from "../../../../main/sources/csv/index.ts";
import type { SourceOptions } from "../../../../main/sources/source.ts";
import {
  temporaryFolder,
  writeFolder,
  type PackageFiles,
} from "../../../support/package-files.ts";
import {
  at,
  filesOf,
  problemLines,
  readSource,
  valuesOf,
} from "../../../support/read-source.ts";

async function read(
  sheet: string | Buffer,
  files: PackageFiles = {},
  options: SourceOptions = {},
) {
  await using temporary = temporaryFolder();
  const folder = writeFolder(join(temporary.path, "in"), {
    ...files,
    "sheet.csv": sheet,
  });
  const result = await readSource(
    csvSource,
    join(folder, "sheet.csv"),
    options,
  );
  return { ...result, files: result.items.map(filesOf) };
}
const values = async (sheet: string | Buffer, options?: SourceOptions) =>
  (await read(sheet, {}, options)).items.map(valuesOf);

describe("encodings", () => {
  const text = "dc.title,dc.subject\nÜber é,“x”\n";
  const expected = [["dc.title=Über é", "dc.subject=“x”"]];

  it.each<[string, Buffer]>([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with a mark", Buffer.from(`\ufeff${text}`)],
    ["UTF-16 LE with a mark", Buffer.from(`\ufeff${text}`, "utf16le")],
    ["UTF-16 BE with a mark", Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
    ["UTF-16 LE without a mark", Buffer.from(text, "utf16le")],
    ["UTF-16 BE without a mark", Buffer.from(text, "utf16le").swap16()],
  ])("finds %s", async (_name, bytes) => {
    const { items, problems } = await read(bytes);
    expect(items.map(valuesOf)).toEqual(expected);
    expect(problems).toEqual([]);
  });

  it("takes what is not UTF-8 for Windows-1252, also when the first such byte comes late", async () => {
    const early = iconv.encode(text, "win1252");
    expect(await values(early)).toEqual(expected);
    const late = Buffer.concat([
      Buffer.from("dc.title\n"),
      Buffer.from("a\n".repeat(300_000)),
      Buffer.from([0xfc]),
    ]);
    const { items, problems, total } = await read(late);
    expect(total).toBe(300_001);
    expect(valuesOf(at(items, -1))).toEqual(["dc.title=ü"]);
    expect(problems.map(({ code }) => code)).toEqual(["sheet.encoding"]);
  });

  it("does as asked", async () => {
    const encoding = "cp852";
    expect(
      await values(iconv.encode("dc.title\nŽluťoučký", encoding), { encoding }),
    ).toEqual([["dc.title=Žluťoučký"]]);
    await expect(
      read(text, {}, { encoding: "nonsense" }),
    ).rejects.toMatchObject({ code: "input.invalid" });
  });
});

describe("delimiters and line ends", () => {
  it.each([",", ";", "\t", "|"])("finds %j", async (delimiter) => {
    const row = (...cells: string[]) => cells.join(delimiter);
    const other = delimiter === "," ? ";" : ",";
    expect(
      await values(
        `${row('"dc.title"', "dc.subject", "dc.date")}\n${row(`a${other}b`, `"x${delimiter}y"`, "1")}\n`,
      ),
    ).toEqual([
      [`dc.title=a${other}b`, `dc.subject=x${delimiter}y`, "dc.date=1"],
    ]);
  });

  it("judges by the headings that mean something", async () => {
    const { items } = await read(
      "dc.title;dc.subject;Notes, remarks, and, more\na;b;c\n",
    );
    expect(items.map(valuesOf)).toEqual([["dc.title=a", "dc.subject=b"]]);
  });

  it("follows sep= and the option", async () => {
    expect(await values("sep=;\r\ndc.title;dc.subject\r\na;b\r\n")).toEqual([
      ["dc.title=a", "dc.subject=b"],
    ]);
    expect(
      await values("dc.title!dc.subject\na!b\n", { delimiter: "!" }),
    ).toEqual([["dc.title=a", "dc.subject=b"]]);
    expect(
      await values("dc.title\tdc.subject\na\tb\n", { delimiter: "tab" }),
    ).toEqual([["dc.title=a", "dc.subject=b"]]);
    await expect(
      read("dc.title\n", {}, { delimiter: ";;" }),
    ).rejects.toMatchObject({ code: "input.invalid" });
  });

  it("reads mixed line ends, blank lines and cells of several lines, and counts rows and lines", async () => {
    const sheet =
      'dc.title,dc.subject\r\na,"one\r\ntwo"\n\n,\rb,c,d\r\n"x""y", "z" \r\n';
    const { items, refused, problems, total } = await read(sheet);
    expect(total).toBe(3);
    expect(items.map((item) => [item.key, ...valuesOf(item)])).toEqual([
      ["row:2", "dc.title=a", "dc.subject=one\ntwo"],
      ["row:6", 'dc.title=x"y', "dc.subject=z"],
    ]);
    expect(refused).toEqual(["row:5"]);
    expect(problemLines(problems)).toEqual([
      "error row.too-long row:5 sheet.csv:6",
    ]);
  });
});

describe("headings", () => {
  it("reads fields, languages and what else a column can be", async () => {
    const uuid = "0c8f5a1e-5ad7-4d50-a2f4-0b1ad0d8a111";
    const { items, problems } = await read(
      `id,collection,Handle,dc.title[en],dc.title[de][],dc.title[],dc.contributor.author,local.x.none,relation.isAuthorOf,Notes,dc\n` +
        `+,123/4||${uuid},123/5,A,B,C, D || ||E ,F,123/9,secret,x\n` +
        `${uuid.toUpperCase()},nowhere,no handle,,,,,,,,\n`,
    );
    expect(items[0]).toMatchObject({
      key: "row:2",
      handle: "123/5",
      collections: ["123/4", uuid],
      relationships: [{ type: "isAuthorOf", target: "123/9" }],
    });
    expect(items[0]).not.toHaveProperty("uuid");
    expect(items[0]).not.toHaveProperty("lastModified");
    expect(valuesOf(at(items, 0))).toEqual([
      "dc.title[en]=A",
      "dc.title[de]=B",
      "dc.title=C",
      "dc.contributor.author=D",
      "dc.contributor.author=E",
      "local.x=F",
    ]);
    expect(items[1]).toMatchObject({ uuid, collections: [] });
    expect(problemLines(problems)).toEqual([
      "warning column.unknown Notes sheet.csv:1",
      "warning column.unknown dc sheet.csv:1",
      "warning collection.invalid row:3 sheet.csv:3",
      "warning handle.invalid row:3 sheet.csv:3",
    ]);
  });

  it("reports values in a column without a heading, and allows empty ones", async () => {
    const { items, problems } = await read("dc.title,,\na,,\nb,x,\n");
    expect(items.map(valuesOf)).toEqual([["dc.title=a"], ["dc.title=b"]]);
    expect(problemLines(problems)).toEqual([
      "warning column.unnamed row:3 sheet.csv:3",
    ]);
  });

  it.each([
    "",
    "\n\n",
    "just some text\nand more\n",
    "a,b\n1,2\n",
    "\u0000\u0001\u0002",
  ])("refuses %j, which names no field", async (sheet) => {
    await expect(read(sheet)).rejects.toMatchObject({
      code: "archive.not-recognised",
      remedy: expect.stringContaining("dc.title") as string,
    });
  });

  it("is recognised by its headings", async () => {
    await using temporary = temporaryFolder();
    const folder = writeFolder(temporary.path, {
      "a.csv": "dc.title\nx",
      "b.txt": "dc.title\tfilename\nx",
      "c.txt": "hello.world is a name\n",
      "d.csv": "name,age\n",
      "e.csv": "",
      "f.csv": Buffer.from("\ufeffdc.title;filename\n", "utf16le"),
      "g.csv": "PK\u0003\u0004\u0000\u0000dc.title,filename",
    });
    const found = [];
    for (const name of [
      "a.csv",
      "b.txt",
      "c.txt",
      "d.csv",
      "e.csv",
      "f.csv",
      "g.csv",
      "none.csv",
      ".",
    ])
      if (await csvSource.recognises(join(folder, name))) found.push(name);
    expect(found).toEqual(["a.csv", "b.txt", "f.csv"]);
  });
});

describe("broken rows", () => {
  it("cost only themselves", async () => {
    const { items, refused, problems } = await read(
      'dc.title,dc.subject\na,1\nb,"2"x\nc,3\nd,x"y\ne,"5\nf,6\ng,"7"\n',
    );
    expect(items.map((item) => [item.key, ...valuesOf(item)])).toEqual([
      ["row:2", "dc.title=a", "dc.subject=1"],
      ["row:4", "dc.title=c", "dc.subject=3"],
      ["row:7", "dc.title=f", "dc.subject=6"],
      ["row:8", "dc.title=g", "dc.subject=7"],
    ]);
    expect(refused).toEqual(["row:3", "row:5", "row:6"]);
    expect(problemLines(problems)).toEqual([
      "error row.quotes row:3 sheet.csv:3",
      "error row.quotes row:5 sheet.csv:5",
      "error row.quotes row:6 sheet.csv:6",
    ]);
  });

  it("are refused when a quote is never closed", async () => {
    const { items, refused } = await read('dc.title\na\n"b\nc\n');
    expect(items.map(({ key }) => key)).toEqual(["row:2", "row:4"]);
    expect(refused).toEqual(["row:3"]);
  });

  it("are reported when cells are missing", async () => {
    const { items, problems } = await read(
      "dc.title,dc.subject,dc.date\na\nb,c,d,,\n",
    );
    expect(items.map(valuesOf)).toEqual([
      ["dc.title=a"],
      ["dc.title=b", "dc.subject=c", "dc.date=d"],
    ]);
    expect(problemLines(problems)).toEqual([
      "warning row.too-short row:2 sheet.csv:2",
    ]);
  });

  it("end the reading when there are too many, and in the heading at once", async () => {
    await expect(
      read(`dc.title\n${'x"y\n'.repeat(200)}`),
    ).rejects.toMatchObject({ code: "archive.damaged" });
    await expect(read('"dc.title\na\n')).rejects.toMatchObject({
      code: "archive.damaged",
    });
  });

  it("are found far into a file, and letters and line ends may lie across its blocks", async () => {
    // A row is 9 bytes: one of 9 shifts puts each of its bytes at the end of the first 64 KiB.
    for (let shift = 0; shift < 9; shift++) {
      const rows = Array.from({ length: 8_000 }, (_, index) =>
        index === 7_600 ? '"é"é' : "éé€",
      );
      const heading = `dc.title${" ".repeat(shift)}`;
      const { items, refused, problems } = await read(
        [heading, ...rows, ""].join("\r\n"),
      );
      expect(items).toHaveLength(7_999);
      expect(new Set(items.flatMap(valuesOf))).toEqual(
        new Set(["dc.title=éé€"]),
      );
      expect(refused).toEqual(["row:7602"]);
      expect(problemLines(problems)).toEqual([
        "error row.quotes row:7602 sheet.csv:7602",
      ]);
    }
  });

  it("are refused when they hold zero bytes", async () => {
    const { refused } = await read("dc.title\na\u0000b\n");
    expect(refused).toEqual(["row:2"]);
  });
});

describe("files", () => {
  const files = {
    "a.pdf": "A",
    "b c.pdf": "B",
    "thumb.jpg": "T",
    "license.txt": "L",
    "sub/d.pdf": "D",
    "caf\u00e9.txt": "C",
    "Big.PDF": "G",
  };

  it("come from every column that names them", async () => {
    const read1 = await read(
      "filename,filename__bundle:TEXT__primary:true,bundle:THUMBNAIL,dc.title,filename\n" +
        "a.pdf||b c.pdf,sub/d.pdf,thumb.jpg,x,license.txt\n,,,y,a.pdf__description:A scan__bundle:OTHER\n",
      files,
    );
    expect(read1.problems).toEqual([]);
    expect(read1.files).toEqual([
      {
        "ORIGINAL/a.pdf": "A",
        "ORIGINAL/b c.pdf": "B",
        "TEXT/d.pdf": "D",
        "THUMBNAIL/thumb.jpg": "T",
        "LICENSE/license.txt": "L",
      },
      { "OTHER/a.pdf": "A" },
    ]);
    expect(read1.items[0]?.bundles[1]?.bitstreams[0]?.primary).toBe(true);
    expect(read1.items[1]?.bundles[0]?.bitstreams[0]?.description).toBe(
      "A scan",
    );
  });

  it("are found under a similar name, which is said", async () => {
    const result = await read(
      "filename,dc.title\nbig.pdf,1\ncafe\u0301.txt,2\na,3\nsub\\d.pdf,4\nSUB/D,5\na.pdf||a||A.PDF,6\n",
      files,
    );
    expect(result.files).toEqual([
      { "ORIGINAL/Big.PDF": "G" },
      { "ORIGINAL/cafe\u0301.txt": "C" },
      { "ORIGINAL/a.pdf": "A" },
      { "ORIGINAL/d.pdf": "D" },
      { "ORIGINAL/d.pdf": "D" },
      { "ORIGINAL/a.pdf": "A" },
    ]);
    expect(problemLines(result.problems)).toEqual([
      "warning name.changed row:2 sheet.csv:2",
      "warning name.changed row:4 sheet.csv:4",
      "warning name.changed row:5 sheet.csv:5",
      "warning name.changed row:6 sheet.csv:6",
      "warning name.changed row:7 sheet.csv:7",
      "warning name.changed row:7 sheet.csv:7",
    ]);
  });

  it("are never guessed between", async () => {
    const result = await read("filename,dc.title\nX.TXT,1\nx,2\n", {
      "x.txt": "1",
      "X.txt": "2",
      "x.pdf": "3",
    });
    expect(result.refused).toEqual(["row:2", "row:3"]);
    expect(result.problems.map(({ code }) => code)).toEqual([
      "file.ambiguous",
      "file.ambiguous",
    ]);
  });

  it.each([
    ["missing.pdf", "file.missing"],
    ["sub", "file.missing"],
    ["a.pdf/x", "file.missing"],
    ["../secret.txt", "name.unsafe"],
    ["sub/../../secret.txt", "name.unsafe"],
    ["..\\secret.txt", "name.unsafe"],
    ["/etc/passwd", "name.unsafe"],
    ["C:\\secret.txt", "name.unsafe"],
    ["link.txt", "name.unsafe"],
    ["linked/secret.txt", "name.unsafe"],
    ["x".repeat(5000), "file.unreadable"],
  ])("refuse the row for %j", async (name, code) => {
    await using temporary = temporaryFolder();
    writeFolder(temporary.path, { "secret.txt": "S", "out/secret.txt": "S" });
    const folder = writeFolder(join(temporary.path, "in"), {
      ...files,
      "sheet.csv": `filename,dc.title\n"${name}",x\na.pdf,y\n`,
    });
    symlinkSync(join(temporary.path, "secret.txt"), join(folder, "link.txt"));
    symlinkSync(join(temporary.path, "out"), join(folder, "linked"));
    const result = await readSource(csvSource, join(folder, "sheet.csv"));
    expect(result.refused).toEqual(["row:2"]);
    expect(result.items.map(({ key }) => key)).toEqual(["row:3"]);
    expect(problemLines(result.problems)).toEqual([
      `error ${code} row:2 sheet.csv:2`,
    ]);
    expect(result.problems[0]?.message).toContain(name.slice(0, 20));
  });
});

describe("any table", () => {
  it("is read back as it was written", async () => {
    await using temporary = temporaryFolder();
    const cell = fc
      .oneof(
        fc.string({ unit: "grapheme" }),
        fc.string({
          unit: fc.constantFrom('"', ",", ";", "\n", "\r", "\t", " ", "|", "a"),
        }),
      )
      .map((text) =>
        text
          .replace(/\|{2,}/gu, "|")
          .replace(/\r\n?/gu, "\n")
          .replaceAll("\0", ""),
      );
    let number = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, cell), { maxLength: 20 }),
        fc.constantFrom(",", ";", "\t", "|"),
        fc.constantFrom("\n", "\r\n", "\r"),
        async (rows, delimiter, end) => {
          const quote = (text: string) =>
            /[",;\t|\n\r ]/u.test(text)
              ? `"${text.replaceAll('"', '""')}"`
              : text;
          const lines = [
            ["dc.title", "dc.subject[en]", "local.a.b"],
            ...rows,
          ].map((cells) => cells.map(quote).join(delimiter) + end);
          const folder = writeFolder(join(temporary.path, String(number++)), {
            "sheet.csv": lines.join(""),
          });
          const { items, problems } = await readSource(
            csvSource,
            join(folder, "sheet.csv"),
          );
          expect(problems).toEqual([]);
          const names = ["dc.title", "dc.subject[en]", "local.a.b"];
          const expected = rows
            .map((cells) =>
              cells
                .map((text, index) => [names[index], text.trim()] as const)
                .filter(([, text]) => text !== "")
                .map(([name, text]) => `${name}=${text}`),
            )
            .filter((list) => list.length > 0);
          expect(items.map(valuesOf)).toEqual(expected);
        },
      ),
      { numRuns: 100 },
    );
  });
});
