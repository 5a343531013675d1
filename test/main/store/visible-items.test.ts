import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "better-sqlite3";
import { openCatalog } from "../../../main/store/open.ts";
import { createVisibleItems } from "../../../main/store/visible-items.ts";

let database: Database;
beforeAll(() => {
  database = openCatalog(":memory:");
  database.exec(`
    PRAGMA foreign_keys = OFF;
    INSERT INTO item (id, collection_id, title, sort_title, in_archive, withdrawn, discoverable, last_modified, uuid)
      WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 10) SELECT id, 1, '', '', 1, 0, 1, 0, id FROM n;
    INSERT INTO hits_preparation (id, items) VALUES (1, 10);
  `);
});
afterAll(() => {
  database.close();
});

const scope = { groups: [], account: null, today: "2026-01-01" } as const;
const change = (count: number) =>
  database
    .prepare(
      "INSERT INTO access_change (item_id) WITH RECURSIVE n(id) AS (SELECT 0 UNION ALL SELECT id + 1 FROM n WHERE id < ? - 1) SELECT id % 10 + 1 FROM n",
    )
    .run(count);

test("few changes of rights are looked at as they come, very many in the background", async () => {
  const may = new Set([1, 3]);
  const visible = createVisibleItems(
    database,
    (ids) => new Set(ids.filter((id) => may.has(id))),
  );
  const see = () => visible.of(true, { ...scope, collections: [] })?.[0];
  expect(see()).toBeUndefined();
  await visible.settled();
  expect(see()).toBe(0b1010);
  may.add(2);
  change(20_000);
  expect(see()).toBe(0b1110);
  may.delete(3);
  change(20_001);
  expect(see()).toBeUndefined();
  await visible.settled();
  expect(see()).toBe(0b0110);
});
