import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { saveCopy } from "../../../main/desktop/save-copy.ts";
import { savePaths } from "../../support/electron.ts";

let root: string;
let content: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "holdall-copies-"));
  content = join(root, "content");
  await writeFile(content, "what the catalog keeps");
});
afterAll(() => rm(root, { recursive: true }));

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
