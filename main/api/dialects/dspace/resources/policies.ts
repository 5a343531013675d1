import {
  linksBelow,
  unlessHidden,
  type ResourceContext,
  type Resources,
} from "./resource-context.ts";

/** Resource policies (dspace.md section 14). */
export function createPolicyResources(
  context: ResourceContext,
): Pick<Resources, "policy" | "policyHolder" | "policyResource"> {
  const { core, caller, all } = context;
  return {
    policy: (record) => ({
      fields: {
        id: record.id,
        name: record.name,
        description: record.description,
        policyType: record.type,
        action: record.action,
        startDate: record.startDate,
        endDate: record.endDate,
        type: "resourcepolicy",
      },
      links: linksBelow(
        context,
        ["authz", "resourcepolicies", String(record.id)],
        ["eperson", "group", "resource"],
      ),
      embeds: {
        eperson: () => all.policyHolder(record, "account"),
        group: () => all.policyHolder(record, "group"),
        resource: () => unlessHidden(() => all.policyResource(record)),
      },
    }),
    policyHolder(record, kind) {
      const holder = core.policies.holderOf(caller, record.id);
      if (holder.kind !== kind) return null;
      return holder.kind === "group" ? all.group(holder) : all.eperson(holder);
    },
    policyResource({ object: { kind, uuid } }) {
      const { objects } = core;
      switch (kind) {
        case "community":
        case "collection":
          return all[kind](objects.get(caller, kind, uuid));
        case "item":
          return all.item(objects.get(caller, kind, uuid));
        case "bundle":
          return all.bundle(objects.get(caller, kind, uuid));
        case "bitstream":
          return all.bitstream(objects.get(caller, kind, uuid));
        default:
          return null;
      }
    },
  };
}
