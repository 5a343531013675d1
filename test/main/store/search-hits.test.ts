import type { Database } from "better-sqlite3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sharedRoom } from "../../../main/store/finding-room.ts";
import { openCatalog } from "../../../main/store/open.ts";
import { createSearchHits } from "../../../main/store/search-hits.ts";

/** More than is read in one go. */
const items = 205_003;
let database: Database;

beforeAll(() => {
  database = openCatalog(":memory:");
  database.exec(`
    PRAGMA foreign_keys = OFF;
    INSERT INTO item (id, collection_id, title, sort_title, in_archive, withdrawn, discoverable, last_modified)
      WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < ${String(items)})
      SELECT id, 1, '', '', 1, 0, 1, 0 FROM n;
    INSERT INTO item_text (rowid, title, contributor, other)
      SELECT id, CASE WHEN id % 7 = 0 THEN 'seventh' ELSE 'other' END, 'everybody', '' FROM item;
  `);
});

afterAll(() => {
  database.close();
});

test("very many hits are all found, also beyond what is read in one go", async () => {
  const hits = await createSearchHits(database, sharedRoom).find("every", 1);
  expect(hits.count).toBe(items);
  expect([1, 200_000, 205_000, 205_003].every(hits.has)).toBe(true);
  expect(hits.has(0) || hits.has(items + 1)).toBe(false);
  expect(hits.next(items - 2, 10)).toEqual([items - 1, items]);
});

test("some of many are told from the others", async () => {
  const hits = await createSearchHits(database, sharedRoom).find("sev", 1);
  expect(hits.count).toBe(Math.floor(items / 7));
  expect([7, 205_002 - (205_002 % 7)].every(hits.has)).toBe(true);
  expect(hits.has(8)).toBe(false);
  expect(hits.next(0, 3)).toEqual([7, 14, 21]);
});
