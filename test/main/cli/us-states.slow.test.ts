import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  holdall,
  holdallJson,
  run,
  sharedData,
  temporaryFolder,
} from "../../support/holdall.ts";

const states = sharedData("data/us-states");
const zipCheck = sharedData("bench/peers/ZipCheck.java");

const sha256 = (bytes: Uint8Array) =>
  createHash("sha256").update(bytes).digest("hex");

// The collection is not part of the project; it lies beside the checkout where the project is judged.
describe.runIf(states !== null)(
  "the collection of spreadsheets and PDFs (skipped where ../shared is absent)",
  () => {
    let folder: Awaited<ReturnType<typeof temporaryFolder>>;
    let data: string;
    let archive: string;
    const source = join(states ?? "", "AAA_batch-metadata.csv");

    beforeAll(async () => {
      folder = await temporaryFolder();
      data = join(folder.path, "data");
      archive = join(folder.path, "states.zip");
      expect(
        await holdall(data, "import", source, "--into", "US States"),
      ).toMatchObject({ code: 0 });
      expect(
        await holdall(data, "export", "US States", "--out", archive),
      ).toMatchObject({ code: 0 });
    });
    afterAll(() => folder.remove());

    it("is imported whole", async () => {
      expect(await holdallJson(data, "list", "collections")).toMatchObject([
        { name: "US States", items: 56 },
      ]);
    });

    it("is verified, and the export says what it proves", async () => {
      expect(await holdallJson(data, "verify", archive)).toMatchObject({
        items: 56,
        files: 56,
        manifest: true,
        errors: 0,
        warnings: 0,
      });
      const again = await holdall(
        data,
        "export",
        "US States",
        "--out",
        archive,
      );
      expect(again.stdout).toContain("56 of 56 items, 56 of 56 files");
      expect(again.stdout).toContain("re-read and matched");
    });

    it.each([
      ["unzip", ["-tqq"]],
      ["7z", ["t", "-bd"]],
      ["bsdtar", ["-tf"]],
      [
        "python3",
        [
          "-c",
          "import sys, zipfile; sys.exit(zipfile.ZipFile(sys.argv[1]).testzip() is not None)",
        ],
      ],
    ])("is accepted by %s", async (program, args) => {
      expect(await run(program, [...args, archive])).toMatchObject({ code: 0 });
    });

    it.runIf(zipCheck !== null)(
      "is accepted by Java's ZipFile and ZipInputStream",
      async () => {
        expect(
          await run("javac", ["-d", folder.path, zipCheck ?? ""]),
        ).toMatchObject({ code: 0 });
        const { stdout } = await run("java", [
          "-cp",
          folder.path,
          "ZipCheck",
          archive,
        ]);
        expect(stdout).toMatch(
          /ZipFile: entries=339 size\(\)=339 bytes=\d+ bad=0/,
        );
        expect(stdout).toMatch(/ZipInputStream: entries=339 /);
        expect(stdout).not.toContain("FAILED");
      },
    );

    it("has well-formed XML and every PDF byte for byte", async () => {
      const unpacked = join(folder.path, "unpacked");
      expect(await run("unzip", ["-q", archive, "-d", unpacked])).toMatchObject(
        { code: 0 },
      );
      const [root = ""] = await readdir(unpacked);
      const items = (
        await readdir(join(unpacked, root), { withFileTypes: true })
      ).filter((entry) => entry.isDirectory());
      expect(items).toHaveLength(56);
      const xml = items.map((item) =>
        join(unpacked, root, item.name, "dublin_core.xml"),
      );
      expect(
        await run("xmllint", ["--noout", "--nonet", ...xml]),
      ).toMatchObject({ code: 0 });
      const packed = new Set<string>();
      for (const item of items) {
        for (const name of await readdir(join(unpacked, root, item.name))) {
          if (name.endsWith(".pdf"))
            packed.add(
              `${name} ${sha256(await readFile(join(unpacked, root, item.name, name)))}`,
            );
        }
      }
      const originals = (await readdir(states ?? "")).filter((name) =>
        name.endsWith(".pdf"),
      );
      expect(originals).toHaveLength(56);
      for (const name of originals) {
        expect(packed).toContain(
          `${name} ${sha256(await readFile(join(states ?? "", name)))}`,
        );
      }
      expect(
        await run(
          "sha256sum",
          ["-c", "--strict", "--quiet", "manifest-sha256.txt"],
          join(unpacked, root),
        ),
      ).toMatchObject({ code: 0 });
    });

    it.each([[["--into", "US States"]], [[]]])(
      "comes back from its own package byte for byte (import %j)",
      async (into) => {
        const other = join(folder.path, `other${String(into.length)}`);
        const second = join(folder.path, "second.zip");
        expect(await holdall(other, "import", archive, ...into)).toMatchObject({
          code: 0,
        });
        expect(
          await holdall(other, "export", "US States", "--out", second),
        ).toMatchObject({ code: 0 });
        expect(sha256(await readFile(second))).toBe(
          sha256(await readFile(archive)),
        );
      },
    );

    it("is not doubled by a second import of the same sheet", async () => {
      const again = await holdall(
        data,
        "import",
        source,
        "--into",
        "US States",
      );
      expect(again.code).toBe(0);
      expect(again.stdout).toContain("56 items were there already");
      expect(await holdallJson(data, "list", "collections")).toMatchObject([
        { items: 56 },
      ]);
    });

    it.each(["AAA_batch-metadata_8859.csv", "AAA_batch-metadata-language.csv"])(
      "imports %s with a report of what was guessed",
      async (sheet) => {
        const other = join(folder.path, sheet);
        const { code, stdout, stderr } = await holdall(
          other,
          "import",
          join(states ?? "", sheet),
          "--into",
          "States",
        );
        expect(code).toBe(3);
        expect(stdout).toContain("Imported 56 items with 56 files");
        expect(stderr).toContain("warning:");
        const items = await holdall(other, "list", "items");
        expect(items.stdout).toContain(
          sheet.includes("language") ? "American Samøæ" : "American Sam",
        );
        expect(items.stdout).not.toContain("\ufffd");
      },
    );
  },
);
