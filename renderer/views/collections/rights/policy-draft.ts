import type {
  ObjectKind,
  PolicyAction,
} from "../../../../main/domain/catalog.ts";
import type {
  HeldPolicy,
  NamedHolder,
  NamedPolicy,
} from "../../../../main/domain/held-policy.ts";

/** Kinds of object whose policies the window shows. */
export type GovernedKind = Extract<
  ObjectKind,
  "community" | "collection" | "item" | "bundle" | "bitstream"
>;

/** One policy while somebody changes it. */
export interface PolicyRow {
  /** Names it as long as the dialog is open. */
  readonly key: number;
  /** Null until somebody is chosen. */
  holder: NamedHolder | null;
  action: PolicyAction;
  readonly type: string | null;
  name: string;
  readonly description: string | null;
  /** Days, `YYYY-MM-DD`; empty for none. */
  startDate: string;
  endDate: string;
  /** Somebody else has added it while this was being changed. */
  readonly theirs: boolean;
}

/** What somebody may be allowed to do with what, the most usual first. */
export const actionsOf: Readonly<
  Record<GovernedKind, readonly PolicyAction[]>
> = {
  community: ["READ", "ADD", "WRITE", "REMOVE", "ADMIN"],
  collection: [
    "DEFAULT_ITEM_READ",
    "DEFAULT_BITSTREAM_READ",
    "READ",
    "ADD",
    "WRITE",
    "REMOVE",
    "ADMIN",
  ],
  item: ["READ", "WITHDRAWN_READ", "WRITE", "ADD", "REMOVE", "DELETE", "ADMIN"],
  bundle: ["READ", "WRITE", "ADD", "REMOVE", "DELETE", "ADMIN"],
  bitstream: ["READ", "WRITE", "DELETE", "ADMIN"],
};

let lastKey = 0;

export function newRow(
  action: PolicyAction,
  holder: NamedHolder | null,
): PolicyRow {
  lastKey += 1;
  return {
    key: lastKey,
    holder,
    action,
    type: "TYPE_CUSTOM",
    name: "",
    description: null,
    startDate: "",
    endDate: "",
    theirs: false,
  };
}

/** @param known what was there before; what is not among it is marked as somebody else's */
export function rowsOf(
  policies: readonly NamedPolicy[],
  known: readonly HeldPolicy[] = policies,
): PolicyRow[] {
  const texts = new Set(known.map(textOf));
  return policies.map((policy) => ({
    ...newRow(policy.action, policy.holder),
    type: policy.type,
    name: policy.name ?? "",
    description: policy.description,
    startDate: policy.startDate ?? "",
    endDate: policy.endDate ?? "",
    theirs: !texts.has(textOf(policy)),
  }));
}

/** What the rows mean; those for nobody yet are left out. */
export function policiesOf(rows: readonly PolicyRow[]): NamedPolicy[] {
  return rows.flatMap(
    ({ holder, action, type, name, description, startDate, endDate }) =>
      holder === null
        ? []
        : [
            {
              holder,
              action,
              type,
              name: name.trim() === "" ? null : name.trim(),
              description,
              startDate: startDate === "" ? null : startDate,
              endDate: endDate === "" ? null : endDate,
            },
          ],
  );
}

/** As commands take them: without the names of holders. */
export const plain = (policies: readonly HeldPolicy[]): HeldPolicy[] =>
  policies.map(({ holder: { kind, uuid }, ...policy }) => ({
    ...policy,
    holder: { kind, uuid },
  }));

/** What has to be put right before it can be saved; null when nothing. */
export function faultOf({
  holder,
  startDate,
  endDate,
}: PolicyRow): "nobody" | "days" | null {
  if (holder === null) return "nobody";
  return startDate !== "" && endDate !== "" && endDate < startDate
    ? "days"
    : null;
}

/**
 * Two changes of the same policies brought together: what one of them took away is gone, what one of them added is
 * there.
 * @param base what both began with
 */
export function mergePolicies(
  base: readonly NamedPolicy[],
  mine: readonly NamedPolicy[],
  theirs: readonly NamedPolicy[],
): NamedPolicy[] {
  const removed = without(base, mine);
  const added = without(mine, base);
  const rest = without(theirs, removed);
  return [...rest, ...without(added, without(theirs, base))];
}

/** Whether two lists hold the same policies, in whatever order. */
export const isSame = (
  one: readonly HeldPolicy[],
  other: readonly HeldPolicy[],
): boolean =>
  one.length === other.length &&
  JSON.stringify(one.map(textOf).sort()) ===
    JSON.stringify(other.map(textOf).sort());

/** The list without what is in the other, one for one. */
function without<Held extends HeldPolicy>(
  policies: readonly Held[],
  others: readonly HeldPolicy[],
): Held[] {
  const left = others.map(textOf);
  return policies.filter((policy) => {
    const place = left.indexOf(textOf(policy));
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
}

function textOf({ holder, ...policy }: HeldPolicy): string {
  const { action, type, name, description, startDate, endDate } = policy;
  return JSON.stringify([
    holder.kind,
    holder.uuid,
    action,
    type,
    name,
    description,
    startDate,
    endDate,
  ]);
}
