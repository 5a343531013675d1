import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { seeArchive } from "../../support/read-archive.ts";

const folder = resolve("../shared/data/zip-torture");
const present = existsSync(folder);

function archives(kind: "failure" | "success"): string[] {
  return present
    ? readdirSync(join(folder, kind)).sort()
    : [`(skipped: ${folder} is absent)`];
}

/** Entries that a good program may refuse although the archive opens. */
const refusedParts: Readonly<Record<string, string>> = {
  "bogus-compression-method.zip": "entry.method-unsupported",
  // Its first entry is called a\txt in the directory and a.txt in its local header.
  "sloppy-filenames.zip": "entry.header-mismatch",
  "traditional-encryption-and-compression.zip": "entry.encrypted",
  "traditional-encryption-and-compression_deprecated.zip": "entry.encrypted",
  "traditional-encryption.zip": "entry.encrypted",
  "traditional-encryption_deprecated.zip": "entry.encrypted",
};

describe.skipIf(!present)("archives that a careful reader must refuse", () => {
  test.each(archives("failure"))("%s", async (name) => {
    const seen = await seeArchive(join(folder, "failure", name));
    const unreadable = [...seen.contents.values()].filter(
      (content) => typeof content === "string",
    );
    const errors = seen.problems.filter(({ severity }) => severity === "error");
    expect(
      (seen.refused === null ? 0 : 1) + unreadable.length + errors.length,
      "neither the archive, nor an entry, nor a content was refused",
    ).toBeGreaterThan(0);
    for (const { object, message } of errors) {
      expect(object).not.toBe("");
      expect(message).toContain(object);
    }
    if (seen.refused !== null) expect(seen.message).toContain(name);
  });
});

describe.skipIf(!present)("archives that a reader must accept", () => {
  test.each(archives("success"))("%s", async (name) => {
    const seen = await seeArchive(join(folder, "success", name));
    expect(seen.refused).toBeNull();
    const errors = seen.problems
      .filter(({ severity }) => severity === "error")
      .map(({ code }) => code);
    expect(errors).toEqual(name in refusedParts ? [refusedParts[name]] : []);
    expect(
      [...seen.contents.values()].filter(
        (content) => typeof content === "string",
      ),
    ).toEqual([]);
  });

  test("the Unicode Path field gives a name its meaning", async () => {
    const seen = await seeArchive(
      join(folder, "success", "unicode-path-extra-field.zip"),
    );
    expect(seen.entries.map(({ path }) => path)).toEqual(["七个房间.txt"]);
  });
});
