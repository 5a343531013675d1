import type { Caller } from "../../../core/access.ts";
import type {
  BitstreamRecord,
  BundleRecord,
  ContainerRecord,
  ItemRecord,
  Objects,
  Part,
} from "../../../core/objects.ts";
import type { Resource, ResourceList } from "./hal.ts";
import { embeddedPaging, sliceOf, type Paging } from "./paging.ts";

export type Resources = ReturnType<typeof createResources>;

/**
 * Turns records into resources of dspace.md section 2, with their links and what can be embedded.
 * @param base address of the dialect: `http://127.0.0.1:8460/api`
 */
export function createResources(
  objects: Objects,
  caller: Caller,
  base: string,
) {
  const link = (...parts: string[]) => ({
    href: [`${base}/core`, ...parts].join("/"),
  });

  function page<Record>(
    key: string,
    part: Part<Record>,
    paging: Paging,
    toResource: (record: Record) => Resource,
  ): ResourceList {
    return {
      key,
      resources: part.records.map(toResource),
      total: part.total,
      paging,
    };
  }
  const optional = <Record>(
    record: Record | null,
    toResource: (record: Record) => Resource,
  ): Resource | null => (record === null ? null : toResource(record));
  const embedded = (size: number, ...parts: string[]): Paging =>
    embeddedPaging(link(...parts).href, size);

  function community(record: ContainerRecord): Resource {
    const self = ["communities", record.uuid];
    return {
      fields: containerFields(record, "community"),
      links: {
        self: link(...self),
        subcommunities: link(...self, "subcommunities"),
        collections: link(...self, "collections"),
        logo: link(...self, "logo"),
        parentCommunity: link(...self, "parentCommunity"),
        adminGroup: link(...self, "adminGroup"),
      },
      embeds: {
        subcommunities: (size) =>
          subcommunities(record, embedded(size, ...self, "subcommunities")),
        collections: (size) =>
          collections(record.id, embedded(size, ...self, "collections")),
        logo: () => optional(objects.logo(caller, record), bitstream),
        parentCommunity: () =>
          optional(objects.parentCommunity(caller, record), community),
      },
    };
  }

  function collection(record: ContainerRecord): Resource {
    const self = ["collections", record.uuid];
    const names = [
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
    ];
    return {
      fields: containerFields(record, "collection"),
      links: {
        self: link(...self),
        ...Object.fromEntries(names.map((name) => [name, link(...self, name)])),
        workflowGroups: ["reviewer", "editor", "finaleditor"].map((role) => ({
          ...link(...self, "workflowGroups", role),
          name: role,
        })),
      },
      embeds: {
        logo: () => optional(objects.logo(caller, record), bitstream),
        license: () => license(record),
        parentCommunity: () =>
          optional(objects.parentCommunity(caller, record), community),
        mappedItems: (size) =>
          mappedItems(record, embedded(size, ...self, "mappedItems")),
      },
    };
  }

  function item(record: ItemRecord): Resource {
    const self = ["items", record.uuid];
    const names = [
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
    ];
    return {
      fields: {
        id: record.uuid,
        uuid: record.uuid,
        name: record.metadata["dc.title"]?.[0]?.value ?? null,
        handle: record.handle,
        metadata: record.metadata,
        inArchive: record.inArchive,
        discoverable: record.discoverable,
        withdrawn: record.withdrawn,
        lastModified: new Date(record.lastModified).toISOString(),
        entityType: record.metadata["dspace.entity.type"]?.[0]?.value ?? null,
        type: "item",
      },
      links: {
        self: link(...self),
        ...Object.fromEntries(names.map((name) => [name, link(...self, name)])),
      },
      embeds: {
        bundles: (size) => bundles(record, embedded(size, ...self, "bundles")),
        owningCollection: () =>
          optional(objects.owningCollection(caller, record), collection),
        mappedCollections: (size) =>
          mappedCollections(
            record,
            embedded(size, ...self, "mappedCollections"),
          ),
        thumbnail: () => null,
      },
    };
  }

  function bundle(record: BundleRecord): Resource {
    const self = ["bundles", record.uuid];
    return {
      fields: {
        id: record.uuid,
        uuid: record.uuid,
        name: record.name,
        handle: null,
        metadata: record.metadata,
        type: "bundle",
      },
      links: {
        self: link(...self),
        bitstreams: link(...self, "bitstreams"),
        item: link(...self, "item"),
        primaryBitstream: link(...self, "primaryBitstream"),
      },
      embeds: {
        bitstreams: (size) =>
          bitstreams(record, embedded(size, ...self, "bitstreams")),
        item: () => optional(objects.itemOf(caller, record), item),
        primaryBitstream: () =>
          optional(objects.primaryBitstream(caller, record), bitstream),
      },
    };
  }

  function bitstream(record: BitstreamRecord): Resource {
    const self = ["bitstreams", record.uuid];
    return {
      fields: {
        id: record.uuid,
        uuid: record.uuid,
        name: record.name,
        handle: null,
        metadata: record.metadata,
        bundleName: record.bundleName === "" ? null : record.bundleName,
        sizeBytes: record.size,
        checkSum: { checkSumAlgorithm: "MD5", value: record.md5 },
        sequenceId: record.sequence,
        type: "bitstream",
      },
      links: {
        self: link(...self),
        content: link(...self, "content"),
        format: link(...self, "format"),
        bundle: link(...self, "bundle"),
        thumbnail: link(...self, "thumbnail"),
        accessStatus: link(...self, "accessStatus"),
      },
      embeds: {
        bundle: () => optional(objects.bundleOf(caller, record), bundle),
        thumbnail: () => null,
      },
    };
  }

  function license(record: ContainerRecord): Resource {
    const text = objects.license(record);
    return {
      fields: {
        custom: text !== null,
        text: text ?? siteLicense,
        type: "license",
      },
      links: { self: link("collections", record.uuid, "license") },
    };
  }

  const subcommunities = (record: ContainerRecord, paging: Paging) =>
    page(
      "subcommunities",
      objects.communities(caller, record.id, sliceOf(paging)),
      paging,
      community,
    );
  const collections = (within: number | null, paging: Paging) =>
    page(
      "collections",
      objects.collections(caller, within, sliceOf(paging)),
      paging,
      collection,
    );
  const mappedItems = (record: ContainerRecord, paging: Paging) =>
    page(
      "mappedItems",
      objects.mappedItems(caller, record.id, sliceOf(paging)),
      paging,
      item,
    );
  const bundles = (record: ItemRecord, paging: Paging) =>
    page(
      "bundles",
      objects.bundles(caller, record, sliceOf(paging)),
      paging,
      bundle,
    );
  const bitstreams = (record: BundleRecord, paging: Paging) =>
    page(
      "bitstreams",
      objects.bitstreams(caller, record.id, sliceOf(paging)),
      paging,
      bitstream,
    );
  const mappedCollections = (record: ItemRecord, paging: Paging) =>
    page(
      "mappedCollections",
      objects.mappedCollections(caller, record.id, sliceOf(paging)),
      paging,
      collection,
    );

  return {
    community,
    collection,
    item,
    bundle,
    bitstream,
    license,
    subcommunities,
    collections,
    mappedItems,
    bundles,
    bitstreams,
    mappedCollections,
    communities: (parent: "none" | "any", paging: Paging) =>
      page(
        "communities",
        objects.communities(caller, parent, sliceOf(paging)),
        paging,
        community,
      ),
    items: async (within: number | null, paging: Paging) =>
      page(
        "items",
        await objects.items(caller, within, itemSort(paging), sliceOf(paging)),
        paging,
        item,
      ),
  };
}

/** What a collection without a licence of its own asks of depositors. */
const siteLicense = "";

/** Fields items can be sorted by. */
export const itemSorts = ["dc.title", "title", "lastModified", "id"];
/** Fields communities and collections can be sorted by. */
export const containerSorts = ["dc.title", "title", "name"];

function itemSort({ sort }: Paging): "title" | "modified" | "id" {
  return sort === "id" ? "id" : sort === "lastModified" ? "modified" : "title";
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
