import type { ItemRecord } from "../../../../core/item-record.ts";
import type { Embeds } from "../hal.ts";
import { sliceOf, type Paging } from "../paging.ts";
import {
  linkPiecesBelow,
  optional,
  pageOf,
  type ResourceContext,
  type Resources,
} from "./resource-context.ts";

/** Fields items can be sorted by. */
export const itemSorts = ["dc.title", "title", "lastModified", "id"];

/** Items (dspace.md section 11). */
export function createItemResources(
  context: ResourceContext,
): Pick<Resources, "item" | "items" | "mappedItems" | "mappedCollections"> {
  const { caller, embedded, all } = context;
  const { objects, itemLinks } = context.core;
  const embedsOf = (record: ItemRecord, self: readonly string[]): Embeds => ({
    bundles: (size) => all.bundles(record, embedded(size, ...self, "bundles")),
    owningCollection: () =>
      optional(objects.owningCollection(caller, record), all.collection),
    mappedCollections: (size) =>
      all.mappedCollections(
        record,
        embedded(size, ...self, "mappedCollections"),
      ),
    relationships: (size) =>
      all.relationships(record, embedded(size, ...self, "relationships")),
    templateItemOf: () =>
      optional(objects.templateItemOf(caller, record), all.collection),
    submitter: () => optional(itemLinks.submitter(caller, record), all.eperson),
    accessStatus: () => all.accessStatus(record),
    identifiers: () => all.identifiers(record),
    thumbnail: () => null,
  });

  return {
    item(record) {
      const self = ["core", "items", record.uuid];
      const link = context.link(...self);
      const { members, title, entityType } = record.metadata;
      const uuid = JSON.stringify(record.uuid);
      const more = {
        inArchive: record.inArchive,
        discoverable: record.discoverable,
        withdrawn: record.withdrawn,
        lastModified: new Date(record.lastModified).toISOString(),
      };
      return {
        fields: [
          `"id":${uuid},"uuid":${uuid},"name":`,
          title ?? "null",
          `,"handle":${JSON.stringify(record.handle)},"metadata":{`,
          ...members,
          `},${JSON.stringify(more).slice(1, -1)},"entityType":`,
          entityType ?? "null",
          ',"type":"item"',
        ],
        links: { self: link },
        linkNames: itemLinkNames,
        linksText: linkPieces.join(JSON.stringify(link.href).slice(1, -1)),
        // No getter: each would be a shape of its own to V8, and keep what it sees until all memory is looked through.
        embeds: () => embedsOf(record, self),
      };
    },

    items: async (collection, paging) =>
      pageOf(
        "items",
        await objects.items(
          caller,
          collection,
          itemSort(paging),
          sliceOf(paging),
        ),
        paging,
        all.item,
      ),
    mappedItems: (record, paging) =>
      pageOf(
        "mappedItems",
        objects.mappedItems(caller, record.id, sliceOf(paging)),
        paging,
        all.item,
      ),
    mappedCollections: (record, paging) =>
      pageOf(
        "mappedCollections",
        objects.mappedCollections(caller, record.id, sliceOf(paging)),
        paging,
        all.collection,
      ),
  };
}

/** What hangs on an item, each with a link below its own. */
export const itemLinkNames = [
  "bundles",
  "owningCollection",
  "mappedCollections",
  "templateItemOf",
  "relationships",
  "thumbnail",
  "submitter",
  "accessStatus",
  "identifiers",
  "version",
] as const;

const linkPieces = linkPiecesBelow(itemLinkNames);

function itemSort({ sort }: Paging): "title" | "modified" | "id" {
  return sort === "id" ? "id" : sort === "lastModified" ? "modified" : "title";
}
