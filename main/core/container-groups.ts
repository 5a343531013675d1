import { AppError } from "../domain/errors.ts";
import type { PeopleRole } from "../domain/container-people.ts";
import type { MetadataEntries } from "../domain/metadata-map.ts";
import type { Access, Caller } from "./access.ts";
import type { GroupRecord } from "./groups.ts";
import type { TargetPorts, Targets } from "./targets.ts";

/** Names as DSpace gives them, after the kind and uuid of the container. */
const suffixes: Readonly<Record<PeopleRole, string>> = {
  adminGroup: "ADMIN",
  submittersGroup: "SUBMIT",
  itemReadGroup: "ITEM_DEFAULT_READ",
  bitstreamReadGroup: "BITSTREAM_DEFAULT_READ",
  reviewer: "WORKFLOW_ROLE_reviewer",
  editor: "WORKFLOW_ROLE_editor",
  finaleditor: "WORKFLOW_ROLE_finaleditor",
};

/** What the members of a group may do with the container. */
const granted: Partial<Record<PeopleRole, "ADMIN" | "ADD">> = {
  adminGroup: "ADMIN",
  submittersGroup: "ADD",
};

/** Who may read what is put into a collection, unless it is said otherwise: everybody, or the group. */
const defaults: Partial<
  Record<PeopleRole, "DEFAULT_ITEM_READ" | "DEFAULT_BITSTREAM_READ">
> = {
  itemReadGroup: "DEFAULT_ITEM_READ",
  bitstreamReadGroup: "DEFAULT_BITSTREAM_READ",
};

/** What this file needs of the catalog. */
export interface ContainerGroupPorts extends TargetPorts {
  groupOf(container: number, role: PeopleRole): GroupRecord | null;
  /**
   * Makes a group for a container. A free group of that name, left by an import, is taken with its members.
   * @returns its id
   * @throws AppError field.not-registered
   */
  createContainerGroup(
    container: number,
    role: PeopleRole,
    name: string,
    entries: MetadataEntries,
  ): number;
  grant(object: number, action: string, group: number): void;
  revoke(object: number, action: string, group: number): void;
  /** Puts a group in the place of everybody. */
  replaceAnonymous(object: number, action: string, group: number): void;
  /** Lets everybody do it again. */
  restoreAnonymous(object: number, action: string): void;
  /** Leaves a group to itself, so that the container has none in this role. */
  release(group: number): void;
  /** Removes a group and what it was allowed to do. @param find gives its id */
  removeGroup(find: () => number): Promise<void>;
}

export type ContainerGroups = ReturnType<typeof createContainerGroups>;

/** The groups of communities and collections (dspace.md sections 8 and 9). */
export function createContainerGroups(
  ports: ContainerGroupPorts,
  access: Access,
  { target, change }: Targets,
) {
  const administered = (
    caller: Caller,
    kind: "community" | "collection",
    uuid: string,
  ): number => target(caller, kind, uuid, access.requireAdministers);

  return {
    /** @throws AppError access.unauthenticated, access.denied, object.not-found */
    get: (
      caller: Caller,
      kind: "community" | "collection",
      uuid: string,
      role: PeopleRole,
    ): GroupRecord | null =>
      ports.groupOf(administered(caller, kind, uuid), role),
    /**
     * Makes a group. Only who administers what is around a container says who administers it.
     * @throws AppError access.unauthenticated, access.denied, object.not-found, group.exists, field.not-registered
     */
    create: (
      caller: Caller,
      kind: "community" | "collection",
      uuid: string,
      role: PeopleRole,
      read: () => MetadataEntries,
    ): Promise<GroupRecord> =>
      change(
        () =>
          target(
            caller,
            kind,
            uuid,
            role === "adminGroup"
              ? access.requireAdministersAbove
              : access.requireAdministers,
          ),
        read,
        (container, entries) => {
          if (ports.groupOf(container, role) !== null)
            throw new AppError(
              "group.exists",
              `The ${kind} has this group already.`,
              { object: uuid },
            );
          const group = ports.createContainerGroup(
            container,
            role,
            `${kind.toUpperCase()}_${uuid}_${suffixes[role]}`,
            entries,
          );
          const right = granted[role];
          if (right !== undefined) ports.grant(container, right, group);
          const standard = defaults[role];
          if (standard !== undefined)
            ports.replaceAnonymous(container, standard, group);
          return existing(ports.groupOf(container, role), uuid);
        },
      ),
    /** @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible */
    async remove(
      caller: Caller,
      kind: "community" | "collection",
      uuid: string,
      role: PeopleRole,
    ): Promise<void> {
      const find = (): number => administered(caller, kind, uuid);
      find();
      const group = await ports.write(() => {
        const container = find();
        const { id } = existing(ports.groupOf(container, role), uuid);
        const standard = defaults[role];
        const right = granted[role] ?? standard;
        if (right !== undefined) ports.revoke(container, right, id);
        if (standard !== undefined) ports.restoreAnonymous(container, standard);
        ports.release(id);
        return id;
      });
      // The policies of a hundred thousand items may name it, which takes a while.
      await ports.removeGroup(() => group);
    },
  };
}

function existing(group: GroupRecord | null, uuid: string): GroupRecord {
  if (group !== null) return group;
  throw new AppError("request.impossible", "There is no such group here.", {
    object: uuid,
  });
}
