import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safSource } from "../../../../main/sources/saf/index.ts";
import { parseContentsLine } from "../../../../main/sources/saf/parse-contents-line.ts";
import type { SourceOptions } from "../../../../main/sources/source.ts";
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
  type ReadSource,
} from "../../../support/read-source.ts";

/** Reads one item `1` made of a `contents` and further files. */
async function readOne(
  contents: string | Buffer | null,
  files: PackageFiles = { "a.pdf": "A", "b.pdf": "B" },
  options: SourceOptions = {},
  kind: "folder" | "zip" = "folder",
): Promise<ReadSource> {
  await using temporary = temporaryFolder();
  const all: Record<string, string | Buffer> = {
    "1/dublin_core.xml": "<dublin_core/>",
  };
  if (contents !== null) all["1/contents"] = contents;
  for (const [name, content] of Object.entries(files))
    all[`1/${name}`] = content;
  const path =
    kind === "zip"
      ? await writeZip(join(temporary.path, "in.zip"), all)
      : writeFolder(join(temporary.path, "in"), all);
  const read = await readSource(safSource, path, options);
  // Contents are read while the files are still there.
  for (const item of read.items) filesOf(item);
  return read;
}

const bitstreams = (read: ReadSource) =>
  read.items.flatMap((item) =>
    item.bundles.flatMap((bundle) =>
      bundle.bitstreams.map((bitstream) => ({
        bundle: bundle.name,
        ...bitstream,
      })),
    ),
  );

