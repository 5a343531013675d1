import type { ObjectKind } from "../domain/catalog.ts";
import { AppError } from "../domain/errors.ts";
import { provenanceField } from "../domain/metadata.ts";
import { refused, type Access, type Caller, type ReadScope } from "./access.ts";
import {
  noMetadata,
  type ItemRecord,
  type MetadataMap,
} from "./item-record.ts";

export type { FieldValue, ItemRecord, MetadataMap } from "./item-record.ts";

interface Described {
  readonly id: number;
  readonly uuid: string;
  readonly metadata: MetadataMap;
}

export interface ContainerRecord extends Described {
  readonly kind: "community" | "collection";
  readonly handle: string | null;
  readonly name: string;
  /** Items in it and below that are archived and not withdrawn. */
  readonly archivedItems: number;
}

export interface BundleRecord extends Described {
  readonly kind: "bundle";
  readonly name: string;
}

export interface BitstreamRecord extends Described {
  readonly kind: "bitstream";
  readonly name: string;
  /** Empty for a logo. */
  readonly bundleName: string;
  readonly size: number;
  readonly md5: string;
  readonly sha256: string;
  readonly mimeType: string;
  readonly sequence: number;
  /** Of its item, in milliseconds since 1970; null for a logo. */
  readonly lastModified: number | null;
}

export interface Records {
  community: ContainerRecord;
  collection: ContainerRecord;
  item: ItemRecord;
  bundle: BundleRecord;
  bitstream: BitstreamRecord;
}
export type RecordKind = keyof Records;

/** Which part of a list. */
export interface Slice {
  readonly skip: number;
  readonly limit: number;
  readonly descending: boolean;
}

export interface Part<Record> {
  readonly records: readonly Record[];
  readonly total: number;
}

interface Ids {
  readonly ids: readonly number[];
  readonly total: number;
}

/** What this file needs of the catalog. */
export interface ObjectPorts {
  find(uuid: string): { readonly id: number; readonly kind: ObjectKind } | null;
  records<Kind extends RecordKind>(
    kind: Kind,
    ids: readonly number[],
  ): readonly Records[Kind][];
  /** Those of the ids that are items, for a list. */
  itemPage(ids: readonly number[]): Promise<readonly ItemRecord[]>;
  communities(
    parent: number | "none" | "any",
    slice: Slice,
    scope: ReadScope | null,
  ): Ids;
  /** @param community null: all of the catalog */
  collections(
    community: number | null,
    slice: Slice,
    scope: ReadScope | null,
  ): Ids;
  mappedItems(collection: number, slice: Slice, scope: ReadScope | null): Ids;
  mappedCollections(item: number, slice: Slice, scope: ReadScope | null): Ids;
  items(
    collection: number | null,
    sort: "title" | "modified" | "id",
    slice: Slice,
    scope: ReadScope | null,
  ): Promise<Ids>;
  bundles(item: number, slice: Slice, scope: ReadScope | null): Ids;
  bitstreams(bundle: number, slice: Slice, scope: ReadScope | null): Ids;
  /** The object a thing is directly in: parent community, owning collection, item of a bundle, bundle of a bitstream. */
  parent(kind: RecordKind, id: number): number | null;
  logo(kind: "community" | "collection", id: number): number | null;
  primary(bundle: number): number | null;
  /** The template of a collection; null when it has none. */
  template(collection: number): number | null;
  /** The collection whose template an item is; null for other items. */
  templateOf(item: number): number | null;
  /** The licence of a collection; null when it has none of its own. */
  license(collection: number): string | null;
  /** Where the content of a bitstream is. */
  fileOf(sha256: string): string;
}

export type Objects = ReturnType<typeof createObjects>;

