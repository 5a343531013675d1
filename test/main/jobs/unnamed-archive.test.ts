import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openTestCatalog, value } from "../../support/catalog.ts";
import { temporaryFolder } from "../../support/package-files.ts";
import { exportTarget } from "../../support/runs.ts";

it("leaves the archive of before in its place when what later exports are compared with cannot be found", async () => {
  await using folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  const catalog = openTestCatalog(at("data"));
  const gauges = catalog.collection("Gauges", [catalog.community("Coast")]);
  catalog.item(gauges, { metadata: [value("dc.title", "Gauge 1")] });
  catalog.close();
  // Where runs keep what they remember.
  writeFileSync(join(at("data"), "memory"), "in the way");
  writeFileSync(at("gauges.zip"), "the archive of before");

  const { run } = await exportTarget(at("data"), gauges, at("gauges.zip"));
  expect(run.state).toBe("failed");
  expect(readFileSync(at("gauges.zip"), "utf8")).toBe("the archive of before");
});
