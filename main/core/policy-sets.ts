import { setImmediate as turn } from "node:timers/promises";
import type { ObjectKind } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import type {
  HeldPolicy,
  NamedPolicy,
  PolicyHolder,
  PolicyRevision,
} from "../domain/held-policy.ts";
import type { Access, Caller } from "./access.ts";
import type { PolicyPorts, PolicyRecord } from "./policies.ts";
import { requireDays } from "./policy-terms.ts";

/** What this file needs of the catalog. */
export interface PolicySetPorts extends Pick<
  PolicyPorts,
  | "find"
  | "write"
  | "policies"
  | "createPolicy"
  | "changePolicy"
  | "removePolicy"
  | "group"
  | "eperson"
> {
  kind(object: number): ObjectKind | null;
}

export type PolicySets = ReturnType<typeof createPolicySets>;

/** Policies of one object that are looked at and changed together. */
const most = 500;
/** Policies of all objects that are looked at or changed together. */
const mostTogether = 10_000;
/** What is looked at in one go; others get their turn in between. */
const slice = 500;

/** Kinds of object that have policies. */
const governed: readonly (ObjectKind | null)[] = [
  "community",
  "collection",
  "item",
  "bundle",
  "bitstream",
];

/** Who may do what with an object, as a whole: looked at, and replaced provided that it still is as it was seen. */
export function createPolicySets(
  ports: PolicySetPorts,
  access: Pick<Access, "requireSignedIn" | "requireAdministers">,
) {
  /** @throws AppError access.unauthenticated, access.denied, object.not-found */
  function requireGoverned(caller: Caller, object: number): void {
    access.requireSignedIn(caller);
    if (!governed.includes(ports.kind(object)))
      throw new AppError(
        "object.not-found",
        `There is no object ${String(object)} that has policies.`,
        { object: String(object) },
      );
    access.requireAdministers(caller, object);
  }

  /** @throws AppError request.too-large */
  function policiesOf(object: number): readonly PolicyRecord[] {
    const { records } = ports.policies(
      { object, action: null, group: null, account: null },
      { skip: 0, limit: most + 1, descending: false },
    );
    if (records.length > most)
      throw new AppError(
        "request.too-large",
        `The object has more than ${String(most)} policies.`,
        {
          object: String(object),
          remedy: "Change them one by one through the API.",
        },
      );
    return records;
  }

  /** @throws AppError request.impossible */
  function holderId({ kind, uuid }: PolicyHolder): number {
    const found = ports.find(uuid);
    if (found?.kind === kind) return found.id;
    throw new AppError("request.impossible", `There is no ${kind} ${uuid}.`, {
      object: uuid,
      remedy: "Choose somebody else: they may have been removed meanwhile.",
    });
  }

  /** @throws AppError request.too-large */
  function requireFew(policies: number): void {
    if (policies > mostTogether)
      throw new AppError(
        "request.too-large",
        `Together the objects have more than ${String(mostTogether)} policies.`,
        { remedy: "Ask for fewer objects at once." },
      );
  }

  const nameOf = ({ kind, uuid }: PolicyHolder): string => {
    const found = ports.find(uuid);
    if (found === null) return uuid;
    return (
      (kind === "group"
        ? ports.group(found.id)?.name
        : ports.eperson(found.id)?.email) ?? uuid
    );
  };

  /** What is the same stays, with its id; what only has other terms is changed; the rest goes and comes. */
  function replace(
    object: number,
    before: readonly PolicyRecord[],
    policies: readonly HeldPolicy[],
  ): void {
    const same = takeFrom(before, contentOf);
    const changed = policies.filter((policy) => same.take(policy) === null);
    const alike = takeFrom(same.left(), rightOf);
    const added = changed.filter((policy) => {
      const kept = alike.take(policy);
      if (kept !== null) ports.changePolicy(kept.id, policy);
      return kept === null;
    });
    for (const { id } of alike.left()) ports.removePolicy(id);
    for (const { holder, ...draft } of added)
      ports.createPolicy(
        object,
        { kind: holder.kind, id: holderId(holder) },
        draft,
      );
  }

  return {
    /**
     * The policies of some objects, in that order.
     * @throws AppError access.unauthenticated, access.denied, object.not-found, request.too-large
     */
    async of(
      caller: Caller,
      objects: readonly number[],
    ): Promise<(readonly NamedPolicy[])[]> {
      const names = new Map<string, string>();
      const called = (holder: PolicyHolder): NamedPolicy["holder"] => {
        const key = `${holder.kind} ${holder.uuid}`;
        const name = names.get(key) ?? nameOf(holder);
        names.set(key, name);
        return { ...holder, name };
      };
      const found: NamedPolicy[][] = [];
      let together = 0;
      let inOneGo = 0;
      for (const object of objects) {
        requireGoverned(caller, object);
        const policies = policiesOf(object);
        together += policies.length;
        requireFew(together);
        found.push(
          policies.map((policy) => {
            const { holder, ...draft } = held(policy);
            return { ...draft, holder: called(holder) };
          }),
        );
        inOneGo += 1 + policies.length;
        if (inOneGo < slice) continue;
        inOneGo = 0;
        await turn();
      }
      return found;
    },
    /**
     * Replaces all policies of some objects, of all or of none.
     * @throws AppError access.unauthenticated, access.denied, object.not-found, object.changed, request.impossible,
     *   request.too-large
     */
    async revise(
      caller: Caller,
      read: () => readonly PolicyRevision[],
    ): Promise<void> {
      access.requireSignedIn(caller);
      const revisions = read();
      requireFew(revisions.reduce((all, one) => all + one.expected.length, 0));
      requireFew(revisions.reduce((all, one) => all + one.policies.length, 0));
      const require = (): void => {
        for (const { object } of revisions) requireGoverned(caller, object);
      };
      require();
      revisions
        .flatMap(({ policies }) => policies)
        .forEach((policy) => {
          requireDays(policy);
        });
      await ports.write(() => {
        require();
        for (const { object, expected, policies } of revisions) {
          const before = policiesOf(object);
          if (textOf(before.map(held)) !== textOf(expected))
            throw new AppError(
              "object.changed",
              "Somebody else has changed these rights meanwhile.",
              {
                object: String(object),
                remedy: "Look at both, and save what is to be kept.",
              },
            );
          replace(object, before, policies);
        }
      });
    },
  };
}

