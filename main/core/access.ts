import type { ObjectKind } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import type { AccountView } from "./accounts.ts";

/** Who asks. */
export interface Caller {
  /** Null for somebody who is not signed in, and for the person at this machine. */
  readonly account: AccountView | null;
  /** Works at this machine itself: the command line or the desktop application. */
  readonly local: boolean;
  readonly administrator: boolean;
  /** Ids of the groups the caller belongs to, directly or through other groups; Anonymous is one of them. */
  readonly groups: readonly number[];
}

/** Which callers a command serves: everyone who is signed in, or administrators. */
export type Role = "user" | "administrator";

/** What somebody who is no administrator may read, for lists; see {@link Access.scope}. */
export interface ReadScope {
  readonly groups: readonly number[];
  readonly account: number | null;
  /** Day for which embargoes are judged, `YYYY-MM-DD`. */
  readonly today: string;
  /** Collections the caller administers: everything in them can be read. */
  readonly collections: readonly number[];
}

export type Verb = "READ" | "WRITE" | "ADD" | "ADMIN";

/** What this file needs of the catalog. */
export interface AccessPorts {
  /** Groups of an account, and groups of those groups; for null only Anonymous. */
  groups(account: number | null): readonly number[];
  /** Whether a policy of the object itself allows the action. */
  allows(object: number, verb: Verb, scope: ReadScope): boolean;
  /** Whether the object has any policy at all for the action. */
  hasPolicy(object: number, verb: Verb): boolean;
  kind(object: number): ObjectKind | null;
  /** Whether the object is a bundle or bitstream of an item that is withdrawn. */
  isWithdrawn(object: number): boolean;
  /** The community or collection a group was made for; null for a group of its own. */
  ownerOfGroup(group: number): number | null;
  /** Which of some items a policy of theirs, or the administration of their collection, lets read: one look for all. */
  readableItems(
    items: readonly number[],
    scope: ReadScope,
  ): ReadonlySet<number>;
  /** Whether a policy for one of the groups or the account lets administer any community or collection. */
  administersSomething(scope: ReadScope): boolean;
  /** What the object is directly in: a bitstream's bundle or the owner of a logo, a bundle's item, and so on. */
  containers(object: number): readonly number[];
  /** Collections that a policy for one of the groups or the account lets administer, sub-communities included. */
  administeredCollections(
    groups: readonly number[],
    account: number | null,
  ): readonly number[];
}

/** The person at this machine: who can start the program can read its data folder anyway. */
export const localAdministrator: Caller = {
  account: null,
  local: true,
  administrator: true,
  groups: [],
};

/**
 * Whether a caller may use a command.
 * @throws AppError access.unauthenticated, access.denied
 */
export function requireRole(caller: Caller, role: Role): void {
  if (caller.administrator) return;
  if (caller.account === null) throw unauthenticated();
  if (role === "administrator") throw denied();
}

export type Access = ReturnType<typeof createAccess>;

/**
 * Decides who may do what, from the rules of DSpace: administrators everything; ADMIN on a community or collection
 * counts for all below; READ is what the policies of the object say. The only place that decides.
 */
