import { join } from "node:path";
import SQLite from "better-sqlite3";
import { expect, test, vi } from "vitest";
import { createCatalog } from "../../../main/store/catalog.ts";
import { temporaryFolder } from "../../support/holdall.ts";

test("no statement goes through all objects, and none through all that is hidden or mapped for one item", async () => {
  const folder = await temporaryFolder();
  const file = join(folder.path, "catalog.sqlite");
  createCatalog(file).close();
  const database = new SQLite(file);
  // Many objects, hardly anything else: where SQLite has the least to go by.
  database.exec(`
    INSERT INTO object (kind, uuid) WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 20000)
      SELECT 'item', 'uuid ' || id FROM n;
    ANALYZE;
  `);
  const prepare = vi.spyOn(SQLite.prototype, "prepare");
  const catalog = createCatalog(file);
  try {
    const statements = new Set(prepare.mock.calls.map(([sql]) => sql));
    expect(statements.size).toBeGreaterThan(100);
    const scans = [...statements].flatMap((sql) => {
      // What works on tables that are made when they are needed cannot be looked at before.
      if (/\bdoomed\b/.test(sql)) return [];
      const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`);
      const named = [...sql.matchAll(/@(\w+)/g)].map(([, name = ""]) => name);
      const details =
        named.length > 0
          ? plan.all(Object.fromEntries(named.map((name) => [name, null])))
          : plan.all(...Array.from(sql.match(/\?/g) ?? [], () => null));
      const found = (details as { detail: string }[]).filter(({ detail }) =>
        /^SCAN (?:o|object)\b|^SCAN .*item_submitter|^SCAN .*item_hidden|^SCAN .*collection_item_mapped/.test(
          detail,
        ),
      );
      return found.map(({ detail }) => `${detail}: ${sql}`);
    });
    expect(scans).toEqual([]);
  } finally {
    prepare.mockRestore();
    catalog.close();
    database.close();
    await folder.remove();
  }
});
