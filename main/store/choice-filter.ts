import type { Database } from "better-sqlite3";
import type { ReadScope } from "../core/access.ts";
import type { ItemChoice } from "../core/items.ts";
import {
  listedItem,
  scopeParameters,
  shownItem,
  type ScopeParameters,
} from "./read-scope.ts";

/** Items that are not to be found are told apart as a whole up to this number. */
const mostHidden = 20_000;

/** Tells which of some items are in collections, to be found, and open to somebody. */
export function createChoiceFilter(database: Database, revision: () => number) {
  const listed = database
    .prepare<[ScopeParameters & { ids: string }], number>(
      `SELECT i.id FROM item i WHERE i.id IN (SELECT value FROM json_each(@ids)) AND i.collection_id IS NOT NULL
       AND ${listedItem}`,
    )
    .pluck();
  const members = database
    .prepare<[string, string], number>(
      `SELECT DISTINCT item_id FROM collection_item WHERE item_id IN (SELECT value FROM json_each(?))
       AND collection_id IN (SELECT value FROM json_each(?))`,
    )
    .pluck();
  const shown = database
    .prepare<[string], number>(
      `SELECT i.id FROM item i WHERE i.id IN (SELECT value FROM json_each(?)) AND ${shownItem}`,
    )
    .pluck();
  /** The others; they have an index, for they are few. */
  const hidden = database
    .prepare<[number], number>(
      `SELECT id FROM item WHERE collection_id IS NOT NULL
       AND (in_archive = 0 OR withdrawn = 1 OR discoverable = 0) LIMIT ?`,
    )
    .pluck();
  let unseen: ReadonlySet<number> | null = null;
  let unseenOf = -1;
  /** What nobody is to find; null when it is much. */
  const unseenNow = (): ReadonlySet<number> | null => {
    const now = revision();
    if (unseenOf !== now) {
      const ids = hidden.all(mostHidden);
      unseen = ids.length < mostHidden ? new Set(ids) : null;
      unseenOf = now;
    }
    return unseen;
  };

  /** Those of the ids that are in the collections and in the scope. */
  const among = (
    ids: readonly number[],
    collections: readonly number[] | null,
    { listed: onlyListed = false }: ItemChoice,
    scope: ReadScope | null,
  ): Set<number> => {
    let left: readonly number[] = ids;
    if (collections !== null)
      left = members.all(JSON.stringify(left), JSON.stringify(collections));
    if (onlyListed) {
      const unseen = unseenNow();
      left =
        unseen === null
          ? shown.all(JSON.stringify(left))
          : left.filter((id) => !unseen.has(id));
    }
    if (scope !== null)
      left = listed.all({
        ...scopeParameters(scope),
        ids: JSON.stringify(left),
      });
    return new Set(left);
  };

  return { unseenNow, among };
}