export function createAccess(ports: AccessPorts) {
  const own = ({ groups, account }: Caller): ReadScope => ({
    groups,
    account: account?.id ?? null,
    today: new Date().toISOString().slice(0, 10),
    collections: [],
  });

  const administers = (caller: Caller, object: number): boolean => {
    if (caller.administrator) return true;
    if (caller.account === null) return false;
    const scope = own(caller);
    const seen = new Set<number>();
    let level: readonly number[] = [object];
    while (level.length > 0) {
      if (level.some((id) => ports.allows(id, "ADMIN", scope))) return true;
      for (const id of level) seen.add(id);
      level = level
        .flatMap((id) => ports.containers(id))
        .filter((id) => !seen.has(id));
    }
    return false;
  };

  /** Bundles, and logos, are as readable as what they are in where no policy of their own says otherwise. */
  const judged = (object: number): number => {
    if (ports.hasPolicy(object, "READ")) return object;
    const [container] = ports.containers(object);
    if (container === undefined) return object;
    const kind = ports.kind(object);
    const inherits =
      kind === "bundle" ||
      (kind === "bitstream" && ports.kind(container) !== "bundle");
    return inherits ? container : object;
  };

  /** Administers what an object is in: what is needed to delete a collection. The top of the tree is the site's. */
  const administersAbove = (caller: Caller, object: number): boolean =>
    caller.administrator ||
    ports.containers(object).some((id) => administers(caller, id));

  /** A policy of the object itself allows an action, or the caller administers it. */
  const may =
    (verb: "WRITE" | "ADD") =>
    (caller: Caller, object: number): boolean =>
      caller.administrator ||
      (caller.account !== null && ports.allows(object, verb, own(caller))) ||
      administers(caller, object);
  const writes = may("WRITE");
  /** Submits to a collection, or adds bundles to an item and bitstreams to a bundle. */
  const adds = may("ADD");

  /** Sends files that are taken in by their place on a disk: imports, and the files of new items. */
  const sendsFiles = (caller: Caller): boolean => caller.administrator;

  /** What a withdrawn item holds keeps its policies, but they do not count until the item is taken back. */
  const reads = (caller: Caller, object: number): boolean =>
    caller.administrator ||
    (ports.allows(judged(object), "READ", own(caller)) &&
      !ports.isWithdrawn(object)) ||
    administers(caller, object);

  /** Whether somebody may see a run: its owner, and administrators. */
  const seesRun = (caller: Caller, owner: number | null): boolean =>
    caller.administrator ||
    (caller.account !== null && caller.account.id === owner);
  /** Administers the site, a community or a collection, whichever. */
  const administersSomething = (caller: Caller): boolean =>
    caller.administrator ||
    (caller.account !== null && ports.administersSomething(own(caller)));

  /** What an account says of a person, the e-mail address too, is theirs and the administrators' to see. */
  const readsAccount = (caller: Caller, account: number): boolean =>
    caller.administrator || caller.account?.id === account;

  /** Groups are shown to those in them, and to whoever may have to give rights to them. */
  const readsGroup = (caller: Caller, group: number): boolean =>
    (caller.account !== null && caller.groups.includes(group)) ||
    administersSomething(caller);

  /** The groups of a community or collection are its administrators' to fill; the others the site's. */
  const managesGroup = (caller: Caller, group: number): boolean => {
    if (caller.administrator) return true;
    const owner = ports.ownerOfGroup(group);
    return owner !== null && administers(caller, owner);
  };

  /** The caller that stands for an account; null is somebody who is not signed in. */
  const callerOf = (account: AccountView | null): Caller => ({
    account,
    local: false,
    administrator: account?.admin === true,
    groups: ports.groups(account?.id ?? null),
  });

  const scope = (caller: Caller): ReadScope | null => {
    if (caller.administrator) return null;
    const { groups, account } = own(caller);
    return {
      ...own(caller),
      collections:
        account === null ? [] : ports.administeredCollections(groups, account),
    };
  };

  return {
    callerOf,
    /** The caller that a link stands for, with what they may do today; no account is the person at this machine. */
    callerOfLink({
      account,
    }: {
      readonly account: AccountView | null;
    }): Caller {
      return account === null ? localAdministrator : callerOf(account);
    },
    /** What a list may show to the caller; null: everything. */
    scope,
    /** What a list may show to somebody of whom only the groups are known. */
    scopeOfGroups: (groups: readonly number[]): ReadScope => ({
      groups,
      account: null,
      today: new Date().toISOString().slice(0, 10),
      collections: ports.administeredCollections(groups, null),
    }),
    administers,
    administersAbove,
    reads,
    /** As {@link reads} for each of some items, in the same time however many they are. */
    readsAmong(caller: Caller, items: readonly number[]): ReadonlySet<number> {
      const seen = scope(caller);
      return seen === null || items.length === 0
        ? new Set(items)
        : ports.readableItems(items, seen);
    },
    sendsFiles,
    readsAccount,
    readsGroup,
    writes,
    adds,
    /** @throws AppError access.unauthenticated */
    requireSignedIn(caller: Caller): void {
      if (!caller.administrator && caller.account === null)
        throw unauthenticated();
    },
    /** @throws AppError access.unauthenticated, access.denied */
    requireAdministrator(caller: Caller): void {
      if (!caller.administrator) throw refused(caller);
    },
    /**
     * Administrators, and the person an account is of.
     * @throws AppError access.unauthenticated, access.denied
     */
    requireSelf(caller: Caller, account: number): void {
      if (!readsAccount(caller, account)) throw refused(caller);
    },
    /** @throws AppError access.unauthenticated, access.denied */
    requireAdministersSomething(caller: Caller): void {
      if (!administersSomething(caller)) throw refused(caller);
    },
    /** @throws AppError access.unauthenticated, access.denied */
    requireReadsGroup(caller: Caller, group: number): void {
      if (!readsGroup(caller, group)) throw refused(caller);
    },
    /** @throws AppError access.unauthenticated, access.denied */
    requireManagesGroup(caller: Caller, group: number): void {
      if (!managesGroup(caller, group)) throw refused(caller);
    },
    /** @throws AppError access.unauthenticated, access.denied */
    requireAdministersAbove(caller: Caller, object: number): void {
      if (!administersAbove(caller, object)) throw refused(caller);
    },
    /** @throws AppError access.unauthenticated, access.denied */
    requireWrites(caller: Caller, object: number): void {
      if (!writes(caller, object)) throw refused(caller);
    },
    /** @throws AppError access.unauthenticated, access.denied */
    requireAdds(caller: Caller, object: number): void {
      if (!adds(caller, object)) throw refused(caller);
    },
    /** @throws AppError access.unauthenticated, access.denied */
    requireAdministers(caller: Caller, object: number): void {
      if (!administers(caller, object)) throw refused(caller);
    },
    /** @throws AppError access.unauthenticated, access.denied */
    requireReads(caller: Caller, object: number): void {
      if (!reads(caller, object)) throw refused(caller);
    },
    managesGroup,
    seesRun,
    /** @throws AppError access.unauthenticated, access.denied */
    requireSeesRun(caller: Caller, owner: number | null): void {
      if (!seesRun(caller, owner)) throw refused(caller);
    },
  };
}

/** The refusal that fits: somebody who is not signed in may try again signed in. */
export function refused(caller: Caller): AppError {
  return caller.account === null ? unauthenticated() : denied();
}

function unauthenticated(): AppError {
  return new AppError("access.unauthenticated", "Authentication is required.", {
    remedy: "Sign in first.",
  });
}

function denied(): AppError {
  return new AppError("access.denied", "Access is denied.", {
    remedy: "Ask an administrator for the right to do this.",
  });
}
