import { randomUUID } from "node:crypto";
import {
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openCopy } from "../../../main/desktop/open-copy.ts";
import { saveCopy } from "../../../main/desktop/save-copy.ts";
import { removeOld } from "../../../main/remove-old.ts";
import { opened, savePaths } from "../../support/electron.ts";

let root: string;
let content: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "holdall-copies-"));
  content = join(root, "content");
  await writeFile(content, "what the catalog keeps");
});
afterAll(() => rm(root, { recursive: true }));
let folder: string;
beforeEach(() => {
  folder = join(root, randomUUID());
  opened.length = 0;
});

test.each([
  ["there is what to save", () => content, true],
  ["there is not", () => join(root, "gone"), false],
])(
  "saving touches no other file of the person, where %s",
  async (_case, source, goesWell) => {
    const place = await mkdtemp(join(root, "place-"));
    const wanted = join(place, "chart.pdf");
    await writeFile(`${wanted}.part`, "a download of their own");
    savePaths.push(wanted);
    const saved = saveCopy(null, source(), "chart.pdf");
    if (goesWell) {
      expect(await saved).toBe(wanted);
      expect(await readFile(wanted, "utf8")).toBe("what the catalog keeps");
    } else {
      await expect(saved).rejects.toMatchObject({ code: "file.unwritable" });
    }
    expect(await readFile(`${wanted}.part`, "utf8")).toBe(
      "a download of their own",
    );
    expect((await readdir(place)).sort()).toEqual(
      goesWell ? ["chart.pdf", "chart.pdf.part"] : ["chart.pdf.part"],
    );
  },
);

test("a copy that is opened is where only its owner looks, and goes when it is old", async () => {
  await openCopy(folder, content, "letter.txt");
  const [copy] = opened;
  if (copy === undefined) throw new Error("nothing was opened");
  expect(await readFile(copy, "utf8")).toBe("what the catalog keeps");
  if (process.platform !== "win32")
    expect((await stat(folder)).mode & 0o077).toBe(0);

  removeOld(folder);
  expect(await readdir(folder)).toHaveLength(1);
  const before = new Date(Date.now() - 25 * 3_600_000);
  await utimes(copy, before, before);
  await utimes(dirname(copy), before, before);
  removeOld(folder);
  expect(await readdir(folder)).toEqual([]);
});
