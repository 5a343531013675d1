import { symlink, writeFile } from "node:fs/promises";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { pack } from "tar-stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ImportResult, Problem, Run } from "../../../main/domain/run.ts";
import { bundle, openTestCatalog, value } from "../../support/catalog.ts";
import {
  holdall,
  holdallJson,
  run,
  temporaryFolder,
} from "../../support/holdall.ts";
import { writeFolder } from "../../support/package-files.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
let number = 0;

beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  const catalog = openTestCatalog(data);
  const logs = catalog.collection("Logs", [catalog.community("Coast")]);
  for (const name of ["one", "two ü", "three"])
    catalog.item(logs, {
      metadata: [value("dc.title", name)],
      bundles: [
        bundle("ORIGINAL", [
          await catalog.bitstream(`${name}.txt`, name),
          // One is larger than what is written at once.
          ...(name === "one"
            ? [
                await catalog.bitstream(
                  "large.bin",
                  Buffer.alloc(5 << 20, name),
                ),
              ]
            : []),
        ]),
      ],
    });
  catalog.close();
});
afterAll(() => folder.remove());

interface Imported extends Run {
  readonly problemList: readonly Problem[];
}

/** Imports something into a catalog of its own. */
async function imported(path: string, ...args: string[]): Promise<Imported> {
  const into = join(folder.path, `into-${String(++number)}`);
  const { stdout } = await holdall(into, "import", path, "--json", ...args);
  return JSON.parse(stdout) as Imported;
}

test.each([
  ["tar", "tar"],
  ["tar.gz", "tar.gz"],
  ["tar_bz2", "tar.bz2"],
])("packages of the packer %s come back", async (packer, extension) => {
  const out = join(folder.path, `all.${extension}`);
  await holdallJson(
    data,
    ...["export", "--all", "--packer", packer, "--out", out],
  );
  const back = await imported(out);
  expect(back.state).toBe("done");
  expect(back.result).toMatchObject({
    items: 3,
    files: 4,
    collections: [{ name: "Logs" }],
  });
});

const item = (title: string) => ({
  "dublin_core.xml": `<dublin_core><dcvalue element="title" qualifier="none">${title}</dcvalue></dublin_core>`,
  contents: "a.txt\n",
  "a.txt": title,
});

test("what other programs have packed comes in, without what leads out of it", async () => {
  const saf = writeFolder(join(folder.path, "saf"), {
    ...Object.fromEntries(
      Object.entries(item("First")).map(([name, text]) => [
        `item_1/${name}`,
        text,
      ]),
    ),
    [`item_2/${"deep/".repeat(30)}far.txt`]: "far",
    ...Object.fromEntries(
      Object.entries(item("Second")).map(([name, text]) => [
        `item_2/${name}`,
        name === "contents" ? `${"deep/".repeat(30)}far.txt\n` : text,
      ]),
    ),
  });
  await symlink("/etc/passwd", join(saf, "item_1", "passwd"));
  const tar = join(folder.path, "foreign.tar.gz");
  const made = await run("tar", ["-czf", tar, "-C", folder.path, "saf"]);
  expect(made.code, made.stderr).toBe(0);
  const back = await imported(tar, "--into", "Foreign");
  expect(back.result as ImportResult).toMatchObject({ items: 2, files: 2 });
  expect(back.problemList).toContainEqual(
    expect.objectContaining({ object: "saf/item_1/passwd" }),
  );
});

test("names that lead out of the archive, or are there twice, are refused", async () => {
  const members = pack();
  const path = join(folder.path, "hostile.tar");
  const writing = pipeline(members, createWriteStream(path));
  for (const [name, text] of Object.entries(item("Good")))
    members.entry({ name: `good/${name}` }, text);
  members.entry({ name: "../../escaped.txt" }, "out");
  members.entry({ name: "/absolute.txt" }, "out");
  members.entry({ name: "good/A.TXT" }, "twice");
  members.finalize();
  await writing;
  const back = await imported(path, "--into", "Hostile");
  expect(back.result as ImportResult).toMatchObject({ items: 1 });
  const objects = back.problemList.map(({ object }) => object).join(" ");
  expect(objects).toContain("escaped.txt");
  expect(objects).toContain("absolute.txt");
});

test("a tar that is cut off or is something else says so", async () => {
  const tar = join(folder.path, "cut.tar.gz");
  const whole = join(folder.path, "all.tar.gz");
  await run("sh", ["-c", `head -c 5000 ${whole} > ${tar}`]);
  const cut = await holdall(join(folder.path, "cut"), "import", tar);
  expect(cut.code).toBe(1);
  expect(cut.stderr).toContain("damaged or cut off");
  const other = join(folder.path, "other.tar");
  await writeFile(join(folder.path, "letter.txt"), "Dear all");
  await run("tar", ["-cf", other, "-C", folder.path, "letter.txt"]);
  const unknown = await holdall(join(folder.path, "other"), "import", other);
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toContain("not something that can be imported");
});
