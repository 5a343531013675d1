import type { Database } from "better-sqlite3";
import type { Policy } from "../domain/catalog.ts";
import type { ObjectStore } from "./object-store.ts";

export type GroupStore = ReturnType<typeof createGroupStore>;

/** Groups and resource policies. */
export function createGroupStore(database: Database, objects: ObjectStore) {
  const findGroup = database
    .prepare<[string], number>("SELECT id FROM account_group WHERE name = ?")
    .pluck();
  const nameOf = database
    .prepare<[number], string>("SELECT name FROM account_group WHERE id = ?")
    .pluck();
  const addGroup = database.prepare<[number, string]>(
    "INSERT INTO account_group (id, name) VALUES (?, ?)",
  );
  const findAccount = database
    .prepare<[string], number>("SELECT id FROM account WHERE email = ?")
    .pluck();
  const addAccount = database.prepare<[number, string, number]>(
    "INSERT INTO account (id, email, can_log_in, created_at) VALUES (?, ?, 0, ?)",
  );
  const addPolicy = database.prepare(
    `INSERT INTO resource_policy (object_id, action, group_id, account_id, name, description, type, start_date, end_date)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const around = database
    .prepare<[number], number>(
      `WITH RECURSIVE around(id) AS (
         SELECT id FROM account_group WHERE name = 'Anonymous' UNION SELECT ?
         UNION SELECT g.parent_id FROM group_group g JOIN around a ON a.id = g.child_id)
       SELECT id FROM around`,
    )
    .pluck();
  const administrators = database
    .prepare<[string], number>(
      `SELECT group_id FROM container_group WHERE role = 'adminGroup'
       AND group_id IN (SELECT value FROM json_each(?)) ORDER BY group_id`,
    )
    .pluck();
  const addresses = database
    .prepare<[number], string>(
      `WITH RECURSIVE below(id) AS (
         SELECT ? UNION SELECT g.child_id FROM group_group g JOIN below b ON b.id = g.parent_id)
       SELECT DISTINCT a.email FROM group_account m JOIN account a ON a.id = m.account_id
       WHERE m.group_id IN (SELECT id FROM below) ORDER BY a.email`,
    )
    .pluck();
  const ensureGroup = (name: string): number => {
    // Nothing is cached: another thread may rename or remove a group while an import runs.
    const found = findGroup.get(name);
    if (found !== undefined) return found;
    const { id } = objects.add("group");
    addGroup.run(id, name);
    return id;
  };
  /** Somebody a policy names who has no account here gets one that cannot log in, so that the policy is kept. */
  const ensureAccount = (email: string): number => {
    const found = findAccount.get(email);
    if (found !== undefined) return found;
    const { id } = objects.add("account");
    addAccount.run(id, email, Date.now());
    return id;
  };

  return {
    has: (name: string): boolean => findGroup.get(name) !== undefined,
    nameOf: (group: number): string | null => nameOf.get(group) ?? null,
    ensureGroup,
    /** A group with all that it belongs to, directly or through others. */
    around: (group: number): number[] => around.all(group),
    /** Those of some groups whose members administer the community or collection they were made for. */
    administratorsAmong: (groups: readonly number[]): number[] =>
      administrators.all(JSON.stringify(groups)),
    /** E-mail addresses of all members of a group, through other groups too. */
    addresses: (group: number): string[] => addresses.all(group),
    findAccount: (email: string): number | null =>
      findAccount.get(email) ?? null,
    addPolicies(objectId: number, policies: readonly Policy[]): void {
      for (const policy of policies) {
        addPolicy.run(
          objectId,
          policy.action,
          policy.group === null ? null : ensureGroup(policy.group),
          policy.account === null ? null : ensureAccount(policy.account),
          policy.name,
          policy.description,
          policy.type,
          policy.startDate,
          policy.endDate,
        );
      }
    },
  };
}
