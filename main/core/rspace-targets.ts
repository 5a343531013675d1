import { setImmediate as turn } from "node:timers/promises";
import { AppError } from "../domain/errors.ts";
import type { Selection } from "../domain/run.ts";
import type { Access, Caller, ReadScope } from "./access.ts";
import type { AccountView } from "./accounts.ts";

export const rspaceScopes = ["user", "group", "selection"] as const;
export type RspaceScope = (typeof rspaceScopes)[number];

/** A kind of object by its first two letters in RSpace's global ids. */
export const globalIdKinds = {
  FL: ["community", "collection"],
  SD: ["item"],
  GL: ["bitstream"],
  US: ["user"],
  GP: ["group"],
} as const;
export type GlobalIdPrefix = keyof typeof globalIdKinds;

/** An id as a client gives it. */
export interface GivenId {
  readonly text: string;
  readonly id: number;
  readonly prefix: GlobalIdPrefix | null;
}

/** What is to be exported, as a client says it. */
export interface RspaceWish {
  readonly scope: RspaceScope;
  /** Whose: of a user, or a group; null is the caller's own. */
  readonly id: number | null;
  /** Without any twice; empty unless the scope is `selection`. */
  readonly selections: readonly GivenId[];
}

/** An object that can be exported. */
export interface ChosenObject {
  readonly id: number;
  readonly kind: "community" | "collection" | "item" | "bitstream";
}

/** What that comes to. */
export interface RspaceTarget {
  readonly selection: Selection;
  /** Whose eyes it is seen with; null: an administrator's. */
  readonly scope: ReadScope | null;
  /** For the name of the archive. */
  readonly name: string;
  readonly title: string;
  /** Ids as they were given that nothing is exported of. */
  readonly skipped: readonly string[];
}

/** What this file needs of the catalog. */
export interface RspaceTargetPorts {
  account(id: number): AccountView | null;
  group(id: number): { readonly id: number; readonly name: string } | null;
  /** The community or collection a group was made for; null for a group of its own. */
  ownerOfGroup(group: number): number | null;
  /** Those of some groups whose members administer the community or collection they were made for. */
  administratorGroups(groups: readonly number[]): readonly number[];
  /** The group of those who administer everything. */
  siteAdministrators(): number;
  /** The groups that a group belongs to, directly or through others, Anonymous and itself included. */
  groupsAround(group: number): readonly number[];
  /** Those of the ids that can be exported and may be read. */
  chosen(
    ids: readonly number[],
    scope: ReadScope | null,
  ): readonly ChosenObject[];
  nameOf(object: ChosenObject): string;
}

/** Ids looked up in one go; other work gets its turn in between. */
const slice = 100;

/**
 * Says what an RSpace client may have (rspace.md section 2): `user` is all that the user may read; `group` is the
 * community or collection a group was made for, or all that the group may read; `selection` is what is named.
 */
export function createRspaceTargets(ports: RspaceTargetPorts, access: Access) {
  function ofUser(caller: Caller, id: number | null): RspaceTarget {
    const own = caller.account;
    const account = id === null || id === own?.id ? own : ports.account(id);
    if (account === null || (account.id !== own?.id && !caller.administrator))
      throw denied();
    return {
      selection: { kind: "site" },
      scope: access.scope(access.callerOf(account)),
      name: account.email.replace(/@.*$/, ""),
      title: `Everything ${account.email} may read`,
      skipped: [],
    };
  }

  /** The one group that a caller administers. */
  function ownGroup(caller: Caller): number {
    if (caller.administrator) return ports.siteAdministrators();
    const groups = ports.administratorGroups(caller.groups);
    const [group] = groups;
    if (group === undefined) throw denied();
    if (groups.length > 1)
      throw new AppError(
        "input.invalid",
        `id: You administer ${String(groups.length)} groups; name one of them: ${groups
          .slice(0, 10)
          .map((one) => `GP${String(one)}`)
          .join(", ")}.`,
      );
    return group;
  }

  function ofGroup(caller: Caller, id: number | null): RspaceTarget {
    const group = ports.group(id ?? ownGroup(caller));
    if (group === null || !access.managesGroup(caller, group.id))
      throw denied();
    const owner = ports.ownerOfGroup(group.id);
    const [container] = owner === null ? [] : ports.chosen([owner], null);
    const title = `What the group ${group.name} has`;
    if (container !== undefined)
      return {
        selection: { kind: "objects", ids: [container.id] },
        scope: access.scope(caller),
        name: group.name,
        title,
        skipped: [],
      };
    return {
      selection: { kind: "site" },
      scope:
        group.id === ports.siteAdministrators()
          ? null
          : access.scopeOfGroups(ports.groupsAround(group.id)),
      name: group.name,
      title,
      skipped: [],
    };
  }

  async function ofSelection(
    caller: Caller,
    given: readonly GivenId[],
  ): Promise<RspaceTarget> {
    const scope = access.scope(caller);
    const found = new Map<number, ChosenObject>();
    for (let start = 0; start < given.length; start += slice) {
      const ids = given.slice(start, start + slice).map(({ id }) => id);
      for (const object of ports.chosen(ids, scope))
        found.set(object.id, object);
      await turn();
    }
    for (const { text, id, prefix } of given) {
      const kind = found.get(id)?.kind;
      const fitting: readonly string[] =
        prefix === null ? [] : globalIdKinds[prefix];
      // Only of what may be read it is told what it is.
      if (prefix !== null && kind !== undefined && !fitting.includes(kind))
        throw new AppError(
          "input.invalid",
          `selections: ${text} is a ${kind}; ids that begin with ${prefix} are those of a ${fitting.join(" or ")}.`,
        );
    }
    const [first] = found.values();
    if (first === undefined) throw denied();
    const only = found.size === 1 ? ports.nameOf(first) : "";
    return {
      selection: {
        kind: "objects",
        ids: [...found.keys()].sort((a, b) => a - b),
      },
      scope,
      name: only === "" ? "SELECTION" : only,
      title: only === "" ? `${String(found.size)} chosen objects` : only,
      skipped: given.filter(({ id }) => !found.has(id)).map(({ text }) => text),
    };
  }

  return {
    /** @throws AppError access.denied, input.invalid; the message of the latter begins with the parameter and a colon */
    async resolve(
      caller: Caller,
      { scope, id, selections }: RspaceWish,
    ): Promise<RspaceTarget> {
      switch (scope) {
        case "user":
          return ofUser(caller, id);
        case "group":
          return ofGroup(caller, id);
        case "selection":
          return ofSelection(caller, selections);
      }
    },
  };
}

/** The same for what does not exist and for what is not for the caller. */
function denied(): AppError {
  return new AppError(
    "access.denied",
    "There is nothing of that kind that you may export.",
  );
}