function held(policy: PolicyRecord): HeldPolicy {
  const { action, type, name, description, startDate, endDate } = policy;
  const { group, account } = policy;
  return {
    action,
    type,
    name,
    description,
    startDate,
    endDate,
    holder:
      group === null
        ? { kind: "account", uuid: account ?? "" }
        : { kind: "group", uuid: group },
  };
}

/** Takes policies out of some, each once, by a text that tells them apart. */
function takeFrom(
  policies: readonly PolicyRecord[],
  textOf: (policy: HeldPolicy) => string,
) {
  const left = new Map<string, PolicyRecord[]>();
  for (const policy of policies.toReversed()) {
    const text = textOf(held(policy));
    const alike = left.get(text);
    if (alike === undefined) left.set(text, [policy]);
    else alike.push(policy);
  }
  return {
    /** The first that is left of those with the same text; null when there is none. */
    take: (policy: HeldPolicy): PolicyRecord | null =>
      left.get(textOf(policy))?.pop() ?? null,
    left: (): PolicyRecord[] => [...left.values()].flat(),
  };
}

/** What a policy lets whom do, as a text to compare; this cannot be changed, but for another policy. */
const rightOf = ({ holder, action, type }: HeldPolicy): string =>
  JSON.stringify([holder.kind, holder.uuid, action, type]);
const contentOf = (policy: HeldPolicy): string => {
  const { name, description, startDate, endDate } = policy;
  return (
    rightOf(policy) + JSON.stringify([name, description, startDate, endDate])
  );
};
/** The order of policies means nothing. */
const textOf = (policies: readonly HeldPolicy[]): string =>
  JSON.stringify(policies.map(contentOf).sort());
