import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "better-sqlite3";
import { openCatalog } from "../../../main/store/open.ts";

const items = 2_000;
let database: Database;
let bytes = 0;

beforeAll(() => {
  database = openCatalog(":memory:");
  const add = database.prepare(
    "INSERT INTO item_text (rowid, title, contributor, other) VALUES (?, ?, ?, ?)",
  );
  database.transaction(() => {
    for (let id = 1; id <= items; id++) {
      const text = wordsOf(id);
      bytes += text.length;
      add.run(id, text.slice(0, 60), text.slice(60, 80), text.slice(80));
    }
  })();
});

afterAll(() => {
  database.close();
});

it("takes less for what finds the texts of items than for the texts", () => {
  const size = database
    .prepare<[], number>(
      "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'item_text%'",
    )
    .pluck()
    .get();
  expect(size).toBeLessThan(bytes);
});

/** Some hundred letters of two thousand different words, the same each time. */
function wordsOf(seed: number): string {
  let state = seed;
  return Array.from({ length: 80 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const word = (state >>> 12) % 2_000;
    return (word * 7_919 + 50_000).toString(36);
  }).join(" ");
}
