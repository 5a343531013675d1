import { glob, readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";

const sample = resolve(import.meta.dirname, "../../sample");

async function files(): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of glob("**/*", {
    cwd: sample,
    withFileTypes: true,
  })) {
    if (entry.isFile()) found.push(resolve(entry.parentPath, entry.name));
  }
  return found.sort();
}

test("the sample's spreadsheet names every file beside it, and no other", async () => {
  const rows = parse(await readFile(resolve(sample, "metadata.csv")), {
    columns: true,
  });
  expect(rows).toHaveLength(12);
  const named = new Set<string>();
  for (const row of rows as Record<string, string>[]) {
    expect(row["dc.title"]).not.toBe("");
    for (const [column, value] of Object.entries(row)) {
      if (column !== "filename" && !column.startsWith("bundle:")) continue;
      for (const name of value.split("||"))
        if (name !== "") named.add(resolve(sample, name));
    }
  }
  const there = (await files()).filter(
    (file) => !file.endsWith("metadata.csv"),
  );
  expect([...named].sort()).toEqual(there);
});

test("the sample stays small", async () => {
  const sizes = await Promise.all(
    (await files()).map(async (file) => (await stat(file)).size),
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(500_000);
});
