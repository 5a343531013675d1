import type { Database } from "better-sqlite3";
import type { AccessPorts, ReadScope } from "../core/access.ts";
import type { ObjectKind } from "../domain/catalog.ts";
import {
  allowed,
  scopeParameters,
  type ScopeParameters,
} from "./read-scope.ts";
import type { Remembered } from "./remembered.ts";

/** Reads groups, policies and what is in what, for decisions about access. */
export function createAccessReader(
  database: Database,
  remembered: Remembered,
): AccessPorts {
  const groups = database
    .prepare<[number | null], number>(
      `WITH RECURSIVE member(id) AS (
         SELECT id FROM account_group WHERE name = 'Anonymous'
         UNION SELECT group_id FROM group_account WHERE account_id = ?
         UNION SELECT g.parent_id FROM group_group g JOIN member m ON m.id = g.child_id)
       SELECT id FROM member`,
    )
    .pluck();
  const allows = database
    .prepare<[ScopeParameters & { object: number; verb: string }], number>(
      `SELECT ${allowed("@object", "@verb")}`,
    )
    .pluck();
  const administeredOrAllowed = database
    .prepare<[ScopeParameters & { items: string }], number>(
      `SELECT i.id FROM item i WHERE i.id IN (SELECT value FROM json_each(@items))
         AND (i.collection_id IN (SELECT value FROM json_each(@administered))
           OR ${allowed("i.id", "'READ'")} OR (@account IS NOT NULL AND ${allowed("i.id", "'ADMIN'")}))`,
    )
    .pluck();
  const hasPolicy = database
    .prepare<[number, string], number>(
      "SELECT EXISTS (SELECT 1 FROM resource_policy WHERE object_id = ? AND action = ?)",
    )
    .pluck();
  // The plus sign keeps SQLite from going through all that is hidden.
  const isWithdrawn = database
    .prepare<[{ id: number }], number>(
      `SELECT EXISTS (SELECT 1 FROM bundle u JOIN item i ON i.id = u.item_id
         WHERE u.id = coalesce((SELECT bundle_id FROM bitstream WHERE id = @id), @id) AND +i.withdrawn = 1)`,
    )
    .pluck();
  const kind = database
    .prepare<[number], ObjectKind>("SELECT kind FROM object WHERE id = ?")
    .pluck();
  const above: Partial<Record<ObjectKind, string>> = {
    bitstream: `SELECT bundle_id FROM bitstream WHERE id = @id AND bundle_id IS NOT NULL
      UNION ALL SELECT id FROM collection WHERE logo_id = @id UNION ALL SELECT id FROM community WHERE logo_id = @id`,
    bundle: "SELECT item_id FROM bundle WHERE id = @id",
    // The owning collection decides; a collection that an item is mapped to does not.
    item: `SELECT collection_id FROM item WHERE id = @id AND collection_id IS NOT NULL
      UNION ALL SELECT id FROM collection WHERE template_id = @id`,
    collection:
      "SELECT community_id FROM collection_community WHERE collection_id = @id",
    community:
      "SELECT parent_id FROM community WHERE id = @id AND parent_id IS NOT NULL",
  };
  const containers = new Map(
    Object.entries(above).map(([name, sql]) => [
      name,
      database.prepare<[{ id: number }], number>(sql).pluck(),
    ]),
  );
  const administered = database
    .prepare<[ScopeParameters], number>(
      `WITH RECURSIVE tree(id) AS (
         SELECT id FROM community WHERE ${allowed("community.id", "'ADMIN'")}
         UNION SELECT c.id FROM community c JOIN tree t ON c.parent_id = t.id)
       SELECT collection_id FROM collection_community WHERE community_id IN (SELECT id FROM tree)
       UNION SELECT id FROM collection WHERE ${allowed("collection.id", "'ADMIN'")}`,
    )
    .pluck();
  const ownerOfGroup = database
    .prepare<[number], number>(
      "SELECT object_id FROM container_group WHERE group_id = ?",
    )
    .pluck();
  const administersSomething = database
    .prepare<[ScopeParameters], number>(
      `SELECT EXISTS (SELECT 1 FROM community WHERE ${allowed("community.id", "'ADMIN'")})
         OR EXISTS (SELECT 1 FROM collection WHERE ${allowed("collection.id", "'ADMIN'")})`,
    )
    .pluck();

  return {
    ownerOfGroup: (group) => ownerOfGroup.get(group) ?? null,
    administersSomething: (scope) =>
      administersSomething.get(scopeParameters(scope)) === 1,
    groups: remembered.by((account: number | null) => groups.all(account)),
    allows: (object, verb, scope) =>
      allows.get({ ...scopeParameters(scope), object, verb }) === 1,
    readableItems: (items, scope) =>
      new Set(
        administeredOrAllowed.all({
          ...scopeParameters(scope),
          items: JSON.stringify(items),
        }),
      ),
    hasPolicy: (object, verb) => hasPolicy.get(object, verb) === 1,
    kind: (object) => kind.get(object) ?? null,
    isWithdrawn: (object) => isWithdrawn.get({ id: object }) === 1,
    containers(object) {
      const found = kind.get(object);
      return (
        (found === undefined ? undefined : containers.get(found))?.all({
          id: object,
        }) ?? []
      );
    },
    administeredCollections(groupIds, account) {
      const scope: ReadScope = {
        groups: groupIds,
        account,
        today: new Date().toISOString().slice(0, 10),
        collections: [],
      };
      return administered.all(scopeParameters(scope));
    },
  };
}
