import { afterEach, beforeEach, expect, it } from "vitest";
import { temporaryFolder } from "../../support/holdall.ts";
import { openSearchedCatalog } from "../../support/searched-catalog.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

it.each([1, 2, 3, 4])(
  "finds and counts the same with kept hits as without, whatever happens between (%i)",
  async (seed) => {
    const catalog = openSearchedCatalog(folder.path, seed * 7919);
    try {
      for (let items = 0; items < 40; items++) catalog.add();
      for (let step = 0; step < 1000; step++) {
        await catalog.step();
        await catalog.check();
      }
      expect(catalog.kept()?.settled).toBeGreaterThan(100);
      expect(catalog.items()).toBeGreaterThan(100);
    } finally {
      catalog.close();
    }
  },
  600_000,
);