describe("contents", () => {
  it.each(["folder", "zip"] as const)(
    "decides over what file managers leave behind in a %s",
    async (kind) => {
      const files = {
        ".DS_Store": "D",
        "Thumbs.db": "T",
        "._a.pdf": "L",
        "sub/desktop.ini": "I",
      };
      const listed = await readOne(
        Object.keys(files).join("\n"),
        files,
        {},
        kind,
      );
      expect(listed.refused).toEqual([]);
      expect(problemLines(listed.problems)).toEqual([]);
      expect(bitstreams(listed).map(({ name }) => name)).toEqual(
        Object.keys(files),
      );
      const unlisted = await readOne(
        "a.pdf",
        { "a.pdf": "A", ...files },
        {},
        kind,
      );
      expect(problemLines(unlisted.problems)).toEqual([]);
      expect(bitstreams(unlisted).map(({ name }) => name)).toEqual(["a.pdf"]);
    },
  );

  it("reads every option in any order", async () => {
    const read = await readOne(
      "a.pdf\tdescription:The text\tprimary:true \tbundle:TEXT\tpermissions:-r 'The Staff'\tiiif-label:p. 1\tiiif-width:20\tiiif-height:30\tiiif-toc:Ch|1\n" +
        "b.pdf\tpermissions:-w Administrator\n",
    );
    expect(read.problems).toEqual([]);
    const policy = {
      account: null,
      name: null,
      description: null,
      type: null,
      startDate: null,
      endDate: null,
    };
    expect(bitstreams(read)).toMatchObject([
      {
        bundle: "TEXT",
        name: "a.pdf",
        description: "The text",
        primary: true,
        policies: [{ ...policy, action: "READ", group: "The Staff" }],
        metadata: [
          { schema: "iiif", element: "label", qualifier: null, value: "p. 1" },
          { schema: "iiif", element: "image", qualifier: "width", value: "20" },
          {
            schema: "iiif",
            element: "image",
            qualifier: "height",
            value: "30",
          },
          { schema: "iiif", element: "toc", qualifier: null, value: "Ch|1" },
        ],
      },
      {
        bundle: "ORIGINAL",
        name: "b.pdf",
        description: null,
        primary: false,
        policies: [{ ...policy, action: "WRITE", group: "Administrator" }],
        metadata: [],
      },
    ]);
  });

  it("tolerates other line ends, blank lines, a mark and Latin-1", async () => {
    for (const contents of [
      "a.pdf\r\n\r\n  \r\nb.pdf\r\n",
      "a.pdf\rb.pdf",
      "\ufeffa.pdf\nb.pdf",
      Buffer.from("\ufeffa.pdf\nb.pdf", "utf16le"),
    ]) {
      const read = await readOne(contents);
      expect(read.problems).toEqual([]);
      expect(bitstreams(read).map(({ name }) => name)).toEqual([
        "a.pdf",
        "b.pdf",
      ]);
    }
    const read = await readOne(Buffer.from("é.pdf", "latin1"), {
      "é.pdf": "x",
    });
    expect(problemLines(read.problems)).toEqual([
      "warning text.encoding 1 1/contents",
    ]);
    expect(bitstreams(read).map(({ name }) => name)).toEqual(["é.pdf"]);
  });

  it("puts license.txt into LICENSE and everything else into ORIGINAL", async () => {
    const read = await readOne("license.txt\na.pdf\nsub/license.txt\n", {
      "license.txt": "L",
      "a.pdf": "A",
      "sub/license.txt": "S",
    });
    expect(bitstreams(read).map(({ bundle, name }) => [bundle, name])).toEqual([
      ["LICENSE", "license.txt"],
      ["ORIGINAL", "a.pdf"],
      ["ORIGINAL", "sub/license.txt"],
    ]);
  });

  it("takes files of no bytes, and names with blanks and any script", async () => {
    for (const kind of ["folder", "zip"] as const) {
      const files = { "a b.pdf": "", "日本.txt": "j" };
      const read = await readOne("a b.pdf\n日本.txt", files, {}, kind);
      expect(read.problems).toEqual([]);
      expect(bitstreams(read).map(({ name }) => name)).toEqual([
        "a b.pdf",
        "日本.txt",
      ]);
    }
  });

  it.each([
    ["../1/a.pdf", "name.unsafe"],
    ["../../etc/passwd", "name.unsafe"],
    ["sub/../../x", "name.unsafe"],
    ["..\\..\\x", "name.unsafe"],
    ["/etc/passwd", "name.unsafe"],
    ["C:\\x.txt", "name.unsafe"],
    ["c:/x.txt", "name.unsafe"],
    ["\\\\server\\share\\x", "name.unsafe"],
    ["a\u0000.pdf", "name.unsafe"],
    [".", "name.unsafe"],
    ["missing.pdf", "contents.missing-file"],
    ["a.pdf bundle:ORIGINAL", "contents.missing-file"],
    ["\tbundle:ORIGINAL", "contents.malformed"],
    ["a.pdf\tpermissions:'Group'", "contents.malformed"],
    ["a.pdf\tpermissions:-r", "contents.malformed"],
    ["a.pdf\tpermissions:-x 'Group'", "contents.malformed"],
    ["-r -s 1", "contents.malformed"],
    ["-r -s 1 -f x", "contents.registered"],
  ])("refuses the item for the line %j", async (line, code) => {
    for (const kind of ["folder", "zip"] as const) {
      const read = await readOne(`b.pdf\n${line}\n`, undefined, {}, kind);
      expect(read.refused).toEqual(["1"]);
      expect(problemLines(read.problems)).toEqual([
        `error ${code} 1 1/contents:2`,
      ]);
    }
  });

  it("names the missing file and what to do", async () => {
    const [missing] = (await readOne("missing.pdf")).problems;
    expect(missing?.message).toContain("missing.pdf");
    const [blank] = (await readOne("a.pdf bundle:ORIGINAL")).problems;
    expect(blank?.action).toContain("tabs");
  });

  it("mends what is clear and says so", async () => {
    const files = { "sub/a.pdf": "A", "caf\u00e9.pdf": "C", "Big.PDF": "D" };
    const lines = [
      "sub\\a.pdf",
      "./sub/a.pdf\tbundle:X",
      "cafe\u0301.pdf",
      "big.pdf",
      " Big.PDF\tbundle:Y",
    ];
    const read = await readOne(lines.join("\n"), files);
    expect(
      bitstreams(read).map(({ bundle, name }) => `${bundle}/${name}`),
    ).toEqual([
      "ORIGINAL/sub/a.pdf",
      "ORIGINAL/caf\u00e9.pdf",
      "ORIGINAL/Big.PDF",
      "X/sub/a.pdf",
      "Y/Big.PDF",
    ]);
    expect(problemLines(read.problems)).toEqual(
      lines.map((_, index) => `warning name.changed 1 1/contents:${index + 1}`),
    );
  });

  it("does not guess between names that differ only in case", async () => {
    const read = await readOne("A.PDF", { "a.pdf": "1", "A.pdf": "2" });
    expect(read.refused).toEqual(["1"]);
  });

  it("takes a file listed twice once, and one primary file a bundle", async () => {
    const read = await readOne(
      "a.pdf\tprimary:true\na.pdf\na.pdf\tbundle:TEXT\nb.pdf\tprimary:true\n",
    );
    expect(
      bitstreams(read).map(({ bundle, name, primary }) => [
        bundle,
        name,
        primary,
      ]),
    ).toEqual([
      ["ORIGINAL", "a.pdf", true],
      ["ORIGINAL", "b.pdf", false],
      ["TEXT", "a.pdf", false],
    ]);
    expect(problemLines(read.problems)).toEqual([
      "warning contents.duplicate 1 1/contents:2",
      "warning contents.second-primary 1 1/contents",
    ]);
  });

  it("ignores unknown and repeated options, and says so", async () => {
    const read = await readOne("a.pdf\tbundle:A\tbundle:B\tcolour:red\nb.pdf");
    expect(bitstreams(read)[0]?.bundle).toBe("A");
    expect(problemLines(read.problems)).toEqual([
      "warning contents.unknown-option 1 1/contents:1",
      "warning contents.unknown-option 1 1/contents:1",
    ]);
  });

  it("leaves out what is not listed and names it", async () => {
    const read = await readOne("a.pdf\n", {
      "a.pdf": "A",
      "b.pdf": "B",
      "sub/c.pdf": "C",
      "Thumbs.db": "x",
    });
    expect(problemLines(read.problems)).toEqual([
      "note contents.unlisted 1 1/contents",
    ]);
    expect(read.problems[0]?.message).toMatch(/b\.pdf.*sub\/c\.pdf/u);
  });

  it("may be missing when there is nothing to list", async () => {
    const bare = await readOne(null, {
      handle: "1/2",
      collections: "1/3\n",
      relationships: "",
      "metadata_x.xml": "<dublin_core/>",
      ".DS_Store": "",
    });
    expect(bare.items).toHaveLength(1);
    expect(bare.problems).toEqual([]);
    const files = await readOne(null);
    expect(files.refused).toEqual(["1"]);
    expect(problemLines(files.problems)).toEqual([
      "error contents.missing 1 1/contents",
    ]);
  });

  it("takes registered files from the assetstore and from nowhere else", async () => {
    await using temporary = temporaryFolder();
    const assetstore = writeFolder(join(temporary.path, "store"), {
      "12/34/123456": "R",
    });
    writeFolder(temporary.path, { secret: "S" });
    const read = await readOne(
      "-r -s 1 -f 12/34/123456\tbundle:REG\tdescription:A map\tprimary:true\n-r -f 12/34/123456 -s 0\n",
      {},
      { assetstore },
    );
    expect(read.problems).toEqual([]);
    expect(bitstreams(read)).toMatchObject([
      {
        bundle: "REG",
        name: "123456",
        description: "A map",
        primary: false,
        content: { kind: "file" },
      },
      { bundle: "ORIGINAL", name: "123456", description: null },
    ]);
    for (const path of ["../secret", "/etc/passwd", "12/34/none", "12/34"]) {
      const bad = await readOne(`-r -s 1 -f ${path}`, {}, { assetstore });
      expect(bad.refused).toEqual(["1"]);
    }
  });

  it("reads back any line that a careful writer writes", () => {
    const text = fc
      .string({ unit: "binary", minLength: 1 })
      .map((value) => value.replace(/[\t\n\r]/gu, " ").trim())
      .filter((value) => value !== "");
    fc.assert(
      fc.property(
        text.filter((path) => !path.startsWith("-r")),
        fc.option(text),
        fc.option(text),
        fc.option(text.filter((group) => !group.includes("'"))),
        fc.boolean(),
        fc.array(fc.nat(), { minLength: 4, maxLength: 4 }),
        (path, bundle, description, group, primary, order) => {
          const options = [
            bundle === null ? "" : `bundle:${bundle}`,
            description === null ? "" : `description:${description}`,
            group === null ? "" : `permissions:-r '${group}'`,
            primary ? "primary:true" : "",
          ]
            .filter((option) => option !== "")
            .map((option, index) => ({ option, at: order[index] ?? 0 }))
            .sort((a, b) => a.at - b.at)
            .map(({ option }) => option);
          const line = parseContentsLine([path, ...options].join("\t"));
          expect(line).toMatchObject({
            kind: "file",
            path,
            options: { primary, ignored: [], malformed: [] },
          });
          if (line.kind !== "file") return;
          expect(line.options.bundle ?? null).toBe(bundle);
          expect(line.options.description ?? null).toBe(description);
          expect(line.options.permission?.group ?? null).toBe(group);
        },
      ),
    );
  });

  it("never fails on any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (line) => {
        parseContentsLine(line);
      }),
    );
  });
});
