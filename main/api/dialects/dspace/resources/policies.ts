import type { PolicyRecord } from "../../../../core/policies.ts";
import { sliceOf } from "../paging.ts";
import {
  linksBelow,
  unlessHidden,
  type ResourceContext,
  type Resources,
} from "./resource-context.ts";

/** Resource policies (dspace.md section 14). */
export function createPolicyResources(
  context: ResourceContext,
): Pick<
  Resources,
  "policy" | "accessConditions" | "policyHolder" | "policyResource"
> {
  const { core, caller, all } = context;
  return {
    policy: (record) => ({
      fields: fieldsOf(record),
      links: linksBelow(
        context,
        ["authz", "resourcepolicies", String(record.id)],
        ["eperson", "group", "resource"],
      ),
      embeds: {
        // Submitters see conditions whose holders are for administrators.
        eperson: () => unlessHidden(() => all.policyHolder(record, "account")),
        group: () => unlessHidden(() => all.policyHolder(record, "group")),
        resource: () => unlessHidden(() => all.policyResource(record)),
      },
    }),
    accessConditions(collection, paging) {
      const { records, total } = core.policies.defaultsOf(
        caller,
        collection,
        sliceOf(paging),
      );
      return {
        key: "resourcePolicies",
        // Everywhere else the key has no capitals.
        alias: "resourcepolicies",
        total,
        paging,
        resources: records.map((record) => {
          const { links, ...rest } = all.policy(record);
          return {
            ...rest,
            links: {
              ...links,
              // The description of collections spells this path in its own way (dspace.md section 19).
              self: context.link(
                "authz",
                "resourcePolicies",
                String(record.id),
              ),
            },
            fields: {
              ...fieldsOf(record),
              groupUUID: record.group,
              type: "resourcePolicy",
            },
          };
        }),
      };
    },
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

const fieldsOf = (record: PolicyRecord) => ({
  id: record.id,
  name: record.name,
  description: record.description,
  policyType: record.type,
  action: record.action,
  startDate: record.startDate,
  endDate: record.endDate,
  type: "resourcepolicy",
});
