import { afterEach, beforeEach, expect, it } from "vitest";
import { temporaryFolder } from "../../support/holdall.ts";
import { openSearchedCatalog } from "../../support/searched-catalog.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

it("finds and counts the same with kept hits as without, while items are added, changed and removed", async () => {
  const catalog = openSearchedCatalog(folder.path, 7);
  try {
    for (let items = 0; items < 60; items++) catalog.add();
    expect(catalog.kept()?.phrases).toBe(0);
    for (let step = 0; step < 150; step++) {
      await catalog.step();
      await catalog.check();
    }
    // Hits have been kept, and changes been brought into them and forgotten.
    const { phrases = 0, settled = 0 } = catalog.kept() ?? {};
    expect(phrases).toBeGreaterThan(20);
    expect(settled).toBeGreaterThan(10);
  } finally {
    catalog.close();
  }
});
