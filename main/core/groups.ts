import type { ObjectKind } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import type { MetadataEntries } from "../domain/metadata-map.ts";
import { applyPatch, type PatchOperation } from "../domain/metadata-patch.ts";
import type { Access, Caller } from "./access.ts";
import type { EpersonRecord } from "./epersons.ts";
import {
  requireAdministratorLeft,
  type AdministratorPorts,
} from "./last-administrator.ts";
import { groupToFill } from "./group-to-fill.ts";
import type { MetadataMap, Part, Slice } from "./objects.ts";
import type { TargetPorts, Targets } from "./targets.ts";

/** A group of accounts and of other groups. */
export interface GroupRecord {
  readonly kind: "group";
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  /** Belongs to the product itself: Anonymous and Administrator. */
  readonly permanent: boolean;
  readonly metadata: MetadataMap;
}

/** What can be a member of a group. */
export type MemberKind = "account" | "group";

/** What this file needs of the catalog. */
export interface GroupPorts extends TargetPorts, AdministratorPorts {
  group(id: number): GroupRecord | null;
  /**
   * Groups with the text in their uuid or name; and, where `outside` is given, that could become subgroups of it: not
   * itself, not one already.
   */
  groups(text: string, outside: number | null, slice: Slice): Part<GroupRecord>;
  subgroups(group: number, slice: Slice): Part<GroupRecord>;
  groupsOf(account: number, slice: Slice): Part<GroupRecord>;
  accountsOf(group: number, slice: Slice): Part<EpersonRecord>;
  /** The community or collection a group was made for. */
  ownerOf(group: number): {
    readonly kind: "community" | "collection";
    readonly uuid: string;
  } | null;
  metadata(object: number): MetadataEntries;
  /** @returns uuid @throws AppError group.exists, field.not-registered */
  createGroup(name: string, entries: MetadataEntries): string;
  /** @throws AppError group.exists, field.not-registered */
  changeGroup(id: number, name: string, entries: MetadataEntries): void;
  /**
   * Removes a group and what it was allowed to do.
   * @param find gives its id, and is asked again before it is too late
   */
  removeGroup(find: () => number): Promise<void>;
  /** Whether a group is, or holds directly or through others, another. */
  holds(group: number, other: number): boolean;
  addMember(group: number, kind: MemberKind, member: number): void;
  removeMember(group: number, kind: MemberKind, member: number): void;
}

export type Groups = ReturnType<typeof createGroups>;

