import type { Database } from "better-sqlite3";
import { setImmediate as turn } from "node:timers/promises";
import type { ReadScope } from "../core/access.ts";
import type { ContainerChoice, ContainerRight } from "../core/discovery.ts";
import { provenanceField } from "../domain/metadata.ts";
import {
  hasInOrder,
  isAmong,
  isFound,
  wordsIn,
  type SearchExpression,
} from "../domain/search-query.ts";
import {
  administeredCommunities,
  allowed,
  readable,
  scopeParameters,
} from "./read-scope.ts";

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
  const inTree = `(@within IS NULL OR c.id IN (SELECT id FROM below))`;
  const treeBelow = `below(id) AS (
    SELECT c.id FROM community c WHERE @within IS NOT NULL AND c.parent_id = @within
    UNION SELECT c.id FROM community c JOIN below b ON c.parent_id = b.id)`;
  const everything = "@everything = 1";
  const administeredCommunity = `c.id IN (SELECT id FROM administered)`;
  const administeredCollection =
    "c.id IN (SELECT value FROM json_each(@administered))";
  const rights = {
    community: {
      read: `(${readable("c.id")} OR ${administeredCommunity})`,
      administer: `(${everything} OR ${administeredCommunity})`,
      edit: `(${everything} OR ${administeredCommunity} OR ${allowed("c.id", "'WRITE'")})`,
      add: `(${everything} OR ${administeredCommunity} OR ${allowed("c.id", "'ADD'")})`,
    },
    collection: {
      read: `(${readable("c.id")} OR ${administeredCollection})`,
      administer: `(${everything} OR ${administeredCollection})`,
      edit: `(${everything} OR ${administeredCollection} OR ${allowed("c.id", "'WRITE'")})`,
      add: `(${everything} OR ${administeredCollection} OR ${allowed("c.id", "'ADD'")})`,
    },
  } as const;
  const places = {
    community: inTree,
    collection: `(@within IS NULL OR c.id IN (SELECT collection_id FROM collection_community
      WHERE community_id = @within OR (@deep = 1 AND community_id IN (SELECT id FROM below))))`,
  };
  const list = (kind: "community" | "collection", right: ContainerRight) =>
    database
      .prepare<[object], [id: number, key: string]>(
        `WITH RECURSIVE ${treeBelow}, ${administeredCommunities}
         SELECT c.id, c.sort_name FROM ${kind} c WHERE ${places[kind]} AND ${rights[kind][right]}
         ORDER BY c.sort_name, c.id`,
      )
      .raw();
  const listsOf = (kind: "community" | "collection") => ({
    read: list(kind, "read"),
    administer: list(kind, "administer"),
    edit: list(kind, "edit"),
    add: list(kind, "add"),
  });
  const lists = {
    community: listsOf("community"),
    collection: listsOf("collection"),
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
      const own = (found.get(id) ?? []).filter(
        ({ name }) => name !== provenanceField,
      );
      return isFound(expression, {
        values: (fields) => own.filter(({ name }) => isAmong(fields, name)),
        hasWords: (text, prefix) => {
          const words = wordsIn(text);
          return own.some(({ value }) =>
            hasInOrder(wordsIn(value), words, prefix),
          );
        },
        hasContent: () => false,
        hasFileType: () => false,
      });
    });
  }

  async function search(
    { kind, right, within, deep, expression }: ContainerChoice,
    scope: ReadScope | null,
  ): Promise<readonly ContainerPosition[]> {
    const all = lists[kind][right]
      .all({ ...scopeParameters(scope), within, deep: Number(deep) })
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
    /** Those the scope has the right to that fit, by name. */
    find(
      choice: ContainerChoice,
      scope: ReadScope | null,
    ): Promise<readonly ContainerPosition[]> {
      const key = JSON.stringify([revision(), choice, scope]);
      let found = cache.get(key);
      if (found === undefined) {
        found = search(choice, scope);
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
