import {
  peopleRoles,
  type ContainerPeople,
  type PeopleRole,
} from "../domain/container-people.ts";
import { AppError } from "../domain/errors.ts";
import type { PolicyHolder } from "../domain/held-policy.ts";
import type { Access, Caller } from "./access.ts";
import type { ContainerGroups } from "./container-groups.ts";
import type { Groups } from "./groups.ts";

/** What this file needs of the catalog. */
export interface ContainerPeoplePorts {
  uuidOf(id: number): string | null;
  kind(id: number): string | null;
}

export type ContainerPeopleOf = ReturnType<typeof createContainerPeople>;

/** Members of one group that are listed, of each kind. */
const listed = { skip: 0, limit: 500, descending: false };

/** The groups of a community or collection and who is in them, as people look at them and fill them. */
export function createContainerPeople(
  ports: ContainerPeoplePorts,
  containerGroups: ContainerGroups,
  groups: Groups,
  access: Pick<Access, "administersAbove">,
) {
  /** @throws AppError object.not-found */
  function container(id: number) {
    const kind = ports.kind(id);
    const uuid = ports.uuidOf(id);
    if (uuid === null || (kind !== "community" && kind !== "collection"))
      throw new AppError(
        "object.not-found",
        `There is no community or collection ${String(id)}.`,
        { object: String(id) },
      );
    return { kind, uuid } as const;
  }
  /** The uuid of a group. @throws AppError object.not-found, request.impossible */
  function groupOf(caller: Caller, id: number, role: PeopleRole): string {
    const { kind, uuid } = container(id);
    const group = containerGroups.get(caller, kind, uuid, role);
    if (group === null)
      throw new AppError("request.impossible", "There is no such group here.", {
        object: uuid,
        remedy: "Make it first.",
      });
    return group.uuid;
  }

  return {
    /** @throws AppError access.unauthenticated, access.denied, object.not-found */
    of(caller: Caller, id: number): ContainerPeople[] {
      const { kind, uuid } = container(id);
      const roles =
        kind === "community" ? (["adminGroup"] as const) : peopleRoles;
      return roles.map((role) => {
        const group = containerGroups.get(caller, kind, uuid, role);
        if (group === null)
          return {
            role,
            group,
            mayMake:
              role !== "adminGroup" || access.administersAbove(caller, id),
          };
        const below = groups.subgroups(caller, group.uuid, listed);
        const people = groups.accounts(caller, group.uuid, listed);
        return {
          role,
          group: {
            uuid: group.uuid,
            name: group.name,
            members: [
              ...below.records.map((one) => ({
                kind: "group" as const,
                uuid: one.uuid,
                name: one.name,
              })),
              ...people.records.map((one) => ({
                kind: "account" as const,
                uuid: one.uuid,
                name: one.email,
              })),
            ],
            total: below.total + people.total,
          },
          mayMake: false,
        };
      });
    },
    /** @throws AppError as `containerGroups.create` */
    async make(caller: Caller, id: number, role: PeopleRole): Promise<void> {
      const { kind, uuid } = container(id);
      await containerGroups.create(
        caller,
        kind,
        uuid,
        roleOf(kind, role),
        () => new Map(),
      );
    },
    /** @throws AppError as `containerGroups.remove` */
    async remove(caller: Caller, id: number, role: PeopleRole): Promise<void> {
      const { kind, uuid } = container(id);
      await containerGroups.remove(caller, kind, uuid, roleOf(kind, role));
    },
    /** Who is in already stays. @throws AppError as `groups.addMembers`; request.impossible */
    add: (
      caller: Caller,
      id: number,
      role: PeopleRole,
      member: PolicyHolder,
    ): Promise<void> =>
      groups.addMembers(caller, groupOf(caller, id, role), member.kind, () => [
        member.uuid,
      ]),
    /** @throws AppError as `groups.removeMember`; request.impossible */
    async take(
      caller: Caller,
      id: number,
      role: PeopleRole,
      member: PolicyHolder,
    ): Promise<void> {
      await groups.removeMember(
        caller,
        groupOf(caller, id, role),
        member.kind,
        member.uuid,
      );
    },
  };
}

/** @throws AppError request.impossible when a community has no groups of this role */
function roleOf(
  kind: "community" | "collection",
  role: PeopleRole,
): PeopleRole {
  if (kind === "collection" || role === "adminGroup") return role;
  throw new AppError(
    "request.impossible",
    "A community has administrators only.",
  );
}
