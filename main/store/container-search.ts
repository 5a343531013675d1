import type { Database } from "better-sqlite3";
import { setImmediate as turn } from "node:timers/promises";
import type { ReadScope } from "../core/access.ts";
import {
  hasInOrder,
  isAmong,
  isFound,
  wordsIn,
  type SearchExpression,
} from "../domain/search-query.ts";
import { allowed, readable, scopeParameters } from "./read-scope.ts";

/** A community or collection and the text it is sorted by. */
export interface ContainerPosition {
  readonly id: number;
  readonly key: string;
}

/** Containers whose values are looked at in one go; other work of the thread gets its turn in between. */
const slice = 200;
/** Searches whose results are kept; each belongs to one revision of the catalog. */
const kept = 20;

/** Finds communities and collections by their values. There are few of them, so each is looked at. */
export function createContainerSearch(
  database: Database,
  revision: () => number,
) {
  const tree = `WITH RECURSIVE tree(id) AS (
    SELECT c.id FROM community c WHERE @within IS NOT NULL AND c.parent_id = @within
    UNION SELECT c.id FROM community c JOIN tree t ON c.parent_id = t.id)`;
  const lists = {
    community: database
      .prepare<[object], [id: number, key: string]>(
        `${tree} SELECT c.id, c.sort_name FROM community c
         WHERE (@within IS NULL OR c.id IN (SELECT id FROM tree))
           AND (${readable("c.id")} OR ${allowed("c.id", "'ADMIN'")}) ORDER BY c.sort_name, c.id`,
      )
      .raw(),
    collection: database
      .prepare<[object], [id: number, key: string]>(
        `${tree} SELECT c.id, c.sort_name FROM collection c
         WHERE (@within IS NULL OR c.id IN (SELECT collection_id FROM collection_community
             WHERE community_id = @within OR community_id IN (SELECT id FROM tree)))
           AND (${readable("c.id")} OR c.id IN (SELECT value FROM json_each(@administered)))
         ORDER BY c.sort_name, c.id`,
      )
      .raw(),
  };
  const values = database
    .prepare<
      [string],
      [id: number, name: string, value: string, authority: string | null]
    >(
      `SELECT v.object_id, s.prefix || '.' || f.element || CASE f.qualifier WHEN '' THEN '' ELSE '.' || f.qualifier END,
         v.value, v.authority
       FROM metadata_value v JOIN metadata_field f ON f.id = v.field_id JOIN metadata_schema s ON s.id = f.schema_id
       WHERE v.object_id IN (SELECT value FROM json_each(?))`,
    )
    .raw();
  const cache = new Map<string, Promise<readonly ContainerPosition[]>>();

  function fitting(
    part: readonly ContainerPosition[],
    expression: SearchExpression,
  ): ContainerPosition[] {
    const found = new Map<
      number,
      { name: string; value: string; authority: string | null }[]
    >();
    for (const [id, name, value, authority] of values.all(
      JSON.stringify(part.map(({ id: one }) => one)),
    )) {
      const known = found.get(id) ?? [];
      known.push({ name, value, authority });
      found.set(id, known);
    }
    return part.filter(({ id }) => {
      const own = found.get(id) ?? [];
      return isFound(expression, {
        values: (fields) => own.filter(({ name }) => isAmong(fields, name)),
        hasWords: (text, prefix) => {
          const words = wordsIn(text);
          return own.some(({ value }) =>
            hasInOrder(wordsIn(value), words, prefix),
          );
        },
        hasContent: () => false,
      });
    });
  }

  async function search(
    kind: "community" | "collection",
    within: number | null,
    expression: SearchExpression | null,
    scope: ReadScope | null,
  ): Promise<readonly ContainerPosition[]> {
    const all = lists[kind]
      .all({ ...scopeParameters(scope), within })
      .map(([id, key]) => ({ id, key }));
    if (expression === null) return all;
    const found: ContainerPosition[] = [];
    for (let start = 0; start < all.length; start += slice) {
      found.push(...fitting(all.slice(start, start + slice), expression));
      await turn();
    }
    return found;
  }

  return {
    /**
     * Those the scope may read that fit, by name.
     * @param within a community; null: the whole catalog
     */
    find(
      kind: "community" | "collection",
      within: number | null,
      expression: SearchExpression | null,
      scope: ReadScope | null,
    ): Promise<readonly ContainerPosition[]> {
      const key = JSON.stringify([revision(), kind, within, expression, scope]);
      let found = cache.get(key);
      if (found === undefined) {
        found = search(kind, within, expression, scope);
        found.catch(() => cache.delete(key));
        cache.set(key, found);
        for (const oldest of cache.keys()) {
          if (cache.size <= kept) break;
          cache.delete(oldest);
        }
      }
      return found;
    },
  };
}
