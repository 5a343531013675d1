import { createHash, randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { RunProgress } from "../../../main/domain/run.ts";
import { bundle, openTestCatalog, value } from "../../support/catalog.ts";
import { temporaryFolder } from "../../support/package-files.ts";
import { ended, exactOptions, withApplication } from "../../support/runs.ts";

it("tells how far the checksum of an archive is which DSpace's clients compare with, and stops computing it when that is cancelled", async () => {
  await using folder = temporaryFolder();
  const catalog = openTestCatalog(folder.path);
  const charts = catalog.collection("Charts", [catalog.community("Coast")]);
  catalog.item(charts, {
    metadata: [value("dc.title", "Chart")],
    bundles: [
      bundle("ORIGINAL", [
        await catalog.bitstream("chart.bin", randomBytes(48 * 1024 * 1024)),
      ]),
    ],
  });
  catalog.close();
  await withApplication(folder.path, async (application) => {
    const { context, events, runner } = application;
    const begin = () =>
      context.exports.create(
        {
          target: String(charts),
          options: { ...exactOptions, verify: false },
        },
        null,
        "dspace",
      );
    const told: RunProgress[] = [];
    const silence = events.listen("run.changed", ({ progress }) => {
      if (progress.phase === "summing") told.push(progress);
    });
    const { run, result } = await ended(application, await begin());
    silence();
    expect(run.state).toBe("done");
    if (!("md5" in result)) throw new Error("there is no checksum");
    const archive = join(folder.path, "exports", run.uuid, result.path);
    const bytes = readFileSync(existsSync(archive) ? archive : result.path);
    expect(result.md5).toBe(createHash("md5").update(bytes).digest("hex"));
    expect(told[0]).toMatchObject({ bytes: 0, bytesTotal: bytes.length });

    const deaf = events.listen("run.changed", ({ progress, id }) => {
      if (progress.phase !== "summing") return;
      deaf();
      void runner.cancel(id);
    });
    const cancelled = await ended(application, await begin());
    expect(cancelled.run.state).toBe("cancelled");
  });
});
