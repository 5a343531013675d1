import { deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { extraField, rawZip, unicodePathField } from "../../support/raw-zip.ts";
import type { RawEntry } from "../../support/raw-zip.ts";
import { seeBytes } from "../../support/read-archive.ts";
import type { SeenArchive } from "../../support/read-archive.ts";

const good: RawEntry = { name: "item/contents", content: "scan.pdf\n" };

function codes(seen: SeenArchive): string[] {
  return seen.problems.map(({ code }) => code);
}

function paths(seen: SeenArchive): string[] {
  return seen.entries.map(({ path }) => path);
}

/** The entry is refused with a problem that names it, and the one beside it is read. */
async function expectRefused(entry: RawEntry, code: string): Promise<void> {
  const seen = await seeBytes(rawZip([entry, good]));
  expect(seen.refused).toBeNull();
  expect(codes(seen)).toEqual([code]);
  expect(paths(seen)).toEqual(["item/contents"]);
  const [problem] = seen.problems;
  expect(problem?.severity).toBe("error");
  expect(problem?.message).toContain(problem?.object);
  expect(seen.contents.get("item/contents")).toEqual(Buffer.from("scan.pdf\n"));
}

describe("names that are no safe path", () => {
  test.each([
    ["absolute", "/etc/passwd"],
    ["absolute with a backslash", "\\windows\\system.ini"],
    ["drive", "C:/boot.ini"],
    ["drive without a slash", "c:boot.ini"],
    ["network share", "//server/share/file"],
    ["network share with backslashes", "\\\\server\\share\\file"],
    ["out of the folder", "../outside"],
    ["out of the folder, in the middle", "a/../../outside"],
    ["out of the folder, at the end", "a/.."],
    ["out of the folder with backslashes", "..\\outside"],
    ["empty name within", "a//b"],
    ["no name", ""],
    ["control character", "a\u0000b"],
    ["line end", "a\nb"],
    ["C1 control character", "a\u0085b"],
    ["line separator", "a\u2028b"],
  ])("%s", async (_, name) => {
    await expectRefused({ name, content: "x" }, "entry.name-unsafe");
  });

  test("backslashes are read as separators, and that is said", async () => {
    const seen = await seeBytes(
      rawZip([{ name: "item\\scan.pdf", content: "x" }]),
    );
    expect(paths(seen)).toEqual(["item/scan.pdf"]);
    expect(seen.problems).toMatchObject([
      { severity: "warning", code: "name.changed", object: "item/scan.pdf" },
    ]);
  });

  test("a leading ./ is left out", async () => {
    const seen = await seeBytes(
      rawZip([{ name: "./" }, { name: "./item/a", content: "x" }]),
    );
    expect(paths(seen)).toEqual(["item/a"]);
    expect(codes(seen)).toEqual(["name.changed"]);
  });
});

describe("names that are there twice", () => {
  test.each([
    ["the same", "item/CONTENTS".toLowerCase(), "item/contents"],
    ["another case", "item/Contents", "item/contents"],
    ["another case beyond ASCII", "Ärger.txt", "ärger.txt"],
    ["another Unicode form", "Ka\u0308se.txt", "K\u00e4se.txt"],
    ["a backslash", "item\\contents", "item/contents"],
  ])("%s", async (_, first, second) => {
    const seen = await seeBytes(
      rawZip([
        { name: first, content: "first" },
        { name: second, content: "second" },
        { name: "other", content: "x" },
      ]),
    );
    expect(codes(seen).filter((code) => code !== "name.changed")).toEqual([
      "entry.name-duplicate",
    ]);
    expect(seen.entries).toHaveLength(2);
    expect([...seen.contents.values()][0]).toEqual(Buffer.from("first"));
  });

  test("thousands of names, some of them twice, are told apart exactly", async () => {
    const entries = Array.from({ length: 5000 }, (_, index) => ({
      name: `item_${index}/file`,
      content: "",
    }));
    const again = [17, 4999, 2500].map((index) => ({
      name: `ITEM_${index}/file`,
      content: "",
    }));
    const seen = await seeBytes(rawZip([...entries, ...again]));
    expect(seen.entries).toHaveLength(5000);
    expect(seen.problems.map(({ object }) => object)).toEqual(
      again.map(({ name }) => name),
    );
  });
});

describe("names in old encodings", () => {
  const polish = Buffer.from([
    0x6b, 0x73, 0x69, 0xa5, 0xbe, 0x6b, 0x61, 0x2e, 0x70, 0x64, 0x66,
  ]);
  const german = Buffer.from([
    0x9a, 0x62, 0x65, 0x72, 0x67, 0x94, 0x8e, 0x65, 0x2e, 0x70, 0x64, 0x66,
  ]);

  test("CP852 where it makes words", async () => {
    const seen = await seeBytes(rawZip([{ name: polish, flags: 0 }]));
    expect(paths(seen)).toEqual(["książka.pdf"]);
    expect(seen.problems[0]).toMatchObject({
      severity: "warning",
      code: "name.encoding-guessed",
    });
    expect(seen.problems[0]?.message).toContain("CP437");
    expect(seen.problems[0]?.action).toContain("CP852");
  });

  test("CP437 otherwise", async () => {
    const seen = await seeBytes(rawZip([{ name: german, flags: 0 }]));
    expect(paths(seen)).toEqual(["ÜbergöÄe.pdf"]);
    expect(seen.problems[0]?.action).toContain("CP437");
  });

  test("UTF-8 without its flag, with one note for the archive", async () => {
    const seen = await seeBytes(
      rawZip([
        { name: "Übersicht.txt", flags: 0 },
        { name: "Ökologie.txt", flags: 0 },
      ]),
    );
    expect(paths(seen)).toEqual(["Übersicht.txt", "Ökologie.txt"]);
    expect(seen.problems).toMatchObject([
      { severity: "note", code: "name.encoding-guessed" },
    ]);
  });

  test("the UTF-8 flag on bytes that are not UTF-8 is not believed", async () => {
    const seen = await seeBytes(rawZip([{ name: german, flags: 0x800 }]));
    expect(paths(seen)).toEqual(["ÜbergöÄe.pdf"]);
    expect(codes(seen)).toEqual(["name.encoding-guessed"]);
  });

  test("the Unicode Path field decides, unless it belongs to another name", async () => {
    const seen = await seeBytes(
      rawZip([
        {
          name: german,
          flags: 0,
          extra: unicodePathField(german, "Übergröße.pdf"),
        },
        {
          name: "plain.pdf",
          flags: 0,
          extra: unicodePathField(german, "/etc/passwd"),
        },
        {
          name: "hidden.pdf",
          flags: 0,
          extra: unicodePathField(Buffer.from("hidden.pdf"), "../outside"),
        },
      ]),
    );
    expect(paths(seen)).toEqual(["Übergröße.pdf", "plain.pdf"]);
    expect(codes(seen)).toEqual(["entry.name-unsafe"]);
  });
});

describe("entries that cannot be taken", () => {
  const text = "the quick brown fox ".repeat(50);
  test.each<[string, RawEntry, string]>([
    ["encrypted", { name: "a", content: "x", flags: 1 }, "entry.encrypted"],
    [
      "encrypted by the local header only",
      { name: "a", content: "x", local: { flags: 1 } },
      "entry.header-mismatch",
    ],
    [
      "another method",
      { name: "a", content: "x", method: 14 },
      "entry.method-unsupported",
    ],
    [
      "symbolic link",
      { name: "a", content: "/etc/passwd", mode: 0o120777 },
      "entry.not-a-file",
    ],
    ["device", { name: "a", mode: 0o020644 }, "entry.not-a-file"],
    ["pipe", { name: "a", mode: 0o010644 }, "entry.not-a-file"],
    ["folder with content", { name: "a/", content: "x" }, "entry.not-a-file"],
    [
      "stored with two sizes",
      { name: "a", content: "xyz", size: 2 },
      "entry.size-mismatch",
    ],
    [
      "another name in the local header",
      { name: "a", content: "x", local: { name: "b" } },
      "entry.header-mismatch",
    ],
    [
      "another method in the local header",
      { name: "a", content: "x", local: { method: 8 } },
      "entry.header-mismatch",
    ],
    [
      "another size in the local header",
      { name: "a", content: "x", local: { size: 7 } },
      "entry.header-mismatch",
    ],
    [
      "another packed size in the local header",
      { name: "a", content: text, deflate: true, local: { compressedSize: 7 } },
      "entry.header-mismatch",
    ],
    [
      "another CRC-32 in the local header",
      { name: "a", content: "x", local: { crc32: 7 } },
      "entry.header-mismatch",
    ],
    [
      "points outside",
      { name: "a", recordOnly: true, offset: 99_999 },
      "entry.header-mismatch",
    ],
    [
      "zip bomb",
      {
        name: "a",
        content: new Uint8Array(3 * 1024 * 1024),
        deflate: true,
        size: 4 * 1024 * 1024,
      },
      "entry.ratio",
    ],
    [
      "promise of petabytes",
      {
        name: "a",
        content: "x",
        deflate: true,
        size: 0xffffffff,
        extra: extraField(
          1,
          Buffer.from(BigUint64Array.of(4_500_000_000_000_000n).buffer),
        ),
      },
      "entry.ratio",
    ],
  ])("%s", async (_, entry, code) => {
    await expectRefused(entry, code);
  });

  test("pointing to where there is no local header", async () => {
    const nowhere: RawEntry = { name: "a", recordOnly: true, offset: 3 };
    // The room before the first header is nobody's.
    const seen = await seeBytes(
      rawZip([nowhere, good], { before: new Uint8Array(64) }),
    );
    expect(codes(seen)).toEqual(["entry.header-mismatch"]);
    expect(paths(seen)).toEqual(["item/contents"]);
  });

  test("folders are no entries", async () => {
    const seen = await seeBytes(
      rawZip([
        { name: "a/", mode: 0o040755 },
        { name: "a/b", content: "x" },
        { name: "c/" },
      ]),
    );
    expect(paths(seen)).toEqual(["a/b"]);
    expect(seen.problems).toEqual([]);
  });

  test("sizes in a data descriptor and in ZIP64 fields are fine", async () => {
    const wide = Buffer.alloc(16);
    wide.writeBigUInt64LE(5n, 0);
    wide.writeBigUInt64LE(5n, 8);
    const seen = await seeBytes(
      rawZip([
        {
          name: "a",
          content: text,
          deflate: true,
          flags: 0x808,
          local: { size: 0, compressedSize: 0, crc32: 0 },
        },
        {
          name: "b",
          content: "hello",
          local: {
            size: 0xffffffff,
            compressedSize: 0xffffffff,
            extra: extraField(1, wide),
          },
        },
      ]),
    );
    expect(seen.problems).toEqual([]);
    expect(seen.contents.get("a")).toEqual(Buffer.from(text));
    expect(seen.contents.get("b")).toEqual(Buffer.from("hello"));
  });

  test("a ZIP64 field of the local header with another size is not believed", async () => {
    const wide = Buffer.alloc(16);
    wide.writeBigUInt64LE(6n, 0);
    wide.writeBigUInt64LE(5n, 8);
    await expectRefused(
      {
        name: "b",
        content: "hello",
        local: {
          size: 0xffffffff,
          compressedSize: 0xffffffff,
          extra: extraField(1, wide),
        },
      },
      "entry.header-mismatch",
    );
  });
});

describe("contents that are not what the directory promises", () => {
  const text = Buffer.from("abcdefghij".repeat(500));
  test.each<[string, RawEntry]>([
    ["wrong CRC-32", { name: "a", content: text, crc32: 1 }],
    [
      "wrong CRC-32, deflated",
      { name: "a", content: text, deflate: true, crc32: 1 },
    ],
    [
      "unpacks to less",
      { name: "a", content: text, deflate: true, size: 6000 },
    ],
    [
      "unpacks to more",
      { name: "a", content: text, deflate: true, size: 4000 },
    ],
    [
      "unpacks to more, and its CRC-32 fits",
      { name: "a", content: text, deflate: true, size: 0, crc32: 0 },
    ],
    [
      "is no deflated data",
      { name: "a", content: text, method: 8, packed: Buffer.alloc(100, 0xff) },
    ],
    [
      "is empty instead of deflated",
      { name: "a", content: text, method: 8, packed: Buffer.alloc(0) },
    ],
  ])("%s", async (_, entry) => {
    const seen = await seeBytes(rawZip([entry, good]));
    expect(seen.refused).toBeNull();
    expect(seen.contents.get("a")).toBe("archive.entry-invalid");
    expect(seen.contents.get("item/contents")).toEqual(
      Buffer.from("scan.pdf\n"),
    );
  });

  test("bytes after the end of the packed data", async () => {
    const packed = Buffer.concat([
      deflateRawSync(text),
      Buffer.from("stowaway"),
    ]);
    const seen = await seeBytes(
      rawZip([{ name: "a", content: text, method: 8, packed }, good]),
    );
    expect(seen.contents.get("a")).toBe("archive.entry-invalid");
  });

  test("packed data that is cut off", async () => {
    const packed = deflateRawSync(text).subarray(0, -2);
    const seen = await seeBytes(
      rawZip([{ name: "a", content: text, method: 8, packed }, good]),
    );
    expect(seen.contents.get("a")).toBe("archive.entry-invalid");
  });
});

describe("archives that are refused as a whole", () => {
  const content = Buffer.alloc(2000, 65);

  test("more entries than the limit", async () => {
    const seen = await seeBytes(rawZip([good, { name: "b" }, { name: "c" }]), {
      entries: 2,
    });
    expect(seen.refused).toBe("archive.unsafe");
  });

  test("more bytes than the limit", async () => {
    const seen = await seeBytes(
      rawZip([
        { name: "a", content },
        { name: "b", content },
      ]),
      { totalBytes: 3999 },
    );
    expect(seen.refused).toBe("archive.unsafe");
  });

  test("many small entries that unpack to far more than the archive", async () => {
    const zeros = new Uint8Array(1024 * 1024);
    const entries = Array.from({ length: 100 }, (_, index) => ({
      name: `${index}`,
      content: zeros,
      deflate: true,
    }));
    const bytes = rawZip(entries);
    for (const denseBytes of [0, 99 * 1024 * 1024]) {
      const seen = await seeBytes(bytes, { denseBytes });
      expect(seen.refused).toBe("archive.unsafe");
      expect(seen.message).toContain("over 200 times its size");
    }
    // There is room for them, so they may be what somebody packed.
    const seen = await seeBytes(bytes, { denseBytes: 100 * 1024 * 1024 });
    expect([seen.refused, seen.entries.length]).toEqual([null, 100]);
  });

  test("a file that packs as well as deflate can is no bomb", async () => {
    const blanks = Buffer.alloc(5_000_000, " ");
    const seen = await seeBytes(
      rawZip([{ name: "a", content: blanks, deflate: true }]),
    );
    expect(seen.problems).toEqual([]);
    expect(seen.contents.get("a")).toEqual(blanks);
  });

  test("entries that share their data", async () => {
    const one = rawZip([{ name: "a", content }]);
    expect((await seeBytes(one)).refused).toBeNull();
    const seen = await seeBytes(
      rawZip([
        { name: "a", content },
        { name: "a", content, recordOnly: true, offset: 0 },
      ]),
    );
    expect(seen.refused).toBe("archive.unsafe");
    expect(seen.message).toContain("overlap");
  });

  test("an entry whose data holds the next entry's header", async () => {
    const inner = rawZip([{ name: "inner", content }]).subarray(
      0,
      30 + 5 + content.length,
    );
    const outer: RawEntry = { name: "outer", content: inner };
    const seen = await seeBytes(
      rawZip([
        outer,
        { name: "inner", content, recordOnly: true, offset: 30 + 5 },
      ]),
    );
    expect(seen.refused).toBe("archive.unsafe");
  });

  test("entries that are not in the order of their data are fine", async () => {
    const swapped = swapRecords(
      rawZip([
        { name: "one", content },
        { name: "two", content: Buffer.alloc(2000, 66) },
      ]),
    );
    const seen = await seeBytes(swapped);
    expect(seen.refused).toBeNull();
    expect(paths(seen)).toEqual(["two", "one"]);
  });

  test("more records than the end record promises", async () => {
    const seen = await seeBytes(
      rawZip([good, { name: "hidden", content }], { count: 1 }),
    );
    expect(seen.refused).toBe("archive.damaged");
    expect(seen.message).toContain("more entries");
  });

  test("all records hidden", async () => {
    const seen = await seeBytes(rawZip([good], { count: 0 }));
    expect(seen.refused).toBe("archive.damaged");
  });

  test("fewer records than the end record promises", async () => {
    expect((await seeBytes(rawZip([good], { count: 2 }))).refused).toBe(
      "archive.damaged",
    );
    expect((await seeBytes(rawZip([good], { count: 60_000 }))).refused).toBe(
      "archive.damaged",
    );
  });

  test("something between the last record and the end record", async () => {
    expect(
      (await seeBytes(rawZip([good], { afterRecords: Buffer.from("????") })))
        .refused,
    ).toBe("archive.damaged");
  });

  test("strong encryption", async () => {
    const seen = await seeBytes(
      rawZip([good, { name: "secret", content, flags: 0x41 }]),
    );
    expect(seen.refused).toBe("archive.entry-invalid");
    expect(seen.message).toContain("entry 2 of 2 (after item/contents)");
  });

  test.each([
    ["nothing", Buffer.alloc(0)],
    ["text", Buffer.from("dc.title,dc.date\n".repeat(20))],
    ["zeros", Buffer.alloc(100_000)],
  ])("%s is no ZIP", async (_, bytes) => {
    expect((await seeBytes(bytes)).refused).toBe("archive.not-recognised");
  });

  test("cut off anywhere, it neither hangs nor crashes nor passes", async () => {
    const whole = rawZip([
      {
        name: "item_1/dublin_core.xml",
        content: "<dublin_core/>".repeat(20),
        deflate: true,
      },
      { name: "item_1/contents", content: "a\tbundle:ORIGINAL\n".repeat(10) },
      {
        name: "item_1/Übersicht.pdf",
        content: Buffer.alloc(3000, 7),
        deflate: true,
      },
      good,
    ]);
    for (
      let length = 0;
      length < whole.length;
      length += length + 64 < whole.length - 80 ? 64 : 1
    ) {
      const seen = await seeBytes(whole.subarray(0, length));
      expect(seen.refused, `cut off after ${length} bytes`).not.toBeNull();
    }
  });

  test("with any byte changed, it neither hangs nor crashes, and no wrong content passes", async () => {
    const text = "abcdefghij".repeat(30);
    const whole = rawZip([
      { name: "a/one", content: text, deflate: true },
      { name: "a/two", content: text },
    ]);
    for (let at = 0; at < whole.length; at += 2) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ (1 << ((at >> 1) % 8));
      const seen = await seeBytes(changed);
      for (const content of seen.contents.values()) {
        if (typeof content !== "string")
          expect(content.toString(), `byte ${at} changed`).toBe(text);
      }
    }
  });
});

/** Exchanges the two records of an archive; they have the same length. */
function swapRecords(zip: Buffer): Buffer {
  const first = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
  const second = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2]), first + 4);
  const length = second - first;
  return Buffer.concat([
    zip.subarray(0, first),
    zip.subarray(second, second + length),
    zip.subarray(first, second),
    zip.subarray(second + length),
  ]);
}
