import { join } from "node:path";
import { expect, it } from "vitest";
import { openTestCatalog, value } from "../../../support/catalog.ts";
import { temporaryFolder } from "../../../support/package-files.ts";
import { readPackage } from "../../../support/read-package.ts";
import { exportTarget } from "../../../support/runs.ts";

/** Names without a blank, each character two code units. */
const long = "🗼".repeat(250_000);

it("shows only the beginning of a text without end, and all of it once", async () => {
  await using folder = temporaryFolder();
  const data = join(folder.path, "data");
  const catalog = openTestCatalog(data);
  const towers = catalog.collection(`C${long}`, [catalog.community("Coast")]);
  catalog.item(towers, {
    metadata: [
      value("dc.title", `T${long}`),
      value("dc.contributor.author", `A${long}`),
      value("dc.date.issued", `D${long}`),
      value("dc.description.abstract", `E${long}`),
    ],
  });
  catalog.item(towers, { metadata: [value("dc.title", "Plain")] });
  catalog.close();
  const archive = join(folder.path, "towers.zip");
  await exportTarget(data, towers, archive, { format: "html" });

  const { files } = await readPackage(archive);
  const pages = files.filter(({ path }) => /\.(?:html|js)$/.test(path));
  const ofTower = pages.filter(({ path }) => /item_T[^/]*\/index/u.test(path));
  expect(ofTower).toHaveLength(1);
  for (const { path, bytes } of pages) {
    const text = bytes.toString();
    expect(text, path).not.toContain("\uFFFD");
    const whole = ["T", "A", "D", "E"].map(
      (mark) => text.split(mark + long).length - 1,
    );
    const isTower = path === ofTower[0]?.path;
    expect(whole, path).toEqual(isTower ? [1, 1, 1, 1] : [0, 0, 0, 0]);
    const most = isTower ? 4 * 4 * 250_000 : 0;
    expect(bytes.length - most, path).toBeLessThan(30_000);
  }
});
