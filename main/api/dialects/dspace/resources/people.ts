import { sliceOf } from "../paging.ts";
import {
  linksBelow,
  pageOf,
  unlessHidden,
  type ResourceContext,
  type Resources,
} from "./resource-context.ts";

/** Accounts and groups (dspace.md section 13). */
export function createPeopleResources(
  context: ResourceContext,
): Pick<
  Resources,
  | "eperson"
  | "group"
  | "groupOwner"
  | "groups"
  | "subgroups"
  | "accounts"
  | "groupsOf"
> {
  const { caller, embedded, all } = context;
  const { groups, objects } = context.core;
  return {
    eperson(record) {
      const self = ["eperson", "epersons", record.uuid];
      return {
        fields: {
          id: record.uuid,
          uuid: record.uuid,
          name: record.email,
          handle: null,
          metadata: record.metadata,
          netid: record.netid,
          lastActive:
            record.lastActive === null
              ? null
              : new Date(record.lastActive).toISOString(),
          canLogIn: record.canLogIn,
          email: record.email,
          requireCertificate: record.requireCertificate,
          selfRegistered: record.selfRegistered,
          type: "eperson",
        },
        links: linksBelow(context, self, ["groups"]),
        embeds: {
          groups: (size) =>
            all.groupsOf(record.uuid, embedded(size, ...self, "groups")),
        },
      };
    },

    group(record) {
      const self = ["eperson", "groups", record.uuid];
      return {
        fields: {
          id: record.uuid,
          uuid: record.uuid,
          name: record.name,
          handle: null,
          metadata: record.metadata,
          permanent: record.permanent,
          type: "group",
        },
        links: linksBelow(context, self, ["subgroups", "epersons", "object"]),
        embeds: {
          subgroups: (size) =>
            all.subgroups(record.uuid, embedded(size, ...self, "subgroups")),
          epersons: (size) =>
            all.accounts(record.uuid, embedded(size, ...self, "epersons")),
          object: () => unlessHidden(() => all.groupOwner(record.uuid)),
        },
      };
    },

    groupOwner(group) {
      const owner = groups.ownerOf(caller, group);
      return owner === null
        ? null
        : all[owner.kind](objects.get(caller, owner.kind, owner.uuid));
    },
    groups: (query, paging) =>
      pageOf(
        "groups",
        groups.list(caller, query, sliceOf(paging)),
        paging,
        all.group,
      ),
    subgroups: (group, paging) => ({
      ...pageOf(
        "subgroups",
        groups.subgroups(caller, group, sliceOf(paging)),
        paging,
        all.group,
      ),
      alias: "groups",
    }),
    accounts: (group, paging) =>
      pageOf(
        "epersons",
        groups.accounts(caller, group, sliceOf(paging)),
        paging,
        all.eperson,
      ),
    groupsOf: (account, paging) =>
      pageOf(
        "groups",
        groups.of(caller, account, sliceOf(paging)),
        paging,
        all.group,
      ),
  };
}
