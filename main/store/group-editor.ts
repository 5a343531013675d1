import type { Database } from "better-sqlite3";
import type { EpersonRecord } from "../core/epersons.ts";
import type { GroupPorts, GroupRecord } from "../core/groups.ts";
import { AppError } from "../domain/errors.ts";
import { likePart, listQuery, type ListQuery } from "./list-query.ts";
import type { MetadataStore } from "./metadata-store.ts";
import type { ObjectStore } from "./object-store.ts";

type Row = Omit<GroupRecord, "kind" | "permanent" | "metadata"> & {
  readonly permanent: number;
};

const select = `SELECT g.id, o.uuid, g.name, g.permanent FROM account_group g JOIN object o ON o.id = g.id`;

/** Groups with their metadata and members. What writes is to be called in a transaction. */
export function createGroupEditor(
  database: Database,
  objects: ObjectStore,
  metadata: MetadataStore,
  account: (id: number) => EpersonRecord | null,
): Omit<
  GroupPorts,
  "find" | "write" | "metadata" | "anyAdministrator" | "removeGroup"
> {
  const byId = database.prepare<[number], Row>(`${select} WHERE g.id = ?`);
  const list = <Parameters extends object>(
    where: string,
  ): ListQuery<Parameters, Row> =>
    listQuery<Parameters, Row>(database, select, where, "g.name", "g.id");
  const found = list<{ text: string; like: string; outside: number | null }>(
    `(o.uuid = lower(@text) OR g.name LIKE @like ESCAPE '\\') AND (@outside IS NULL OR g.id <> @outside
       AND g.id NOT IN (SELECT child_id FROM group_group WHERE parent_id = @outside))`,
  );
  const within = list<{ group: number }>(
    "g.id IN (SELECT child_id FROM group_group WHERE parent_id = @group)",
  );
  const around = list<{ account: number }>(
    "g.id IN (SELECT group_id FROM group_account WHERE account_id = @account)",
  );
  const accounts = listQuery<{ group: number }, { id: number }>(
    database,
    "SELECT a.id FROM group_account m JOIN account a ON a.id = m.account_id",
    "m.group_id = @group",
    "a.email",
    "a.id",
  );
  const owner = database.prepare<
    [number],
    { kind: "community" | "collection"; uuid: string }
  >(
    "SELECT o.kind, o.uuid FROM container_group c JOIN object o ON o.id = c.object_id WHERE c.group_id = ?",
  );
  const named = database
    .prepare<[string], number>("SELECT id FROM account_group WHERE name = ?")
    .pluck();
  const insert = database.prepare(
    "INSERT INTO account_group (id, name) VALUES (?, ?)",
  );
  const rename = database.prepare(
    "UPDATE account_group SET name = ? WHERE id = ?",
  );
  const holds = database
    .prepare<[number, number], number>(
      `WITH RECURSIVE below(id) AS (
         SELECT ? UNION SELECT child_id FROM group_group JOIN below ON parent_id = below.id)
       SELECT EXISTS (SELECT 1 FROM below WHERE id = ?)`,
    )
    .pluck();
  const members = {
    account: {
      add: database.prepare(
        "INSERT OR IGNORE INTO group_account VALUES (?, ?)",
      ),
      remove: database.prepare(
        "DELETE FROM group_account WHERE group_id = ? AND account_id = ?",
      ),
    },
    group: {
      add: database.prepare("INSERT OR IGNORE INTO group_group VALUES (?, ?)"),
      remove: database.prepare(
        "DELETE FROM group_group WHERE parent_id = ? AND child_id = ?",
      ),
    },
  };

  const toRecord = (row: Row): GroupRecord => ({
    ...row,
    kind: "group",
    permanent: row.permanent === 1,
    metadata: metadata.map(row.id),
  });
  const part = ({ rows, total }: { rows: Row[]; total: number }) => ({
    records: rows.map(toRecord),
    total,
  });
  const requireFree = (name: string, own: number | null): void => {
    const other = named.get(name);
    if (other !== undefined && other !== own)
      throw new AppError("group.exists", `There is a group ${name} already.`, {
        object: name,
      });
  };

  return {
    group(id) {
      const row = byId.get(id);
      return row === undefined ? null : toRecord(row);
    },
    groups: (text, outside, slice) =>
      part(found({ text, like: likePart(text), outside }, slice)),
    subgroups: (group, slice) => part(within({ group }, slice)),
    groupsOf: (id, slice) => part(around({ account: id }, slice)),
    accountsOf(group, slice) {
      const { rows, total } = accounts({ group }, slice);
      return { records: rows.flatMap(({ id }) => account(id) ?? []), total };
    },
    ownerOf: (group) => owner.get(group) ?? null,
    createGroup(name, entries) {
      requireFree(name, null);
      const { id, uuid } = objects.add("group");
      insert.run(id, name);
      metadata.replace(id, entries);
      return uuid;
    },
    changeGroup(id, name, entries) {
      requireFree(name, id);
      rename.run(name, id);
      metadata.replace(id, entries);
      // Policies are exported with the name of the group they are for.
      objects.bumpRevision();
    },
    holds: (group, other) => holds.get(group, other) === 1,
    addMember: (group, kind, member) =>
      void members[kind].add.run(group, member),
    removeMember: (group, kind, member) =>
      void members[kind].remove.run(group, member),
  };
}