/** Groups and who is in them (dspace.md section 13). */
export function createGroups(
  ports: GroupPorts,
  access: Access,
  { target, change }: Targets,
) {
  const readable = (caller: Caller, uuid: string): number =>
    target(caller, "group", uuid, access.requireReadsGroup);
  const administrated = (caller: Caller, uuid: string): number =>
    target(caller, "group", uuid, access.requireAdministrator);
  const managed = (caller: Caller, uuid: string): number =>
    target(caller, "group", uuid, access.requireManagesGroup);

  const record = (id: number): GroupRecord => {
    const found = ports.group(id);
    if (found === null)
      throw new AppError("object.not-found", "There is no such group.");
    return found;
  };

  const memberOf = (kind: MemberKind, uuid: string): number => {
    const found: { id: number; kind: ObjectKind } | null = ports.find(uuid);
    if (found?.kind === kind) return found.id;
    throw impossible(`There is no ${kind} ${uuid}.`, uuid);
  };

  const requireOwnName = (group: GroupRecord): void => {
    if (group.permanent)
      throw impossible(`The group ${group.name} is permanent.`, group.name);
    if (ports.ownerOf(group.id) !== null)
      throw impossible(
        `The group ${group.name} belongs to a community or collection.`,
        group.name,
      );
  };

  return {
    /** @throws AppError access.unauthenticated, access.denied, object.not-found */
    get: (caller: Caller, uuid: string): GroupRecord =>
      record(readable(caller, uuid)),
    /** @throws AppError access.unauthenticated, access.denied; what `query` throws */
    list(caller: Caller, query: () => string, slice: Slice): Part<GroupRecord> {
      access.requireAdministersSomething(caller);
      return ports.groups(query(), null, slice);
    },
    /**
     * Those who could become subgroups of a group.
     * @throws AppError access.unauthenticated, access.denied, input.invalid
     */
    notIn(
      caller: Caller,
      group: () => string,
      query: string,
      slice: Slice,
    ): Part<GroupRecord> {
      access.requireAdministersSomething(caller);
      const id = groupToFill(ports.find, group());
      return ports.groups(query, id, slice);
    },
    /** @throws AppError access.unauthenticated, access.denied, object.not-found */
    subgroups: (
      caller: Caller,
      uuid: string,
      slice: Slice,
    ): Part<GroupRecord> => ports.subgroups(readable(caller, uuid), slice),
    /** @throws AppError access.unauthenticated, access.denied, object.not-found */
    accounts: (
      caller: Caller,
      uuid: string,
      slice: Slice,
    ): Part<EpersonRecord> => ports.accountsOf(readable(caller, uuid), slice),
    /** Groups an account is directly in. @throws AppError access.unauthenticated, access.denied, object.not-found */
    of: (caller: Caller, account: string, slice: Slice): Part<GroupRecord> =>
      ports.groupsOf(
        target(caller, "account", account, access.requireSelf),
        slice,
      ),
    /** What a group was made for. @throws AppError access.unauthenticated, access.denied, object.not-found */
    ownerOf: (caller: Caller, uuid: string) =>
      ports.ownerOf(readable(caller, uuid)),

    /** @returns uuid @throws AppError access.unauthenticated, access.denied, request.impossible, group.exists */
    create(
      caller: Caller,
      read: () => { readonly name: string; readonly metadata: MetadataEntries },
    ): Promise<string> {
      access.requireAdministrator(caller);
      const { name, metadata } = read();
      return ports.write(() => ports.createGroup(name, metadata));
    },
    /** @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible, group.exists */
    patch: (
      caller: Caller,
      uuid: string,
      read: () => readonly PatchOperation[],
    ): Promise<void> =>
      change(
        () => administrated(caller, uuid),
        read,
        (id, operations) => {
          const group = record(id);
          let { name } = group;
          const entries = applyPatch(
            ports.metadata(id),
            operations,
            ({ op, path, value }) => {
              if (path !== "/name" || op !== "replace")
                throw impossible(`${op} of ${path} is not offered.`, path);
              if (typeof value !== "string" || value.trim() === "")
                throw impossible("A group has a name.", path);
              requireOwnName(group);
              name = value;
            },
          );
          ports.changeGroup(id, name, entries);
        },
      ),
    /** @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible */
    remove(caller: Caller, uuid: string): Promise<void> {
      const find = (): number => {
        const id = administrated(caller, uuid);
        requireOwnName(record(id));
        requireAdministratorLeft(caller, ports, id);
        return id;
      };
      return ports.removeGroup(find);
    },
    /**
     * Adds members, all of them or none; those who are in already stay.
     * @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible
     */
    addMembers: (
      caller: Caller,
      uuid: string,
      kind: MemberKind,
      read: () => readonly string[],
    ): Promise<void> =>
      change(
        () => managed(caller, uuid),
        read,
        (group, uuids) => {
          for (const member of uuids.map((one) => memberOf(kind, one))) {
            if (kind === "group") requireNoCircle(group, member);
            ports.addMember(group, kind, member);
          }
        },
      ),
    /** @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible */
    removeMember(
      caller: Caller,
      uuid: string,
      kind: MemberKind,
      member: string,
    ): Promise<void> {
      managed(caller, uuid);
      return ports.write(() => {
        const group = managed(caller, uuid);
        ports.removeMember(group, kind, memberOf(kind, member));
        requireAdministratorLeft(caller, ports);
      });
    },
  };

  function requireNoCircle(group: number, member: number): void {
    if (ports.holds(member, group))
      throw impossible("A group cannot be in itself.", record(member).uuid);
    // Everybody is in Anonymous, signed in or not.
    if (isNamed(group, "Administrator") && isNamed(member, "Anonymous"))
      throw impossible("Not everybody can be an administrator.", "Anonymous");
  }

  function isNamed(group: number, name: string): boolean {
    const { permanent, name: own } = record(group);
    return permanent && own === name;
  }
}

function impossible(message: string, object: string): AppError {
  return new AppError("request.impossible", message, { object });
}
