import type { Database } from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { searchField } from "../../../main/domain/search-fields.ts";
import { parseSearchQuery } from "../../../main/domain/search-query.ts";
import { ownRoom, sharedRoom } from "../../../main/store/finding-room.ts";
import { openCatalog } from "../../../main/store/open.ts";
import { createSearchHits } from "../../../main/store/search-hits.ts";

/** More than is read in one go. */
const items = 205_003;
let database: Database;

beforeAll(() => {
  database = openCatalog(":memory:");
  database.exec(`
    PRAGMA foreign_keys = OFF;
    INSERT INTO item (id, collection_id, title, sort_title, in_archive, withdrawn, discoverable, last_modified, uuid)
      WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < ${String(items)})
      SELECT id, 1, '', '', 1, 0, 1, 0, id FROM n;
    INSERT INTO item_text (rowid, title, contributor, other)
      SELECT id, CASE WHEN id % 7 = 0 THEN 'seventh' ELSE 'other' END, 'everybody', CASE WHEN id % 100000 = 10 THEN 'rare' ELSE '' END FROM item;
  `);
});

afterAll(() => {
  database.close();
});

describe.each([
  ["a thread with other things to do", sharedRoom],
  ["a thread of its own", ownRoom],
])("on %s", (_name, room) => {
  const search = () => createSearchHits(database, room);

  it("finds all of very many hits, also beyond what is read in one go", async () => {
    const hits = await search().find("every", 1);
    expect(hits.count).toBe(items);
    expect([1, 200_000, 205_000, 205_003].every(hits.has)).toBe(true);
    expect(hits.has(0) || hits.has(items + 1)).toBe(false);
    expect(hits.next(items - 2, 10)).toEqual([items - 1, items]);
  });

  it("tells some of many from the others", async () => {
    const hits = await search().find("sev", 1);
    expect(hits.count).toBe(Math.floor(items / 7));
    expect([7, 205_002 - (205_002 % 7)].every(hits.has)).toBe(true);
    expect(hits.has(8)).toBe(false);
    expect(hits.next(0, 3)).toEqual([7, 14, 21]);
  });

  it("finds few, and none", async () => {
    const few = await search().find("rare", 1);
    expect(few.few).toEqual([10, 100_010, 200_010]);
    expect(few.next(10, 9)).toEqual([100_010, 200_010]);
    expect(few.has(10) && !few.has(11)).toBe(true);
    expect(await search().find("nothing", 1)).toMatchObject({
      count: 0,
      few: [],
    });
  });

  it("looks at the values where the index cannot tell", async () => {
    const parsed = parseSearchQuery('title:"seventh other"', searchField);
    if (parsed === null) throw new Error("it is a query");
    expect((await search().matching(parsed, 1)).count).toBe(0);
  });
});
