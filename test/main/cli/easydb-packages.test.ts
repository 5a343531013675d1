import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { easydb } from "../../../main/formats/easydb/index.ts";
import {
  holdall,
  holdallJson,
  temporaryFolder,
} from "../../support/holdall.ts";
import { makeSaf } from "../../support/make-saf.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  const source = join(folder.path, "source");
  await makeSaf(source, { items: 3, fileSize: 2000, text: false });
  const { code, stderr } = await holdall(
    data,
    "import",
    source,
    "--into",
    "Letters",
  );
  expect(code, stderr).toBe(0);
});
afterAll(() => folder.remove());

const namesIn = (archive: string): string[] =>
  execFileSync("bsdtar", ["-tf", archive], { encoding: "utf8" })
    .trim()
    .split("\n")
    .filter((name) => !name.endsWith("/"));

it.each([
  ["zip", "zip", []],
  ["tar.gz", "tar.gz", ["--no-bitstreams"]],
])(
  "packs for easydb's clients as %s, and verifies it without a manifest",
  async (packer, extension, more) => {
    const out = join(folder.path, `out.${extension}`);
    const made = await holdall(
      data,
      "export",
      "Letters",
      "--format",
      "easydb",
      "--packer",
      packer,
      "--out",
      out,
      ...more,
    );
    expect(made.code, made.stderr).toBe(0);
    const names = namesIn(out);
    expect(names.some((name) => name.endsWith("1-100/objects.json"))).toBe(
      true,
    );
    expect(names.some((name) => name.includes("manifest"))).toBe(false);
    const verified = await holdall(data, "verify", out);
    expect(verified.code, verified.stderr).toBe(0);
    expect(verified.stdout).toContain("sound");
    expect(verified.stdout).toContain("there is no manifest to compare with");
    expect(await holdallJson(data, "verify", out)).toMatchObject({
      manifest: false,
      errors: 0,
      warnings: 0,
      entries: names.length,
    });
  },
);

it("packs for easydb's clients as a folder, in which no list says what comes first", async () => {
  const source = join(folder.path, "many");
  await makeSaf(source, { items: 20, fileSize: 500, text: false });
  await holdall(data, "import", source, "--into", "Many");
  const out = join(folder.path, "out");
  const made = await holdall(
    ...[data, "export", "Many", "--format", "easydb"],
    ...["--packer", "folder", "--out", out],
  );
  expect(made.code, made.stderr).toBe(0);
  expect(made.stdout).toContain("20 of 20 items");
});

it("still sees what cannot be read", async () => {
  const out = join(folder.path, "damaged.zip");
  await holdall(data, "export", "Letters", "--format", "easydb", "--out", out);
  const bytes = readFileSync(out);
  const at = bytes.indexOf("objects.json") + 60;
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  writeFileSync(out, bytes);
  expect((await holdall(data, "verify", out)).code).not.toBe(0);
});

it("tells such packages from others by their layout alone", () => {
  const recognised = (...paths: string[]) => {
    const check = easydb.rules.startCheck();
    for (const path of paths) check.entry(path, []);
    return check.recognised();
  };
  expect(recognised("1-100/objects.json", "1-100/7/a.txt")).toBe(true);
  expect(recognised("objects.csv", "a.txt")).toBe(true);
  expect(recognised("Plans/objects-2.xml", "Plans/a.txt")).toBe(true);
  expect(recognised("1-100/a.txt", "101-200/b.txt")).toBe(true);
  expect(recognised("a.txt")).toBe(false);
  expect(recognised()).toBe(false);
  // An item that is called like a batch.
  expect(
    recognised(
      "saf/1-100/dublin_core.xml",
      "saf/1-100/contents",
      "saf/1-100/objects.json",
    ),
  ).toBe(false);
});
