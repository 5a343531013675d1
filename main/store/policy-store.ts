import type { Database } from "better-sqlite3";
import type {
  PolicyFilter,
  PolicyPorts,
  PolicyRecord,
} from "../core/policies.ts";
import type { Slice } from "../core/objects.ts";
import { listQuery } from "./list-query.ts";
import type { ObjectStore } from "./object-store.ts";

type Row = Omit<PolicyRecord, "object"> & {
  readonly objectId: number;
  readonly objectUuid: string;
  readonly objectKind: PolicyRecord["object"]["kind"];
};

const select = `SELECT p.id, p.action, p.name, p.description, p.type, p.start_date AS startDate, p.end_date AS endDate,
    o.id AS objectId, o.uuid AS objectUuid, o.kind AS objectKind, g.uuid AS "group", a.uuid AS account
  FROM resource_policy p JOIN object o ON o.id = p.object_id
  LEFT JOIN object g ON g.id = p.group_id LEFT JOIN object a ON a.id = p.account_id`;

/** Resource policies one by one and in lists. What writes is to be called in a transaction. */
export function createPolicyStore(
  database: Database,
  objects: Pick<ObjectStore, "bumpRevision">,
): Omit<PolicyPorts, "find" | "write" | "group" | "eperson"> {
  const byId = database.prepare<[number], Row>(`${select} WHERE p.id = ?`);
  const insert = database.prepare(
    `INSERT INTO resource_policy (object_id, action, group_id, account_id, name, description, type, start_date, end_date)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = database.prepare(
    "UPDATE resource_policy SET name = ?, description = ?, start_date = ?, end_date = ? WHERE id = ?",
  );
  const remove = database.prepare("DELETE FROM resource_policy WHERE id = ?");

  /** One statement for each set of conditions, so that each uses the index that fits. */
  const lists = new Map<
    string,
    (
      filter: PolicyFilter,
      slice: Slice,
    ) => { readonly rows: Row[]; readonly total: number }
  >();
  const listOf = (filter: PolicyFilter) => {
    const conditions = [
      ["object", "p.object_id = @object"],
      ["action", "p.action = @action"],
      ["group", "p.group_id = @group"],
      ["account", "p.account_id = @account"],
    ] as const;
    const where = conditions
      .flatMap(([name, sql]) => (filter[name] === null ? [] : sql))
      .join(" AND ");
    let list = lists.get(where);
    if (list === undefined) {
      list = listQuery<PolicyFilter, Row>(
        database,
        select,
        where,
        "p.id",
        "p.id",
        "SELECT 1 FROM resource_policy p",
      );
      lists.set(where, list);
    }
    return list;
  };
  const toRecord = ({
    objectId,
    objectUuid,
    objectKind,
    ...row
  }: Row): PolicyRecord => ({
    ...row,
    object: { id: objectId, uuid: objectUuid, kind: objectKind },
  });

  return {
    policy(id) {
      const row = byId.get(id);
      return row === undefined ? null : toRecord(row);
    },
    policies(filter, slice) {
      const { rows, total } = listOf(filter)(filter, slice);
      return { records: rows.map(toRecord), total };
    },
    createPolicy(object, holder, draft) {
      const { lastInsertRowid } = insert.run(
        object,
        draft.action,
        holder.kind === "group" ? holder.id : null,
        holder.kind === "account" ? holder.id : null,
        draft.name,
        draft.description,
        draft.type,
        draft.startDate,
        draft.endDate,
      );
      objects.bumpRevision();
      return Number(lastInsertRowid);
    },
    changePolicy(id, terms) {
      update.run(
        terms.name,
        terms.description,
        terms.startDate,
        terms.endDate,
        id,
      );
      objects.bumpRevision();
    },
    removePolicy(id) {
      remove.run(id);
      objects.bumpRevision();
    },
  };
}
