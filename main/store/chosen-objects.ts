import type { Database } from "better-sqlite3";
import type { ReadScope } from "../core/access.ts";
import type { ChosenObject } from "../core/rspace-targets.ts";
import {
  administeredCommunities,
  allowed,
  listedItem,
  readable,
  scopeParameters,
  type ScopeParameters,
} from "./read-scope.ts";

/** Looks objects up that somebody wants to have exported. */
export function createChosenObjects(database: Database) {
  const shown = `i.in_archive = 1 AND i.withdrawn = 0 AND i.collection_id IS NOT NULL AND ${listedItem}`;
  const ofKind = (kind: string, from: string, condition: string) =>
    `SELECT c.id, '${kind}' AS kind FROM chosen c JOIN ${from} WHERE ${condition}`;
  const find = database.prepare<
    [ScopeParameters & { ids: string }],
    ChosenObject
  >(
    `WITH RECURSIVE chosen(id) AS (SELECT value FROM json_each(@ids)), ${administeredCommunities}
     ${ofKind("item", "item i ON i.id = c.id", shown)}
     UNION ALL ${ofKind(
       "bitstream",
       "bitstream b ON b.id = c.id JOIN bundle u ON u.id = b.bundle_id JOIN item i ON i.id = u.item_id",
       `${shown} AND (@everything = 1 OR i.collection_id IN (SELECT value FROM json_each(@administered))
         OR ${allowed("b.id", "'READ'")})`,
     )}
     UNION ALL ${ofKind(
       "collection",
       "collection l ON l.id = c.id",
       `${readable("l.id")} OR l.id IN (SELECT value FROM json_each(@administered))`,
     )}
     UNION ALL ${ofKind(
       "community",
       "community m ON m.id = c.id",
       `${readable("m.id")} OR m.id IN (SELECT id FROM administered)`,
     )}`,
  );
  const names: Record<ChosenObject["kind"], string> = {
    item: "SELECT title FROM item WHERE id = ?",
    bitstream: "SELECT name FROM bitstream WHERE id = ?",
    collection: "SELECT name FROM collection WHERE id = ?",
    community: "SELECT name FROM community WHERE id = ?",
  };
  return {
    /** Those that are there, can be exported, and may be read, in no order. @param ids few enough for one statement */
    find: (ids: readonly number[], scope: ReadScope | null): ChosenObject[] =>
      find.all({ ...scopeParameters(scope), ids: JSON.stringify(ids) }),
    name: ({ id, kind }: ChosenObject): string =>
      database.prepare<[number], string | null>(names[kind]).pluck().get(id) ??
      "",
  };
}
