import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { holdall, temporaryFolder } from "../support/holdall.ts";
import { digestOf } from "./judges/digest-of.ts";
import { judgeArchive } from "./judges/judge-archive.ts";

const items = 70;
const filesOfItem = 1000;
const files = items * filesOfItem;
/** Five of each item's own, the files, and three that close the package: more than 65,535. */
const entries = items * 5 + files + 3;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
let archive: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, "data");
  archive = join(folder.path, "entries.zip");
  const source = join(folder.path, "source");
  const names = Array.from(
    { length: filesOfItem },
    (_, number) => `reading ${String(number).padStart(4, "0")}.txt`,
  );
  for (let item = 1; item <= items; item += 1) {
    const itemFolder = join(source, `item_${item}`);
    mkdirSync(itemFolder, { recursive: true });
    writeFileSync(
      join(itemFolder, "dublin_core.xml"),
      `<dublin_core schema="dc"><dcvalue element="title">Series ${item}</dcvalue></dublin_core>\n`,
    );
    writeFileSync(
      join(itemFolder, "contents"),
      names.map((name) => `${name}\tbundle:ORIGINAL\n`).join(""),
    );
    // The same contents in every item: the store keeps each once, the package has all of them.
    for (const name of names)
      writeFileSync(join(itemFolder, name), `${name}: 4.27 m\n`);
  }
  expect(
    await holdall(data, "import", source, "--into", "Series"),
  ).toMatchObject({ code: 0 });
  expect(
    await holdall(data, "export", "Series", "--out", archive),
  ).toMatchObject({ code: 0 });
});
afterAll(() => folder.remove());

it("packs 70,000 files of few items so that no judge objects", async () => {
  expect(await judgeArchive(archive, { items, files, entries })).toEqual([]);
});

it("makes the same package from what the package brought", async () => {
  const other = join(folder.path, "other");
  const second = join(folder.path, "second.zip");
  expect(await holdall(other, "import", archive)).toMatchObject({ code: 0 });
  expect(
    await holdall(other, "export", "Series", "--out", second),
  ).toMatchObject({ code: 0 });
  expect(await digestOf(second)).toBe(await digestOf(archive));
});
