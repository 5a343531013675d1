import type { ObjectKind } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import type { PatchOperation } from "../domain/metadata-patch.ts";
import type { Access, Caller } from "./access.ts";
import type { EpersonRecord } from "./epersons.ts";
import type { GroupRecord } from "./groups.ts";
import type { Part, Slice } from "./objects.ts";
import {
  patchPolicy,
  requireDays,
  type PolicyDraft,
  type PolicyTerms,
} from "./policy-terms.ts";
import { missing, type TargetPorts, type Targets } from "./targets.ts";

/** A policy: what a group or an account may do with an object, and when. */
export interface PolicyRecord extends PolicyDraft {
  readonly id: number;
  readonly object: {
    readonly id: number;
    readonly uuid: string;
    readonly kind: ObjectKind;
  };
  /** uuids; exactly one of the two is set. */
  readonly group: string | null;
  readonly account: string | null;
}

/** Narrows a list of policies; null: all. */
export interface PolicyFilter {
  readonly object: number | null;
  readonly action: string | null;
  readonly group: number | null;
  readonly account: number | null;
}

/** What this file needs of the catalog. */
export interface PolicyPorts extends TargetPorts {
  policy(id: number): PolicyRecord | null;
  policies(filter: PolicyFilter, slice: Slice): Part<PolicyRecord>;
  /** @param holder id of a group or an account @returns id */
  createPolicy(
    object: number,
    holder: { readonly kind: "group" | "account"; readonly id: number },
    draft: PolicyDraft,
  ): number;
  changePolicy(id: number, terms: PolicyTerms): void;
  removePolicy(id: number): void;
  group(id: number): GroupRecord | null;
  eperson(id: number): EpersonRecord | null;
}

export type Policies = ReturnType<typeof createPolicies>;

/** Kinds of object that have policies. */
const governed: readonly ObjectKind[] = [
  "community",
  "collection",
  "item",
  "bundle",
  "bitstream",
];

/** Resource policies (dspace.md section 14). */
export function createPolicies(
  ports: PolicyPorts,
  access: Access,
  { target }: Targets,
) {
  const existing = (id: number): PolicyRecord => {
    const found = ports.policy(id);
    if (found === null)
      throw new AppError(
        "object.not-found",
        `There is no policy ${String(id)}.`,
      );
    return found;
  };
  /** A policy is its object's administrators' business, and shown to the account it is for. */
  const readable = (caller: Caller, id: number): PolicyRecord => {
    access.requireSignedIn(caller);
    const policy = existing(id);
    if (policy.account === null || policy.account !== caller.account?.uuid)
      access.requireAdministers(caller, policy.object.id);
    return policy;
  };
  const administered = (caller: Caller, id: number): PolicyRecord => {
    access.requireSignedIn(caller);
    const policy = existing(id);
    access.requireAdministers(caller, policy.object.id);
    return policy;
  };
  const objectOf = (uuid: string): number | null => {
    const found = ports.find(uuid);
    return found !== null && governed.includes(found.kind) ? found.id : null;
  };
  const nothing: PolicyFilter = {
    object: null,
    action: null,
    group: null,
    account: null,
  };

  return {
    /** @throws AppError access.unauthenticated, access.denied, object.not-found */
    get: readable,
    /**
     * Whom a policy is for; whoever may see the policy may know.
     * @throws AppError access.unauthenticated, access.denied, object.not-found
     */
    holderOf(caller: Caller, id: number): GroupRecord | EpersonRecord {
      const { group, account } = readable(caller, id);
      const found = ports.find(group ?? account ?? "");
      const holder =
        found === null
          ? null
          : group === null
            ? ports.eperson(found.id)
            : ports.group(found.id);
      if (holder === null)
        throw new AppError("object.not-found", "It is for nobody any more.");
      return holder;
    },
    /**
     * @param action null: every action
     * @throws AppError access.unauthenticated, access.denied, object.not-found
     */
    ofObject(
      caller: Caller,
      uuid: string,
      action: string | null,
      slice: Slice,
    ): Part<PolicyRecord> {
      access.requireSignedIn(caller);
      const object = objectOf(uuid);
      if (object === null)
        throw new AppError("object.not-found", `There is no object ${uuid}.`);
      access.requireAdministers(caller, object);
      return ports.policies({ ...nothing, object, action }, slice);
    },
    /**
     * @param object uuid; null: of every object
     * @throws AppError access.unauthenticated, access.denied, object.not-found
     */
    ofHolder(
      caller: Caller,
      kind: "group" | "account",
      uuid: string,
      object: string | null,
      slice: Slice,
    ): Part<PolicyRecord> {
      const holder = target(
        caller,
        kind,
        uuid,
        kind === "group" ? access.requireReadsGroup : access.requireSelf,
      );
      const on = object === null ? null : objectOf(object);
      if (object !== null && on === null) return { records: [], total: 0 };
      return ports.policies({ ...nothing, object: on, [kind]: holder }, slice);
    },
    /**
     * What everyone gets to read by default of what is put into a collection; for those who submit to it too.
     * @throws AppError access.unauthenticated, access.denied, object.not-found
     */
    defaultsOf: (
      caller: Caller,
      collection: string,
      slice: Slice,
    ): Part<PolicyRecord> =>
      ports.policies(
        {
          ...nothing,
          object: target(caller, "collection", collection, access.requireAdds),
          action: "DEFAULT_BITSTREAM_READ",
        },
        slice,
      ),
    /**
     * @returns the new policy
     * @throws AppError access.unauthenticated, access.denied, request.impossible
     */
    create(
      caller: Caller,
      resourceOf: () => string,
      holderOf: () => {
        readonly kind: "group" | "account";
        readonly uuid: string;
      },
      read: () => PolicyDraft,
    ): Promise<PolicyRecord> {
      access.requireSignedIn(caller);
      const resource = resourceOf();
      const holder = holderOf();
      const find = () => {
        const object = objectOf(resource);
        if (object === null)
          throw impossible(`There is no object ${resource}.`, resource);
        access.requireAdministers(caller, object);
        const found = ports.find(holder.uuid);
        if (found?.kind !== holder.kind)
          throw impossible(
            missing(holder.kind, holder.uuid).message,
            holder.uuid,
          );
        return { object, holder: { kind: holder.kind, id: found.id } };
      };
      find();
      const draft = read();
      requireDays(draft);
      return ports.write(() => {
        const found = find();
        return existing(ports.createPolicy(found.object, found.holder, draft));
      });
    },
    /** @throws AppError access.unauthenticated, access.denied, object.not-found, request.impossible */
    async patch(
      caller: Caller,
      id: number,
      read: () => readonly PatchOperation[],
    ): Promise<void> {
      administered(caller, id);
      const operations = read();
      await ports.write(() => {
        const terms = patchPolicy(administered(caller, id), operations);
        ports.changePolicy(id, terms);
      });
    },
    /** @throws AppError access.unauthenticated, access.denied, object.not-found */
    remove(caller: Caller, id: number): Promise<void> {
      administered(caller, id);
      return ports.write(() => {
        ports.removePolicy(administered(caller, id).id);
      });
    },
  };
}

function impossible(message: string, object: string): AppError {
  return new AppError("request.impossible", message, { object });
}
