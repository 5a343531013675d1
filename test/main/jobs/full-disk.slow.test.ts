import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeSmallDisk } from "../../support/faults/small-disk.ts";
import {
  holdall,
  holdallJson,
  temporaryFolder,
} from "../../support/holdall.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let sheet: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  sheet = join(folder.path, "items.csv");
  const rows = Array.from(
    { length: 6000 },
    (_, row) => `Title ${String(row)},${`word${String(row)} `.repeat(5)}`,
  );
  writeFileSync(sheet, ["dc.title,dc.description", ...rows].join("\n"));
});
afterAll(() => folder.remove());

// Where the disk is full decides what cannot be written first: an item, statistics, or that the run has ended.
test.each([1500, 2000, 2500, 3000, 3500, 4000])(
  "an import into a data folder with %i KiB ends and says why, and goes on when there is room",
  async (kibibytes) => {
    const at = join(folder.path, String(kibibytes));
    mkdirSync(at);
    const disk = makeSmallDisk(at, kibibytes);
    try {
      if (disk.prefix.length > 0) return;
      const data = join(disk.path, "data");
      const { code, stderr } = await holdall(data, "import", sheet);
      expect(stderr).toContain("The disk is full");
      expect(stderr).not.toContain("inside Holdall");
      expect(code).toBe(1);
      const exports = join(data, "exports");
      expect(existsSync(exports) ? readdirSync(exports) : []).toEqual([]);

      execFileSync("mount", ["-o", "remount,size=64m", disk.path]);
      const again = await holdall(data, "import", sheet);
      expect(again.code, again.stderr).toBe(0);
      const listed = await holdallJson(data, "list", "items");
      expect(listed).toHaveLength(6000);
    } finally {
      disk.remove();
    }
  },
);
