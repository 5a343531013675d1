import type { Database } from "better-sqlite3";
import type { ContainerGroupPorts } from "../core/container-groups.ts";
import type { GroupPorts } from "../core/groups.ts";
import type { GroupStore } from "./group-store.ts";
import type { MetadataStore } from "./metadata-store.ts";
import type { ObjectStore } from "./object-store.ts";

/** Which group has which role for a community or collection. What writes is to be called in a transaction. */
export function createContainerGroupStore(
  database: Database,
  objects: Pick<ObjectStore, "bumpRevision">,
  metadata: MetadataStore,
  groups: GroupStore,
  group: GroupPorts["group"],
): Omit<ContainerGroupPorts, "find" | "write" | "removeGroup"> {
  const find = database
    .prepare<[number, string], number>(
      "SELECT group_id FROM container_group WHERE object_id = ? AND role = ?",
    )
    .pluck();
  const assign = database.prepare(
    "INSERT INTO container_group (object_id, role, group_id) VALUES (?, ?, ?)",
  );
  const release = database.prepare(
    "DELETE FROM container_group WHERE group_id = ?",
  );
  const policy = database.prepare(
    "INSERT INTO resource_policy (object_id, action, group_id) VALUES (?, ?, ?)",
  );
  const hasPolicy = database
    .prepare<[number, string, number], number>(
      "SELECT EXISTS (SELECT 1 FROM resource_policy WHERE object_id = ? AND action = ? AND group_id = ?)",
    )
    .pluck();
  const removePolicy = database.prepare(
    "DELETE FROM resource_policy WHERE object_id = ? AND action = ? AND group_id = ?",
  );
  const grant = (object: number, action: string, id: number): void => {
    if (hasPolicy.get(object, action, id) === 0) policy.run(object, action, id);
    objects.bumpRevision();
  };
  return {
    groupOf(container, role) {
      const id = find.get(container, role);
      return id === undefined ? null : group(id);
    },
    createContainerGroup(container, role, name, entries) {
      const id = groups.ensureGroup(name);
      assign.run(container, role, id);
      metadata.replace(id, entries);
      return id;
    },
    grant,
    revoke: (object, action, id) => void removePolicy.run(object, action, id),
    release: (id) => void release.run(id),
    replaceAnonymous(object, action, id) {
      removePolicy.run(object, action, groups.ensureGroup("Anonymous"));
      grant(object, action, id);
    },
    restoreAnonymous(object, action) {
      grant(object, action, groups.ensureGroup("Anonymous"));
    },
  };
}
