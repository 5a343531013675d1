import { join } from "node:path";
import { expect, it } from "vitest";
import {
  holdall,
  holdallJson,
  temporaryFolder,
} from "../../support/holdall.ts";
import { makeSaf } from "../../support/make-saf.ts";

it("lets those read what comes from a table that may read what is new in its collection", async () => {
  const folder = await temporaryFolder();
  try {
    const source = join(folder.path, "source");
    await makeSaf(source, { items: 3, fileSize: 500, text: false });
    const [data, copy] = ["data", "copy"].map((name) =>
      join(folder.path, name),
    ) as [string, string];
    await holdall(data, "import", source, "--into", "Letters");
    const sheet = join(folder.path, "letters.zip");
    const made = await holdall(
      ...[data, "export", "Letters", "--format", "csv", "--out", sheet],
    );
    expect(made.code, made.stderr).toBe(0);

    const imported = await holdall(copy, "import", sheet);
    expect(imported.code, imported.stderr).toBe(0);
    const open = await holdallJson(
      ...[copy, "export", "Letters", "--restricted", "leave-out"],
      ...["--out", join(folder.path, "open.zip")],
    );
    expect(open).toMatchObject({
      result: { items: 3, files: 3, restrictedLeftOut: 0 },
    });
  } finally {
    await folder.remove();
  }
});
