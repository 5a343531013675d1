import { mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { withMomentaryFolder } from "../../main/momentary-folder.ts";
import { removeOld, useMark } from "../../main/remove-old.ts";
import { temporaryFolder } from "../support/package-files.ts";

/** Makes a folder and all right in it look as if nobody had written there for two days. */
function makeOld(folder: string): void {
  const before = new Date(Date.now() - 48 * 3_600_000);
  for (const name of readdirSync(folder))
    utimesSync(join(folder, name), before, before);
  utimesSync(folder, before, before);
}

it("keeps what somebody works in, however long, and removes what a program left behind", async () => {
  await using folder = temporaryFolder();
  const left = join(folder.path, "left");
  mkdirSync(left);
  writeFileSync(join(left, useMark), "");
  makeOld(left);

  const kept = await withMomentaryFolder(folder.path, (scratch) => {
    expect(readdirSync(folder.path)).not.toContain("left");
    mkdirSync(scratch);
    writeFileSync(join(scratch, "catalog.sqlite"), "much work");
    makeOld(join(scratch, ".."));
    removeOld(folder.path);
    return Promise.resolve(readdirSync(scratch));
  });
  expect(kept).toEqual(["catalog.sqlite"]);
  expect(readdirSync(folder.path)).toEqual([]);
});

it("leaves nothing behind where its folder cannot be locked, and says so", async () => {
  await using folder = temporaryFolder();
  // A file system takes longer paths than SQLite, which keeps the lock.
  const around = join(folder.path, ...Array<string>(3).fill("a".repeat(200)));
  const asked = withMomentaryFolder(around, () => Promise.resolve("worked"));
  await expect(asked).rejects.toMatchObject({ code: "file.unwritable" });
  expect(readdirSync(around)).toEqual([]);
});