/** Communities, collections, items, bundles and bitstreams as the caller may read them. */
export function createObjects(ports: ObjectPorts, access: Access) {
  /** @throws AppError object.not-found */
  const idOf = (kind: RecordKind, uuid: string): number => {
    const found = ports.find(uuid);
    if (found?.kind !== kind) throw missing(kind, uuid);
    return found.id;
  };

  /** What a list of what is in an object may show; its count is of just that. */
  const scopeIn = (caller: Caller, object: number): ReadScope | null =>
    access.administers(caller, object) ? null : access.scope(caller);

  /** What the caller may see of a record. */
  const shown = <Kind extends RecordKind>(
    caller: Caller,
    record: Records[Kind],
  ): Records[Kind] => {
    if (caller.administrator) return record;
    if (record.kind === "item") {
      const { open } = record.metadata;
      if (!record.withdrawn && open === null) return record;
      if (access.administers(caller, record.id)) return record;
      const metadata =
        record.withdrawn || open === null
          ? noMetadata
          : { ...record.metadata, members: open, open: null };
      return { ...record, metadata };
    }
    if (!(provenanceField in record.metadata)) return record;
    if (access.administers(caller, record.id)) return record;
    const { [provenanceField]: _hidden, ...metadata } = record.metadata;
    return { ...record, metadata };
  };

  const load = <Kind extends RecordKind>(
    caller: Caller,
    kind: Kind,
    { ids, total }: Ids,
  ): Part<Records[Kind]> => ({
    records: ports
      .records(kind, ids)
      .map((record) => shown<Kind>(caller, record)),
    total,
  });

  const itemsOf = async (
    caller: Caller,
    ids: readonly number[],
  ): Promise<readonly ItemRecord[]> =>
    (await ports.itemPage(ids)).map((record) => shown<"item">(caller, record));

  const one = <Kind extends RecordKind>(
    caller: Caller,
    kind: Kind,
    id: number | null,
  ): Records[Kind] | null => {
    if (id === null || !access.reads(caller, id)) return null;
    const [record] = ports.records(kind, [id]);
    return record === undefined ? null : shown<Kind>(caller, record);
  };

  return {
    /**
     * @throws AppError object.not-found, access.unauthenticated, access.denied
     */
    get<Kind extends RecordKind>(
      caller: Caller,
      kind: Kind,
      uuid: string,
    ): Records[Kind] {
      const id = idOf(kind, uuid);
      access.requireReads(caller, id);
      const [record] = ports.records(kind, [id]);
      if (record === undefined) throw missing(kind, uuid);
      return shown<Kind>(caller, record);
    },
    /** Records that a list found for the caller, in the order of their ids. */
    shownRecords: <Kind extends RecordKind>(
      caller: Caller,
      kind: Kind,
      ids: readonly number[],
    ): readonly Records[Kind][] =>
      ports.records(kind, ids).map((record) => shown<Kind>(caller, record)),
    /** The same for items. */
    shownItems: itemsOf,
    communities: (
      caller: Caller,
      parent: number | "none" | "any",
      slice: Slice,
    ): Part<ContainerRecord> =>
      load(
        caller,
        "community",
        ports.communities(parent, slice, access.scope(caller)),
      ),
    collections: (
      caller: Caller,
      community: number | null,
      slice: Slice,
    ): Part<ContainerRecord> =>
      load(
        caller,
        "collection",
        ports.collections(community, slice, access.scope(caller)),
      ),
    /**
     * Items of a collection, or (for administrators) of the catalog.
     * @throws AppError access.unauthenticated, access.denied
     */
    async items(
      caller: Caller,
      collection: number | null,
      sort: "title" | "modified" | "id",
      slice: Slice,
    ): Promise<Part<ItemRecord>> {
      if (collection === null && !caller.administrator) throw refused(caller);
      const { ids, total } = await ports.items(
        collection,
        sort,
        slice,
        access.scope(caller),
      );
      return { records: await itemsOf(caller, ids), total };
    },
    mappedItems: (
      caller: Caller,
      collection: number,
      slice: Slice,
    ): Part<ItemRecord> =>
      load(
        caller,
        "item",
        ports.mappedItems(collection, slice, access.scope(caller)),
      ),
    mappedCollections: (
      caller: Caller,
      item: number,
      slice: Slice,
    ): Part<ContainerRecord> =>
      load(
        caller,
        "collection",
        ports.mappedCollections(item, slice, access.scope(caller)),
      ),
    bundles(
      caller: Caller,
      item: ItemRecord,
      slice: Slice,
    ): Part<BundleRecord> {
      // What a withdrawn item holds is as hidden as its metadata.
      if (item.withdrawn && !access.administers(caller, item.id))
        return { records: [], total: 0 };
      const { ids, total } = ports.bundles(
        item.id,
        slice,
        scopeIn(caller, item.id),
      );
      return load(caller, "bundle", {
        ids: ids.filter((id) => access.reads(caller, id)),
        total,
      });
    },
    bitstreams(
      caller: Caller,
      bundle: number,
      slice: Slice,
    ): Part<BitstreamRecord> {
      const { ids, total } = ports.bitstreams(
        bundle,
        slice,
        scopeIn(caller, bundle),
      );
      return load(caller, "bitstream", {
        ids: ids.filter((id) => access.reads(caller, id)),
        total,
      });
    },
    parentCommunity: (
      caller: Caller,
      { kind, id }: ContainerRecord,
    ): ContainerRecord | null =>
      one(caller, "community", ports.parent(kind, id)),
    /**
     * The community around it for who asks for just that, and is told where it may not be read.
     * @throws AppError access.unauthenticated, access.denied
     */
    parentCommunityOf(
      caller: Caller,
      { kind, id }: ContainerRecord,
    ): ContainerRecord | null {
      const parent = ports.parent(kind, id);
      if (parent !== null) access.requireReads(caller, parent);
      return one(caller, "community", parent);
    },
    owningCollection: (
      caller: Caller,
      item: ItemRecord,
    ): ContainerRecord | null =>
      one(caller, "collection", ports.parent("item", item.id)),
    itemOf: (caller: Caller, bundle: BundleRecord): ItemRecord | null =>
      one(caller, "item", ports.parent("bundle", bundle.id)),
    bundleOf: (
      caller: Caller,
      bitstream: BitstreamRecord,
    ): BundleRecord | null =>
      one(caller, "bundle", ports.parent("bitstream", bitstream.id)),
    primaryBitstream: (
      caller: Caller,
      bundle: BundleRecord,
    ): BitstreamRecord | null =>
      one(caller, "bitstream", ports.primary(bundle.id)),
    logo: (
      caller: Caller,
      { kind, id }: ContainerRecord,
    ): BitstreamRecord | null => one(caller, "bitstream", ports.logo(kind, id)),
    /** The template of a collection, which is as readable as the collection. */
    template(caller: Caller, collection: ContainerRecord): ItemRecord | null {
      const id = ports.template(collection.id);
      const [record] = id === null ? [] : ports.records("item", [id]);
      return record === undefined ? null : shown<"item">(caller, record);
    },
    /** The collection whose template an item is; null for other items. */
    templateItemOf: (
      caller: Caller,
      item: ItemRecord,
    ): ContainerRecord | null =>
      one(caller, "collection", ports.templateOf(item.id)),
    license: (collection: ContainerRecord): string | null =>
      ports.license(collection.id),
    fileOf: (bitstream: BitstreamRecord): string =>
      ports.fileOf(bitstream.sha256),
  };
}

function missing(kind: RecordKind, uuid: string): AppError {
  return new AppError("object.not-found", `There is no ${kind} ${uuid}.`, {
    object: uuid,
  });
}
