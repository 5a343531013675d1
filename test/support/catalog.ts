import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type {
  BitstreamDraft,
  BundleDraft,
  ItemDraft,
  Policy,
} from "../../main/domain/catalog.ts";
import type { MetadataDraft } from "../../main/domain/metadata.ts";
import { createBitstreamStore } from "../../main/store/bitstream-store.ts";
import { createCatalog } from "../../main/store/catalog.ts";
import type {
  CollectionDraft,
  CommunityDraft,
} from "../../main/store/container-store.ts";

/** READ for everyone. */
export const publicRead: Policy = {
  action: "READ",
  group: "Anonymous",
  account: null,
  name: null,
  description: null,
  type: null,
  startDate: null,
  endDate: null,
};

/** A value of a field in dotted form. */
export function value(
  field: string,
  text: string,
  more: Partial<MetadataDraft> = {},
): MetadataDraft {
  const [schema = "", element = "", qualifier] = field.split(".");
  return {
    schema,
    element,
    qualifier: qualifier ?? null,
    language: null,
    value: text,
    ...more,
  };
}

/** A bundle of bitstreams. */
export function bundle(
  name: string,
  bitstreams: readonly BitstreamDraft[],
  more: Partial<BundleDraft> = {},
): BundleDraft {
  return { name, bitstreams, metadata: [], policies: [], ...more };
}

export type TestCatalog = ReturnType<typeof openTestCatalog>;

/** A data folder to fill by hand: whatever is not said is as plain as can be. */
export function openTestCatalog(dataDir: string) {
  mkdirSync(dataDir, { recursive: true });
  const catalog = createCatalog(join(dataDir, "catalog.sqlite"));
  const store = createBitstreamStore(join(dataDir, "store"));
  return {
    ...catalog,
    store,
    /** A bitstream whose bytes are in the store. */
    async bitstream(
      name: string | null,
      content: string | Uint8Array,
      more: Partial<BitstreamDraft> = {},
    ): Promise<BitstreamDraft> {
      return {
        name,
        description: null,
        source: null,
        primary: false,
        metadata: [],
        policies: [publicRead],
        ...more,
        content: await store.ingest({
          kind: "bytes",
          bytes: Buffer.from(content),
        }),
      };
    },
    community: (name: string, more: Partial<CommunityDraft> = {}) =>
      catalog.containers.createCommunity({
        parent: null,
        name,
        metadata: [value("dc.title", name)],
        policies: [publicRead],
        ...more,
      }).id,
    collection: (
      name: string,
      parents: readonly number[],
      more: Partial<CollectionDraft> = {},
    ) =>
      catalog.containers.createCollection({
        parents,
        name,
        metadata: [value("dc.title", name)],
        policies: [publicRead],
        license: null,
        template: null,
        ...more,
      }).id,
    item: (owningCollection: number, more: Partial<ItemDraft> = {}) =>
      catalog.items.create({
        owningCollection,
        mappedCollections: [],
        inArchive: true,
        withdrawn: false,
        discoverable: true,
        lastModified: Date.UTC(2024, 1, 29, 12, 30, 40),
        submitter: null,
        metadata: [],
        bundles: [],
        policies: [publicRead],
        ...more,
      }),
  };
}
