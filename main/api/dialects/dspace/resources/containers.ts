import {
  workflowRoles,
  type PeopleRole,
} from "../../../../domain/container-people.ts";
import type { ContainerRecord } from "../../../../core/objects.ts";
import { siteLicense } from "../../../../domain/site-license.ts";
import type { Resource } from "../hal.ts";
import { sliceOf } from "../paging.ts";
import {
  linksBelow,
  optional,
  pageOf,
  unlessHidden,
  type ResourceContext,
  type Resources,
} from "./resource-context.ts";

/** Fields communities and collections can be sorted by. */
export const containerSorts = ["dc.title", "title", "name"];

/** Communities and collections (dspace.md sections 8 and 9). */
export function createContainerResources(
  context: ResourceContext,
): Pick<
  Resources,
  | "community"
  | "collection"
  | "license"
  | "communities"
  | "subcommunities"
  | "collections"
  | "workflowGroups"
> {
  const { caller, link, embedded, all } = context;
  const { objects, containerGroups, harvests } = context.core;
  const groupOf =
    ({ kind, uuid }: ContainerRecord, role: PeopleRole) =>
    (): Resource | null =>
      unlessHidden(() =>
        optional(containerGroups.get(caller, kind, uuid, role), all.group),
      );
  return {
    community(record) {
      const self = ["core", "communities", record.uuid];
      return {
        fields: containerFields(record, "community"),
        links: linksBelow(context, self, [
          "subcommunities",
          "collections",
          "logo",
          "parentCommunity",
          "adminGroup",
        ]),
        embeds: {
          subcommunities: (size) =>
            all.subcommunities(
              record,
              embedded(size, ...self, "subcommunities"),
            ),
          collections: (size) =>
            all.collections(record.id, embedded(size, ...self, "collections")),
          logo: () => optional(objects.logo(caller, record), all.bitstream),
          parentCommunity: () =>
            optional(objects.parentCommunity(caller, record), all.community),
          adminGroup: groupOf(record, "adminGroup"),
        },
      };
    },

    collection(record) {
      const self = ["core", "collections", record.uuid];
      return {
        fields: containerFields(record, "collection"),
        links: {
          ...linksBelow(context, self, [
            "logo",
            "license",
            "defaultAccessConditions",
            "parentCommunity",
            "mappedItems",
            "adminGroup",
            "submittersGroup",
            "itemReadGroup",
            "bitstreamReadGroup",
            "harvester",
            "itemtemplate",
          ]),
          workflowGroups: workflowRoles.map((role) => ({
            ...link(...self, "workflowGroups", role),
            name: role,
          })),
        },
        embeds: {
          logo: () => optional(objects.logo(caller, record), all.bitstream),
          license: () => all.license(record),
          parentCommunity: () =>
            optional(objects.parentCommunity(caller, record), all.community),
          itemtemplate: () =>
            optional(objects.template(caller, record), all.itemTemplate),
          mappedItems: (size) =>
            all.mappedItems(record, embedded(size, ...self, "mappedItems")),
          adminGroup: groupOf(record, "adminGroup"),
          submittersGroup: groupOf(record, "submittersGroup"),
          itemReadGroup: groupOf(record, "itemReadGroup"),
          bitstreamReadGroup: groupOf(record, "bitstreamReadGroup"),
          workflowGroups: (size) =>
            all.workflowGroups(
              record,
              embedded(size, ...self, "workflowGroups"),
            ),
          defaultAccessConditions: (size) =>
            unlessHidden(() =>
              all.accessConditions(
                record.uuid,
                embedded(size, ...self, "defaultAccessConditions"),
              ),
            ),
          harvester: () =>
            unlessHidden(() =>
              all.harvester(record.uuid, harvests.get(caller, record.uuid)),
            ),
        },
      };
    },

    workflowGroups(record, paging) {
      const groups = workflowRoles.flatMap(
        (role) => groupOf(record, role)() ?? [],
      );
      return {
        key: "workflowGroups",
        resources: groups.slice(
          paging.number * paging.size,
          (paging.number + 1) * paging.size,
        ),
        total: groups.length,
        paging,
      };
    },

    license(record) {
      const text = objects.license(record);
      return {
        fields: {
          custom: text !== null,
          text: text ?? siteLicense,
          type: "license",
        },
        links: { self: link("core", "collections", record.uuid, "license") },
      };
    },

    communities: (parent, paging) =>
      pageOf(
        "communities",
        objects.communities(caller, parent, sliceOf(paging)),
        paging,
        all.community,
      ),
    subcommunities: (record, paging) =>
      pageOf(
        "subcommunities",
        objects.communities(caller, record.id, sliceOf(paging)),
        paging,
        all.community,
      ),
    collections: (community, paging) =>
      pageOf(
        "collections",
        objects.collections(caller, community, sliceOf(paging)),
        paging,
        all.collection,
      ),
  };
}

function containerFields(
  record: ContainerRecord,
  type: "community" | "collection",
): Record<string, unknown> {
  return {
    id: record.uuid,
    uuid: record.uuid,
    name: record.metadata["dc.title"]?.[0]?.value ?? record.name,
    handle: record.handle,
    metadata: record.metadata,
    archivedItemsCount: record.archivedItems,
    type,
  };
}
