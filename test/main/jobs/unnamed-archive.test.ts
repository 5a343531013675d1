import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openTestCatalog, value } from "../../support/catalog.ts";
import { temporaryFolder } from "../../support/package-files.ts";
import {
  ended,
  exactOptions,
  exportTarget,
  withApplication,
} from "../../support/runs.ts";

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

it("leaves the archive of before in its place when the rehearsal is cancelled", async () => {
  await using folder = temporaryFolder();
  const at = (name: string) => join(folder.path, name);
  const catalog = openTestCatalog(at("data"));
  const gauges = catalog.collection("Gauges", [catalog.community("Coast")]);
  for (let number = 1; number <= 40; number++)
    catalog.item(gauges, {
      metadata: [value("dc.title", `Gauge ${String(number)}`)],
    });
  catalog.close();
  writeFileSync(at("gauges.zip"), "the archive of before");

  const { run } = await withApplication(at("data"), async (application) => {
    const deaf = application.events.listen(
      "run.changed",
      ({ progress, id }) => {
        // Nothing else is verified here.
        if (progress.phase !== "verifying") return;
        deaf();
        void application.runner.cancel(id);
      },
    );
    return ended(
      application,
      await application.context.exports.create({
        target: String(gauges),
        out: at("gauges.zip"),
        options: { ...exactOptions, verify: false, rehearse: true },
      }),
    );
  });
  expect(run.state).toBe("cancelled");
  expect(readFileSync(at("gauges.zip"), "utf8")).toBe("the archive of before");
  expect(readdirSync(folder.path).sort()).toEqual(["data", "gauges.zip"]);
});
