import { readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { compose } from "../../main/compose.ts";
import { runCommand, commands } from "../../main/commands/index.ts";
import { localAdministrator } from "../../main/core/access.ts";
import { readConfig } from "../../main/config.ts";
import { temporaryFolder } from "../support/holdall.ts";
import { writeFolder } from "../support/package-files.ts";
import { withApplication } from "../support/runs.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder.remove());

it("starts and stops ten times without leaving anything open", async () => {
  const config = readConfig(
    { dataDir: join(folder.path, "data") },
    { HOLDALL_LOG: "info" },
  );
  const open = () =>
    process
      .getActiveResourcesInfo()
      .filter((kind) => kind !== "Timeout" && kind !== "Immediate").length;
  await (await compose(config)).close();
  const before = open();
  for (let n = 0; n < 10; n++) await (await compose(config)).close();
  expect(open()).toBeLessThanOrEqual(before);
});

it("checks what commands are given", async () => {
  const application = await compose(
    readConfig(
      { dataDir: join(folder.path, "data") },
      { HOLDALL_LOG: "silent" },
    ),
  );
  try {
    expect(
      await runCommand(
        application.context,
        "catalog.summary",
        {},
        localAdministrator,
      ),
    ).toMatchObject({ items: 0 });
    for (const name of Object.keys(commands) as (keyof typeof commands)[]) {
      const hostile = { __proto__: null, surprise: 1 } as never;
      await expect(
        runCommand(application.context, name, hostile, localAdministrator),
      ).rejects.toMatchObject({ code: "input.invalid" });
    }
  } finally {
    await application.close();
  }
});

it("removes what was made for the moment when it is old for the moment", async () => {
  const at = (...names: string[]) => join(folder.path, "data", ...names);
  await withApplication(at(), ({ scheduler }) => {
    for (const name of ["taken", "looks", "rehearsals"])
      for (const age of ["old", "young"])
        writeFolder(at(name, age), { "copy.txt": "a copy" });
    const twoDaysAgo = Date.now() / 1000 - 2 * 86_400;
    for (const name of ["taken", "looks", "rehearsals"]) {
      // What is long, but is still being written.
      writeFolder(at(name, "long"), { "catalog.sqlite": "half a catalog" });
      for (const path of [["old", "copy.txt"], ["old"], ["long"]])
        utimesSync(at(name, ...path), twoDaysAgo, twoDaysAgo);
    }
    scheduler.start();
    return Promise.resolve();
  });
  for (const name of ["taken", "looks", "rehearsals"])
    expect(readdirSync(at(name))).toEqual(["long", "young"]);
});
